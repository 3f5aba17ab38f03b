"""Promise kept as bars on one scale: what was delivered of what was promised, and what is beyond or short. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from app.figures.charts import longest
from app.figures.kept.schemas import NOT_RECORDED, Kept
from app.figures.kept.words import note_of, of_promised
from app.figures.schemas import Bar, Segment
from app.figures.words import figure
from app.i18n import _

# Rows of a chart: those with numbers, and those with words alone.
MOST_BARS, MOST_WORDS = 15, 8
# The pieces of a bar, from the left: its colour, and whether it is hatched.
PIECES = {"kept": ("deployed", False), "beyond": ("deployed", True), "short": ("announced", False)}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a contributor's page is, and the pledges behind its bar."""

    page: Callable[[Kept], str]
    pledges: Callable[[Kept], str]


def charted(rows: Sequence[Kept]) -> tuple[list[Kept], list[Kept]]:
    """The rows that a chart shows, and those that fold away. What was never promised is in the table alone."""
    bars = [row for row in rows if row.measured]
    words = [row for row in rows if not row.measured and (row.count(NOT_RECORDED) or row.unknown)]
    return bars[:MOST_BARS] + words[:MOST_WORDS], bars[MOST_BARS:] + words[MOST_WORDS:]


def key_of(row: Kept) -> str:
    """What a bar is called in the chart's data."""
    return f"{row.one.contributor}-{row.one.operation}"


def kept_bars(rows: Sequence[Kept], reach: float, page: Callable[[Kept], str], *, several: bool) -> list[Bar]:
    """One bar a contributor; `several`: a contributor may have one for each operation, which its label then names."""
    return [_bar(row, reach, page(row), label_of(row, several=several)) for row in rows]


def label_of(row: Kept, *, several: bool) -> str:
    """The contributor, and the operation where there are several."""
    return _("{name}, {what}", name=row.label, what=row.one.operation_name) if several else row.label


def reach_of(rows: Sequence[Kept]) -> float:
    """The number at the right end: every bar has room behind it for its own words."""
    reaches = [
        max(row.promised.value, row.delivered.value) / longest(of_promised(row), note_of(row))
        for row in rows
        if row.measured
    ]
    return max([1.0, *reaches])


def _pieces(row: Kept) -> dict[str, int]:
    promised, delivered = row.promised.value, row.delivered.value
    values = {
        "kept": min(promised, delivered),
        "beyond": max(0, delivered - promised),
        "short": max(0, promised - delivered),
    }
    return {name: value for name, value in values.items() if value}


def _bar(row: Kept, reach: float, url: str, label: str) -> Bar:
    segments, start = [], 0
    for name, value in _pieces(row).items():
        code, is_hatched = PIECES[name]
        # A number on a hatched piece cannot be read: the words behind the bar have it.
        text = "" if is_hatched else figure(value, row.one.unit)
        segments.append(Segment(code, _percent(start, reach), _percent(value, reach), text, stale=is_hatched))
        start += value
    return Bar(
        key=key_of(row),
        label=label,
        url=url,
        alpha2=row.one.alpha2,
        segments=segments,
        end_text=of_promised(row) if row.measured else "",
        note=note_of(row),
    )


def _percent(value: float, reach: float) -> float:
    return round(100 * value / reach, 3)


def kept_plot(rows: Sequence[Kept], reach: float, addresses: Addresses) -> dict[str, Any]:
    """The same bars in Plotly's schema; a piece that a row has none of is null, never 0."""
    layout = {
        "barmode": "stack",
        "xaxis": {"range": [0, reach]},
        "yaxis": {"type": "category", "autorange": "reversed"},
    }
    used = [name for name in PIECES if any(name in _pieces(row) for row in rows)]
    return {"data": [_trace(name, rows, addresses) for name in used], "layout": layout}


def _trace(name: str, rows: Sequence[Kept], addresses: Addresses) -> dict[str, Any]:
    code, is_hatched = PIECES[name]
    values = [_pieces(row).get(name) for row in rows]
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "name": _labels()[name],
        "meta": {"token": code},
        "y": [key_of(row) for row in rows],
        "x": values,
        "text": [
            figure(n, row.one.unit) if n and not is_hatched else ""
            for n, row in zip(values, rows, strict=True)
        ],
        "customdata": [
            [addresses.pledges(row), escape(row.label), escape(_hover(row, n, name))]
            for row, n in zip(rows, values, strict=True)
        ],
        "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
    }
    if is_hatched:
        trace["marker"] = {"pattern": {"shape": ["/" for _row in rows]}}
    return trace


def _hover(row: Kept, n: int | None, name: str) -> str:
    return _(
        "{n} {piece} ({of})",
        n=figure(n or 0, row.one.unit),
        piece=_labels()[name].lower(),
        of=of_promised(row),
    )


def _labels() -> dict[str, str]:
    return {
        "kept": _("Delivered"),
        "beyond": _("More than was promised"),
        "short": _("Promised, not delivered by then"),
    }


def legend_of(rows: Sequence[Kept]) -> list[tuple[str, str]]:
    """The colours that these bars use."""
    used = {name for row in rows for name in _pieces(row)}
    codes = {"kept": "deployed", "beyond": "stale", "short": "announced"}
    return [(codes[name], label) for name, label in _labels().items() if name in used]
