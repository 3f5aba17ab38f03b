"""A page that takes an account answers nobody with the sign-in page, and a form that was sent is not lost."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.accounts.finding import RUN_OUT, known_of, token_of
from app.accounts.sign_in_view import Draft, address_of, draft_of, sign_in_page, take_cookie
from app.web.failures import wants_data
from app.web.forms import read_form
from app.web.limits import SHEETS

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
OWN = ("/sign-in", "/sign-out", "/static/", "/livez")


class SignInInstead:
    """Puts the sign-in page in the place of a page's 401; it also meets a form whose session has run out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what it answers is looked at only where it is 401."""
        if scope["type"] != "http" or scope["path"].startswith(OWN):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if wants_data(request) or token_of(request.headers):
            await self.app(scope, receive, send)
            return
        body: list[Message] = []
        if is_form(request):
            body = await _whole(receive)
            receive = _again(body, receive)
        run_out = body and scope.get(RUN_OUT)
        if run_out or await self._refused(scope, receive, send):
            await self._ask(request, body, receive, send)

    async def _refused(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Whether the answer was 401, and was held back."""
        refused = False

        async def watched(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                refused = message["status"] == 401
            if not refused:
                await send(message)

        await self.app(scope, receive, watched)
        return refused

    async def _ask(self, request: Request, body: list[Message], receive: Receive, send: Send) -> None:
        draft: Draft = []
        if body:
            form = await read_form(Request(request.scope, _again(body, receive)))
            draft = draft_of(request, form)
        way = "code" if known_of(request) else "password"
        answer = await run_in_threadpool(sign_in_page, request, 401, address_of(request), draft, way=way)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="muster"'
        if request.scope.get(RUN_OUT):
            take_cookie(request, answer)
        await answer(request.scope, receive, send)


def is_form(request: Request) -> bool:
    """Whether a form was sent that can be carried along; a sheet is not, and is not even read here."""
    if request.scope["path"] in SHEETS:
        return False
    return request.method == "POST" and request.headers.get("content-type", "").startswith(FORMS)


async def _whole(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = list(messages)

    async def replay() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return replay
