"""What a record says, field by field, in words: two pictures of it beside each other. Pure.

A picture is what a revision keeps of a record (app.ledger.change.Change.picture).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.i18n import _, day, moment
from app.pledges.words import kind_label, stated_day, status_label, unit_label

Picture = Mapping[str, Any]
# What changes with every revision, or follows from another field that is told.
UNTOLD = {
    *("id", "version", "updated_at", "created_at", "recorded_at", "review", "precision"),
    *("quantity", "quantity_low", "quantity_high", "entered_by", "replaces", "restores"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in words: its label, what it said, and what it says."""

    label: str
    old: str
    new: str


def differences(
    before: Picture | None, after: Picture | None, sources: Mapping[int, str] | None = None
) -> list[Difference]:
    """The fields in which two pictures differ; of a record that is new, or gone, all that say something.

    `sources`: titles by number, for statements.
    """
    old, new = before or {}, after or {}
    found = []
    for name in dict.fromkeys((*new, *old)):
        said = old.get(name), new.get(name)
        changed = said[0] != said[1] or (name == "on" and old.get("precision") != new.get("precision"))
        if name not in UNTOLD and changed and any(value not in (None, "") for value in said):
            words = (value_in_words(name, picture, sources) for picture in (old, new))
            found.append(Difference(label_of(name), *words))
    return found


def value_in_words(name: str, picture: Picture, sources: Mapping[int, str] | None = None) -> str:
    """One field of a picture as a reader says it; empty where it says nothing."""
    value = picture.get(name)
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "source":
        return (sources or {}).get(int(value)) or _("source {id}", id=value)
    if name == "on":
        return stated_day(date.fromisoformat(value), picture.get("precision", "day"))
    if name in _CODES:
        return _CODES[name](str(value))
    return _plain(name, value)


def _plain(name: str, value: Any) -> str:
    if name in DAYS:
        return day(date.fromisoformat(value))
    if name == "retracted_at":
        return moment(datetime.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


DAYS = (
    *("until", "published_on", "accessed_on", "started_on", "ended_on", "covered_until", "opens_on"),
    *("since", "dead_on"),
)
_CODES = {"status": status_label, "unit": unit_label, "kind": kind_label}


def label_of(name: str) -> str:
    """What a field is called on pages and forms; a name without a label of its own stands for itself."""
    return {**_of_pledges(), **_of_statements(), **_of_sources(), **_of_others()}.get(
        name, name.replace("_", " ").capitalize()
    )


def _of_pledges() -> dict[str, str]:
    return {
        "key": _("Key"),
        "operation": _("Operation"),
        "contributor": _("Contributor"),
        "category": _("Category"),
        "item": _("More exactly"),
        "unit": _("Unit"),
        "part_of": _("Part of"),
        "caveats": _("Restrictions on its use"),
        "retracted_at": _("Retracted"),
        "retraction_reason": _("Reason"),
    }


def _of_statements() -> dict[str, str]:
    return {
        "pledge": _("Pledge"),
        "on": _("Day"),
        "status": _("Status"),
        "quantity_text": _("How many"),
        "until": _("Until"),
        "condition": _("Condition"),
        "speaker": _("Who said it"),
        "evidence": _("Quotation"),
        "accepted": _("Counted"),
        "note": _("Note"),
        "source": _("Source"),
    }


def _of_sources() -> dict[str, str]:
    return {
        "title": _("Title"),
        "publisher": _("Publisher"),
        "author": _("Author"),
        "url": _("Address"),
        "archived_url": _("Address of an archived copy"),
        "dead_on": _("Address found dead on"),
        "published_on": _("Published on"),
        "accessed_on": _("Read on"),
        "seen_at": _("Seen at"),
        "language": _("Language"),
        "kind": _("Kind"),
    }


def _of_others() -> dict[str, str]:
    return {
        "code": _("Code"),
        "name": _("Name"),
        "name_fr": _("Name in French"),
        "started_on": _("Began on"),
        "ended_on": _("Ended on"),
        "covered_until": _("Followed until"),
        "opens_on": _("Opens on"),
        "mandate": _("Mandate"),
        "aliases": _("Other names"),
        "summary": _("What it is"),
        "theatre": _("Where"),
        "lead": _("Led by"),
        "since": _("Since"),
        "quantity": _("Quantity"),
    }
