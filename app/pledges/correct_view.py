"""The page of a correction, from what was typed and what it would change to what its template draws."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from app.i18n import _
from app.pledges.correct_saving import REASON, Correcting
from app.pledges.effects import effects_of, standings_on
from app.pledges.form_choices import FormChoices
from app.pledges.form_fields import Field, Fields
from app.pledges.form_view import form_view
from app.pledges.links import address
from app.pledges.one_statement import OneStatement
from app.pledges.saving import Saved
from app.web.forms import Typed


def correction_view(
    reader: Connection,
    found: OneStatement,
    typed: Typed,
    choices: FormChoices,
    correcting: Correcting | None,
) -> dict[str, Any]:
    """What templates/pledges/correct.html draws: the form of a statement, its reason, and what saving changes."""
    looked = correcting.looked if correcting else None
    view = form_view(typed, choices, looked, found.pledge)
    faults = looked.draft.faults if looked else []
    why = reason_field(typed, {fault.field: _sentence(fault.message) for fault in faults})
    view["errors"] = [
        (REASON, f"{why['label']}: {why['error']}") if message == why["error"] else (name, message)
        for name, message in view["errors"]
    ]
    after = (correcting and correcting.after) or {}
    return {
        **view,
        "action": f"/statements/{found.id}/correct",
        "found": found,
        "reason": why,
        "changes": correcting.changes if correcting else (),
        "effects": effects_of(standings_on(reader, found.pledge["key"], after), after),
    }


def reason_field(typed: Typed, faults: dict[str, str]) -> Field:
    """Why: the one field that every correction has."""
    hint = _("One sentence that a reader understands: “The ministry corrected its number on 12 February.”")
    make = Fields(typed, faults)
    return make.make(REASON, _("Why"), "textarea", required=True, hint=hint)


def after_saving(saved: Saved) -> str:
    """The pledge on the day of the statement that was entered."""
    path = f"/pledges/{quote(saved.key, safe='')}"
    query = {"as_of": saved.on.isoformat(), "saved": str(saved.statement)}
    return address(path, query) + f"#statement-{saved.statement}"


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
