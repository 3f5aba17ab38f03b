"""Routes that write for programs: who may, then whether what was sent can be read at all."""

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
    """A route whose body is JSON and whose caller may write: 401, 415 and 400 come before the endpoint."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint behind its checks."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if not person_of(request).may("editor"):
                return not_signed_in()
            if not _sends_json(request):
                return problem(415, _("The body is JSON: send it with Content-Type: application/json."))
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _unreadable(error)

        return answer


def not_signed_in() -> Response:
    """401, and who may write today."""
    detail = _(
        "Writing needs a credential, and this version gives none out yet: only the local editor may write, "
        "on the machine that Muster runs on, where it was started with MUSTER_LOCAL_EDITOR=true."
    )
    answer = problem(401, detail)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="muster"'
    return answer


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
