"""Rows as what the macros draw: cells of a table, statements of a timeline, the source under each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from app.errors import Fault
from app.i18n import _, day, moment, ngettext, own_words, short_day, tongue
from app.i18n import language_name as name_of_language
from app.ledger.quantity import Quantity
from app.ledger.track import OPEN_PROMISES
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.links import Links
from app.pledges.wholes import named_by_members, whole_in_words
from app.pledges.words import (
    amount_in_words,
    days_since,
    is_old,
    kind_label,
    pending_label,
    stage_label,
    standing_in_words,
    stated_day,
    status_label,
)

Row = Mapping[str, Any]
Cell = dict[str, Any]
# What a statement of these says has a number, or should have one.
COUNTED = ("announced", "committed", "deployed")


def cell(text: Any, url: str | None = None, *, code: str | None = None, alpha2: str | None = None) -> Cell:
    """One cell of a table; empty text is a dash there."""
    return {"text": text, "url": url, "code": code, "alpha2": alpha2}


def column(key: str, label: str, *, numeric: bool = False) -> dict[str, Any]:
    """A column that cannot be sorted by."""
    return {"key": key, "label": label, "numeric": numeric, "sorted": None, "sort_url": None}


def sortable(
    key: str,
    label: str,
    by: str,
    sort: str,
    to: Callable[[str], str],
    *,
    down: bool = False,
    numeric: bool = False,
) -> dict[str, Any]:
    """A column that the list is sorted by, or can be: `to` makes the address; `down`: the first click descends."""
    name, is_down = sort.removeprefix("-"), sort.startswith("-")
    here = name == by
    turned = not is_down if here else down
    return {
        "key": key,
        "label": label,
        "numeric": numeric,
        "sorted": ("descending" if is_down else "ascending") if here else None,
        "sort_url": to(f"-{by}" if turned else by),
    }


def pledge_cells(row: Row, links: Links, as_of: date, own: Row | None = None) -> dict[str, Cell]:
    """A pledge in a list. `own`: how an organisation's pledge would stand by its own statements alone."""
    return {
        "contributor": cell(
            row["contributor_name"], links.contributor(row["contributor"]), alpha2=row["alpha2"]
        ),
        "what": cell(own_words(row["item"]) or row["category_name"], links.pledge(row["key"])),
        "category": cell(row["category_name"]),
        "operation": cell(row["operation_name"]),
        "stage": cell(stage_in_words(row), code=row["stage"]),
        "number": cell(number_in_words(row, own)),
        "stated_on": cell(counted_on(row["stated_on"], as_of)),
    }


def number_in_words(row: Row, own: Row | None = None) -> str:
    """What the pledge amounts to; of an organisation's, what it said and what its members have not named."""
    if own is not None and named_by_members(dict(row)):
        return whole_in_words(dict(row), dict(own))
    return standing_in_words(row)


def said_in_words(row: Row, own: Row | None = None) -> str:
    """The same for a line without a stage beside it: what is never counted says its stage instead."""
    uncounted = row["unit"] == "none" and row["stage"] in COUNTED
    return stage_in_words(row).lower() if uncounted else number_in_words(row, own)


def stage_in_words(row: Row) -> str:
    """The stage, and what is asked for beside it: "Deployed, asked for more"."""
    label = stage_label(row["stage"])
    if row["pending"] and row["pending"] != row["stage"]:
        return _("{stage}, {pending}", stage=label, pending=pending_label(row["pending"]))
    return label


def counted_on(stated_on: date | None, as_of: date) -> str:
    """The day of the newest figure in force; one older than 90 days is shaded and says how old it is."""
    if stated_on is None:
        return ""
    # A day in a narrow column stays on one line.
    on = short_day(stated_on).replace(" ", "\u00a0")
    if not is_old(stated_on, as_of):
        return on
    age = ngettext("{n} day before", "{n} days before", days_since(stated_on, as_of)).replace(" ", "\u00a0")
    return Markup('<mark class="old">{}, {}</mark>').format(on, age)


def statement_entry(s: Row, links: Links, unit: str, category: str) -> dict[str, Any]:
    """A statement as templates/macros/evidence.html draws it."""
    quantity = Quantity(s["quantity"], s["quantity_low"], s["quantity_high"], s["quantity_text"])
    return {
        **{
            name: s[name] for name in ("id", "status", "accepted", "evidence", "speaker", "condition", "note")
        },
        "on_text": stated_day(s["on"], s["precision"]),
        "status_label": status_label(s["status"]),
        "quantity_words": _quantity_words(s["status"], quantity, unit, category),
        "quantity_text": _as_printed(quantity),
        "until_text": day(s["until"]) if s["until"] else "",
        "retracted_text": moment(s["retracted_at"]) if s["retracted_at"] else "",
        "retraction_reason": s["retraction_reason"],
        "source": source_entry(s["source"], links, s["id"]),
    }


def _quantity_words(status: str, quantity: Quantity, unit: str, category: str) -> str:
    """A statement's number; a promise's is the whole of it, what is in place included."""
    if quantity.value is None and (status not in COUNTED or unit == "none"):
        return ""
    amount = amount_in_words(quantity, unit, category)
    if quantity.value is not None and status in OPEN_PROMISES:
        return _("{amount} in all", amount=amount)
    return amount


def _as_printed(quantity: Quantity) -> str:
    """The number as the source prints it, where that says more than the figure."""
    plain = "".join(sign for sign in quantity.text if sign != "," and not sign.isspace())
    return "" if plain == str(quantity.value) else quantity.text


def source_entry(source: Row, links: Links, statement: int | None = None) -> dict[str, Any]:
    """A source: its page here, and where it is to be read."""
    return {
        "id": source["id"],
        "title": source["title"] or source["url"],
        "language": source["language"],
        "link": links.source(source["id"], statement),
        "url": outward(source["url"]),
        **dead_entry(source),
        "publisher": source["publisher"],
        "published_text": day(source["published_on"]) if source["published_on"] else _("not dated"),
        "kind_label": _kind_and_language(source),
    }


def dead_entry(source: Row) -> dict[str, str]:
    """Of an address that no longer answers: that it was found dead, and the archived copy; else empty."""
    on = source["dead_on"]
    if not on:
        return {"dead_text": "", "archived_url": ""}
    return {
        "dead_text": _("found dead on {day}", day=day(on)),
        "archived_url": outward(source["archived_url"]),
    }


def outward(url: str) -> str:
    """An address that may be followed: of the web, and no other."""
    return url if url.startswith(("https://", "http://")) else ""


def _kind_and_language(source: Row) -> str:
    kind = kind_label(source["kind"]) if source["kind"] != "other" else ""
    tongue = language_name(source["language"])
    told = _("in {language}", language=tongue) if tongue else ""
    return ", ".join(part for part in (kind, told) if part)


def language_name(code: str) -> str:
    """What a language is called, in the reader's language; empty where it is the reader's own or not known."""
    return "" if not code or code == tongue() else name_of_language(code)


def day_sentence(as_of: date, recorded_by: datetime | None) -> str:
    """Which day a page shows, and as the record said when."""
    if recorded_by is None:
        return _("As of {day}.", day=day(as_of))
    return _("As of {day}, as this record said on {moment}.", day=day(as_of), moment=moment(recorded_by))


def only_clocks(parsed: Parsed) -> PledgeFilter:
    """The filter of a page about one record: it has a day and a moment, and nothing else to choose."""
    chosen = parsed.filter
    message = _("means nothing here: this page is about one record")
    clocks = ("as_of", "recorded_by")
    parsed.faults += [Fault(name, message) for name in chosen.to_query() if name not in clocks]
    parsed.filter = PledgeFilter(as_of=chosen.as_of, recorded_by=chosen.recorded_by)
    return parsed.filter


def notices_of(*faulty: Any) -> list[str]:
    """What a page says of parameters it does not know: it is drawn without them."""
    faults = [fault for one in faulty for fault in one.faults]
    return [_("Left out: {name} {problem}.", name=fault.field, problem=fault.message) for fault in faults]


def table(
    caption: str, columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Cell]], **more: Any
) -> dict[str, Any]:
    """A table as templates/macros/table.html draws it."""
    return {"caption": caption, "columns": columns, "rows": rows, "foot": [], **more}
