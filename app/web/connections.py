"""How long a connection may keep the server waiting, and how many there may be: who is slow keeps nobody else out.

Uvicorn waits for a request's head and body for as long as it takes, and accepts connections until the process has no
file left to open, not even the record's.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import time

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

logger = logging.getLogger("muster")
# All of a head; and for the next piece of a body, which may be long and its line slow.
HEAD_SECONDS = 20.0
BODY_SECONDS = 60.0
# Files that the process needs besides its connections: the record, what is sent, what is uploaded.
OTHER_FILES = 200
TOLD_EVERY = 60.0


def open_files() -> int:
    """Let this process open as many files as it may; how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (ValueError, OSError):
            return soft  # some systems name a limit that they do not grant
    return max(soft, hard)


def room() -> int:
    """How many connections there may be at once."""
    return max(OTHER_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OTHER_FILES)


class Patient(H11Protocol):
    """Uvicorn's connection, with an end to its patience."""

    _timer: asyncio.TimerHandle | None = None
    _told = -TOLD_EVERY

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head, or turn the connection away."""
        super().connection_made(transport)
        if len(self.connections) > room():
            self._tell()
            transport.abort()
            return
        self._begin(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take what came, then wait for more where more is due."""
        super().data_received(data)
        due = self.conn.their_state
        if due is h11.SEND_BODY:
            self._end()
            self._begin(BODY_SECONDS)
        elif due is not h11.IDLE:
            self._end()
        elif self._timer is None:
            # One deadline for all of a head, however often a bit of it comes.
            self._begin(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._end()
        super().connection_lost(exc)

    def _begin(self, seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, self._give_up)

    def _end(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _give_up(self) -> None:
        if self.flow.read_paused:
            # It is us who do not read: the request waits for its turn.
            self._begin(BODY_SECONDS)
        else:
            self.transport.abort()

    def _tell(self) -> None:
        if time.monotonic() - Patient._told >= TOLD_EVERY:
            Patient._told = time.monotonic()
            logger.warning("no more than %d connections at once: one was turned away", room())
