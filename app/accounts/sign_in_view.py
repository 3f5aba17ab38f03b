"""The sign-in page, wherever it stands in for another: it keeps where the person was going, and what they typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.exc import DBAPIError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts.finding import COOKIES, is_secure
from app.accounts.queries import has_accounts
from app.web.templating import render

# A dead cookie is kept this long, so that a form sent with it is met with the sign-in page, and not lost.
COOKIE_LIFE = timedelta(days=7)
DRAFT = "draft."
# Pages about accounts hold passwords and codes: these are never carried along.
UNCARRIED = ("/account", "/people", "/sign-")
SAVES = ("save", "save-next")

Draft = list[tuple[str, str]]


def safe_next(address: str) -> str:
    """An address of this site to go on to; empty where it is another's, or none."""
    is_local = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return "" if not is_local or address.startswith("/sign-") else address


def address_of(request: Request) -> str:
    """Where this request went: to come back to it. A command about accounts leads back to its page."""
    path, query = request.url.path, request.url.query
    for page in ("/account", "/people"):
        if request.method == "POST" and path.startswith(page):
            return page
    return safe_next(f"{path}?{query}" if query else path)


def draft_of(request: Request, sent: FormData) -> Draft:
    """What was typed into a form that nobody signed in may send."""
    if request.url.path.startswith(UNCARRIED):
        return []
    return [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]


def carried(sent: FormData) -> Draft:
    """The same as the sign-in form carries it along."""
    named = (
        (name.removeprefix(DRAFT), value) for name, value in sent.multi_items() if name.startswith(DRAFT)
    )
    return [(name, value) for name, value in named if isinstance(value, str)]


def shown_again(draft: Iterable[tuple[str, str]]) -> Draft:
    """A draft on its way back to its form: what was to be saved is shown filled in first."""
    fields = list(draft)
    if not any(name == "action" and value in SAVES for name, value in fields):
        return fields
    kept = [(name, value) for name, value in fields if name not in ("action", "seen")]
    return [*kept, ("action", "check")]


def sign_in_page(
    request: Request,
    status: int,
    address: str = "",
    draft: Iterable[tuple[str, str]] = (),
    *,
    name: str = "",
    error: str = "",
    way: str = "password",
) -> Response:
    """The form for name and password, or (`way` is "code") for the code of the second step."""
    context = {
        "next": safe_next(address),
        "draft": [(DRAFT + field, value) for field, value in draft],
        "name": name,
        "error": error,
        "is_code": way == "code",
        "asked": status == 401 and not error,
        "is_new": way == "password" and not error and _has_no_accounts(request),
    }
    return unstored(render(request, "accounts/sign_in.html", context, status))


def _has_no_accounts(request: Request) -> bool:
    """Whether nobody can sign in yet, so that a newcomer is told how to begin."""
    try:
        with request.app.state.database.reading() as reader:
            return not has_accounts(reader)
    except DBAPIError:
        return False  # a store that does not answer is told elsewhere


def unstored(answer: Response) -> Response:
    """Kept by no cache and no history."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def give_cookie(request: Request, answer: Response, secret: str) -> Response:
    """The session's number, where no script and no other site can read it."""
    secure = is_secure(request)
    answer.set_cookie(
        COOKIES[0] if secure else COOKIES[1],
        secret,
        max_age=int(COOKIE_LIFE.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def take_cookie(request: Request, answer: Response) -> Response:
    """The browser forgets the session's number; the session itself ends elsewhere."""
    for name in COOKIES:
        if name in request.cookies:
            secure = name.startswith("__Host-")
            answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


def go(address: str) -> Response:
    """On to a page of this site."""
    return unstored(RedirectResponse(address or "/", 303))
