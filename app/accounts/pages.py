"""One's own account: sessions, tokens, password, and the second step."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import second_step, sessions
from app.accounts.altering import altering
from app.accounts.own import number_of, signed_in, sure, text_of
from app.accounts.people import end_sessions
from app.accounts.schemas import Known
from app.accounts.secrets import new_totp_key
from app.accounts.sign_in_view import go, unstored
from app.accounts.signing_in import TooManyFailures, change_password
from app.accounts.tokens import add_token, revoke_token
from app.accounts.views import EXPIRIES, account_view, second_step_view
from app.errors import InvalidInput
from app.web.forms import Posted
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/account")
def account_page(request: Request) -> Response:
    """Sessions, tokens, password and second step."""
    return _page(request, signed_in(request))


@router.post("/account/sessions/{number}/end")
def end_session(request: Request, number: str) -> Response:
    """End one session; ending this one signs out."""
    known = signed_in(request)
    with altering(request.app.state.database, known.display) as change:
        sessions.end(change, known.account, number_of(number))
    return go("/" if number_of(number) == known.by else "/account?done=session")


@router.post("/account/sessions/end-others")
def end_other_sessions(request: Request) -> Response:
    """End every session but this one."""
    known = signed_in(request)
    with altering(request.app.state.database, known.display) as change:
        end_sessions(change, change.account(known.account), but=known.by)
        change.log(known.name, "all other sessions ended")
    return go("/account?done=others")


@router.post("/account/password")
def new_password(request: Request, sent: Posted) -> Response:
    """Another password, with the old one."""
    known = signed_in(request)
    try:
        sure(request, known, sent)
        change_password(request.app.state.database, known, text_of(sent, "password"))
    except (InvalidInput, TooManyFailures) as error:
        return _page(request, known, sent, error, "password")
    return go("/account?done=password")


@router.post("/account/tokens")
def new_token(request: Request, sent: Posted) -> Response:
    """A token, shown this once."""
    known = signed_in(request)
    days = text_of(sent, "days")
    try:
        with altering(request.app.state.database, known.display) as change:
            account = change.account(known.account)
            asked = number_of(days) if days in EXPIRIES else 0
            _token, secret = add_token(
                change, account, text_of(sent, "title"), text_of(sent, "scope"), asked, known.may_as
            )
    except InvalidInput as error:
        return _page(request, known, sent, error, "token")
    return _page(request, known, secret=secret)


@router.post("/account/tokens/{number}/revoke")
def end_token(request: Request, number: str) -> Response:
    """Revoke a token of one's own."""
    known = signed_in(request)
    with altering(request.app.state.database, known.display) as change:
        revoke_token(change, number_of(number), known.account)
    return go("/account?done=token")


@router.get("/account/second-step")
def second_step_page(request: Request) -> Response:
    """A new key as a picture; it is kept once a code of it was given."""
    return _second_step(request, signed_in(request), new_totp_key())


@router.post("/account/second-step")
def set_up_second_step(request: Request, sent: Posted) -> Response:
    """Take the app into use; its recovery codes are shown this once."""
    known, key = signed_in(request), text_of(sent, "key")
    try:
        sure(request, known, sent)
        with altering(request.app.state.database, known.display) as change:
            codes = second_step.set_up(change, change.account(known.account), key, text_of(sent, "code"))
    except (InvalidInput, TooManyFailures) as error:
        return _second_step(request, known, key, error)
    return _codes(request, codes)


@router.post("/account/second-step/codes")
def new_codes(request: Request, sent: Posted) -> Response:
    """New recovery codes in place of the old ones."""
    known = signed_in(request)
    try:
        sure(request, known, sent)
    except (InvalidInput, TooManyFailures) as error:
        return _page(request, known, sent, error, "codes")
    with altering(request.app.state.database, known.display) as change:
        codes = second_step.fresh_codes(change, change.account(known.account))
    return _codes(request, codes)


def _page(
    request: Request,
    known: Known,
    sent: FormData | None = None,
    error: InvalidInput | TooManyFailures | None = None,
    part: str = "",
    secret: str = "",
) -> Response:
    with request.app.state.database.reading() as reader:
        view = account_view(reader, known, request.query_params.get("done", ""), error, part)
    typed = {name: text_of(sent, name) for name in ("title", "scope", "days")} if sent else {}
    return _shown(request, "accounts/account.html", {**view, "typed": typed, "secret": secret}, error)


def _second_step(
    request: Request, known: Known, key: str, error: InvalidInput | TooManyFailures | None = None
) -> Response:
    return _shown(request, "accounts/second_step.html", second_step_view(known, key, error), error)


def _codes(request: Request, codes: list[str]) -> Response:
    return _shown(request, "accounts/codes.html", {"codes": codes})


def _shown(
    request: Request,
    template: str,
    context: dict[str, Any],
    error: InvalidInput | TooManyFailures | None = None,
) -> Response:
    too_many = isinstance(error, TooManyFailures)
    answer = render(request, template, context, 429 if too_many else 422 if error else 200)
    if isinstance(error, TooManyFailures):
        answer.headers["Retry-After"] = str(error.wait)
    return unstored(answer)
