"""Strength over time: the sums at the end of each day, month or year, from the first standing to the as-of day."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from app.errors import Fault, InvalidQuery
from app.figures.queries import BY, joined
from app.i18n import _
from app.ledger.standing import is_stock
from app.models.columns import S
from app.pledges.queries import AMOUNTS, BOUNDED
from app.pledges.scope import Scope

INTERVALS = ("day", "month", "year")
OPEN = tuple(f"{name}_open" for name in AMOUNTS)
COUNTED = (*BOUNDED, *OPEN, "rows")


@dataclass(slots=True)
class Level:
    """What is in force in one group now: sums, and how many rows leave each high bound open."""

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    operations: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def move(self, row: Any, sign: int) -> None:
        """Let rows come into force (+1) or go out of it (-1)."""
        for name in COUNTED:
            self.sums[name] += sign * int(getattr(row, name) or 0)
        self.operations[row.operation_id] += sign * row.rows

    def as_row(self, unit: str) -> dict[str, Any]:
        """The four numbers with their bounds."""
        values: dict[str, Any] = {name: self.sums[name] for name in BOUNDED}
        for name in AMOUNTS:
            if self.sums[f"{name}_open"]:
                values[f"{name}_high"] = None
        if is_stock(unit) and sum(1 for n in self.operations.values() if n) > 1:
            values |= dict.fromkeys(("delivered", "delivered_low", "delivered_high"))
        return values


def timeline_by(reader: Connection, scope: Scope, by: tuple[str, ...], interval: str) -> list[dict[str, Any]]:
    """Rows (period, `by` columns, unit, the four numbers at the period's end), oldest period first."""
    if interval not in INTERVALS:
        message = _("{written!r}: accepted are {names}", written=interval, names=", ".join(INTERVALS))
        raise InvalidQuery(Fault("interval", message))
    moves = _moves(reader, scope, by)
    levels: dict[tuple[str, ...], Level] = {}
    days = sorted(moves)
    rows: list[dict[str, Any]] = []
    for label, end in _periods(days[0], scope.as_of, interval) if days else ():
        while days and days[0] <= end:
            for key, row, sign in moves[days.pop(0)]:
                levels.setdefault(key, Level()).move(row, sign)
        for key in sorted(levels):
            named = dict(zip(by, key, strict=False))
            rows.append({"period": label, **named, "unit": key[-1], **levels[key].as_row(key[-1])})
    return rows


def _moves(reader: Connection, scope: Scope, by: tuple[str, ...]) -> dict[date, list[tuple[Any, Any, int]]]:
    moves: dict[date, list[tuple[Any, Any, int]]] = defaultdict(list)
    for column, sign in ((S.from_on, 1), (S.until_on, -1)):
        keys = [BY[name].label(f"by_{name}") for name in by]
        split = (S.unit, S.operation_id, column.label("day"))
        sums = [func.sum(S[name]).label(name) for name in BOUNDED]
        opened = [
            func.sum(case((S[f"{name}_high"].is_(None), 1), else_=0)).label(f"{name}_open")
            for name in AMOUNTS
        ]
        query = select(*keys, *split, *sums, *opened, func.count().label("rows")).select_from(joined())
        grouped = query.where(scope.up_to_the_day, column <= scope.as_of).group_by(
            *(BY[n] for n in by), *split
        )
        for row in reader.execute(grouped):
            moves[row.day].append(((*(getattr(row, f"by_{n}") for n in by), row.unit), row, sign))
    return moves


def _periods(first: date, last: date, interval: str) -> Iterator[tuple[str, date]]:
    """Each period's label and last day; the one under way ends on `last`."""
    day = first
    while day <= last:
        end = min(_end_of(day, interval), last)
        yield day.isoformat()[: {"day": 10, "month": 7, "year": 4}[interval]], end
        day = end + timedelta(days=1)


def _end_of(day: date, interval: str) -> date:
    if interval == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31) if interval == "year" else day


def steps_of(reader: Connection, scope: Scope) -> list[dict[str, Any]]:
    """The sums per unit on each day on which one of them changed, oldest first: a timeline without its still days."""
    moves = _moves(reader, scope, ())
    levels: dict[tuple[str, ...], Level] = {}
    rows: list[dict[str, Any]] = []
    for day in sorted(moves):
        for key, row, sign in moves[day]:
            levels.setdefault(key, Level()).move(row, sign)
        rows += [{"on": day, "unit": key[-1], **levels[key].as_row(key[-1])} for key in sorted(levels)]
    return rows
