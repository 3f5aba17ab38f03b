"""How long a connection may keep the server waiting, and how many there may be: who is slow keeps nobody else out.

Uvicorn waits for a request's head and body for as long as it takes, and accepts connections until the process has no
file left to open, not even the record's.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import time
from enum import Enum

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.web.prompt import Prompt, prompt_of

logger = logging.getLogger("muster")
# All of a head; and for the next piece of a body, which may be long and its line slow.
HEAD_SECONDS = 20.0
BODY_SECONDS = 60.0
# Files that the process needs besides its connections: the record, what is sent, what is uploaded.
OTHER_FILES = 200
TOLD_EVERY = 60.0
# How much of a request may be no body: its head, the marks between pieces of a body, and what comes after them.
MOST_BESIDE = 256 * 1024
# Where a body may follow, or another protocol.
MORE = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade"))
# A body shorter than this goes out with its head: to join them costs less than to call the system twice.
ONE_PIECE = 256 * 1024


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


class Stage(Enum):
    """How much of a request has come: not all of its head, its head alone, all of it."""

    HEAD = "head"
    BODY = "body"
    WHOLE = "whole"


class Patient(HttpToolsProtocol):
    """Uvicorn's connection, with an end to its patience. What is kept it sends itself (app/web/prompt.py)."""

    _timer: asyncio.TimerHandle | None = None
    _told = -TOLD_EVERY
    _stage = Stage.HEAD
    # The bytes since a request began that are no part of a body.
    _beside = 0
    # Whether the next request to be there begins what came just now, or was begun before.
    _is_next = False
    # Whether the request at hand was answered here.
    _is_sent = False
    _prompt: Prompt | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head, or turn the connection away."""
        super().connection_made(transport)
        self._prompt = prompt_of(self.app)
        if len(self.connections) > room():
            self._tell()
            transport.abort()
            return
        self._begin(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take what came, then wait for more where more is due."""
        self._is_next = self._stage is not Stage.BODY
        super().data_received(data)
        if self._stage is Stage.WHOLE and self._is_under_way():
            self._end()
            return
        self._beside += len(data)
        if self._beside > MOST_BESIDE and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")
        elif self._stage is Stage.BODY:
            self._end()
            self._begin(BODY_SECONDS)
        elif self._timer is None:
            # One deadline for all of a head, however often a bit of it comes.
            self._begin(HEAD_SECONDS)

    def _is_under_way(self) -> bool:
        """Whether the answer is still being made, or uvicorn has begun to wait for the next request."""
        return not self._is_answered() or self.timeout_keep_alive_task is not None

    def _is_answered(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._stage, self._beside = Stage.HEAD, 0

    def on_headers_complete(self) -> None:
        """The head is there: send what is ready, or have an answer made. ValueError (400) where it names no host."""
        self._stage = Stage.BODY
        names = [name for name, _value in self.headers]
        hosts = names.count(b"host")
        if hosts != 1 and (hosts or self.parser.get_http_version() == "1.1"):
            raise ValueError
        # Who sends requests without waiting for answers has each of them made.
        is_first, self._is_next = self._is_next, False
        ready = self._ready() if is_first and self._prompt and MORE.isdisjoint(names) else None
        self._is_sent = ready is not None
        if ready:
            self._send(*ready)
        else:
            super().on_headers_complete()

    def _ready(self) -> tuple[bytes, bytes] | None:
        """The answer, if it can be sent now and as it is."""
        path, _mark, query = self.url.partition(b"?")
        is_odd = not path.startswith(b"/") or not path.isascii() or b"%" in path or b"#" in self.url
        if is_odd or not self._is_free() or not self._is_kept_open():
            return None
        told = {"method": self.parser.get_method().decode("ascii"), "path": path.decode("ascii")}
        scope = {**self.scope, **told, "raw_path": path, "query_string": query}
        assert self._prompt
        return self._prompt(scope, self.server_state.default_headers)

    def _is_free(self) -> bool:
        """Whether nothing is before this answer: no other one, and no reader who does not take what was sent."""
        return self._is_answered() and not self.flow.write_paused and not self.root_path

    def _is_kept_open(self) -> bool:
        return bool(self.parser.get_http_version() == "1.1" and self.parser.should_keep_alive())

    def _send(self, head: bytes, body: bytes) -> None:
        if len(body) < ONE_PIECE:
            self.transport.write(head + body)
        else:
            self.transport.write(head)
            self.transport.write(body)
        self.on_response_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._beside -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """All of the request is there."""
        self._stage = Stage.WHOLE
        if not self._is_sent:
            super().on_message_complete()

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
