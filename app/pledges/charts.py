"""A pledge's life as a step chart: rectangles in per cent of a box, made from the table's own rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from app.i18n import _, number, short_day
from app.pledges.words import IN_ORDER

Row = Mapping[str, Any]
# How much of the width the last standing takes, whose end is not known.
OPEN_END = 0.12
SHORTEST = timedelta(days=7)
# Room above the tallest step, in per cent, so that its number fits.
HEADROOM = 12.0


def life_chart(standings: Sequence[Row], as_of: date) -> dict[str, Any] | None:
    """The chart of standings as `standings_of` gives them; None where nothing in them has a number.

    `named`: of an organisation's claim, what its members have named, which counts with them.
    """
    tallest = max((_height(row) for row in standings), default=0)
    if not tallest:
        return None
    scale = _Scale(standings[0]["from_on"], _end(standings), tallest)
    steps = [rect for row in _levels(standings) for rect in _steps(row, scale)]
    return {
        "rects": steps,
        "top": {"y": round(scale.y(tallest), 2), "text": number(tallest)},
        "first": short_day(scale.first),
        "last": short_day(standings[-1]["from_on"]) if len(standings) > 1 else "",
        "last_x": round(scale.x(standings[-1]["from_on"]), 2),
        "now_x": round(scale.x(as_of), 2) if scale.first <= as_of <= scale.end else None,
        "now_text": short_day(as_of),
        "legend": _legend(steps),
    }


class _Scale:
    def __init__(self, first: date, end: date, tallest: int) -> None:
        self.first, self.end, self.tallest = first, end, tallest

    def x(self, on: date) -> float:
        return 100 * (on - self.first).days / (self.end - self.first).days

    def y(self, value: int) -> float:
        return 100 - (100 - HEADROOM) * value / self.tallest


def _end(standings: Sequence[Row]) -> date:
    first: date = standings[0]["from_on"]
    last: date = standings[-1]["from_on"]
    rest: timedelta = max((last - first) * OPEN_END, SHORTEST)
    return last + rest


def _parts(row: Row) -> list[tuple[str, int]]:
    """What a standing is made of, from the ground up: sure things first."""
    parts = [(name, row[name] or 0) for name in IN_ORDER]
    named = (row["claim"] or 0) - sum(value for _name, value in parts)
    return [*parts, ("named", max(0, named))]


def _levels(standings: Sequence[Row]) -> Iterator[Row]:
    """The standings with those of the same numbers in a row made one: a new stage alone is no step."""
    for _parts_of, rows in groupby(standings, key=_parts):
        same = list(rows)
        yield {**same[0], "until_on": same[-1]["until_on"]}


def _height(row: Row) -> int:
    return sum(value for _name, value in _parts(row))


def _steps(row: Row, scale: _Scale) -> Iterator[dict[str, Any]]:
    left, right = scale.x(row["from_on"]), scale.x(min(row["until_on"] or scale.end, scale.end))
    ground = 0
    for name, value in _parts(row):
        if value:
            top, bottom = scale.y(ground + value), scale.y(ground)
            ground += value
            yield {
                "code": "ended" if name == "named" else name,
                "x": round(left, 3),
                "width": round(right - left, 3),
                "y": round(top, 3),
                "height": round(bottom - top, 3),
            }


def _legend(steps: Sequence[Row]) -> list[tuple[str, str]]:
    labels = {
        "deployed": _("Deployed"),
        "committed": _("Committed"),
        "announced": _("Announced"),
        "ended": _("Named by members, counted there"),
    }
    drawn = {step["code"] for step in steps}
    return [(code, label) for code, label in labels.items() if code in drawn]
