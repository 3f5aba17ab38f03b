"""One pledge's page, from the record's rows to what its template draws. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.i18n import _, day, ngettext, number, own_words
from app.ledger.quantity import Quantity
from app.ledger.track import OPEN_PROMISES, Track, tracks
from app.pledges.links import Links
from app.pledges.views import (
    cell,
    column,
    counted_on,
    number_in_words,
    said_in_words,
    stage_in_words,
    statement_entry,
    table,
)
from app.pledges.wholes import facts_of, left_over, whole_in_words
from app.pledges.words import (
    IN_ORDER,
    amount_in_words,
    is_old,
    quantity_of,
    stage_label,
    standing_in_words,
)

Row = Mapping[str, Any]
LIVE = ("deployed", "committed", "announced")


def title_of(row: Row, own: Row) -> str:
    """A sentence made from the numbers: "France: 1,400 soldiers deployed, for Operation Serval"."""
    what = row["item"] or row["category_name"]
    names = {"contributor": row["contributor_name"], "operation": row["operation_name"], "what": what}
    if _tells_a_number(row):
        words = whole_in_words(dict(row), dict(own)) if row["parts"] else standing_in_words(row)
        return _("{contributor}: {words}, for {operation}", words=words, **names)
    return _OTHER_TITLES.get(row["stage"] or "", _plain_title)(row, names)


def _tells_a_number(row: Row) -> bool:
    if row["unit"] == "none":
        return False
    if row["stage"] == "ended":
        return bool(row["delivered"])
    return row["stage"] in LIVE and (left_over(dict(row)) > 0 or bool(row["claim"]))


def _plain_title(row: Row, names: dict[str, str]) -> str:
    return _("{contributor}: {what}, {state}, for {operation}", state=said_in_words(row), **names)


_OTHER_TITLES: dict[str, Callable[[Row, dict[str, str]], str]] = {
    "declined": lambda row, names: _("{contributor} declined: {what}, for {operation}", **names),
    "requested": lambda row, names: _("{contributor} was asked: {what}, for {operation}", **names),
    "under_review": lambda row, names: _("{contributor} is considering: {what}, for {operation}", **names),
    "closed": lambda row, names: _(
        "{contributor}: {what}, for {operation}. The outcome is not in this record", **names
    ),
}


def position_facts(row: Row, own: Row) -> list[tuple[str, Any, str | None]]:
    """Where the pledge stands on the day: label and words. A number that is not known is said, never shown as 0."""
    shown = own if row["parts"] else row
    facts: list[tuple[str, Any, str | None]] = [(_("Stage"), stage_in_words(row), None)]
    if row["unit"] != "none" and row["stage"] in LIVE:
        facts += [
            (stage_label(name), _number(shown, name), None) for name in IN_ORDER if _is_told(shown, name)
        ]
    if shown["delivered"]:
        facts.append((_("Most that was ever delivered"), _number(shown, "delivered"), None))
    told = tracks(counted) if (counted := facts_of(row["statements"])) else []
    facts += _promise(row, [state for state in told if state.on <= row["as_of"]])
    facts.append((_("Last counted"), counted_on(row["stated_on"], row["as_of"]), None))
    return facts


def _promise(row: Row, states: Sequence[Track]) -> list[tuple[str, Any, str | None]]:
    """The last promise with its number, and the last days that sources stated for it and for what is in place."""
    if not states:
        return []
    here, as_of = states[-1], row["as_of"]
    facts: list[tuple[str, Any, str | None]] = []
    if (promised := here.last_promised) and row["unit"] != "none":
        quantity = Quantity(promised.value, promised.low, promised.high, "")
        amount = amount_in_words(quantity, row["unit"], row["category"])
        facts.append((_("Last promise"), _("{amount} in all", amount=amount), None))
    if row["stage"] in LIVE and here.delivery_until and here.is_in_force(as_of):
        facts.append((_("In place until"), day(here.delivery_until), None))
    if row["stage"] in LIVE and here.promise_until and here.promise_status(as_of) in OPEN_PROMISES:
        facts.append((_("Promised until"), day(here.promise_until), None))
    return facts


def _is_told(row: Row, name: str) -> bool:
    return bool(row[name]) or row["stage"] == name


def _number(row: Row, name: str) -> str:
    return amount_in_words(quantity_of(row, name), row["unit"], row["category"])


def whole_and_parts(row: Row, own: Row, links: Links) -> dict[str, Any] | None:
    """An organisation's pledge: what it said, what its members named, what is not yet named, and who they are."""
    if not row["parts"]:
        return None
    named = [cover for part in row["parts"] if (cover := _cover(part))]
    return {
        "said": standing_in_words(own),
        "named": ngettext("Named by {n} member", "Named by {n} members", len(named)),
        "named_number": number(sum(named)),
        "left": number(left_over(dict(row))),
        "table": table(
            _("What members have named"),
            [column("contributor", _("Member")), column("what", _("What")), column("stage", _("Stage")),
             column("number", _("Number")), column("stated_on", _("Last counted"))],
            [_part_cells(part, links, row["as_of"]) for part in row["parts"]],
        ),
    }  # fmt: skip


def _cover(part: Row) -> int:
    """What a part is set against the whole with: what it gives and promises, or gave if that was more."""
    return max(left_over(dict(part)), part["delivered"] or 0)


def _part_cells(part: Row, links: Links, as_of: date) -> dict[str, Any]:
    return {
        "contributor": cell(
            part["contributor_name"], links.contributor(part["contributor"]), alpha2=part["alpha2"]
        ),
        "what": cell(own_words(part["item"]) or part["category_name"], links.pledge(part["key"])),
        "stage": cell(stage_in_words(part), code=part["stage"]),
        "number": cell(number_in_words(part)),
        "stated_on": cell(counted_on(part["stated_on"], as_of)),
    }


def life_of(row: Row, links: Links) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every statement of the pledge: those up to the page's day, and those after it."""
    entries = [(s, statement_entry(s, links, row["unit"], row["category"])) for s in row["statements"]]
    until = [entry for s, entry in entries if s["on"] <= row["as_of"]]
    return until, [entry for s, entry in entries if s["on"] > row["as_of"]]


def standing_table(row: Row) -> dict[str, Any]:
    """The pledge's standings from its first day on, with the numbers that the chart draws."""
    has_parts = any((s["claim"] or 0) > left_over(dict(s)) for s in row["standings"])
    numbers = [column(name, _stood(name, has_parts), numeric=True) for name in IN_ORDER]
    claim = [column("claim", _("Said in all"), numeric=True)] if has_parts else []
    columns = [
        *(column("from_on", _("From")), column("until_on", _("To")), column("stage", _("Stage"))),
        *(numbers if row["unit"] != "none" else []),
        *(claim if row["unit"] != "none" else []),
    ]
    return table(
        _("The pledge's standing over time"), columns, [_standing_cells(s, row) for s in row["standings"]]
    )


def _stood(name: str, has_parts: bool) -> str:
    label = stage_label(name)
    return _("{stage}, not yet named", stage=label) if has_parts else label


def _standing_cells(s: Row, row: Row) -> dict[str, Any]:
    last = s["until_on"] - timedelta(days=1) if s["until_on"] else None
    return {
        "from_on": cell(day(s["from_on"])),
        "until_on": cell(day(last) if last else _("onwards")),
        "stage": cell(stage_in_words(s), code=s["stage"]),
        **{name: cell(_stand_number(s, name, row)) for name in IN_ORDER},
        "claim": cell(number(s["claim"]) if s["claim"] else ""),
    }


def _stand_number(s: Row, name: str, row: Row) -> str:
    """A number of a standing, with its bounds; words where it should have one and no source gives it."""
    if s[name]:
        return amount_in_words(quantity_of(s, name), "none")
    return _("not given") if s["unquantified"] and s["stage"] == name and row["unit"] != "none" else ""


def days_beside(standings: Sequence[Row], as_of: date) -> tuple[date | None, date | None]:
    """The nearest days before and after `as_of` on which the pledge's standing changes."""
    days = [s["from_on"] for s in standings]
    return (
        max((on for on in days if on < as_of), default=None),
        min((on for on in days if on > as_of), default=None),
    )


def age_sentence(row: Row) -> str:
    """Where the newest figure is old: since when nobody has counted."""
    if not is_old(row["stated_on"], row["as_of"]):
        return ""
    return _("Last counted on {day}: the figure may no longer hold.", day=day(row["stated_on"]))
