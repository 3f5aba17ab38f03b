"""Answers that are sent while they are made: of any length, in little memory, closed whatever becomes of the reader."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from os import SEEK_END
from typing import IO

from anyio import CancelScope, fail_after
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

BLOCK = 1 << 16
# A reader who takes nothing for so long is let go: others may wait for the connection.
PATIENCE_SECONDS = 60


class Streamed(StreamingResponse):
    """Sends chunks as they come. What it `holds` (a connection, a file) is closed after the last one, or before."""

    def __init__(
        self, chunks: Iterator[bytes], media_type: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(chunks, media_type=media_type, headers=headers)
        self._held = ExitStack()

    def hold(self, held: ExitStack) -> None:
        """Close this too when the answer is over."""
        self._held.push(held)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""

        async def send_on(message: Message) -> None:
            with fail_after(PATIENCE_SECONDS):
                await send(message)

        try:
            await super().__call__(scope, receive, send_on)
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(self._held.close)


def spooled(write: Callable[[IO[bytes]], None], media_type: str, headers: dict[str, str]) -> Streamed:
    """What `write` puts into a file that nobody else sees, with its length: for what is only whole at its end."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        write(file)
        length = file.seek(0, SEEK_END)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer = Streamed(blocks_of(file), media_type, {**headers, "Content-Length": str(length)})
    answer.hold(_closing(file))
    return answer


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    """A file in blocks of some size."""
    return iter(lambda: file.read(BLOCK), b"")


def _closing(file: IO[bytes]) -> ExitStack:
    held = ExitStack()
    held.enter_context(file)
    return held
