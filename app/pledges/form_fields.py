"""The fields of the editor's forms as templates/macros/form.html draws them, with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.i18n import _
from app.pledges.codebook import codebook
from app.pledges.form_choices import FormChoices
from app.pledges.forms import MORE, ON, PUBLISHED, QUANTITY, SOURCE_ID, TITLE, URL
from app.pledges.schemas import WORDS_OF_EVIDENCE
from app.pledges.words import kind_label
from app.vocabulary import KINDS_OF_SOURCE
from app.web.forms import Typed

Field = dict[str, Any]
# The languages that the record's sources are written in, and their neighbours; any other code is kept as typed.
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt", "da", "sv", "nb", "fi", "et", "cs", "pl", "ru", "ar")


@dataclass(frozen=True, slots=True)
class Fields:
    """Makes fields that hold what was typed."""

    typed: Typed
    faults: dict[str, str]

    def make(self, name: str, label: str, kind: str = "text", **more: Any) -> Field:
        """A field; `more` are its hint, options, width and so on."""
        plain = {
            "hint": None,
            "options": (),
            "required": False,
            "autocomplete": "off",
            "list": None,
            "width": None,
        }
        value = self.typed.get(name, more.pop("default", ""))
        found = {**plain, "readback": None, "words": None, **more}
        return found | {
            "name": name,
            "label": label,
            "kind": kind,
            "value": value,
            "error": self.faults.get(name),
        }

    def select(self, name: str, label: str, options: Sequence[Any], **more: Any) -> Field:
        """A select that also offers what was typed elsewhere and is not in its list."""
        value = self.typed.get(name, "")
        known = {o[0] for o in options} | {o[0] for group in options if group[0] is None for o in group[2]}
        extra = [(value, value)] if value and value not in known else []
        return self.make(name, label, "select", options=[*options, *extra], **more)

    def day(self, name: str, label: str, **more: Any) -> Field:
        """A day: with the browser's calendar, unless something else was typed, which that would drop."""
        value = self.typed.get(name, "")
        return self.make(
            name, label, "date" if not value or _is_day(value) else "text", width="short", **more
        )

    def details(self, label: str, fields: list[Field], *, is_open: bool = False) -> Field:
        """Fields that unfold; unfolded from the start where one of them has something in it or is at fault."""
        touched = any(f["error"] or f["value"] for f in leaves(fields))
        return {"kind": "details", "label": label, "fields": fields, "open": is_open or touched}


def pair(*fields: Field) -> Field:
    """Two short fields, side by side where there is room."""
    return {"kind": "pair", "fields": fields}


def leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields themselves, out of all that holds them."""
    for field in fields:
        if field["kind"] in ("details", "pair"):
            yield from leaves(field["fields"])
        else:
            yield field


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def source_part(make: Fields, choices: FormChoices) -> Field:
    """Where it says so: a source of the record, or a new one."""
    chosen = bool(make.typed.get(SOURCE_ID))
    found = [("", _("A new source, entered below")), *choices.sources]
    search = make.make(
        "source_q", _("Find a source of the record"), "search", hint=_search_hint(make, choices)
    )
    select = make.select(
        SOURCE_ID, _("Source"), found, required=True, hint=_("The newest of the record come first.")
    )
    new = make.details(_("A new source"), new_source(make), is_open=not chosen)
    return {"id": "source", "title": _("The source"), "fields": [search, select, new]}


def _search_hint(make: Fields, choices: FormChoices) -> str:
    words = make.typed.get("source_q", "").strip()
    if not words:
        return _("By words of its title, publisher or author. What is found is listed below.")
    if not choices.sources:
        return _("No source of the record has “{words}”.", words=words)
    return _("Listed below: the sources that have “{words}”.", words=words)


def new_source(make: Fields) -> list[Field]:
    """The fields of a source that is entered."""
    kinds = [("", _("Not said")), *((kind, kind_label(kind)) for kind in KINDS_OF_SOURCE)]
    code = _("Its code: en, fr, de.")
    return [
        make.make(TITLE, _("Title"), hint=_("As printed. A source needs a title or an address.")),
        make.make(URL, _("Address"), hint=_("It begins with https:// or http://")),
        pair(make.make("statement.source.publisher", _("Publisher")), make.day(PUBLISHED, _("Published on"))),
        pair(
            make.select("statement.source.kind", _("Kind"), kinds),
            make.make("statement.source.language", _("Language"), list=LANGUAGES, width="short", hint=code),
        ),
        make.details(_("Author, archived copy, where it was read"), _more_of_source(make)),
    ]


def _more_of_source(make: Fields) -> list[Field]:
    return [
        make.make("statement.source.author", _("Author")),
        make.make("statement.source.archived_url", _("Address of an archived copy")),
        make.make("statement.source.seen_at", _("Seen at"), hint=_("Where an agency’s text was read.")),
        make.day("statement.source.accessed_on", _("Read on")),
    ]


def pledge_part(make: Fields, choices: FormChoices) -> Field:
    """Who gives what to which operation."""
    choose = ("", _("Choose"))
    operations, categories = [choose, *choices.operations], [choose, *choices.categories]
    who = _("As people write it: Canada, Ivory Coast, ECOWAS.")
    fields = [
        make.select("operation", _("Operation"), operations, required=True),
        make.make("contributor", _("Who"), required=True, hint=who, list=choices.contributors),
        pair(
            make.select("category", _("What"), categories, required=True, hint=_("The kind of thing given.")),
            make.make("item", _("More exactly"), hint=_("“C-17 Globemaster III”")),
        ),
        make.details(_("Unit, part of, restrictions"), _more_of_pledge(make, choices)),
    ]
    return {"id": "pledge", "title": _("The pledge"), "fields": fields}


def _more_of_pledge(make: Fields, choices: FormChoices) -> list[Field]:
    share = _("The pledge of an organisation that this is a member’s share of: a share is not counted twice.")
    units = [("", _("The category’s own")), *choices.units]
    wholes = [("", _("Of nothing larger")), *choices.wholes]
    return [
        make.select("unit", _("Unit"), units, width="medium"),
        make.select("part_of", _("Part of"), wholes, hint=share),
        make.make("caveats", _("Restrictions on its use"), hint=_("“Not in the combat zone”")),
    ]


def statement_part(make: Fields, readback: str, words: str) -> Field:
    """What the source says. `readback`: the address that puts the number in words; `words`: it in words already."""
    fields = [
        make.make("statement.status", _("Status"), "status", required=True, groups=codebook()),
        *_number(make, readback, words),
        pair(
            make.make(ON, _("Day"), hint=_("2013-01-17, 2013-01 or 2013. Empty: the day of the source.")),
            make.day("statement.until", _("Until"), hint=_("The last day it holds, if the source says one.")),
        ),
        make.make("statement.evidence", _("Quotation"), "quotation", hint=_said(), most=WORDS_OF_EVIDENCE),
        make.make("statement.speaker", _("Who said it"), hint=_("Of a request: who asked.")),
        make.details(_("Condition, counting, note"), _more_of_statement(make)),
    ]
    return {"id": "statement", "title": _("What the source says"), "fields": fields}


def _said() -> str:
    return _("Word for word, at most {n} words.", n=WORDS_OF_EVIDENCE)


def _number(make: Fields, readback: str, words: str) -> Iterator[Field]:
    printed = _(
        "As printed: 1,400, “more than 200”, “900-1,200”, “about 50”. Empty where no number is given."
    )
    yield make.make(QUANTITY, _("How many"), hint=printed, width="medium", readback=readback, words=words)
    modes = [
        ("all", _("In all"), _("Everything that is promised or delivered so far.")),
        (MORE, _("More than what is known"), _("On top of the number that the record has on that day.")),
    ]
    yield make.make("mode", _("This number is"), "radio", options=modes, required=True, default="all")


def _more_of_statement(make: Fields) -> list[Field]:
    aside = (
        "no",
        _("Known, not counted"),
        _("A source that disagrees: shown beside the accepted figure, never added."),
    )
    return [
        make.make("statement.condition", _("Condition"), hint=_("“Pending approval by Congress”")),
        make.make("statement.accepted", _("Counting"), "checkbox", options=[aside]),
        make.make("statement.note", _("Note"), "textarea"),
    ]
