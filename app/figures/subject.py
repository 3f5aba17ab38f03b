"""What a dashboard's headline and first figures count: one unit, and which categories of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.words import opening, things
from app.i18n import _
from app.pledges.filter import PledgeFilter
from app.pledges.filterbar import group_label

# A contingent that becomes a UN one must not vanish: both are counted together (docs/method.md).
TROOPS, CONTINGENTS = "troops", "uniformed-personnel"
SOLDIERS = (TROOPS, CONTINGENTS)

Counted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """Categories counted together in one unit; `noun` is the category whose word fits all of them, or empty."""

    categories: tuple[str, ...]
    unit: str
    noun: str
    label: str
    is_chosen: bool = False

    @property
    def things(self) -> str:
        """What is counted, without a number: "soldiers and police"."""
        return things(self.unit, self.noun)


def subject_of(filter: PledgeFilter, on_the_day: Sequence[Counted], ever: Sequence[Counted]) -> Subject:
    """What the filter chooses; else soldiers (and police); else the largest other people; else the largest unit.

    `on_the_day`: totals by category in scope; `ever`: the categories that the operations have pledges in, whatever
    the day. What the operation is about does not change with the day while there is anything of it in scope.
    """
    if filter.category or filter.unit:
        return _chosen(filter, on_the_day or _in_filter(filter, ever), ever)
    rows = on_the_day or ever
    in_scope = {row["category"] for row in on_the_day}
    soldiers = tuple(code for code in SOLDIERS if any(row["category"] == code for row in ever))
    if soldiers and (not in_scope or in_scope & set(soldiers)):
        noun = CONTINGENTS if CONTINGENTS in in_scope else TROOPS
        return Subject(soldiers, "people", noun, _soldiers(noun))
    people = [row for row in rows if row["unit"] == "people"]
    if people:
        largest = max(people, key=_size)["category"]
        return Subject((largest,), "people", largest, _name(largest, ever))
    unit = _most_pledges(rows)
    return Subject(
        (), unit, _only({row["category"] for row in rows if row["unit"] == unit}), opening(things(unit))
    )


def _chosen(filter: PledgeFilter, rows: Sequence[Counted], ever: Sequence[Counted]) -> Subject:
    """`rows`: what there is in the filter's categories and unit; where that is nothing on the day, whatever the day."""
    units = {row["unit"] for row in rows}
    unit = filter.unit or ("people" if "people" in units or not units else _most_pledges(rows))
    counted = {row["category"] for row in rows if row["unit"] == unit}
    if counted and counted <= set(SOLDIERS):
        noun = CONTINGENTS if CONTINGENTS in counted else TROOPS
    else:
        noun = _only(counted or set(filter.category))
    names = [_name(code, ever) for code in filter.category] or [opening(things(unit))]
    return Subject(filter.category, unit, noun, ", ".join(names), is_chosen=True)


def _in_filter(filter: PledgeFilter, rows: Sequence[Counted]) -> list[Counted]:
    named = {code.casefold() for code in filter.category}
    return [
        row
        for row in rows
        if (not filter.unit or row["unit"] == filter.unit)
        and (not named or named & {row["category"].casefold(), row.get("group", "").casefold()})
    ]


def _soldiers(noun: str) -> str:
    return _("Soldiers and police") if noun == CONTINGENTS else _("Soldiers")


def _only(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _size(row: Counted) -> tuple[int, int]:
    return row.get("total", 0), row["pledges"]


def _most_pledges(rows: Iterable[Counted]) -> str:
    """The unit that most pledges are in; what is never counted comes last."""
    pledges: dict[str, int] = {}
    for row in rows:
        pledges[row["unit"]] = pledges.get(row["unit"], 0) + row["pledges"]
    return max(sorted(pledges), key=lambda unit: (unit != "none", pledges[unit]), default="people")


def _name(code: str, ever: Sequence[Counted]) -> str:
    return next((row["name"] for row in ever if row["category"] == code), group_label(code))
