"""The headline's numbers in a picture: one bar with its shares, and the key figures below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.figures.poster.box import Box
from app.figures.poster.letters import SERIF, Face, width_of, wrapped
from app.figures.poster.marks import marked
from app.figures.poster.pen import Pen
from app.figures.schemas import Figure
from app.i18n import percent

ROOMY = 300  # a box this high, at scale 1, takes all six key figures
EDGES = {"announced": "announced-line"}


def draw_head(pen: Pen, figure: Figure, box: Box) -> float:
    """Share bar and key figures: all of them, or the three numbers where there is little height."""
    head = figure.drawing
    y = _bar(pen, head["bar"], box.lower(box.y + 10 * box.scale)) if head["bar"] else box.y
    kpis = head["kpis"]
    few = box.height is not None and box.height < ROOMY * box.scale
    rows = [kpis[:3]] if few else [kpis[:3], kpis[3:]]
    for row in rows:
        if row:
            y = _key_figures(pen, row, box.lower(y + (22 if few else 14) * box.scale))
    return y


def _bar(pen: Pen, parts: Sequence[Any], box: Box) -> float:
    height, x = (58 if box.height else 44) * box.scale, box.x
    whole = sum(share for _code, share, *_rest in parts)
    for code, share, *_rest in parts:
        width = box.width * share / whole
        face, written = box.face(17, 600, f"on-{code}"), percent(round(share), 100)
        pen.rect(x, box.y, width, height, code, stroke=EDGES.get(code, "paper"))
        if width_of(written, face) + 20 * box.scale < width:
            pen.text(x + 12 * box.scale, box.y + height / 2 + face.size * 0.36, written, face)
        x += width
    return _words(pen, parts, box.lower(box.y + height + 10 * box.scale))


def _words(pen: Pen, parts: Sequence[Any], box: Box) -> float:
    x, face = box.x, box.face(16)
    for code, _share, words, *_rest in parts:
        x = marked(pen, code, x, box.y + face.size, words, face) + face.size * 1.6
    return box.y + face.line


def _key_figures(pen: Pen, kpis: Sequence[Any], box: Box) -> float:
    """Side by side between thin rules. Where the lowest ends."""
    step = box.width / 3
    pen.line(box.x, box.y, box.right, box.y, "rule")
    top, width = box.y + 10 * box.scale, step - 20 * box.scale
    ends = [
        _key_figure(pen, kpi, Box(box.x + i * step, top, width, box.height, box.scale))
        for i, kpi in enumerate(kpis)
    ]
    for i in range(1, len(kpis)):
        x = box.x + i * step - 12 * box.scale
        pen.line(x, box.y + 12 * box.scale, x, max(ends), "rule")
    return max(ends)


def _key_figure(pen: Pen, kpi: Any, box: Box) -> float:
    small = box.face(14, colour="ink-2")
    y = pen.lines(
        box.x,
        box.y,
        wrapped(kpi.label, box.face(14, 600, "ink-2"), box.width)[:2],
        box.face(14, 600, "ink-2"),
    )
    size = (42 if box.height else 34) * (1 if len(kpi.figure) <= 8 else 0.72)
    figure = Face(size * box.scale, 600, _colour(kpi.code), SERIF)
    y = pen.lines(box.x, y, [kpi.figure], figure)
    return pen.lines(box.x, y, wrapped(kpi.context, small, box.width), small)


def _colour(code: str) -> str:
    return {"declined": "declined-ink", "requested": "requested-ink"}.get(code, "ink")
