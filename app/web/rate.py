"""How much is too much: 429 with Retry-After, a problem for programs and a page for people."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.i18n import ngettext
from app.web.failures import ASKED_BY_POST, refusal
from app.web.local import FORWARDING, is_loopback
from app.web.origin import SAFE
from app.web.person import person_of

WHOLE_FILES = (".csv", ".xlsx", "/data/muster.db")
# Counts a request and gives the seconds that its sender has to wait; 0: none.
Counted = Callable[[Request], int]


class RateLimit:
    """Asks before each unsafe request, and before each whole file, whether its sender had enough of them.

    What only reads a page passes without any work. `writing` and `exporting` do the counting; they may block.
    """

    def __init__(self, app: ASGIApp, writing: Counted, exporting: Counted) -> None:
        self.app = app
        self.writing = writing
        self.exporting = exporting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        count = self._count_of(scope)
        if count:
            request = Request(scope)
            if wait := await run_in_threadpool(count, request):
                await too_many(request, wait)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _count_of(self, scope: Scope) -> Counted | None:
        if scope["type"] != "http":
            return None
        if scope["method"] not in SAFE and scope["path"] != ASKED_BY_POST:
            return self.writing
        return self.exporting if scope["path"].endswith(WHOLE_FILES) else None


def too_many(request: Request, wait: int) -> Response:
    """429, and when to come back."""
    answer = refusal(request, 429, wait_words(wait))
    answer.headers["Retry-After"] = str(wait)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def wait_words(wait: int) -> str:
    """What somebody is told who had too much; `wait`: for how many seconds."""
    return ngettext(
        "That was too much at once. Try again in {n} second.",
        "That was too much at once. Try again in {n} seconds.",
        wait,
    )


def client_of(request: Request) -> str:
    """The address at the other end of the connection; beyond a proxy, only where MUSTER_TRUSTED_PROXIES names it.

    What a client says of itself in headers changes nothing.
    """
    return request.client.host if request.client else ""


def sender_of(request: Request) -> str:
    """Whose requests are counted together: a person's, where one is known, else an address's."""
    person = person_of(request)
    return f"person {person.account}" if person.account is not None else f"address {client_of(request)}"


def is_this_machine(request: Request) -> bool:
    """Whether the request comes from the machine itself, and not through a proxy that stands on it."""
    return is_loopback(client_of(request)) and not any(name in request.headers for name in FORWARDING)
