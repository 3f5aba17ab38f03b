"""Kept answers as the bytes of a connection: sent by the connection itself, without a task and without the layers.

It is the same shelf, asked in the same way (app/web/keeping.py), and each answer is counted and told as any other.
What is not ready here takes the usual way: a first answer, one for a person, one whose store cannot be asked at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from typing import Protocol

from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.frozen import today
from app.web.keeping import asked_of
from app.web.shelf import NOT_KEPT, Header, Kept, Moment, Shelf, lines_of
from app.web.watching import NAME, Counts, line_of, new_id, tell

OK, UNCHANGED = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 304 Not Modified\r\n"
END = b"%b: %%b\r\n\r\n" % NAME


class Prompt(Protocol):
    """Gives an answer at once: its head and its body, counted and told. None: there is none here.

    `first`: headers that the server puts on every answer.
    """

    def __call__(self, scope: Scope, first: list[Header]) -> tuple[bytes, bytes] | None:
        """The answer to a request, if it is ready."""


class FromShelf:
    """What is kept. `now` says which state the record is in; None: it cannot be said without waiting.

    That is asked once for all requests that the event loop found when it looked for some: each of them was sent before
    it looked, so the state is of a moment between its sending and its answer. What comes later is asked for again.
    """

    def __init__(self, now: Callable[[], str | None], shelf: Shelf, counts: Counts) -> None:
        self._now, self._shelf, self._counts = now, shelf, counts
        self._moment: Moment | None = None
        self._told: list[str] = []
        # What the server puts on every answer is another list each second.
        self._first: list[Header] = []
        self._lines = b""

    def __call__(self, scope: Scope, first: list[Header]) -> tuple[bytes, bytes] | None:
        """The answer that is kept at the address, or 304 to a reader who has it."""
        begun = time.perf_counter()
        asked = asked_of(scope)
        kept = self._kept(asked.address) if asked else None
        if asked is None or kept is None:
            return None
        number, is_known = new_id(), kept.is_known(asked.known)
        status, line, lines = (304, UNCHANGED, kept.unchanged) if is_known else (200, OK, kept.lines)
        body = b"" if is_known or asked.is_head else kept.body
        seconds, method = time.perf_counter() - begun, scope["method"]
        self._shelf.hits += 1
        self._counts.add(method, kept.route, status, seconds)
        self._told.append(line_of(number, method, kept.route, kept.told, status, seconds, len(body)))
        return line + self._given(first) + lines + END % number.encode(), body

    def _kept(self, address: Sequence[object]) -> Kept | None:
        moment = self._moment or self._look()
        found = moment and self._shelf.find(moment, address)
        return None if found is NOT_KEPT else found

    def _look(self) -> Moment | None:
        if (state := self._now()) is None:
            return None
        self._moment = (state, today())
        # The loop's first step after it has looked again, before any request that it finds then.
        asyncio.get_running_loop().call_soon(self._end)
        return self._moment

    def _end(self) -> None:
        told, self._told, self._moment = self._told, [], None
        tell(told)

    def _given(self, first: list[Header]) -> bytes:
        if first is not self._first:
            self._first, self._lines = first, lines_of(first)
        return self._lines


class _Believing:
    """Asks as the reader asked, where a proxy that is trusted tells of that. Nothing in there ever waits."""

    def __init__(self, prompt: Prompt, proxies: ProxyHeadersMiddleware) -> None:
        self._prompt, self._proxies = prompt, copy(proxies)
        self._proxies.app = _nothing

    def __call__(self, scope: Scope, first: list[Header]) -> tuple[bytes, bytes] | None:
        # The application will be told by uvicorn itself.
        believed = dict(scope)
        with suppress(StopIteration):
            self._proxies(believed, _nothing, _nothing).send(None)  # type: ignore[arg-type]
        return self._prompt(believed, first)


async def _nothing(*_given: object) -> None:
    """In the place of an application."""


def prompt_of(app: object) -> Prompt | None:
    """What gives the answers that an application keeps; None: it keeps none, or none that are ready at once."""
    if isinstance(app, ProxyHeadersMiddleware):
        inner = prompt_of(app.app)
        return _Believing(inner, app) if inner else None
    found: Prompt | None = getattr(getattr(app, "state", None), "prompt", None)
    return found
