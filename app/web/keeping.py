"""Public answers that are finished, kept as bytes: sent again for as long as they are true, and not a moment longer.

Kept is only what says so itself: `kept` in app/reading.py marks an answer with the moment of the record that it was
made from. Before each is sent again the store is asked which moment it is now (docs/decisions/0021-kept-answers.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.frozen import frozen, today
from app.web.compression import accepted
from app.web.language import first_guess
from app.web.local import is_local_editor
from app.web.rate import WHOLE_FILES
from app.web.shelf import NOT_KEPT, Kept, Moment, Shelf
from app.web.watching import WATCHED, Watched, shown

IN_SCOPE = "muster.mark"
# Whoever sends one of these may get an answer of their own.
PERSONAL = frozenset((b"cookie", b"authorization", b"proxy-authorization", b"range"))
HEEDED = frozenset((b"host", b"accept-encoding", b"if-none-match"))
# Answers that no revision changes, or that have to be counted: nothing is asked about them.
NEVER = ("/static/", "/livez", "/readyz", "/metrics", "/mcp", "/data")
# An address or header that is longer is no reader's.
LONGEST = 4_000
VARYING = frozenset((b"accept-encoding", b"accept-language"))


@dataclass(slots=True)
class Mark:
    """Says of an answer under way which moment of the record it is made from; None: that it may not be kept."""

    moment: Moment | None = None


class Asked(NamedTuple):
    """A request that a kept answer may be given to: its address, and what its reader has already."""

    address: Sequence[object]
    encoding: str
    known: bytes
    is_head: bool


@dataclass(slots=True)
class Making:
    """An answer that somebody makes while others wait. None at its end: whoever made it went away."""

    kept: Kept | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Keeping:
    """Sends what is kept, and keeps what is made. Of many who ask for the same at once, one makes it.

    `newest` asks which state the record is in; None from it means that nothing kept is sent.
    """

    def __init__(self, app: ASGIApp, newest: Callable[[], Awaitable[str | None]], shelf: Shelf) -> None:
        self.app = app
        self._newest = newest
        self._shelf = shelf
        self._making: dict[Sequence[object], Making] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the shelf, or pass the request on and look at its answer."""
        asked = asked_of(scope) if scope["type"] == "http" and not is_local_editor(Request(scope)) else None
        state = await self._newest() if asked else None
        if asked is None or state is None:
            await self.app(scope, receive, send)
            return
        moment = (state, today())
        found = self._shelf.find(moment, asked.address)
        if found is None and not asked.is_head:
            found = await self._made(asked, moment, scope, receive, send)
            if found is None:
                self._shelf.misses += 1
                return
        if found is None or found is NOT_KEPT:
            self._shelf.misses += 1
            await self.app(scope, receive, send)
        else:
            self._shelf.hits += 1
            if watched := scope.get(WATCHED):
                watched.route = found.route
            await found.send(send, asked.known, is_head=asked.is_head)

    async def _made(
        self, asked: Asked, moment: Moment, scope: Scope, receive: Receive, send: Send
    ) -> Kept | None:
        """What somebody else makes just now; None where nobody does, and it was made and sent here."""
        # An event belongs to its loop.
        key = (asyncio.get_running_loop(), moment, asked.address)
        while making := self._making.get(key):
            await making.over.wait()
            if making.kept:
                return making.kept
        making = self._making[key] = Making()
        watched = _Held(asked, moment, self._shelf, making, send, scope)
        try:
            await self.app(_marked(scope, watched.mark), receive, watched)
        finally:
            # Before anybody wakes: who wakes without an answer makes it.
            del self._making[key]
            making.over.set()
        return None


class _Held:
    """Holds the head of an answer back until its body is there, whole or not."""

    def __init__(
        self, asked: Asked, moment: Moment, shelf: Shelf, making: Making, send: Send, scope: Scope
    ) -> None:
        self.mark = Mark()
        self._asked, self._moment, self._shelf = asked, moment, shelf
        self._making, self._send, self._scope = making, send, scope
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        start, self._start = self._start, None
        kept = self._kept(start, message)
        self._tell(start["status"], kept)
        if kept is NOT_KEPT:
            await self._send(start)
            await self._send(message)
        else:
            await kept.send(self._send, self._asked.known, is_head=False)

    def _kept(self, start: Message, body: Message) -> Kept:
        """The answer as it can be kept, or NOT_KEPT."""
        is_whole = body["type"] == "http.response.body" and not body.get("more_body")
        if start["status"] != 200 or not is_whole or self.mark.moment is None:
            return NOT_KEPT
        headers = tuple((bytes(name).lower(), bytes(value)) for name, value in start["headers"])
        body_bytes = bytes(body.get("body", b""))
        if not _is_public(dict(headers), len(body_bytes), self._asked.encoding):
            return NOT_KEPT
        watched: Watched | None = self._scope.get(WATCHED)
        route, told = (watched.route, shown(watched.path)) if watched else ("", "")
        return Kept(headers, dict(headers)[b"etag"], body_bytes, route, told)

    def _tell(self, status: int, kept: Kept) -> None:
        """Keep it and wake who waits, before it is sent: a reader who takes it slowly keeps nobody waiting."""
        moment = self.mark.moment if kept is not NOT_KEPT else self._moment
        if moment and status == 200:
            self._shelf.put(moment, self._asked.address, kept)
        self._making.kept = kept
        self._making.over.set()


def asked_of(scope: Scope) -> Asked | None:
    """What a request asks for, where anybody who asks for it gets the same: the local editor is for others to know."""
    path: str = scope["path"]
    if scope["method"] not in ("GET", "HEAD") or path.startswith(NEVER) or path.endswith(WHOLE_FILES):
        return None
    given: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in PERSONAL:
            return None
        if name in HEEDED:
            if name in given or len(value) > LONGEST:
                return None
            given[name] = value
    raw, query = scope.get("raw_path") or b"", scope["query_string"]
    if b"host" not in given or len(path) + len(raw) + len(query) > LONGEST:
        return None
    # Part of a frozen copy, or a reader who is led to their language.
    if frozen() is not None or (path == "/" and first_guess(scope)):
        return None
    encoding = accepted(given.get(b"accept-encoding", b"").decode("latin-1"))
    # Each part shows somewhere in answers: whole addresses begin with the host, and pages name their own in full.
    address = (path, raw, query, encoding, given[b"host"], scope["scheme"], scope.get("root_path", ""))
    return Asked(address, encoding, given.get(b"if-none-match", b""), scope["method"] == "HEAD")


def _marked(scope: Scope, mark: Mark) -> Scope:
    """The request that a whole answer is made for: what its reader has already is compared with that afterwards."""
    headers = [header for header in scope["headers"] if header[0] != b"if-none-match"]
    return {**scope, "headers": headers, IN_SCOPE: mark}


def _is_public(headers: dict[bytes, bytes], length: int, encoding: str) -> bool:
    """Whether the head of an answer says that it is anybody's, whole, and in this encoding or none."""
    vary = {name.strip().lower() for name in headers.get(b"vary", b"").split(b",") if name.strip()}
    return (
        headers.get(b"cache-control") == b"no-cache"
        and bool(headers.get(b"etag"))
        and b"set-cookie" not in headers
        and vary <= VARYING
        and headers.get(b"content-encoding", b"") in (b"", encoding.encode())
        and headers.get(b"content-length") == str(length).encode()
    )


def mark_of(scope: Scope) -> Mark:
    """Where an answer that may be kept says so; somewhere that nobody looks where nothing is kept."""
    found: Mark = scope.get(IN_SCOPE) or Mark()
    return found
