"""A pledge's history in words: who wrote what into this record, when and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.i18n import _, moment
from app.pledges.words import stated_day, status_label

Row = Mapping[str, Any]
# What changes with every revision, or is told in its sentence.
UNTOLD = {
    "id",
    "version",
    "updated_at",
    "created_at",
    "recorded_at",
    "retracted_at",
    "retraction_reason",
    "review",
}


def history_entry(revision: Row) -> dict[str, Any]:
    """A revision as the page tells it: `changes` are label, old and new."""
    statement = revision["entity_key"] if revision["entity"] == "statement" else None
    return {
        "number": revision["number"],
        "at_text": moment(revision["at"]),
        "actor": revision["actor"],
        "sentence": _sentence(revision),
        "statement": statement,
        "changes": _changes(revision),
        "reason": revision["reason"],
    }


def _sentence(revision: Row) -> str:
    what = revision["after"] or revision["before"] or {}
    if revision["entity"] == "statement":
        said = {
            "status": status_label(what.get("status", "")),
            "day": _day(what),
            "n": what.get("quantity_text", ""),
        }
        text = _("{status}, {day}, {n}", **said) if said["n"] else _("{status}, {day}", **said)
        return _of_statement(revision["action"], text)
    sentences = {
        "created": _("The pledge was entered."),
        "updated": _("The pledge was changed."),
        "retracted": _("The pledge was retracted."),
    }
    return sentences.get(revision["action"]) or str(revision["action"])


def _of_statement(action: str, text: str) -> str:
    sentences = {
        "created": _("A statement was entered: {statement}.", statement=text),
        "retracted": _("A statement was retracted: {statement}.", statement=text),
    }
    return sentences.get(action) or _("A statement was changed: {statement}.", statement=text)


def _day(what: Mapping[str, Any]) -> str:
    on = what.get("on")
    return stated_day(date.fromisoformat(on), what.get("precision", "day")) if on else ""


def _changes(revision: Row) -> list[tuple[str, str, str]]:
    """What differs between the two pictures; nothing for what was entered new."""
    before, after = revision["before"], revision["after"]
    if not before or not after:
        return []
    labels = _labels()
    return [
        (labels.get(name, name), _shown(before.get(name)), _shown(value))
        for name, value in after.items()
        if name not in UNTOLD and before.get(name) != value
    ]


def _labels() -> dict[str, str]:
    return {
        "item": _("What"),
        "caveats": _("Restrictions on its use"),
        "unit": _("Unit"),
        "accepted": _("Counted"),
        "quantity_text": _("Number as printed"),
        "evidence": _("Quotation"),
        "note": _("Note"),
        "until": _("Until"),
        "source": _("Source"),
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in (None, "") else _("nothing")
