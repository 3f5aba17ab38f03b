"""Strength over time: the sums at the end of each day, month or year, from the first standing to the as-of day."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import add, sub
from typing import Any

from sqlalchemy import Connection, and_, select

from app.errors import Fault, InvalidQuery
from app.figures.queries import BY, sums_of, with_open
from app.i18n import _
from app.models.columns import P, S
from app.models.tally import COUNTED
from app.pledges.scope import Scope

INTERVALS = ("day", "month", "year")
# What comes into force (+1) or goes out of it (-1) on a day: the group it is of, and its sums.
Moves = dict[date, list[tuple[tuple[str, ...], Any, int]]]
SHORTEST = {"day": 1, "month": 28, "year": 365}
# A century of days.
MOST_PERIODS = 36_600


@dataclass(slots=True)
class Level:
    """What is in force in one group now: sums in the order of COUNTED."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(COUNTED))

    def move(self, row: Any, sign: int) -> None:
        """Let rows come into force (+1) or go out of it (-1)."""
        moved = map(int, row[-len(COUNTED) :])
        self.numbers = list(map(add if sign > 0 else sub, self.numbers, moved))

    def as_row(self, unit: str) -> dict[str, Any]:
        """The four numbers with their bounds."""
        return with_open(unit, self.numbers)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows that are made as they are read: in steps of a day, years of many contributors have a million."""

    by: tuple[str, ...]
    periods: list[tuple[str, date]]
    moves: Moves

    def __len__(self) -> int:
        """How many rows there are: every group has one from its first period on."""
        ends = [end for _label, end in self.periods]
        first: dict[tuple[str, ...], date] = {}
        for day in sorted(self.moves):
            first |= {key: day for key, _row, _sign in self.moves[day] if key not in first}
        return sum(len(ends) - bisect_left(ends, day) for day in first.values())

    def rows(self, after: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
        """Those that come after a period, its `by` columns and unit."""
        levels: dict[tuple[str, ...], Level] = {}
        days = deque(sorted(self.moves))
        for label, end in self.periods:
            while days and days[0] <= end:
                for key, row, sign in self.moves[days.popleft()]:
                    levels.setdefault(key, Level()).move(row, sign)
            for key in sorted(levels) if (label, "\U0010ffff") > after else ():
                if (label, *key) > after:
                    named = dict(zip(self.by, key, strict=False))
                    yield {"period": label, **named, "unit": key[-1], **levels[key].as_row(key[-1])}


def timeline_of(reader: Connection, scope: Scope, by: tuple[str, ...], interval: str) -> Timeline:
    """The sums at the end of each period. InvalidQuery for an unknown interval, or for more periods than one reads."""
    if interval not in INTERVALS:
        message = _("{written!r}: accepted are {names}", written=interval, names=", ".join(INTERVALS))
        raise InvalidQuery(Fault("interval", message))
    moves = _moves(reader, scope, by)
    first = min(moves, default=scope.as_of)
    if (scope.as_of - first).days > MOST_PERIODS * SHORTEST[interval]:
        message = _("there are more than {n} from {day} on: take longer ones", n=MOST_PERIODS, day=first)
        raise InvalidQuery(Fault("interval", message))
    return Timeline(by, list(_periods(first, scope.as_of, interval)) if moves else [], moves)


def timeline_by(reader: Connection, scope: Scope, by: tuple[str, ...], interval: str) -> list[dict[str, Any]]:
    """Rows (period, `by` columns, unit, the four numbers at the period's end), oldest period first."""
    return list(timeline_of(reader, scope, by, interval).rows())


def _moves(reader: Connection, scope: Scope, by: tuple[str, ...]) -> Moves:
    moves: Moves = defaultdict(list)
    for column, sign in ((S.from_on, 1), (S.until_on, -1)):
        keys = [*(BY[name].label(f"by_{name}") for name in by), S.unit, column.label("day")]
        for row in sums_of(reader, and_(scope.up_to_the_day, column <= scope.as_of), keys):
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


def steps_of(reader: Connection, scope: Scope, by: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """The sums of each group and unit on each day on which they changed, oldest first: no still days."""
    return steps_in(_moves(reader, scope, by), by)


def moves_both(reader: Connection, scope: Scope) -> tuple[Moves, Moves]:
    """What moved in all, and what moved by contributor without pledges that have parts: read once.

    What an organisation's members have not named is nobody's own number.
    """
    parts = select(P.part_of_id).distinct().where(P.part_of_id.is_not(None))
    if scope.operation_ids:
        parts = parts.where(P.operation_id.in_(scope.operation_ids))
    wholes = set(reader.execute(parts).scalars())
    code = BY["contributor"].label("by_contributor")
    keys = [code, S.pledge_id, S.unit, S.from_on, S.until_on]
    every: Moves = defaultdict(list)
    by_contributor: Moves = defaultdict(list)
    for row in sums_of(reader, scope.up_to_the_day, keys):
        for day, sign in ((row.from_on, 1), (row.until_on, -1)):
            if day <= scope.as_of:
                every[day].append(((row.unit,), row, sign))
                if row.pledge_id not in wholes:
                    by_contributor[day].append(((row.by_contributor, row.unit), row, sign))
    return every, by_contributor


def steps_in(
    moves: Moves, by: tuple[str, ...] = (), only: Collection[date] | None = None
) -> Iterator[dict[str, Any]]:
    """The steps that moves make.

    `only`: nothing but the changes of these days, each after a row, of no day, that says how it was before.
    """
    levels: dict[tuple[str, ...], Level] = {}
    for day in sorted(moves):
        changed = sorted({key for key, _row, _sign in moves[day]}) if only is None or day in only else []
        if only is not None:
            yield from (_step(date.min, by, key, levels[key]) for key in changed if key in levels)
        for key, row, sign in moves[day]:
            levels.setdefault(key, Level()).move(row, sign)
        yield from (_step(day, by, key, levels[key]) for key in changed)


def _step(day: date, by: tuple[str, ...], key: tuple[str, ...], level: Level) -> dict[str, Any]:
    return {"on": day, **dict(zip(by, key, strict=False)), "unit": key[-1], **level.as_row(key[-1])}
