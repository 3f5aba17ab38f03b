"""Correct this: a statement's form, filled with what it says, whose saving retracts it and enters another.

An editor's is saved; anybody else's, where proposing is open, is kept for an editor.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Conflict as TakenError
from app.errors import Stale
from app.i18n import _
from app.ledger.revisions import version_of
from app.listing import number_of
from app.pledges.correct_saving import (
    NAMES,
    REASON,
    Changed,
    Correcting,
    NotCorrected,
    look_correction,
    save_correction,
)
from app.pledges.correct_view import after_saving, correction_view
from app.pledges.form_choices import read_form_choices
from app.pledges.form_pages import FORM_ID, SAVE, wants_search
from app.pledges.forms import STATEMENT_NAMES
from app.pledges.one_statement import OneStatement, one_statement
from app.pledges.same_version import READ_AT, Conflict, typed_of
from app.reading import reading
from app.review.proposing import CARRIED, along_of, brought, read_again, send_in, way_of, writer_of
from app.web.forms import Posted, Typed, typed_in
from app.web.person import person_of
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says to what was sent: what it would do, what came between, and what was sent before."""

    correcting: Correcting | None = None
    conflict: Conflict | None = None
    changed: bool = False
    notices: tuple[str, ...] = ()


@router.get("/statements/{number}/correct")
def correct_page(request: Request, number: str) -> Response:
    """The form, filled with what the statement says. NotFound, Gone."""
    writer_of(request)
    with reading(request) as r:
        found = one_statement(r.connection, number_of(number))
        version = version_of(r.connection, "statement", str(found.id))
    sent = brought(request)
    if found.statement["retracted_at"]:
        return _closed(request, found, sent)
    said = sent or {**typed_of("statement", version.picture), "mode": "all"}
    typed = {**said, READ_AT: str(version.number)}
    return _page(request, found, typed, Answer())


@router.post("/statements/{number}/correct")
def post_correction(request: Request, number: str, sent: Posted) -> Response:
    """Check what the form holds, or save what was checked. NotFound, Gone."""
    person = writer_of(request)
    typed, action = typed_in(sent, (*STATEMENT_NAMES, *NAMES, *CARRIED)), str(sent.get("action", ""))
    if not FORM_ID.fullmatch(typed.get("form_id", "")):
        typed.pop("form_id", None)
    with reading(request) as r:
        found = one_statement(r.connection, number_of(number))
    if action == SAVE:
        return (_save if person.may("editor") else _propose)(request, found, typed, person.name)
    if found.statement["retracted_at"]:
        return _closed(request, found, typed)
    if wants_search(typed, action):
        return _page(request, found, {**typed, "searched": typed.get("source_q", "")}, Answer())
    return _look(request, found, typed, person.name)


def _look(request: Request, found: OneStatement, typed: Typed, actor: str, *notices: str) -> Response:
    try:
        correcting = look_correction(request.app.state.database, actor, typed, found.id)
    except Changed as changed:
        return _page(request, found, typed, Answer(conflict=changed.conflict))
    return _page(request, found, typed, Answer(correcting, notices=notices))


def _save(request: Request, found: OneStatement, typed: Typed, actor: str) -> Response:
    along = along_of(request, typed)
    try:
        saved = save_correction(request.app.state.database, actor, typed, found.id, along)
    except NotCorrected as refused:
        return _page(request, found, typed, Answer(refused.correcting, changed=bool(typed.get("seen"))))
    except Changed as changed:
        return _page(request, found, typed, Answer(conflict=changed.conflict))
    except TakenError as refused:
        # It was retracted meanwhile, or this very form was saved before and then filled with something else.
        return _overtaken(request, found, typed, refused)
    except Stale as refused:
        # Its sender changed the proposal meanwhile: both are kept, and who saves again has been told.
        return _look(request, found, read_again(request, typed), actor, str(refused))
    return RedirectResponse(after_saving(saved), 303)


def _propose(request: Request, found: OneStatement, typed: Typed, actor: str) -> Response:
    """Keep it for an editor, where it is what was read back."""
    try:
        correcting = look_correction(request.app.state.database, actor, typed, found.id)
    except Changed as changed:
        return _page(request, found, typed, Answer(conflict=changed.conflict))
    except TakenError as refused:
        return _overtaken(request, found, typed, refused)
    read = correcting.looked.read_back
    if read is None or read.seen != typed.get("seen"):
        return _page(request, found, typed, Answer(correcting, changed=bool(typed.get("seen"))))
    answer = send_in(request, typed, "correction", str(found.id), {"pledge": found.pledge["key"]})
    if isinstance(answer, Response):
        return answer
    return _page(request, found, typed, Answer(correcting, notices=tuple(answer)))


def _overtaken(request: Request, found: OneStatement, typed: Typed, refused: TakenError) -> Response:
    """Somebody retracted the statement meanwhile; or what was refused is about something else."""
    with reading(request) as r:
        found = one_statement(r.connection, found.id)
    if not found.statement["retracted_at"]:
        typed.pop("form_id", None)
        return _look(request, found, typed, person_of(request).name, str(refused))
    return _closed(request, found, typed)


def _page(request: Request, found: OneStatement, typed: Typed, answer: Answer) -> Response:
    """The form with all that was typed: 422 where something is wrong with it, 409 where somebody came between."""
    typed = {**typed, "form_id": typed.get("form_id") or secrets.token_urlsafe(18)}
    with reading(request) as r:
        if answer.conflict:
            # Who saves after reading what came between saves over it.
            typed[READ_AT] = str(version_of(r.connection, "statement", str(found.id)).number)
        choices = read_form_choices(r.connection, typed)
        view = correction_view(r.connection, found, typed, choices, answer.correcting)
        view |= way_of(r.connection, request, typed)
    more = {"conflict": answer.conflict, "changed": answer.changed, "notices": list(answer.notices)}
    status = 409 if answer.conflict else 422 if view["errors"] else 200
    return unkept(render(request, "pledges/correct.html", {**view, **more}, status))


def _closed(request: Request, found: OneStatement, typed: Typed) -> Response:
    """The statement was retracted: by whom, why, what stands in its place, and where what was typed can go on."""
    with reading(request) as r:
        instead = found.successor(r.connection)
        read_at = version_of(r.connection, "statement", str(instead)).number if instead else 0
    action = f"/statements/{instead}/correct" if instead else f"/pledges/{found.pledge['key']}/statements/new"
    context = {
        "nav": "pledges",
        "found": found,
        "action": action,
        "kept": [(name, typed[name]) for name in (*STATEMENT_NAMES, REASON, *CARRIED) if typed.get(name)],
        "typed": {READ_AT: str(read_at)},
        "instead": instead,
        "title": _("This statement was retracted already"),
    }
    return unkept(render(request, "pledges/conflict.html", context, 409))


def unkept(answer: Response) -> Response:
    """An answer that is for this person at this moment, and no other."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
