"""Routes that write for programs: who may (401, 403), then whether what was sent can be read at all."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.web.person import person_of
from app.web.problem import problem

LONGEST_KEY = 190


class WriteRoute(APIRoute):
    """A route whose body is JSON and whose caller may write: 401, 403, 415 and 400 come before the endpoint."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint behind its checks."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            person = person_of(request)
            if not person.may("editor"):
                return not_signed_in() if person.role == "anybody" else not_allowed()
            if not _sends_json(request):
                return problem(415, _("The body is JSON: send it with Content-Type: application/json."))
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _unreadable(error)

        return answer


def not_signed_in() -> Response:
    """401, and how to get what it takes."""
    detail = _(
        "Writing needs a token: an editor makes one on the page /account and sends it as "
        "Authorization: Bearer mst_... with each request."
    )
    answer = problem(401, detail)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="muster"'
    return answer


def not_allowed() -> Response:
    """403: somebody is known, who may not write, or whose token may not."""
    return problem(403, _("This takes an editor's account, and a token with the scope write."))


def idempotency_key(request: Request) -> str:
    """What the caller calls this sending, so that sending it again makes no second record; empty: nothing."""
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > LONGEST_KEY:
        raise InvalidQuery(Fault("Idempotency-Key", _("is longer than {n} characters", n=LONGEST_KEY)))
    return f"api:{key}" if key else ""


def _sends_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _unreadable(error: RequestValidationError) -> Response:
    [first, *_others] = error.errors()
    if first["type"] != "json_invalid":
        return problem(400, _("The body is empty: send JSON."))
    why, place = first["ctx"]["error"], first["loc"][-1]
    return problem(400, _("The body is no JSON: {why}, at character {place}.", why=why, place=place))
