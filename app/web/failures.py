"""What each kind of error becomes: a problem for programs, a page for people. The one place that knows both."""

import logging
from collections.abc import Callable
from errno import EDQUOT, EMFILE, ENFILE, ENOSPC, EROFS
from typing import Any

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import errors
from app.errors import Fault
from app.i18n import _
from app.stored import may_be_stored, noting_stored
from app.web.problem import problem
from app.web.templating import render
from app.web.watching import id_of, shown

logger = logging.getLogger("muster")
STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.Gone: 410,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.NeedsVersion: 428,
    errors.TooLarge: 413,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.Unavailable: 503,
    errors.InvalidQuery: 400,
    errors.InvalidInput: 422,
}
DATA_SUFFIXES = (".json", ".csv", ".xlsx", ".db")
# The protocol of assistants, which is asked by POST alone and changes nothing.
ASKED_BY_POST = "/mcp"
MADE_FOR_PROGRAMS = (ASKED_BY_POST, "/metrics")


def wants_data(request: Request) -> bool:
    """Whether a program asked: errors then are problems, not pages."""
    path = request.url.path
    return path.startswith("/api/") or path in MADE_FOR_PROGRAMS or path.endswith(DATA_SUFFIXES)


def refusal(request: Request, status: int, message: str) -> Response:
    """A request that is refused before anything reads it: a problem or a page."""
    return problem(status, message) if wants_data(request) else page(request, status, message)


def on_muster_error(request: Request, error: Exception) -> Response:
    """An error in the record's own words."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    faults = error.faults if isinstance(error, errors.InvalidInput) else ()
    reason = error.reason if isinstance(error, errors.Gone) else None
    if wants_data(request):
        return problem(status, str(error), faults, **({"reason": reason} if reason else {}))
    details = [f"{fault.field}: {fault.message}" for fault in faults] or ([reason] if reason else [])
    return page(request, status, str(error), details)


def on_bad_request(request: Request, error: Exception) -> Response:
    """A body or parameter that FastAPI could not read."""
    assert isinstance(error, RequestValidationError)
    faults = [fault_of(e) for e in error.errors()]
    status = 422 if any(e["loc"][0] == "body" for e in error.errors()) else 400
    detail = _("What was sent cannot be accepted.")
    if wants_data(request):
        return problem(status, detail, faults)
    return page(request, status, detail, [f"{fault.field}: {fault.message}" for fault in faults])


def fault_of(error: Any) -> Fault:
    """Pydantic's error as a fault: its place without "body", its message without its prefix."""
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path")]
    return Fault(".".join(place), str(error["msg"]).removeprefix("Value error, "))


def on_http_error(request: Request, error: Exception) -> Response:
    """No such address, no such method."""
    assert isinstance(error, HTTPException)
    detail = _("There is nothing at this address.") if error.status_code == 404 else str(error.detail)
    answer = (
        problem(error.status_code, detail)
        if wants_data(request)
        else page(request, error.status_code, detail)
    )
    answer.headers.update(error.headers or {})
    return answer


def on_database_error(request: Request, error: Exception) -> Response:
    """The store cannot do this now: reading may go on, writing says why."""
    assert isinstance(error, DBAPIError)
    logger.error("database: id=%s %s %s", id_of(request.scope), shown(request.url.path), error.orig)
    return _not_now(request, _why(error))


def on_full(request: Request, error: OSError) -> Response:
    """The machine cannot take it now: no room, no right to write, no file left to open."""
    logger.error("storage: id=%s %s %s", id_of(request.scope), shown(request.url.path), error)
    return _not_now(request, OF_THE_MACHINE[error.errno or 0]())


OF_THE_MACHINE: dict[int, Callable[[], str]] = {
    ENOSPC: lambda: _("its storage is full"),
    EDQUOT: lambda: _("its storage is full"),
    EROFS: lambda: _("its storage is read-only"),
    EMFILE: lambda: _("too many files are open"),
    ENFILE: lambda: _("too many files are open"),
}


def _not_now(request: Request, why: str) -> Response:
    if may_be_stored():
        # It was committed before this went wrong, or the store was gone before it could say so.
        detail = _(
            "The connection to the database broke while this was being stored: it may be there or not. Look before "
            "you send it again."
        )
        return refusal(request, 503, detail)
    detail = _("The record cannot be written or read just now ({why}). Nothing was changed.", why=why)
    return refusal(request, 503, detail)


def _why(error: DBAPIError) -> str:
    text = str(error.orig).lower()
    known = {
        "i/o error": _("its storage fails"),
        "readonly": _("its storage is read-only"),
        "read-only": _("its storage is read-only"),
        "full": _("its storage is full"),
        "locked": _("another writer is busy"),
    }
    return next((words for sign, words in known.items() if sign in text), _("the database does not answer"))


def on_crash(request: Request, error: Exception) -> Response:
    """Anything else: nothing of it is told outside; the number is in the log."""
    number = id_of(request.scope)
    logger.error("error %s at %s", number, shown(request.url.path), exc_info=error)
    detail = _("Something went wrong here. It is in the log as {number}.", number=number)
    if wants_data(request):
        return problem(500, detail, id=number)
    return page(request, 500, detail, request_id=number)


def page(
    request: Request, status: int, message: str, details: list[str] | None = None, request_id: str = ""
) -> Response:
    """An error page in plain words."""
    context = {"status": status, "message": message, "details": details or [], "request_id": request_id}
    name = f"errors/{status}.html" if status in (404, 410, 422, 500, 503) else "errors/error.html"
    return render(request, name, {**context, "title": _title(status)}, status)


def _title(status: int) -> str:
    titles = {
        400: _("The address asks for something that does not exist"),
        401: _("Sign in first"),
        403: _("This is not open to you"),
        413: _("Too large"),
        404: _("Not found"),
        409: _("The record has this already"),
        410: _("Retracted"),
        422: _("This cannot be accepted"),
        429: _("Too much at once"),
        500: _("Something went wrong"),
        503: _("Not just now"),
    }
    return titles.get(status, _("This did not work"))


def answer_to(request: Request, error: Exception) -> Response:
    """The answer to what no route has answered: it came up in a layer outside of them, or nobody thought of it."""
    if isinstance(error, errors.MusterError):
        return on_muster_error(request, error)
    if isinstance(error, DBAPIError):
        return on_database_error(request, error)
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        return on_full(request, error)
    return on_crash(request, error)


class CrashAnswers:
    """Answers for a crash inside the security headers, which Starlette's own handler would stand outside of."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a crash before the first byte becomes an answer."""
        started = False
        noting_stored()

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            await answer_to(Request(scope), error)(scope, receive, send)
