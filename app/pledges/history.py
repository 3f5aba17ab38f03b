"""A pledge's history in words: who wrote what into this record, when and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.i18n import _, moment
from app.ledger.quantity import Quantity, quantity_in_words
from app.pledges.told import Difference, differences
from app.pledges.words import stated_day, status_label

Row = Mapping[str, Any]


def history_entry(revision: Row) -> dict[str, Any]:
    """A revision as the page tells it: `changes` are the fields that differ, in words."""
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
            "n": _number(what),
        }
        text = _("{status}, {day}, {n}", **said) if said["n"] else _("{status}, {day}", **said)
        return _of_statement(revision["action"], text)
    sentences = {
        "created": _("The pledge was entered."),
        "updated": _("The pledge was changed."),
        "retracted": _("The pledge was retracted."),
        "restored": _("The retraction of the pledge was undone."),
    }
    return sentences.get(revision["action"]) or str(revision["action"])


def _of_statement(action: str, text: str) -> str:
    sentences = {
        "created": _("A statement was entered: {statement}.", statement=text),
        "restored": _("A statement that was retracted was entered again: {statement}.", statement=text),
        "retracted": _("A statement was retracted: {statement}.", statement=text),
    }
    return sentences.get(action) or _("A statement was changed: {statement}.", statement=text)


def _number(what: Mapping[str, Any]) -> str:
    """What it counted, in the reader's words; one that is not known is not told."""
    if what.get("quantity") is None:
        return ""
    figures = (what["quantity"], what["quantity_low"], what["quantity_high"], what["quantity_text"])
    return quantity_in_words(Quantity(*figures), "none")


def _day(what: Mapping[str, Any]) -> str:
    on = what.get("on")
    return stated_day(date.fromisoformat(on), what.get("precision", "day")) if on else ""


def _changes(revision: Row) -> list[Difference]:
    """What differs between the two pictures; nothing for what was entered new, or is said in its sentence."""
    if revision["action"] != "updated":
        return []
    return differences(revision["before"], revision["after"])
