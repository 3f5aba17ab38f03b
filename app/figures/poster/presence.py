"""Who is there when in a picture: the bars along days, and below them each promise that is overdue."""

from __future__ import annotations

from app.figures.poster.bars import draw_bars
from app.figures.poster.box import Box
from app.figures.poster.letters import wrapped
from app.figures.poster.pen import Pen
from app.figures.schemas import Figure
from app.i18n import _


def draw_presence(pen: Pen, figure: Figure, box: Box) -> float:
    """The rows that fit; with no height given also what is overdue."""
    y = draw_bars(pen, figure, box) if figure.bars else box.y
    if box.height is not None:
        return y
    face, bold, drawing = box.face(13.5, colour="ink-2"), box.face(13.5, 600), figure.drawing
    if drawing.overdue:
        y = pen.lines(box.x, y + 10, [_("Past the last day they stated, with something outstanding")], bold)
        for pledge, words in drawing.overdue:
            y = pen.lines(box.x, y, wrapped(f"{pledge.text}: {words}", face, box.width), face)
    elif drawing.none_overdue:
        y = pen.lines(box.x, y + 8, wrapped(drawing.none_overdue, face, box.width), face)
    return y
