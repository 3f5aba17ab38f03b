"""Bounds on what is taken in at once."""

import asyncio
from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooLarge
from app.i18n import _
from app.web.failures import ASKED_BY_POST, refusal
from app.web.origin import SAFE
from app.web.rate import WHOLE_FILES

BODY = 10 * 1024 * 1024
# Where sheets are sent: they are larger, and read piece by piece by whoever may send them at all.
SHEETS = ("/import", "/api/v1/import")


class AtOnce:
    """Lets as many requests in as there are database connections; the others wait their turn.

    Without it, threads that hold no connection wait for those that do, and the server stops (docs/decisions/0003).
    Writers, who queue for the record's one lock, get a quarter of the places, and whole files, which slow readers hold,
    half of them: so pages are answered whatever the others wait for.
    """

    def __init__(self, app: ASGIApp, most: int, free: tuple[str, ...] = ("/static/", "/livez")) -> None:
        self.app = app
        self.free = free
        self._places = asyncio.Semaphore(most)
        self._writing = asyncio.Semaphore(max(1, most // 4))
        self._files = asyncio.Semaphore(max(1, most // 2))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is a place."""
        if scope["type"] != "http" or scope["path"].startswith(self.free):
            await self.app(scope, receive, send)
            return
        async with AsyncExitStack() as held:
            if scope["method"] not in SAFE and scope["path"] != ASKED_BY_POST:
                await held.enter_async_context(self._writing)
            elif scope["path"].endswith(WHOLE_FILES):
                await held.enter_async_context(self._files)
            await held.enter_async_context(self._places)
            await self.app(scope, receive, send)


class BodyLimit:
    """Refuses a body larger than `most` bytes with 413, whether it says its length or not."""

    def __init__(self, app: ASGIApp, most: int = BODY, sheets: int = BODY) -> None:
        self.app = app
        self.most = most
        self.sheets = sheets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, at most that far, then pass the request on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        if scope["path"] in SHEETS:
            await self.app(scope, _counted(receive, self.sheets), send)
            return
        messages: list[Message] = []
        size, more = 0, True
        while more:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
            if size > self.most:
                await refusal(Request(scope), 413, _too_large(self.most))(scope, receive, send)
                return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)


def _counted(receive: Receive, most: int) -> Receive:
    """The same body, piece by piece; TooLarge as soon as it is."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise TooLarge(_too_large(most))
        return message

    return counted


def _too_large(most: int) -> str:
    return _("The body is larger than {n} MB.", n=most // 1024 // 1024)
