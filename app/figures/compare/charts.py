"""The comparison as bars, stacked deployed, committed and announced: of numbers, or of ratios. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.figures.charts import Addresses, by_contributor
from app.figures.givers import Giver
from app.figures.ratios import decimal_of
from app.figures.schemas import PROMISED, Bar, Segment

# Ratios are small: an axis of whole numbers would say 0 again and again.
RATIO_TICKS = ",.3~r"


def in_order(givers: Sequence[Giver]) -> list[Giver]:
    """The largest first; then whoever gave no number; then what is only asked or refused; nothing last."""
    return sorted(
        givers, key=lambda g: (-g.total.value, not g.is_live, not g.has_words, not g.pledges, g.name)
    )


def bars_of_sides(
    givers: Sequence[Giver], to: Addresses, nothing: str, *, is_ratio: bool
) -> tuple[list[Bar], dict[str, Any]]:
    """One bar a contributor, for the page and for Plotly; `nothing` stands where a contributor has no pledge."""
    bars, plot = by_contributor(givers, to)
    told = [
        replace(bar, note=nothing) if not giver.pledges else bar
        for bar, giver in zip(bars, givers, strict=True)
    ]
    return told, _in_units(plot) if is_ratio else plot


def _in_units(plot: dict[str, Any]) -> dict[str, Any]:
    """The same with ratios as readers know them in place of billionths."""
    layout = plot["layout"]
    axis = {"range": [end / 1e9 for end in layout["xaxis"]["range"]], "tickformat": RATIO_TICKS}
    return {"data": [_trace(trace) for trace in plot["data"]], "layout": {**layout, "xaxis": axis}}


def _trace(trace: dict[str, Any]) -> dict[str, Any]:
    ranges = trace.get("error_x")
    if ranges is None:
        return {**trace, "x": [decimal_of(n) for n in trace["x"]]}
    ends = {name: [decimal_of(n) for n in ranges[name]] for name in ("array", "arrayminus")}
    return {**trace, "x": [decimal_of(n) for n in trace["x"]], "error_x": {**ranges, **ends}}


def pieces_of(giver: Giver, reach: int) -> list[Segment]:
    """A bar in a cell: its stages as shares of the row's largest."""
    pieces, start = [], 0.0
    for name in PROMISED:
        if value := getattr(giver.numbers, name).value:
            width = 100 * value / reach
            pieces.append(Segment(name, round(start, 2), round(width, 2), "", stale=giver.is_stale))
            start += width
    return pieces
