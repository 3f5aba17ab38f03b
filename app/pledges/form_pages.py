"""The editor's forms: a new pledge, one more statement of a pledge, and a number read back in words."""

from __future__ import annotations

import re
import secrets
from urllib.parse import quote

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.db import Database
from app.errors import Gone, NotFound, Stale
from app.i18n import _
from app.pledges.detail import get_pledge
from app.pledges.form_choices import read_form_choices
from app.pledges.form_view import form_view
from app.pledges.forms import NAMES, ON, SOURCE_ID, STATEMENT_NAMES, TITLE, URL
from app.pledges.in_force import counting_day
from app.pledges.links import address
from app.pledges.quantity_words import quantity_answer
from app.pledges.saved import saved_notice
from app.pledges.saving import Looked, NotSaved, Saved, look, save
from app.pledges.submissions import Resent
from app.reading import reading
from app.review.proposing import CARRIED, along_of, brought, closed_to, read_again, send_in, way_of
from app.web.forms import Posted, Typed, typed_in
from app.web.person import person_of
from app.web.templating import render

router = APIRouter(include_in_schema=False)
# What an address may put into the form before anybody types.
PREFILLED = {
    "source": SOURCE_ID,
    "on": ON,
    **{name: name for name in ("operation", "contributor", "category", "part_of")},
}
SAVE, SAVE_NEXT, FIND = "save", "save-next", "find"
FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


@router.get("/pledges/new")
def new_pledge_page(request: Request) -> Response:
    """An empty form for a pledge with its first statement."""
    return _empty_form(request, None)


@router.post("/pledges/new")
def post_pledge(request: Request, sent: Posted) -> Response:
    """Check what the form holds, or save what was checked."""
    return _posted(request, sent, None)


@router.get("/pledges/new/quantity")
def quantity_words(request: Request) -> Response:
    """A number as printed, in words: {"words": "at least 200 people"}, or {"error": what is wrong with it}."""
    with reading(request) as r:
        answer = quantity_answer(r.connection, request.query_params)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


@router.get("/pledges/{key}/statements/new")
def new_statement_page(request: Request, key: str) -> Response:
    """An empty form for one more statement of a pledge."""
    return _empty_form(request, key)


@router.post("/pledges/{key}/statements/new")
def post_statement(request: Request, key: str, sent: Posted) -> Response:
    """Check what the form holds, or save what was checked."""
    return _posted(request, sent, key)


def _empty_form(request: Request, key: str | None) -> Response:
    if closed := closed_to(request):
        return closed
    query = request.query_params
    typed = {field: query[name] for name, field in PREFILLED.items() if query.get(name)} | brought(request)
    return _page(request, key, typed, notices=_saved_notices(request))


def _saved_notices(request: Request) -> list[str]:
    """What was saved just before, where the address says so."""
    key, on = request.query_params.get("saved"), counting_day(request.query_params.get("on", ""))
    if not key or not on:
        return []
    with reading(request) as r:
        try:
            return [saved_notice(get_pledge(r.connection, key, on), on, name_it=True)]
        except (NotFound, Gone):
            return []


def _posted(request: Request, sent: FormData, key: str | None) -> Response:
    if closed := closed_to(request):
        return closed
    person = person_of(request)
    # A form for a pledge that turned out to be known is sent to that pledge with all its fields.
    names = (*(STATEMENT_NAMES if key else NAMES), *CARRIED)
    typed, action = typed_in(sent, names), str(sent.get("action", ""))
    if not FORM_ID.fullmatch(typed.get("form_id", "")):
        typed.pop("form_id", None)
    if wants_search(typed, action):
        typed["searched"] = typed.get("source_q", "")
        return _page(request, key, typed)
    if action in (SAVE, SAVE_NEXT):
        # Who saves beside a similar pledge says that this is another one: that is not asked again.
        typed["dismissed"] = ",".join(filter(None, (typed.get("dismissed"), typed.pop("shown", ""))))
    database = request.app.state.database
    if action not in (SAVE, SAVE_NEXT):
        return _page(request, key, typed, look(database, person.name, typed, key))
    return _save(request, database, typed, key, action)


def wants_search(typed: Typed, action: str) -> bool:
    """Whether the sources are to be searched: by the button, or by Enter in a field of words not yet searched."""
    if action == FIND:
        return True
    is_new = typed.get("source_q", "") != typed.get("searched", "")
    return (
        action not in (SAVE, SAVE_NEXT) and is_new and not any(typed.get(n) for n in (SOURCE_ID, TITLE, URL))
    )


def _save(request: Request, database: Database, typed: Typed, key: str | None, action: str) -> Response:
    person = person_of(request)
    actor = person.name
    if not person.may("editor"):
        return _propose(request, typed, key, look(database, actor, typed, key))
    try:
        return RedirectResponse(
            _after(save(database, actor, typed, key, along_of(request, typed)), action), 303
        )
    except NotSaved as refused:
        return _page(request, key, typed, refused.looked, changed=bool(typed.get("seen")))
    except Stale as refused:
        # Its sender changed the proposal meanwhile: both are kept, and who saves again has been told.
        typed, looked = read_again(request, typed), look(database, actor, typed, key)
        return _page(request, key, typed, looked, notices=[str(refused)], status=409)
    except Resent as sent:
        # The form's own page was gone back to, and something else was typed.
        typed.pop("form_id", None)
        looked = look(database, actor, typed, key)
        message = _(
            "This form was saved before, as {key}. Save it again only if this is another one.",
            key=sent.pledge_key,
        )
        return _page(request, key, typed, looked, notices=[message])


def _propose(request: Request, typed: Typed, key: str | None, looked: Looked) -> Response:
    """Keep it for an editor, where it is what was read back."""
    if looked.read_back is None or looked.read_back.seen != typed.get("seen"):
        return _page(request, key, typed, looked, changed=bool(typed.get("seen")))
    answer = send_in(request, typed, "statement" if key else "pledge", key or "")
    return answer if isinstance(answer, Response) else _page(request, key, typed, looked, notices=answer)


def _after(saved: Saved, action: str) -> str:
    """Where the editor goes on: to the pledge on the statement's day, or to the next one from the same source."""
    if action == SAVE_NEXT:
        kept = {"source": str(saved.source), "operation": saved.operation, "on": saved.stated_on}
        return address("/pledges/new", {**kept, "saved": saved.key})
    path = f"/pledges/{quote(saved.key, safe='')}"
    return address(path, {"as_of": saved.on.isoformat(), "saved": str(saved.statement)})


def _page(
    request: Request,
    key: str | None,
    typed: Typed,
    looked: Looked | None = None,
    *,
    changed: bool = False,
    notices: list[str] | None = None,
    status: int = 200,
) -> Response:
    """The form with all that was typed: 422 where something is wrong with it."""
    typed = {**typed, "form_id": typed.get("form_id") or secrets.token_urlsafe(18)}
    with reading(request) as r:
        pledge = get_pledge(r.connection, key, r.today) if key else None
        view = form_view(typed, read_form_choices(r.connection, typed), looked, pledge)
        view |= way_of(r.connection, request, typed)
    context = {**view, "changed": changed, "notices": notices or []}
    answer = render(request, "pledges/form.html", context, 422 if view["errors"] else status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
