"""Levels over time in a picture: the outlines the page draws, with their axes, and what moved them below."""

from __future__ import annotations

from collections.abc import Sequence

from app.figures.poster.box import Box
from app.figures.poster.letters import Face, width_of, wrapped
from app.figures.poster.pen import Pen
from app.figures.schemas import Figure, Moved, Steps, Tick

HEIGHT = 320
SQUARE = 1000  # the outlines' own measure
# Beyond this, a day's words stand left of its place.
LAST = 80


def draw_steps(pen: Pen, figure: Figure, box: Box) -> float:
    """The areas, as high as the box; with no height given also what moved them. Where they end."""
    assert figure.steps is not None
    steps, face = figure.steps, box.face(12.5, colour="ink-3")
    strong = box.face(13.5, 600)
    left = max((width_of(tick.text, face) for tick in steps.up), default=0) + 10 * box.scale
    right = max((width_of(tick.text, strong) for tick in steps.ends), default=0) + 10 * box.scale
    above, below = 18 * box.scale, face.line + 6 * box.scale
    height = (box.height or HEIGHT * box.scale) - above - below
    plot = Box(box.x + left, box.y + above, box.width - left - right, height, box.scale)
    _areas(pen, steps, plot)
    _words(pen, steps, plot, face, strong, is_told=box.height is None)
    y = plot.y + height + below
    return y if box.height else _moved(pen, figure.moved, box.lower(y + 6))


def _areas(pen: Pen, steps: Steps, plot: Box) -> None:
    height = plot.height or 0.0
    for tick in steps.up:
        y = plot.y + tick.percent * height / 100
        pen.line(plot.x, y, plot.right, y, "axis" if tick.percent == 100 else "grid")
    for code, points in steps.areas:
        pen.draw("polygon", points=_placed(points, plot), fill=code)


def _placed(points: str, plot: Box) -> str:
    """The outline in px: a scaled group would draw the same, and be hard to edit by hand."""
    across, down = plot.width / SQUARE, (plot.height or 0.0) / SQUARE
    pairs = (pair.split(",") for pair in points.split())
    return " ".join(f"{plot.x + float(x) * across:.1f},{plot.y + float(y) * down:.1f}" for x, y in pairs)


def _words(pen: Pen, steps: Steps, plot: Box, face: Face, strong: Face, *, is_told: bool) -> None:
    height = plot.height or 0.0
    for tick in steps.up:
        pen.text(plot.x - 8, plot.y + tick.percent * height / 100 + face.size * 0.36, tick.text, face, "end")
    for tick in steps.ends:
        pen.text(plot.right + 8, plot.y + tick.percent * height / 100 + strong.size * 0.36, tick.text, strong)
    for mark in steps.marks if is_told else ():
        small = plot.face(11.5, 600, "ink-2")
        pen.text(
            plot.x + mark.percent * plot.width / 100, plot.y - 5 * plot.scale, mark.text, small, "middle"
        )
    for i, tick in enumerate(steps.across):
        pen.text(_along(tick, plot), plot.y + height + face.line, tick.text, face, _anchor(i, tick))


def _along(tick: Tick, plot: Box) -> float:
    return plot.x + tick.percent * plot.width / 100


def _anchor(i: int, tick: Tick) -> str:
    return "start" if i == 0 else "end" if tick.percent > LAST else "middle"


def _moved(pen: Pen, moved: Sequence[Moved], box: Box) -> float:
    """A line for each marked day, by its number."""
    y, face, strong = box.y, box.face(13.5, colour="ink-2"), box.face(13.5, 600, "ink-2")
    days = max((width_of(line.day, face) for line in moved), default=0) + 12 * box.scale
    indent = 20 * box.scale
    for i, line in enumerate(moved, start=1):
        pen.text(box.x, y + face.size * 1.02, f"{i}.", strong)
        pen.text(box.x + indent, y + face.size * 1.02, line.day, face)
        x = box.x + indent + days
        y = pen.lines(x, y, wrapped(line.text, face, box.right - x), face)
    return y
