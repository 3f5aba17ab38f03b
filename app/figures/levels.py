"""Strength over time as a chart: stacked levels with a step on each day of change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Any

from app.figures.schemas import PROMISED, Numbers, Steps, Tick
from app.figures.words import brief, figure, written
from app.i18n import short_day
from app.pledges.words import stage_label

HEIGHT = 340
MARGIN = {"l": 64, "r": 84, "t": 20, "b": 34}
SQUARE = 1000
# Labels at the right end need this much of the height to stand apart.
APART = 6.0
ONE_DAY = timedelta(days=1)
# The share of the width that a day's words take on a phone.
LABEL_SHARE = 0.31
# The last level is drawn at least this share of the width wide, so that it is seen.
LAST_SHARE = 1 / 40
# Steps that a chart draws; of more it draws fewer, for they could not be told apart.
MOST_STEPS, STEPS = 240, 180


@dataclass(frozen=True, slots=True)
class Level:
    """What was in force from a day on."""

    on: date
    numbers: Numbers

    def of(self, name: str) -> int:
        """One of its three figures."""
        value: int = getattr(self.numbers, name).value
        return value


@dataclass(frozen=True, slots=True)
class Drawing:
    """Levels with the scales they are drawn to. The last one is drawn a little beyond the `last` day."""

    levels: Sequence[Level]
    last: date
    unit: str
    top: int
    step: int

    @property
    def first(self) -> date:
        """The day at the left edge."""
        return self.levels[0].on

    @property
    def days(self) -> int:
        """How many days the width stands for."""
        return (self.levels[-1].on - self.first).days

    @property
    def used(self) -> list[str]:
        """The bands that there are, from the ground up."""
        return [name for name in PROMISED if any(level.of(name) for level in self.levels)]

    def along(self, day: date) -> float:
        """Where a day is, in per cent of the width."""
        return round(100 * (day - self.first).days / self.days, 3)

    def up(self, value: float) -> float:
        """Where a number is, in per cent of the height from the top."""
        return round(100 - 100 * value / self.top, 3)


def drawn(levels: Sequence[Level]) -> list[Level]:
    """The levels from the first number on, after the day before it, which had none; empty where there is no number."""
    first = next((i for i, level in enumerate(levels) if level.numbers.total.value), None)
    if first is None:
        return []
    return [Level(levels[first].on - ONE_DAY, Numbers()), *levels[first:]]


def thinned(levels: Sequence[Level], last: date) -> tuple[Sequence[Level], int]:
    """The levels that a chart has room for, and how many days each stands for; 0: all are there.

    Of a great many: the first, and what was in force at the end of each of so many equal lengths of time.
    """
    if len(levels) <= MOST_STEPS:
        return levels, 0
    first, *steps = levels
    days = ceil(((last - first.on).days + 1) / STEPS)
    at_the_end = {(level.on - first.on).days // days: level for level in steps}
    return [first, *at_the_end.values()], days


def over_time(
    levels: Sequence[Level], last: date, unit: str, marked: Sequence[date] = ()
) -> tuple[Steps, dict[str, Any]]:
    """The stacked steps of `drawn` levels up to the end of the `last` day: for the page, and for Plotly.

    `marked`: the days that are told of below the chart, in order.
    """
    shown = max(ONE_DAY, (last - levels[0].on) * LAST_SHARE)
    held = [*levels, Level(last + timedelta(days=ceil(shown / ONE_DAY)), levels[-1].numbers)]
    drawing = Drawing(held, last, unit, *_scale(max(level.numbers.total.value for level in held)))
    days = _days(drawing.first, last)
    steps = Steps(
        areas=[(name, _area(drawing, name)) for name in drawing.used],
        across=[Tick(drawing.along(day), short_day(day)) for day in days],
        up=[Tick(drawing.up(n), figure(n, unit)) for n in _round_numbers(drawing)],
        ends=_ends(drawing),
        marks=[Tick(drawing.along(day), str(i)) for i, day in enumerate(marked, start=1)],
    )
    return steps, _plot(drawing, days, steps)


def _scale(largest: int) -> tuple[int, int]:
    """The number at the top of the axis, and the step between the round numbers along it."""
    rough = max(largest / 4, 1)
    power = 10 ** floor(log10(rough))
    candidates = [n * power for n in (1, 2, 2.5, 5, 10)]
    step = int(next(n for n in candidates if n >= rough and n == int(n)))
    return step * ceil(largest / step), step


def _round_numbers(drawing: Drawing) -> range:
    return range(0, drawing.top + 1, drawing.step)


def _days(first: date, last: date) -> list[date]:
    """The first day, the last, and one between where three have room beside each other."""
    span = (last - first).days
    middle = round(span / 2)
    has_room = min(middle, span - middle) / (span + 1) >= LABEL_SHARE
    return [first + timedelta(days=n) for n in ((0, middle, span) if has_room else (0, span))]


def _area(drawing: Drawing, name: str) -> str:
    """The outline of one band: along its upper edge from the first day on, and back along its lower edge."""
    below = drawing.used[: drawing.used.index(name)]
    points = [*_edge(drawing, [*below, name]), *reversed(_edge(drawing, below))]
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _edge(drawing: Drawing, names: Sequence[str]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for level in drawing.levels:
        x, y = drawing.along(level.on), drawing.up(sum(level.of(name) for name in names))
        if points:
            points.append((x * SQUARE / 100, points[-1][1]))
        points.append((x * SQUARE / 100, y * SQUARE / 100))
    return points


def _ends(drawing: Drawing) -> list[Tick]:
    """The numbers of the last day beside their bands; one that would cover another is left to the sentence."""
    ends: list[Tick] = []
    base, last = 0, drawing.levels[-1]
    for name in drawing.used:
        middle = drawing.up(base + last.of(name) / 2)
        if last.of(name) and (not ends or ends[-1].percent - middle >= APART):
            ends.append(Tick(middle, brief(getattr(last.numbers, name), drawing.unit)))
        base += last.of(name)
    return ends


def _plot(drawing: Drawing, days: Sequence[date], steps: Steps) -> dict[str, Any]:
    numbers = list(_round_numbers(drawing))
    layout = {
        "margin": MARGIN,
        "hovermode": "closest",
        "xaxis": {
            "type": "date",
            "range": [drawing.first.isoformat(), drawing.levels[-1].on.isoformat()],
            "tickvals": [day.isoformat() for day in days],
            "ticktext": [short_day(day) for day in days],
            "tickangle": 0,
            "showgrid": False,
        },
        "yaxis": {
            "range": [0, drawing.top],
            "tickvals": numbers,
            "ticktext": [figure(n, drawing.unit) for n in numbers],
        },
        "annotations": [*map(_beside, steps.ends), *map(_above, steps.marks)],
    }
    return {"data": [_trace(drawing, name) for name in drawing.used], "layout": layout}


def _trace(drawing: Drawing, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": stage_label(name),
        "meta": {"token": name},
        "stackgroup": "in force",
        "line": {"shape": "hv", "width": 0.5},
        "x": [level.on.isoformat() for level in drawing.levels],
        "y": [level.of(name) for level in drawing.levels],
        "customdata": [[None, *_hover(drawing, level, name)] for level in drawing.levels],
        "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
    }


def _hover(drawing: Drawing, level: Level, name: str) -> tuple[str, str]:
    day = drawing.last if level is drawing.levels[-1] else level.on
    return short_day(
        day
    ), f"{written(getattr(level.numbers, name), drawing.unit)} {stage_label(name).lower()}"


def _beside(tick: Tick) -> dict[str, Any]:
    """A number at the right edge, at the height of its band."""
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": round(1 - tick.percent / 100, 5)}
    anchor = {"xanchor": "left", "yanchor": "middle", "xshift": 6, "showarrow": False}
    return {"name": "ink", "text": tick.text, "font": {"size": 13, "weight": 600}, **place, **anchor}


def _above(mark: Tick) -> dict[str, Any]:
    """The number of a marked day, over its place."""
    place = {"xref": "paper", "yref": "paper", "x": round(mark.percent / 100, 5), "y": 1}
    return {
        "name": "ink-2",
        "text": mark.text,
        "font": {"size": 11, "weight": 600},
        "yanchor": "bottom",
        "showarrow": False,
        **place,
    }
