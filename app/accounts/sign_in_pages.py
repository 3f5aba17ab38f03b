"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import sessions
from app.accounts.altering import altering
from app.accounts.finding import find, known_of, take_in
from app.accounts.sign_in_view import (
    Draft,
    carried,
    give_cookie,
    go,
    safe_next,
    shown_again,
    sign_in_page,
    take_cookie,
    unstored,
)
from app.accounts.signing_in import Begun, TooManyFailures, enter_code, sign_in
from app.accounts.views import faults_of
from app.i18n import _
from app.pledges.told import label_of
from app.web.forms import Posted
from app.web.rate import client_of
from app.web.templating import render

router = APIRouter(include_in_schema=False)
FORMS_OWN = (
    *("action", "form_id", "mode", "seen", "shown", "searched", "dismissed", "version", "stamp"),
    *("proposal", "review", "review_version"),
)


@router.get("/sign-in")
def sign_in_form(request: Request) -> Response:
    """The form; on to where the person was going where they are signed in already."""
    address = safe_next(request.query_params.get("next", ""))
    known = known_of(request)
    if known and not known.waits:
        return go(address or "/account")
    return sign_in_page(request, 200, address, way="code" if known else "password")


@router.post("/sign-in")
def post_sign_in(request: Request, sent: Posted) -> Response:
    """Name and password: 401 where they are wrong, 429 after too many failures."""
    name, password = _text(sent, "name"), _text(sent, "password")
    try:
        begun = sign_in(request.app.state.database, name, password, client_of(request), browser_of(request))
    except TooManyFailures as error:
        return _too_many(request, error, sent, name)
    if begun is None:
        message = _("The name or the password is not right.")
        return _again(request, 401, sent, name=name, error=message)
    _end_known(request)
    if begun.waits:
        answer = sign_in_page(request, 200, _text(sent, "next"), carried(sent), way="code")
        return give_cookie(request, answer, begun.secret)
    return _signed_in(request, begun, _text(sent, "next"), carried(sent))


@router.post("/sign-in/code")
def post_code(request: Request, sent: Posted) -> Response:
    """The code of the second step: 401 where it is wrong or the password was too long ago."""
    waiting = known_of(request)
    if waiting is None or not waiting.waits:
        message = _("That took too long: begin again with your name and password.")
        return _again(request, 401, sent, error=message)
    try:
        begun = enter_code(
            request.app.state.database,
            waiting,
            _text(sent, "code"),
            client_of(request),
            browser_of(request),
        )
    except TooManyFailures as error:
        return _too_many(request, error, sent, "", way="code")
    if begun is None:
        message = _("This code is not right, or it was used before.")
        return _again(request, 401, sent, error=message, way="code")
    return _signed_in(request, begun, _text(sent, "next"), carried(sent))


@router.post("/sign-out")
def post_sign_out(request: Request) -> Response:
    """End the session here, whatever copies of its cookie there are."""
    _end_known(request)
    return take_cookie(request, go("/"))


def browser_of(request: Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""


def _again(
    request: Request, status: int, sent: FormData, *, name: str = "", error: str, way: str = "password"
) -> Response:
    return sign_in_page(request, status, _text(sent, "next"), carried(sent), name=name, error=error, way=way)


def _too_many(
    request: Request, error: TooManyFailures, sent: FormData, name: str, way: str = "password"
) -> Response:
    answer = _again(request, 429, sent, name=name, error=faults_of(error)[""], way=way)
    answer.headers["Retry-After"] = str(error.wait)
    return answer


def _end_known(request: Request) -> None:
    known = known_of(request)
    if known and not known.scope:
        with altering(request.app.state.database, known.display) as change:
            sessions.end(change, known.account, known.by)


def _signed_in(request: Request, begun: Begun, address: str, draft: Draft) -> Response:
    """On to where the person was going: with a draft by way of a page that hands it back."""
    if begun.must_set_up:
        answer = go("/account/second-step")
    elif draft:
        # The page that hands it back is the first one of the new session.
        take_in(request.scope, find(request.app.state.database, "", begun.secret))
        context = {"next": safe_next(address), "draft": shown_again(draft), "told": _told(draft)}
        answer = unstored(render(request, "accounts/carry.html", context))
    else:
        answer = go(safe_next(address))
    return give_cookie(request, answer, begun.secret)


def _told(draft: Draft) -> Draft:
    """What a person typed under the labels of its fields, without what the form itself put in."""
    return [(_label(name), value) for name, value in draft if value.strip() and name not in FORMS_OWN]


def _label(name: str) -> str:
    column = name.removesuffix(".id").rpartition(".")[2]
    return label_of({"quantity": "quantity_text"}.get(column, column))
