"""Bars in a picture: the rows of a figure as the page draws them, with label, pieces, range, number and words."""

from __future__ import annotations

from collections.abc import Sequence

from app.figures.poster.box import Box
from app.figures.poster.letters import width_of, wrapped
from app.figures.poster.marks import HATCH, mark
from app.figures.poster.pen import Pen
from app.figures.schemas import Bar, Figure, Tick
from app.i18n import ngettext

ROW, THICKNESS = 32, 21
LABELS = (0.14, 0.3)  # the least and the most of the width that labels take
INKS = {"declined": "declined-ink", "requested": "requested-ink", "under_review": "requested-ink"}
EDGES = {"announced": "announced-line"}
# The line at which a requirement is met stands out above and below its bar.
TALLER = 1.45


def draw_bars(pen: Pen, figure: Figure, box: Box) -> float:
    """The rows that fit; those that do not are counted below them. Where they end."""
    label = box.face(14)
    widest = max((width_of(bar.label, label) for bar in figure.bars), default=0)
    room = min(max(widest + 14 * box.scale, LABELS[0] * box.width), LABELS[1] * box.width)
    y, shown, start, under = box.y, 0, len(pen.parts), pen.beside()
    is_under = any(_is_wide(bar, box, room) for bar in figure.bars)
    for bar in figure.bars:
        height = _height_under(bar, box, room) if is_under else _height(bar, box, room)
        last = shown == len(figure.bars) - 1
        below = (0 if last else label.line) + (label.line if figure.ticks else 0)
        if box.height is not None and y + height + below > box.y + box.height:
            break
        draw = _row_under if is_under else _row
        draw(pen, bar, Box(box.x, y, box.width, height, box.scale), room)
        y, shown = y + height, shown + 1
    pen.line(box.x + room, box.y, box.x + room, y, "axis")
    y = _days(under, figure.ticks, Box(box.x + room, box.y, box.width - room, y - box.y, box.scale))
    pen.parts[start:start] = under.parts
    if rest := len(figure.bars) - shown:
        y = pen.lines(box.x + room, y + 2, [ngettext("and {n} more", "and {n} more", rest)], box.face(13.5))
    return y


def _days(pen: Pen, ticks: Sequence[Tick], plot: Box) -> float:
    """Lines up from the days under the rows; they lie below the bars. Where their words end."""
    assert plot.height is not None
    face, foot = plot.face(12.5, colour="ink-3"), plot.y + plot.height
    for i, tick in enumerate(ticks):
        x = plot.x + tick.percent * plot.width / 100
        wide = width_of(tick.text, face)
        pen.line(x, plot.y, x, foot + 4, "grid")
        pen.text(
            x,
            foot + face.line,
            tick.text,
            face,
            "start" if not i else "end" if x + wide / 2 > plot.right else "middle",
        )
    return foot + face.line + 4 if ticks else foot


def _is_wide(bar: Bar, box: Box, room: float) -> bool:
    """Whether its number has no room behind it: then the words of all rows stand under their bars."""
    return _number_at(bar, box, room) + width_of(bar.end_text, box.face(14, 600)) > box.right


def _under(bar: Bar, box: Box, room: float) -> tuple[float, list[str]]:
    """Where the words under a bar begin behind its number, and their lines."""
    x = box.x + room + 6 * box.scale
    if bar.end_text:
        x += width_of(bar.end_text, box.face(14, 600)) + 12 * box.scale
    x += 17 * box.scale if bar.note_code else 0
    return x, wrapped(bar.note, box.face(14), box.right - x) if bar.note else []


def _height_under(bar: Bar, box: Box, room: float) -> float:
    line = box.face(14).line
    words = (THICKNESS + 14) * box.scale + max(1, len(_under(bar, box, room)[1])) * line
    return max(words, len(_label(bar, box, room)) * line) + 10 * box.scale


def _row_under(pen: Pen, bar: Bar, row: Box, room: float) -> None:
    face, bold, top = row.face(14), row.face(14, 600), row.y + 8 * row.scale
    pen.lines(row.x + 16 * bar.level * row.scale, top, _label(bar, row, room), face)
    plot = Box(row.x + room, top, row.width - room, THICKNESS * row.scale, row.scale)
    _pieces(pen, bar, plot)
    _whisker(pen, bar, plot)
    y = top + (THICKNESS + 5) * row.scale
    pen.text(plot.x + 6 * row.scale, y + bold.size * 1.02, bar.end_text, bold)
    x, lines = _under(bar, row, room)
    if bar.note_code and lines:
        size = face.size * 0.8
        mark(pen, bar.note_code, x - 17 * row.scale, y + face.line / 2 - size / 2, size)
    pen.lines(x, y, lines, row.face(14, 400, INKS.get(bar.note_code, "ink-2")))


def _height(bar: Bar, box: Box, room: float) -> float:
    """A row is higher where its label or its words take several lines."""
    lines = max(len(_label(bar, box, room)), len(_said(bar, box, room)))
    return max(ROW * box.scale, lines * box.face(14).line + 10 * box.scale)


def _label(bar: Bar, box: Box, room: float) -> list[str]:
    return wrapped(bar.label, box.face(14), room - (12 + 16 * bar.level) * box.scale)


def _said(bar: Bar, box: Box, room: float) -> list[str]:
    """The lines of a row's words, in what its bar and its number leave."""
    return (
        wrapped(bar.note, box.face(14), max(80.0, box.right - _words_at(bar, box, room))) if bar.note else []
    )


def _far(bar: Bar) -> float:
    """How far a bar reaches, in per cent of its room."""
    ends = [part.x_percent + part.width_percent for part in bar.segments]
    return max([*ends, *([bar.high] if bar.low is not None and bar.high is not None else [])], default=0.0)


def _number_at(bar: Bar, box: Box, room: float) -> float:
    """Where the number behind a bar begins: beyond the point of one that goes on."""
    point = 7 if bar.segments and bar.segments[-1].is_open else 0
    return box.x + room + _far(bar) * (box.width - room) / 100 + (8 + point) * box.scale


def _words_at(bar: Bar, box: Box, room: float) -> float:
    start = _number_at(bar, box, room)
    number = width_of(bar.end_text, box.face(14, 600)) + 12 * box.scale if bar.end_text else 0
    return start + number + (17 * box.scale if bar.note_code else 0)


def _row(pen: Pen, bar: Bar, row: Box, room: float) -> None:
    assert row.height is not None
    middle, face = row.y + row.height / 2, row.face(14)
    lines = _label(bar, row, room)
    if not (bar.segments or bar.note or bar.end_text):
        face = row.face(14, 600)  # a heading of the rows below it
    pen.lines(
        row.x + 16 * bar.level * row.scale,
        middle - len(lines) * face.line / 2 + 0.05 * face.size,
        lines,
        face,
    )
    plot = Box(
        row.x + room, middle - THICKNESS * row.scale / 2, row.width - room, THICKNESS * row.scale, row.scale
    )
    _pieces(pen, bar, plot)
    _whisker(pen, bar, plot)
    _beside(pen, bar, row, room)


def _pieces(pen: Pen, bar: Bar, plot: Box) -> None:
    height, unit = plot.height or 0.0, plot.width / 100
    for part in bar.segments:
        x, width = plot.x + part.x_percent * unit, part.width_percent * unit
        if part.code == "required":
            more = height * (TALLER - 1) / 2
            pen.rect(x, plot.y - more, max(2.0, width), height + 2 * more, "ink")
            continue
        pen.rect(x, plot.y, width, height, part.code, stroke=EDGES.get(part.code, "paper"))
        if part.stale:
            pen.rect(x, plot.y, width, height, f"url(#{HATCH})")
        if part.is_open:
            _point(pen, part.code, Box(x + width, plot.y, 7 * plot.scale, height))
        face = plot.face(13, 600, f"on-{part.code}")
        crossed = bar.low is not None and bar.low < part.x_percent + part.width_percent - 0.01
        if len(bar.segments) > 1 and not crossed and width_of(part.text, face) + 10 < width:
            pen.text(x + width / 2, plot.y + height / 2 + face.size * 0.36, part.text, face, "middle")


def _point(pen: Pen, code: str, box: Box) -> None:
    """The end of a bar that goes on."""
    high = box.height or 0.0
    corners = ((box.x, box.y), (box.right, box.y + high / 2), (box.x, box.y + high))
    pen.draw("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), fill=code)


def _whisker(pen: Pen, bar: Bar, plot: Box) -> None:
    """The range of a number; "200+" has no upper bound to draw: its plus sign says so."""
    end = max((part.x_percent + part.width_percent for part in bar.segments), default=0.0)
    if bar.low is None or (bar.low >= end and bar.high is None):
        return
    unit, height = plot.width / 100, plot.height or 0.0
    low, high = plot.x + bar.low * unit, plot.x + (end if bar.high is None else bar.high) * unit
    colour = "whisker-deployed" if bar.segments and bar.segments[-1].code == "deployed" else "whisker"
    middle = plot.y + height / 2
    pen.line(low, middle, high, middle, colour, 1.25)
    for x in [low] if bar.high is None else [low, high]:
        pen.line(x, middle - height * 0.2, x, middle + height * 0.2, colour, 1.25)


def _beside(pen: Pen, bar: Bar, row: Box, room: float) -> None:
    """The number behind a bar, and its words with their mark."""
    assert row.height is not None
    middle, bold = row.y + row.height / 2, row.face(14, 600)
    pen.text(_number_at(bar, row, room), middle + bold.size * 0.36, bar.end_text, bold)
    if not bar.note:
        return
    x, lines = _words_at(bar, row, room), _said(bar, row, room)
    face = row.face(14, 600 if bar.note_code in INKS else 400, INKS.get(bar.note_code, "ink-2"))
    if bar.note_code:
        size = face.size * 0.8
        mark(pen, bar.note_code, x - 17 * row.scale, middle - size / 2, size)
    pen.lines(x, middle - len(lines) * face.line / 2 + 0.05 * face.size, lines, face)
