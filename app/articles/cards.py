"""One candidate on an article's page: its fields, each with the words that gave it, and what the record knows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.articles.entries import ACCEPT, NEW, PLEDGE, SAID, Entry, prefixed
from app.articles.verdicts import CHANGE, CONFLICT, KNOWN, NOT_COUNTED, OPEN, STATUS, Verdict
from app.articles.verdicts import NEW as IS_NEW
from app.i18n import _
from app.pledges.form_choices import FormChoices
from app.pledges.form_fields import Field, Fields
from app.pledges.schemas import WORDS_OF_EVIDENCE
from app.pledges.told import label_of
from app.pledges.words import status_label
from app.vocabulary import STATUSES

QUOTATION = "statement.evidence"
# What a field's clue is called by the reading.
CLUES = {own: name for name, own in SAID.items()}


def verdict_label(kind: str) -> str:
    """What the record knows of a candidate, in a word."""
    labels = {
        KNOWN: _("Known"),
        CHANGE: _("A change"),
        IS_NEW: _("New"),
        CONFLICT: _("Conflict"),
        OPEN: _("To complete"),
    }
    return labels[kind]


def card(entry: Entry, verdict: Verdict, choices: FormChoices, wrong: dict[str, str]) -> dict[str, Any]:
    """What templates/articles/parts.html draws of a candidate. `wrong`: what is wrong with each field of the page."""
    make = _Card(entry, wrong)
    quotation = make.field(
        QUOTATION, label_of("evidence"), "quotation", most=WORDS_OF_EVIDENCE, hint=None, required=True
    )
    fields, folded = _fields(make, choices, verdict), _folded(make, choices)
    accept = prefixed(entry.number, ACCEPT)
    own = {"name": accept, "label": _("Accept"), "error": wrong.get(accept)}
    every = [own, *fields, quotation, *folded]
    return {
        "number": entry.number,
        "says": _in_a_line(entry, choices),
        "entry": entry,
        "accept": own,
        "verdict": verdict,
        "verdict_label": verdict_label(verdict.kind),
        "record": _record_address(verdict),
        "quotation": quotation,
        "fields": fields,
        "folded": folded,
        "folded_open": any(field["error"] or field["value"] for field in folded),
        "every": every,
        "is_wrong": any(field["error"] for field in every),
    }


def _in_a_line(entry: Entry, choices: FormChoices) -> dict[str, str]:
    """What its codes are called, for the line that stands for a candidate."""
    typed = entry.typed
    status = typed.get(STATUS, "")
    return {
        "category": _called(choices.categories, typed.get("category", "")),
        "operation": _called(choices.operations, typed.get("operation", "")),
        "status": status_label(status) if status in STATUSES else status,
    }


def _called(options: Sequence[Any], code: str) -> str:
    """The label of a code in the options of a select; the code itself where they do not have it."""
    every = [each for option in options for each in (option[2] if option[0] is None else [option])]
    return next((label for value, label in every if value == code), code)


def _record_address(verdict: Verdict) -> str:
    """Where the record says what a candidate repeats, changes or contradicts."""
    if not verdict.pledge:
        return ""
    return f"/pledges/{verdict.pledge}" + (f"#statement-{verdict.statement}" if verdict.statement else "")


class _Card:
    """Makes one candidate's fields, each with the words that gave it its value."""

    def __init__(self, entry: Entry, wrong: dict[str, str]) -> None:
        self.entry = entry
        typed = {prefixed(entry.number, name): text for name, text in entry.typed.items()}
        self._make = Fields(typed, wrong)

    def field(self, name: str, label: str, kind: str = "text", **more: Any) -> Field:
        """One field under the candidate's own name for it."""
        made = self._make.make(prefixed(self.entry.number, name), label, kind, **more)
        return made | {"own": name, "clue": self._clue(name)}

    def select(self, name: str, label: str, options: Sequence[Any], **more: Any) -> Field:
        """The same where one of several is chosen."""
        made = self._make.select(prefixed(self.entry.number, name), label, options, **more)
        return made | {"own": name, "clue": self._clue(name)}

    def _clue(self, name: str) -> str:
        wanted = CLUES.get(name, name)
        found = dict.fromkeys(clue.words for clue in self.entry.clues if clue.field == wanted)
        return " … ".join(found)


def _fields(make: _Card, choices: FormChoices, verdict: Verdict) -> list[Field]:
    """What every statement says, in the order in which it is checked."""
    choose = ("", _("Choose"))
    statuses = [choose, *((status, status_label(status)) for status in STATUSES)]
    return [
        make.field("contributor", label_of("contributor"), required=True, list_id="contributors"),
        make.field("statement.quantity", label_of("quantity_text")),
        make.select("category", label_of("category"), [choose, *choices.categories], required=True),
        make.field("item", label_of("item")),
        make.select(STATUS, label_of("status"), statuses, required=True),
        make.field("statement.on", label_of("on"), required=True),
        make.select("operation", label_of("operation"), [choose, *choices.operations], required=True),
        make.field("statement.speaker", label_of("speaker")),
        make.select(PLEDGE, label_of("pledge"), _pledges(make.entry, verdict)),
    ]


def _pledges(entry: Entry, verdict: Verdict) -> list[tuple[str, str]]:
    """Which pledge a candidate is of: the one that fits, or another one of its place, or a new one."""
    fits = dict(verdict.others).get(verdict.pledge, "") if not entry.typed.get(PLEDGE) else ""
    first = _("As it fits: {pledge}", pledge=fits) if fits else _("As it fits, or a new one")
    return [("", first), (NEW, _("A new pledge")), *verdict.others]


def _folded(make: _Card, choices: FormChoices) -> list[Field]:
    """What few statements say."""
    aside = [("no", _("Known, not counted"), _("Shown beside the accepted figure, never added."))]
    wholes = [("", _("Of nothing larger")), *choices.wholes]
    return [
        make.field("statement.until", label_of("until")),
        make.field("statement.condition", label_of("condition")),
        make.select("part_of", label_of("part_of"), wholes),
        make.field("statement.note", label_of("note")),
        make.field(NOT_COUNTED, label_of("accepted"), "checkbox", options=aside),
    ]
