"""An article's page, from what was sent and what the record says to it, to what its templates draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from app.articles.article import LONGEST, OPERATION, TEXT
from app.articles.cards import card
from app.articles.entries import Entry
from app.articles.marks import paragraphs_of
from app.articles.verdicts import CHANGE, CONFLICT, KNOWN, OPEN, Verdict
from app.articles.verdicts import NEW as IS_NEW
from app.errors import Fault
from app.i18n import _, day, labelled, ngettext, number
from app.pledges.form_choices import FormChoices
from app.pledges.form_fields import Field, Fields, leaves, new_source, pair
from app.pledges.form_view import sentence_of
from app.pledges.forms import PUBLISHED, TITLE, URL
from app.pledges.told import label_of
from app.web.forms import Typed

Errors = list[tuple[str | None, str]]
PUBLISHER = "statement.source.publisher"


def paste_view(typed: Typed, choices: FormChoices, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """The first page: the text, and once what its source is and which operation it is about."""
    wrong = _wrong(faults)
    make = Fields(typed, wrong)
    hint = _("Its words alone. They are read, shown back to you, and kept nowhere.")
    text = make.make(TEXT, _("The article"), "textarea", required=True, hint=hint)
    fields = [text, *source_fields(make), _operation_field(make, choices)]
    return {
        "nav": "articles",
        "typed": typed,
        "text": text,
        "source": fields[1:],
        "errors": _errors(wrong, list(leaves(fields))),
        "most": number(LONGEST),
    }


def source_fields(make: Fields) -> list[Field]:
    """The publication: what is asked of every article first, the rest folded away."""
    title, url, by, kind, more = new_source(make)
    publisher, published = by["fields"]
    published |= {"required": True}
    title |= {"hint": _("As printed. A title or an address is needed.")}
    url |= {"hint": None}
    return [title, pair(publisher, published), url, kind, more]


def _operation_field(make: Fields, choices: FormChoices) -> Field:
    options = [("", _("As its words say")), *choices.operations]
    hint = _("If it is about one: taken where the words name none.")
    return make.select(OPERATION, label_of("operation"), options, hint=hint)


def read_view(
    typed: Typed,
    entries: Sequence[Entry],
    verdicts: Sequence[Verdict],
    choices: FormChoices,
    faults: Sequence[Fault] = (),
) -> dict[str, Any]:
    """The second page: the article with its candidates marked, and a form for each."""
    wrong = _wrong(faults)
    source = Fields(typed, wrong)
    parts = source_fields(source)
    cards = [card(entry, verdict, choices, wrong) for entry, verdict in zip(entries, verdicts, strict=True)]
    fields = [*leaves(parts), *(field for card in cards for field in card["every"])]
    return {
        "nav": "articles",
        "typed": typed,
        "paragraphs": paragraphs_of(typed.get(TEXT, ""), entries),
        "source": parts,
        "source_words": source_words(typed),
        "source_open": any(field["error"] for field in leaves(parts)),
        "cards": cards,
        "contributors": choices.contributors,
        "tally": tally(verdicts),
        "accepted": sum(entry.is_accepted for entry in entries),
        "errors": _errors(wrong, fields),
    }


def source_words(typed: Mapping[str, str]) -> str:
    """The source in a line: who printed what, and when."""
    printed = typed.get(PUBLISHED, "")
    with suppress(ValueError):
        printed = day(date.fromisoformat(printed))
    words = (typed.get(PUBLISHER), typed.get(TITLE) or typed.get(URL), printed)
    return ", ".join(word.strip() for word in words if word)


def tally(verdicts: Sequence[Verdict]) -> str:
    """How many candidates there are, and what the record knows of them."""
    count = Counter(verdict.kind for verdict in verdicts)
    told = {
        IS_NEW: ngettext("{n} new", "{n} new", count[IS_NEW]),
        CHANGE: ngettext("{n} change", "{n} changes", count[CHANGE]),
        CONFLICT: ngettext("{n} conflict", "{n} conflicts", count[CONFLICT]),
        KNOWN: ngettext("{n} known", "{n} known", count[KNOWN]),
        OPEN: ngettext("{n} to complete", "{n} to complete", count[OPEN]),
    }
    return ", ".join(words for kind, words in told.items() if count[kind])


def _wrong(faults: Sequence[Fault]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for fault in faults:
        wrong.setdefault(fault.field, sentence_of(fault.message))
    return wrong


def _errors(wrong: Mapping[str, str], fields: Sequence[Field]) -> Errors:
    """Every fault with its field's label, in the order of the page; what belongs to no field comes first."""
    labels = {field["name"]: _label(field) for field in fields}
    nowhere: Errors = [(None, message) for name, message in wrong.items() if name not in labels]
    return [
        *nowhere,
        *((name, labelled(label, wrong[name])) for name, label in labels.items() if name in wrong),
    ]


def _label(field: Field) -> str:
    """A field's label; of a candidate's with its number."""
    candidate, dot, _own = str(field["name"]).partition(".")
    if dot and candidate[:1] == "c" and candidate[1:].isdecimal():
        return _("Number {n}, {field}", n=candidate[1:], field=field["label"])
    return str(field["label"])
