"""Everybody with an account, for administrators."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.altering import Altering, altering
from app.accounts.finding import known_of
from app.accounts.own import number_of, signed_in, text_of
from app.accounts.people import add_person, change_role, disable, enable, reset
from app.accounts.secrets import new_password
from app.accounts.sign_in_view import go, unstored
from app.accounts.views import faults_of, people_view
from app.errors import Conflict, Fault, InvalidInput
from app.models import Account
from app.web.forms import Posted
from app.web.person import require
from app.web.templating import render

router = APIRouter(include_in_schema=False)

Change = Callable[[Altering, Account], None]


@router.get("/people")
def people_page(request: Request) -> Response:
    """The list, with what can be changed."""
    require(request, "admin")
    return _page(request)


@router.post("/people")
def post_person(request: Request, sent: Posted) -> Response:
    """A new account with a password to begin with, shown this once."""
    actor = require(request, "admin").name
    signed_in(request)
    typed = {name: text_of(sent, name) for name in ("name", "display", "role")}
    password = new_password()
    try:
        with altering(request.app.state.database, actor) as change:
            add_person(change, **typed, password=password)
    except InvalidInput as error:
        return _page(request, typed, error)
    except Conflict as error:
        return _page(request, typed, InvalidInput(Fault("name", str(error))))
    return _page(request, given=(typed["name"], password))


@router.post("/people/{number}/role")
def post_role(request: Request, number: str, sent: Posted) -> Response:
    """Another role, at once."""
    role = text_of(sent, "role")
    return _changed(request, number, lambda change, account: change_role(change, account, role), "role")


@router.post("/people/{number}/disable")
def post_disable(request: Request, number: str) -> Response:
    """Shut somebody out, with all that speaks for them."""
    return _changed(request, number, disable, "disabled")


@router.post("/people/{number}/enable")
def post_enable(request: Request, number: str) -> Response:
    """Let somebody in again."""
    return _changed(request, number, enable, "enabled")


@router.post("/people/{number}/reset")
def post_reset(request: Request, number: str) -> Response:
    """A password to begin with again, for somebody who lost theirs or their app."""
    actor = require(request, "admin").name
    signed_in(request)
    password = new_password()
    with altering(request.app.state.database, actor) as change:
        account = change.account(number_of(number))
        reset(change, account, password)
        name = account.name
    return _page(request, given=(name, password))


def _changed(request: Request, number: str, make: Change, done: str) -> Response:
    actor = require(request, "admin").name
    signed_in(request)
    try:
        with altering(request.app.state.database, actor) as change:
            make(change, change.account(number_of(number)))
    except Conflict as error:
        return _page(request, error=InvalidInput(Fault("", str(error))))
    return go(f"/people?done={done}")


def _page(
    request: Request,
    typed: dict[str, str] | None = None,
    error: InvalidInput | None = None,
    given: tuple[str, str] | None = None,
) -> Response:
    with request.app.state.database.reading() as reader:
        view = people_view(reader, known_of(request), request.query_params.get("done", ""))
    context = {**view, "typed": typed or {}, "faults": faults_of(error), "given": given}
    return unstored(render(request, "accounts/people.html", context, 422 if error else 200))
