"""Who asks: found in a session's cookie or a token, once, before anything else looks at the request.

A request with neither costs nothing: no database, no header. What is answered to a person stays out of shared caches.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.accounts.altering import altering
from app.accounts.queries import known_by_session, known_by_token
from app.accounts.schemas import NOTED_EVERY, Known
from app.accounts.secrets import TOKEN_MARK, digest
from app.accounts.sessions import note_use
from app.db import Database
from app.i18n import _
from app.web.failures import on_database_error
from app.web.person import IN_SCOPE, Person
from app.web.problem import problem

# A browser keeps the first name only where the page came over https, for this host and every path of it.
COOKIES = ("__Host-muster", "muster")
KNOWN = "muster.known"
# The cookie of a session that has run out came with the request.
RUN_OUT = "muster.run_out"


class People:
    """Puts the person that a session or token speaks for into the request's scope."""

    def __init__(self, app: ASGIApp, free: tuple[str, ...] = ("/static/", "/livez")) -> None:
        self.app = app
        self.free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with what was found; a bad token is answered at once."""
        if scope["type"] != "http" or scope["path"].startswith(self.free):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        token, cookie = token_of(request.headers), cookie_of(request)
        if token or cookie:
            database: Database = request.app.state.database
            try:
                known = await run_in_threadpool(find, database, token, cookie)
            except DBAPIError as error:
                await on_database_error(request, error)(scope, receive, send)
                return
            if token and known is None:
                await bad_token()(scope, receive, send)
                return
            take_in(scope, known)
            send = _kept_private(send)
        await self.app(scope, receive, send)


def take_in(scope: Scope, known: Known | None) -> None:
    """Tell the rest of the house who asks."""
    scope[KNOWN] = known
    scope[RUN_OUT] = known is None
    if known is not None and not known.waits:
        scope[IN_SCOPE] = Person(known.display, known.may_as, known.account)


def known_of(request: Request) -> Known | None:
    """The account behind this request's session or token; also one whose code is still to come."""
    found: Known | None = request.scope.get(KNOWN)
    return found


def token_of(headers: Headers) -> str:
    """The token that a request shows; empty: none of ours."""
    kind, _space, value = headers.get("authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


def cookie_of(request: Request) -> str:
    """The session that a request shows; over https only under the name that cannot be set from elsewhere."""
    names = COOKIES[:1] if is_secure(request) else COOKIES
    return next((value for name in names if (value := request.cookies.get(name))), "")


def is_secure(request: Request) -> bool:
    """Whether this page came over https, or its readers' address says that they come that way."""
    return request.url.scheme == "https" or request.app.state.settings.public_url.startswith("https://")


def find(database: Database, token: str, cookie: str) -> Known | None:
    """Whom a token, or else a session, speaks for; their use is written down once a minute."""
    now = datetime.now(UTC)
    with database.reading() as reader:
        if token:
            known = known_by_token(reader, digest(token), now) if token.startswith(TOKEN_MARK) else None
        else:
            known = known_by_session(reader, digest(cookie), now)
    if known and (known.seen_at is None or now - known.seen_at >= NOTED_EVERY):
        try:
            with altering(database, known.display) as change:
                note_use(change, known)
        except DBAPIError:
            pass  # a store that cannot be written still answers readers
    return known


def bad_token() -> Response:
    """401: the token is unknown, revoked, expired, or its owner is disabled."""
    answer = problem(401, _("This token is not good: it is unknown, expired or revoked."))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="muster", error="invalid_token"'
    return answer


def _kept_private(send: Send) -> Send:
    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            said = headers.get("cache-control", "no-cache")
            if "no-store" not in said:
                headers["Cache-Control"] = f"private, {said}" if "private" not in said else said
            headers.add_vary_header("Cookie")
            headers.add_vary_header("Authorization")
        await send(message)

    return send_private
