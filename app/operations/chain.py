"""The operations that belong together, in the order in which they started, as bars over their days. Pure.

Nothing is said of who took over from whom but what the days say; an operation's own summary may say more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.i18n import _, day, listing, short_day
from app.operations.portrait import all_below, days_in_words
from app.pledges.links import Links

Row = Mapping[str, Any]
ONE_DAY = timedelta(days=1)
# A bar is drawn at least this wide, in per cent, so that it is seen.
NARROWEST = 0.6
# Two days at the axis need this much of its width to stand apart, in per cent.
APART = 30


@dataclass(frozen=True, slots=True)
class Link:
    """One operation of a chain: `x` (None: days not known) and `width` in per cent; `goes_on`: past the edge."""

    code: str
    name: str
    url: str
    kind: str
    days: str
    summary: str
    note: str
    is_here: bool
    x: float | None = None
    width: float = 0.0
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """A whole and its parts; `now` is where the page's day is, in per cent, where the drawing has it."""

    title: str
    links: Sequence[Link]
    first: str
    last: str
    now: float | None
    now_text: str


def chain_of(operation: Row, everything: Sequence[Row], links: Links, as_of: date) -> Chain | None:
    """The chain that an operation is part of, or is the whole of; None where it stands alone."""
    whole = _root(operation, everything)
    parts = _below(whole, everything)
    dated = [row for row in parts if row["started_on"]]
    if not dated:
        return None
    scale = _Scale(min(row["started_on"] for row in dated), max(map(_end, dated)))
    rows = [_link(row, parts, operation, scale, links) for row in parts]
    return Chain(
        title=_("{name}: its operations by their days", name=whole["name"]),
        links=rows,
        first=short_day(scale.first),
        last=short_day(scale.last),
        now=scale.x(as_of) if scale.first <= as_of <= scale.last else None,
        now_text=short_day(as_of) if scale.first <= as_of <= scale.last and scale.has_room(as_of) else "",
    )


def _root(operation: Row, everything: Sequence[Row]) -> Row:
    known = {row["code"]: row for row in everything}
    while operation["part_of"] in known:
        operation = known[operation["part_of"]]
    return operation


def _below(whole: Row, everything: Sequence[Row]) -> list[Row]:
    """Its parts and theirs, the oldest first; those without a day last."""
    return sorted(
        all_below(whole, everything),
        key=lambda row: (row["started_on"] is None, row["started_on"] or date.max, row["code"]),
    )


def _end(row: Row) -> date:
    """How far the drawing has to reach for it: to the last day on which the record follows it."""
    end: date = row["covered_until"] or row["ended_on"] or row["started_on"]
    start: date = row["started_on"]
    return max(end, start)


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, max(last, first + ONE_DAY)

    def x(self, on: date) -> float:
        """Where a day is, in per cent of the width."""
        inside = min(max(on, self.first), self.last)
        return round(100 * (inside - self.first).days / (self.last - self.first).days, 3)

    def has_room(self, on: date) -> bool:
        """Whether a day's words stand apart from those at both ends."""
        return APART <= self.x(on) <= 100 - APART


def _link(row: Row, parts: Sequence[Row], here: Row, scale: _Scale, links: Links) -> Link:
    start, end = row["started_on"], row["ended_on"]
    place: dict[str, Any] = {}
    if start:
        x, right = scale.x(start), scale.x(end) if end else 100.0
        width = max(NARROWEST, round(right - x, 3))
        place = {"x": min(x, 100 - NARROWEST), "width": width, "goes_on": end is None or end > scale.last}
    return Link(
        code=row["code"],
        name=row["name"],
        url=links.operation(row["code"]),
        kind=row["kind"],
        days=days_in_words(row) or _("days not recorded"),
        summary=row["summary"],
        note=_beside(row, parts),
        is_here=row["code"] == here["code"],
        **place,
    )


def _beside(row: Row, parts: Sequence[Row]) -> str:
    """What started on the day on which it ended, or the day after."""
    end = row["ended_on"]
    if end is None:
        return ""
    next_ones = [_short(one) for one in parts if one is not row and one["started_on"] in (end, end + ONE_DAY)]
    if not next_ones:
        return ""
    return _("It ended on {day}, when {names} started.", day=day(end), names=listing(next_ones))


def _short(row: Row) -> str:
    """The first alias is the short name people use."""
    name: str = next(iter(row["aliases"]), row["name"])
    return name
