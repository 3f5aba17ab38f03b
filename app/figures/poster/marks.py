"""The marks of a status as the page draws them: a shape and a colour for each, in a legend and before words."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from app.figures.poster.letters import Face, width_of
from app.figures.poster.pen import Pen

SPACE = 0.5  # between a mark and its word, in ems
APART = 1.4  # between the entries of a legend, in ems
EDGED = {"announced": "announced-line", "shortfall": "edge"}
HATCH = "hatch"


def mark(pen: Pen, code: str, x: float, y: float, size: float) -> None:
    """The mark of a status in a square whose upper left corner is at `x`, `y`."""
    middle, right, below = (x + size / 2, y + size / 2), x + size, y + size
    if code in ("requested", "under_review"):
        ring = code == "under_review"
        shape = {"fill": "none", "stroke": code, "stroke_width": 2.5} if ring else {"fill": code}
        pen.draw("circle", cx=middle[0], cy=middle[1], r=size / 2 - (1.25 if ring else 0), **shape)
    elif code == "declined":
        pen.line(x + 1, y + 1, right - 1, below - 1, code, size * 0.3)
        pen.line(right - 1, y + 1, x + 1, below - 1, code, size * 0.3)
    elif code == "lapsed":
        _hollow(pen, code, x, y, size, 1)
        pen.line(x, below, right, y, code, 1.5)
    elif code == "ended":
        _hollow(pen, code, x, y, size, 2)
    elif code == "closed":
        pen.rect(x, middle[1] - 1.5, size, 3, code)
    elif code == "unquantified":
        diamond(pen, *middle, size * 0.5)
    elif code == "required":
        pen.rect(middle[0] - 1, y - 2, 2, size + 4, "ink")
    elif code == "stale":
        pen.rect(x, y, size, size, f"url(#{HATCH})", stroke="ink-2")
    else:
        pen.rect(x, y, size, size, code, stroke=EDGED.get(code, code))


def diamond(pen: Pen, x: float, y: float, reach: float) -> None:
    """The open mark of a number that was not given, around its middle."""
    corners = [(x + reach * cos(n * pi / 2), y + reach * sin(n * pi / 2)) for n in range(4)]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    pen.draw("polygon", points=points, fill="none", stroke="unquantified", stroke_width=2)


def _hollow(pen: Pen, code: str, x: float, y: float, size: float, width: float) -> None:
    inner = size - width
    pen.rect(x + width / 2, y + width / 2, inner, inner, "none", stroke=code, stroke_width=width)


def marked(pen: Pen, code: str, x: float, y: float, words: str, face: Face) -> float:
    """A mark and its words, their foot at `y`; where they end."""
    size = face.size * 0.8
    mark(pen, code, x, y - size * 0.95, size)
    start = x + size + face.size * SPACE
    pen.text(start, y, words, face)
    return start + width_of(words, face)


def legend(
    pen: Pen,
    entries: Sequence[tuple[str, str]],
    place: tuple[float, float, float],
    face: Face,
) -> float:
    """The legend in as many lines as it takes from `place` (x, y, width); where it ends."""
    left, y, width = place
    x = left
    for code, words in entries:
        needs = face.size * (0.8 + SPACE) + width_of(words, face)
        if x > left and x + needs > left + width:
            x, y = left, y + face.line
        x = marked(pen, code, x, y + face.size, words, face) + face.size * APART
    return y + face.line if entries else y


def hatching(pen: Pen) -> str:
    """What `stale` bars are filled with, to stand in <defs>."""
    line = pen.element("rect", width=2, height=6, fill="paper", fill_opacity=0.75)
    line += pen.element("rect", x=2, width=1, height=6, fill="ink-2", fill_opacity=0.35)
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return pen.element("pattern", line, id=HATCH, width=6, height=6, **turned)


def muster(pen: Pen, x: float, y: float, size: float) -> None:
    """Muster's own mark: three bars, deployed, committed, announced."""
    unit = size / 24
    for name, top, width in (("deployed", 2, 24), ("committed", 9.5, 15.5), ("announced", 17, 8.5)):
        pen.rect(x, y + top * unit, width * unit, 5 * unit, name)
