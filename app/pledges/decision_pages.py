"""Retract, and undo: of a statement or of a pledge, with what changes in the figures, and a reason."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Conflict
from app.i18n import _
from app.listing import number_of
from app.pledges.correct_saving import REASON, fault_of_reason
from app.pledges.correct_view import reason_field
from app.pledges.deciding import Decision, Outlook, days_spoken_of, decide, outlook_of, pledge_named
from app.pledges.form_pages import FORM_ID
from app.pledges.one_statement import OneStatement, one_statement, what_of
from app.reading import reading
from app.web.forms import Posted, Typed, typed_in
from app.web.person import require
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about: its pledge, the days on which its effect is shown, the statement if it is one."""

    decision: Decision
    pledge: dict[str, Any]
    days: list[date]
    statement: OneStatement | None = None

    @property
    def address(self) -> str:
        """Where its form lives."""
        kind = {"statement": "statements", "pledge": "pledges"}[self.decision.entity]
        return f"/{kind}/{quote(self.decision.key, safe='')}/{self.decision.verb}"


@router.get("/statements/{number}/retract")
def retract_statement_page(request: Request, number: str) -> Response:
    """Why it is to be retracted, and what that changes. NotFound, Gone."""
    return _asked(request, "statement", number, "retract")


@router.post("/statements/{number}/retract")
def post_retract_statement(request: Request, number: str, sent: Posted) -> Response:
    """Retract it, for the reason given. NotFound, Gone."""
    return _posted(request, "statement", number, "retract", typed_in(sent, (REASON, "form_id")))


@router.get("/pledges/{key}/retract")
def retract_pledge_page(request: Request, key: str) -> Response:
    """Why it is to be retracted, and what that changes. NotFound, Gone."""
    return _asked(request, "pledge", key, "retract")


@router.post("/pledges/{key}/retract")
def post_retract_pledge(request: Request, key: str, sent: Posted) -> Response:
    """Retract it, for the reason given. NotFound, Gone."""
    return _posted(request, "pledge", key, "retract", typed_in(sent, (REASON, "form_id")))


@router.get("/statements/{number}/restore")
def restore_statement_page(request: Request, number: str) -> Response:
    """Why it is to be put back, and what that changes. NotFound, Gone."""
    return _asked(request, "statement", number, "restore")


@router.post("/statements/{number}/restore")
def post_restore_statement(request: Request, number: str, sent: Posted) -> Response:
    """Restore it, for the reason given. NotFound, Gone."""
    return _posted(request, "statement", number, "restore", typed_in(sent, (REASON, "form_id")))


@router.get("/pledges/{key}/restore")
def restore_pledge_page(request: Request, key: str) -> Response:
    """Why it is to be put back, and what that changes. NotFound, Gone."""
    return _asked(request, "pledge", key, "restore")


@router.post("/pledges/{key}/restore")
def post_restore_pledge(request: Request, key: str, sent: Posted) -> Response:
    """Restore it, for the reason given. NotFound, Gone."""
    return _posted(request, "pledge", key, "restore", typed_in(sent, (REASON, "form_id")))


def _subject(request: Request, entity: str, key: str, verb: str) -> Subject:
    decision = Decision(entity, key, verb)
    with reading(request) as r:
        if entity == "statement":
            found = one_statement(r.connection, number_of(key))
            return Subject(decision, found.pledge, [found.statement["on"]], found)
        pledge = pledge_named(r.connection, key)
        return Subject(decision, pledge, days_spoken_of(r.connection, pledge["id"]))


def _asked(request: Request, entity: str, key: str, verb: str) -> Response:
    person = require(request, "editor")
    return _page(request, _subject(request, entity, key, verb), {}, person.name)


def _posted(request: Request, entity: str, key: str, verb: str, typed: Typed) -> Response:
    person = require(request, "editor")
    form_id = typed.get("form_id", "") if FORM_ID.fullmatch(typed.get("form_id", "")) else ""
    if faults := fault_of_reason(typed):
        subject = _subject(request, entity, key, verb)
        return _page(request, subject, typed, person.name, {REASON: faults[0].message})
    reason = " ".join(typed[REASON].split())
    database = request.app.state.database
    try:
        written = decide(database, person.name, Decision(entity, key, verb), reason, form_id)
    except Conflict as refused:
        return _page(
            request, _subject(request, entity, key, verb), typed, person.name, {"": str(refused)}, 409
        )
    return RedirectResponse(f"/pledges/{quote(written, safe='')}", 303)


def _page(
    request: Request,
    subject: Subject,
    typed: Typed,
    actor: str,
    faults: dict[str, str] | None = None,
    status: int = 422,
) -> Response:
    faults = faults or {}
    outlook = outlook_of(
        request.app.state.database, actor, subject.decision, subject.pledge["key"], subject.days
    )
    context = {
        "nav": "pledges",
        **_words(subject),
        "subject": subject,
        "outlook": outlook,
        "form_id": typed.get("form_id") or secrets.token_urlsafe(18),
        "reason": reason_field(typed, faults),
        "errors": _errors(faults, outlook),
        "what": what_of(subject.pledge),
    }
    code = 409 if outlook.refused else status if faults else 200
    answer = render(request, "pledges/retract.html", context, code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _errors(faults: dict[str, str], outlook: Outlook) -> list[tuple[str | None, str]]:
    told = {"": outlook.refused, **faults} if outlook.refused else faults
    return [(name or None, message[:1].upper() + message[1:]) for name, message in told.items() if message]


def _words(subject: Subject) -> dict[str, str]:
    """Title, what it means, and what its button says."""
    words = {
        ("statement", "retract"): (
            _("Retract a statement"),
            _("It is taken out of every figure. It stays in the record, marked, with your reason."),
            _("Retract it"),
        ),
        ("statement", "restore"): (
            _("Undo a retraction"),
            _(
                "The statement is entered again, as a new one that points back to this one; what had replaced it is "
                "retracted. The old one stays marked, so that what the record said at every moment stays true."
            ),
            _("Enter it again"),
        ),
        ("pledge", "retract"): (
            _("Retract a pledge"),
            _("It is taken out of every figure. Its address stays and says why; nothing of it is deleted."),
            _("Retract the pledge"),
        ),
        ("pledge", "restore"): (
            _("Undo the retraction of a pledge"),
            _("It counts again, from now on, with all that was said of it."),
            _("Put it back"),
        ),
    }
    title, dek, button = words[subject.decision.entity, subject.decision.verb]
    return {"title": title, "dek": dek, "button": button}
