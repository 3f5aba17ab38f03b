"""Slips: a pledge's description, a statement's speaker and note, mended as a revision; nothing is retracted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import InvalidInput
from app.i18n import _
from app.ledger.change import Change, changing
from app.ledger.revisions import version_of
from app.listing import number_of
from app.models import Pledge
from app.pledges.correct_saving import REASON, Changed
from app.pledges.correcting import SLIPS_OF_PLEDGE, SLIPS_OF_STATEMENT, edit_pledge, edit_statement
from app.pledges.deciding import pledge_named
from app.pledges.form_fields import Field, Fields
from app.pledges.form_pages import FORM_ID
from app.pledges.intake import checked
from app.pledges.one_statement import one_statement, what_of
from app.pledges.same_version import READ_AT, Conflict, conflict_of, typed_of
from app.pledges.schemas import PledgeEdit, StatementEdit
from app.pledges.submissions import Resent, fingerprint_of, once
from app.reading import Reading, reading
from app.web.forms import Posted, Typed, typed_in
from app.web.person import require
from app.web.templating import render

router = APIRouter(include_in_schema=False)
MODELS: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "pledge": (PledgeEdit, SLIPS_OF_PLEDGE),
    "statement": (StatementEdit, SLIPS_OF_STATEMENT),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """A record whose slip is mended."""

    entity: str
    key: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields in the form."""
        prefix = "statement." if self.entity == "statement" else ""
        return tuple(prefix + name for name in MODELS[self.entity][1])

    @property
    def address(self) -> str:
        """Where its form lives."""
        kind = {"statement": "statements", "pledge": "pledges"}[self.entity]
        return f"/{kind}/{quote(self.key, safe='')}/edit"


@router.get("/pledges/{key}/edit")
def edit_pledge_page(request: Request, key: str) -> Response:
    """How it is described, to be said better. NotFound, Gone."""
    return _asked(request, Edit("pledge", key))


@router.post("/pledges/{key}/edit")
def post_pledge_edit(request: Request, key: str, sent: Posted) -> Response:
    """Save it, unless somebody came between. NotFound, Gone."""
    edit = Edit("pledge", key)
    return _posted(request, edit, typed_in(sent, (*edit.names, REASON, READ_AT, "form_id")))


@router.get("/statements/{number}/edit")
def edit_statement_page(request: Request, number: str) -> Response:
    """Who said it, and the note, to be mended. NotFound, Gone."""
    return _asked(request, Edit("statement", str(number_of(number))))


@router.post("/statements/{number}/edit")
def post_statement_edit(request: Request, number: str, sent: Posted) -> Response:
    """Save it, unless somebody came between. NotFound, Gone."""
    edit = Edit("statement", str(number_of(number)))
    return _posted(request, edit, typed_in(sent, (*edit.names, REASON, READ_AT, "form_id")))


def _asked(request: Request, edit: Edit) -> Response:
    require(request, "editor")
    with reading(request) as r:
        version = version_of(r.connection, edit.entity, edit.key)
    typed = typed_of(edit.entity, version.picture)
    return _page(request, edit, {**typed, READ_AT: str(version.number)})


def _posted(request: Request, edit: Edit, typed: Typed) -> Response:
    person = require(request, "editor")
    if not FORM_ID.fullmatch(typed.get("form_id", "")):
        typed.pop("form_id", None)
    submission = f"form:{typed['form_id']}" if typed.get("form_id") else ""
    content = {name: typed.get(name, "") for name in (*edit.names, REASON)}
    try:
        with changing(request.app.state.database, person.name) as change:
            sent_as = fingerprint_of("edit", edit.entity, edit.key, content)
            key = once(change, submission, sent_as, lambda: _write(change, edit, typed))
    except Changed as changed:
        return _page(request, edit, typed, conflict=changed.conflict)
    except Resent:
        # The form's own page was gone back to, and something else was typed.
        typed.pop("form_id", None)
        with reading(request) as r:
            return _page(
                request, edit, typed, conflict=conflict_of(r.connection, edit.entity, edit.key, typed)
            )
    except InvalidInput as refused:
        return _page(request, edit, typed, {fault.field: fault.message for fault in refused.faults})
    anchor = f"#statement-{edit.key}" if edit.entity == "statement" else ""
    return RedirectResponse(f"/pledges/{quote(key, safe='')}{anchor}", 303)


def _write(change: Change, edit: Edit, typed: Typed) -> str:
    if conflict := conflict_of(change.session, edit.entity, edit.key, typed):
        raise Changed(conflict)
    model, fields = MODELS[edit.entity]
    sent = {name: typed.get(form_name, "") for name, form_name in zip(fields, edit.names, strict=True)}
    given: Any = checked(model, {**sent, REASON: typed.get(REASON, "")})
    says = {name: getattr(given, name) for name in fields}
    if edit.entity == "pledge":
        return edit_pledge(change, edit.key, says, given.reason).key
    statement = edit_statement(change, int(edit.key), says, given.reason)
    return change.session.get_one(Pledge, statement.pledge_id).key


def _page(
    request: Request,
    edit: Edit,
    typed: Typed,
    faults: dict[str, str] | None = None,
    conflict: Conflict | None = None,
) -> Response:
    typed = {**typed, "form_id": typed.get("form_id") or secrets.token_urlsafe(18)}
    with reading(request) as r:
        subject = _subject(r, edit)
        if conflict:
            # Who saves after reading what came between saves over it.
            typed[READ_AT] = str(version_of(r.connection, edit.entity, edit.key).number)
    fields = _fields(edit, Fields(typed, _at_fields(edit, faults or {})))
    context = {
        "nav": "pledges",
        **subject,
        "action": edit.address,
        "typed": typed,
        "fields": fields,
        "conflict": conflict,
        "errors": [(f["name"], f"{f['label']}: {f['error']}") for f in fields if f["error"]],
    }
    status = 409 if conflict else 422 if faults else 200
    answer = render(request, "pledges/edit.html", context, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _at_fields(edit: Edit, faults: dict[str, str]) -> dict[str, str]:
    places = dict(zip(MODELS[edit.entity][1], edit.names, strict=True))
    return {places.get(name, name): message[:1].upper() + message[1:] for name, message in faults.items()}


def _subject(r: Reading, edit: Edit) -> dict[str, Any]:
    """What the page shows of the record, and what it is called. NotFound, Gone."""
    if edit.entity == "statement":
        found = one_statement(r.connection, int(edit.key))
        return {
            "title": _("Mend a slip in a statement"),
            "pledge": found.pledge,
            "entry": found.entry,
            "what": found.what,
        }
    pledge = pledge_named(r.connection, edit.key)
    return {
        "title": _("Describe the pledge better"),
        "pledge": pledge,
        "entry": None,
        "what": what_of(pledge),
    }


def _fields(edit: Edit, make: Fields) -> list[Field]:
    why = make.make(REASON, _("Why"), hint=_("Shown with the change. “Misspelt” is enough."))
    if edit.entity == "pledge":
        return [
            make.make("item", _("More exactly"), hint=_("“C-17 Globemaster III”")),
            make.make(
                "caveats", _("Restrictions on its use"), "textarea", hint=_("“Not in the combat zone”")
            ),
            why,
        ]
    return [
        make.make("statement.speaker", _("Who said it"), hint=_("Of a request: who asked.")),
        make.make("statement.note", _("Note"), "textarea"),
        why,
    ]
