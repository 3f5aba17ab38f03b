"""What publishing would do to the totals: each one as it is, and as it would be. Stages and units stay apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from app.figures.queries import totals_by
from app.i18n import _, day, number
from app.ledger.change import Change
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.pledges.views import Cell, cell, column, table
from app.pledges.words import stage_label, unit_label

Row = Mapping[str, Any]
NUMBERS = ("deployed", "committed", "announced")
BEFORE_NOW = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One number of one total. `before` and `after` are None where the total has no pledge of that unit."""

    whose: str
    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """The totals of a day that a pledge is part of: of its operation, and of its contributor there."""

    on: date
    unit: str
    lines: tuple[Line, ...]

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to show, before or after."""
        return any(line.before or line.after for line in self.lines)

    @property
    def changed(self) -> list[Line]:
        """The numbers that would be others."""
        return [line for line in self.lines if (line.before or 0) != (line.after or 0)]


def effect_of(change: Change, pledge: Row, on: date) -> Effect:
    """On one day, read after the change has computed what follows from it (`Change.finish`), and as it was before."""
    operation = {"operation": (pledge["operation"],)}
    groups = [
        (pledge["operation_name"], operation),
        (
            _(
                "{contributor} in {operation}",
                contributor=pledge["contributor_name"],
                operation=pledge["operation_name"],
            ),
            {**operation, "contributor": (pledge["contributor"],)},
        ),
    ]
    unit = pledge["unit"]
    lines = []
    for whose, chosen in groups:
        before = _total(change.session.connection(), chosen, on, unit, change.at - BEFORE_NOW)
        after = _total(change.session.connection(), chosen, on, unit, None)
        lines += [Line(whose, name, before.get(name), after.get(name)) for name in (*NUMBERS, "unquantified")]
    return Effect(on, unit, tuple(lines))


def _total(
    reader: Connection, chosen: Mapping[str, Any], on: date, unit: str, recorded_by: datetime | None
) -> Row:
    """The one total of these pledges in this unit; empty where there is none."""
    asked = PledgeFilter(**chosen, as_of=on, recorded_by=recorded_by)
    rows = totals_by(reader, scope_of(reader, asked), ("operation",)).totals
    return next((row for row in rows if row["unit"] == unit), {})


def effect_table(effect: Effect) -> dict[str, Any]:
    """As a reader sees it: every number with its total, before and after."""
    columns = [
        column("whose", _("Total")),
        column("name", _("Number")),
        column("before", _("Now"), numeric=True),
        column("after", _("After publishing"), numeric=True),
        column("difference", _("Difference"), numeric=True),
    ]
    caption = _("Totals on {day}, in {unit}", day=day(effect.on), unit=unit_label(effect.unit))
    return table(caption, columns, [_cells(line) for line in effect.lines if line.before or line.after])


def _cells(line: Line) -> dict[str, Cell]:
    before, after = line.before or 0, line.after or 0
    sign = "+" if after > before else "\N{MINUS SIGN}"
    return {
        "whose": cell(line.whose),
        "name": cell(_label(line.name)),
        "before": cell("" if line.before is None else number(before)),
        "after": cell("" if line.after is None else number(after)),
        "difference": cell(f"{sign}{number(abs(after - before))}" if after != before else ""),
    }


def effect_sentences(effect: Effect) -> list[str]:
    """What would change, a sentence a number; or that nothing does."""
    on = day(effect.on)
    if not effect.changed:
        return [_("No total of {day} changes.", day=on)]
    message = _("{whose}, {name}: {before} now, {after} after publishing ({unit}, {day}).")
    return [
        message.format(
            whose=line.whose,
            name=_label(line.name).lower(),
            before=_told(line.before),
            after=_told(line.after),
            unit=unit_label(effect.unit),
            day=on,
        )
        for line in effect.changed
    ]


def _told(value: int | None) -> str:
    return _("nothing recorded") if value is None else number(value)


def _label(name: str) -> str:
    return _("Pledges without a number") if name == "unquantified" else stage_label(name)
