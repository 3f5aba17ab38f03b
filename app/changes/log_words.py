"""What was written in this record, as sentences: of a few revisions each, of a load its numbers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.changes.sentences import change_between, thing_of
from app.i18n import _, day, listing, ngettext
from app.ledger.quantity import Quantity
from app.pledges.told import differences
from app.pledges.words import amount_in_words, stated_day, status_label

Row = Mapping[str, Any]
Line = tuple[str, str | None]
ACTIONS = ("created", "updated", "retracted", "restored")

_COUNTED: dict[str, Callable[[int], str]] = {
    "statement": lambda n: ngettext("{n} statement", "{n} statements", n),
    "pledge": lambda n: ngettext("{n} pledge", "{n} pledges", n),
    "source": lambda n: ngettext("{n} source", "{n} sources", n),
    "operation": lambda n: ngettext("{n} operation", "{n} operations", n),
    "category": lambda n: ngettext("{n} category", "{n} categories", n),
    "contributor": lambda n: ngettext("{n} contributor", "{n} contributors", n),
    "membership": lambda n: ngettext("{n} membership", "{n} memberships", n),
    "requirement": lambda n: ngettext("{n} requirement", "{n} requirements", n),
    "indicator": lambda n: ngettext("{n} size of a country", "{n} sizes of countries", n),
}


def load_sentences(moment: Row) -> list[str]:
    """What a change of many revisions did, by its numbers: "Entered: 301 statements about 158 pledges"."""
    sentences = []
    for action in ACTIONS:
        counts = {entity: n for (done, entity), n in moment["counts"].items() if done == action}
        parts = [
            _part(action, entity, counts[entity], moment["pledges"]) for entity in sorted(counts, key=_rank)
        ]
        if parts:
            sentences.append(_done(action, listing(parts)))
    return sentences


def _rank(entity: str) -> int:
    known = list(_COUNTED)
    return known.index(entity) if entity in known else len(known)


def _part(action: str, entity: str, n: int, pledges: int) -> str:
    counted = _counted(entity, n)
    if (action, entity) == ("created", "statement") and pledges:
        return _("{statements} about {pledges}", statements=counted, pledges=_counted("pledge", pledges))
    return counted


def _counted(entity: str, n: int) -> str:
    count = _COUNTED.get(entity)
    return count(n) if count else ngettext("{n} other entry", "{n} other entries", n)


def _done(action: str, what: str) -> str:
    if action == "created":
        return _("Entered: {what}.", what=what)
    if action == "restored":
        return _("Put back: {what}.", what=what)
    return _("Retracted: {what}.", what=what) if action == "retracted" else _("Changed: {what}.", what=what)


def revision_lines(revisions: list[Row]) -> list[tuple[str, Row]]:
    """Each revision that says something of its own, as a sentence with the revision it tells."""
    spoken = {
        r["after"]["pledge"] for r in revisions if r["entity"] == "statement" and r["action"] == "created"
    }
    return [(revision_sentence(r), r) for r in revisions if not _is_told(r, spoken)]


def _is_told(revision: Row, spoken: set[str]) -> bool:
    """A pledge is entered with its first statement, and a source with what it says: the statement tells it."""
    if revision["action"] != "created":
        return False
    return (
        revision["entity_key"] in spoken
        if revision["entity"] == "pledge"
        else revision["entity"] == "source" and bool(spoken)
    )


def revision_sentence(revision: Row) -> str:
    """What a revision did, in a sentence that stands alone."""
    sentence = _statement(revision) if revision["entity"] == "statement" else _other(revision)
    if revision["reason"]:
        return _("{sentence} Reason: {reason}", sentence=sentence, reason=revision["reason"])
    return sentence


def _statement(revision: Row) -> str:
    said = said_in_words(revision)
    if revision["action"] == "retracted":
        return _("Retracted: {statement}.{now}", statement=said, now=_now(revision))
    if revision["action"] == "restored":
        return _("Entered again: {statement}.{now}", statement=said, now=_now(revision))
    if revision["action"] != "created":
        return _("Changed: {statement}.", statement=said)
    if not revision["after"].get("accepted", True):
        return _("Entered, known and not counted: {statement}.", statement=said)
    return _("Entered: {statement}.{now}", statement=said, now=_now(revision))


def _now(revision: Row) -> str:
    """What that changed in a pledge that was there before, on the statement's day, with a space before it."""
    stood, stands = revision["stood"], revision["stands"]
    if not stood or not stands or change_between(stood, stood) == (change := change_between(stood, stands)):
        return ""
    on = day(date.fromisoformat(_said(revision)["on"]))
    return " " + _("That changed how it stands on {day}: {change}.", day=on, change=change)


def said_in_words(revision: Row) -> str:
    """A statement: whose, what it says, of which day, by whom."""
    said, pledge, source = (
        revision["after"] or revision["before"] or {},
        revision["pledge"],
        revision["source"],
    )
    words = [status_label(said.get("status", "")).lower(), _amount(said, pledge), _day(revision)]
    values = {
        "name": pledge["contributor_name"] if pledge else said.get("pledge", ""),
        "thing": thing_of(pledge) if pledge else "",
        "said": ", ".join(word for word in words if word),
        "source": (source["publisher"] or source["title"] or source["url"]) if source else "",
    }
    if not values["thing"]:
        return _("{name}: {said}", **values)
    if not values["source"]:
        return _("{name}, {thing}: {said}", **values)
    return _("{name}, {thing}: {said} ({source})", **values)


def _amount(said: Row, pledge: Row | None) -> str:
    if said.get("quantity") is None:
        return ""
    quantity = Quantity(said["quantity"], said["quantity_low"], said["quantity_high"], said["quantity_text"])
    return amount_in_words(
        quantity, pledge["unit"] if pledge else "none", pledge["category"] if pledge else ""
    )


def _said(revision: Row) -> Row:
    said: Row = revision["after"] or revision["before"] or {}
    return said


def _day(revision: Row) -> str:
    said = _said(revision)
    return stated_day(date.fromisoformat(said["on"]), said.get("precision", "day")) if said.get("on") else ""


def _other(revision: Row) -> str:
    """A revision of anything else: what was entered, changed or retracted, and which of its fields."""
    said, pledge = _said(revision), revision["pledge"]
    name = str(said.get("name") or said.get("title") or revision["entity_key"])
    if pledge:
        name = _("{name}, {thing}", name=pledge["contributor_name"], thing=thing_of(pledge))
    values = {"kind": _kind(revision["entity"]), "name": name, "fields": listing(_fields(revision))}
    if revision["action"] == "created":
        return _("Entered: {kind} {name}.", **values)
    if revision["action"] == "retracted":
        return _("Retracted: {kind} {name}.", **values)
    if revision["action"] == "restored":
        return _("Put back: {kind} {name}.", **values)
    return (
        _("Changed: {kind} {name} ({fields}).", **values)
        if values["fields"]
        else _("Changed: {kind} {name}.", **values)
    )


def _kind(entity: str) -> str:
    kinds = {
        "pledge": _("the pledge"),
        "source": _("the source"),
        "operation": _("the operation"),
        "category": _("the category"),
        "contributor": _("the contributor"),
        "membership": _("the membership"),
        "requirement": _("the requirement"),
        "indicator": _("the sizes of"),
        "statement": _("the statement"),
    }
    return kinds.get(entity, entity)


def _fields(revision: Row) -> list[str]:
    """The labels of what is different."""
    changed = differences(revision["before"], revision["after"]) if revision["before"] else []
    return [each.label for each in changed]
