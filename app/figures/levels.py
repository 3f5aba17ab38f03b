"""Strength over time as a chart: stacked levels with a step on each day of change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Any

from app.figures.schemas import PROMISED, Numbers, Steps, Tick
from app.figures.words import figure, written
from app.i18n import short_day
from app.pledges.words import stage_label

HEIGHT = 340
MARGIN = {"l": 64, "r": 64, "t": 12, "b": 34}
SQUARE = 1000
# Labels at the right end need this much of the height to stand apart.
APART = 6.0
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Level:
    """What was in force from a day on."""

    on: date
    numbers: Numbers


def drawn(levels: Sequence[Level], last: date) -> list[Level]:
    """The levels from the day before the first number on, and the last one held to the last day."""
    first = next((i for i, level in enumerate(levels) if level.numbers.total.value), None)
    if first is None:
        return []
    kept = [Level(levels[first].on - ONE_DAY, Numbers()), *levels[first:]]
    return kept if kept[-1].on == last else [*kept, Level(last, kept[-1].numbers)]


def over_time(levels: Sequence[Level], unit: str) -> tuple[Steps, dict[str, Any]]:
    """The stacked steps of `drawn` levels: for the page, and for Plotly."""
    top, up = _scale(max(level.numbers.total.value for level in levels), unit)
    across = _days(levels[0].on, levels[-1].on)
    used = [name for name in PROMISED if any(_value(level, name) for level in levels)]
    ends = _ends(levels[-1], used, top, unit)
    areas = [(name, _area(levels, used, name, top)) for name in used]
    return Steps(areas, across, up, ends), _plot(levels, used, unit, top, across, up, ends)


def _value(level: Level, name: str) -> int:
    value: int = getattr(level.numbers, name).value
    return value


def _scale(largest: int, unit: str) -> tuple[int, list[Tick]]:
    """The number at the top of the axis, and round numbers along it."""
    rough = max(largest, 1) / 4
    power = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = int(
        next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough and n * power == int(n * power))
    )
    steps = ceil(largest / step)
    top = step * steps
    return top, [Tick(round(100 - 100 * i / steps, 3), figure(i * step, unit)) for i in range(steps + 1)]


def _days(first: date, last: date) -> list[Tick]:
    """A few days along the axis, evenly apart, the first and the last among them."""
    span = (last - first).days
    parts = min(3, span)
    days = [first + timedelta(days=round(span * i / parts)) for i in range(parts + 1)] if parts else [first]
    return [Tick(_along(day, first, last), short_day(day)) for day in days]


def _along(day: date, first: date, last: date) -> float:
    return round(100 * (day - first).days / max((last - first).days, 1), 3)


def _area(levels: Sequence[Level], used: Sequence[str], name: str, top: int) -> str:
    """The outline of one band: along its upper edge from the first day on, and back along its lower edge."""
    below = list(used[: used.index(name)])
    upper = _edge(levels, [*below, name], top)
    lower = _edge(levels, below, top)
    return " ".join(f"{x:g},{y:g}" for x, y in [*upper, *reversed(lower)])


def _edge(levels: Sequence[Level], names: Sequence[str], top: int) -> list[tuple[float, float]]:
    first, last = levels[0].on, levels[-1].on
    points: list[tuple[float, float]] = []
    for level in levels:
        x = _along(level.on, first, last) * SQUARE / 100
        y = round(SQUARE - SQUARE * sum(_value(level, name) for name in names) / top, 2)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, y))
    return points


def _ends(level: Level, used: Sequence[str], top: int, unit: str) -> list[Tick]:
    """The numbers of the last day beside their bands; one that would cover another is left to the legend."""
    ends: list[Tick] = []
    base = 0
    for name in used:
        value = _value(level, name)
        middle = round(100 - 100 * (base + value / 2) / top, 3)
        if value and (not ends or ends[-1].percent - middle >= APART):
            ends.append(Tick(middle, written(getattr(level.numbers, name), unit)))
        base += value
    return ends


def _plot(
    levels: Sequence[Level],
    used: Sequence[str],
    unit: str,
    top: int,
    across: Sequence[Tick],
    up: Sequence[Tick],
    ends: Sequence[Tick],
) -> dict[str, Any]:
    first, last = levels[0].on, levels[-1].on
    days = [
        (first + timedelta(days=round((last - first).days * tick.percent / 100))).isoformat()
        for tick in across
    ]
    layout = {
        "margin": MARGIN,
        "hovermode": "closest",
        "xaxis": {
            "type": "date",
            "range": [first.isoformat(), last.isoformat()],
            "tickvals": days,
            "ticktext": [tick.text for tick in across],
            "showgrid": False,
        },
        "yaxis": {
            "range": [0, top],
            "tickvals": [round(top * (100 - tick.percent) / 100) for tick in up],
            "ticktext": [tick.text for tick in up],
        },
        "annotations": [_beside(tick) for tick in ends],
    }
    return {"data": [_trace(levels, name, unit) for name in used], "layout": layout}


def _trace(levels: Sequence[Level], name: str, unit: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": stage_label(name),
        "meta": {"token": name},
        "stackgroup": "in force",
        "line": {"shape": "hv", "width": 0.5},
        "x": [level.on.isoformat() for level in levels],
        "y": [_value(level, name) for level in levels],
        "customdata": [
            [
                None,
                short_day(level.on),
                f"{written(getattr(level.numbers, name), unit)} {stage_label(name).lower()}",
            ]
            for level in levels
        ],
        "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
    }


def _beside(tick: Tick) -> dict[str, Any]:
    return {
        "name": "ink",
        "text": tick.text,
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": round(1 - tick.percent / 100, 5),
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 6,
    }
