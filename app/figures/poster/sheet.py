"""A figure as a picture of its own: what it is of, title, sentence, legend, drawing, source, day and address."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from app.figures.poster.bars import draw_bars
from app.figures.poster.box import Box
from app.figures.poster.head import draw_head
from app.figures.poster.letters import SERIF, Face, balanced, fitted, width_of, wrapped
from app.figures.poster.marks import hatching, legend, muster
from app.figures.poster.matrix import draw_matrix
from app.figures.poster.pen import Pen
from app.figures.poster.presence import draw_presence
from app.figures.poster.rows import draw_table
from app.figures.poster.steps import draw_steps
from app.figures.poster.world import draw_map
from app.figures.schemas import Figure
from app.i18n import _
from app.web.assets import asset_file

Drawer = Callable[[Pen, Figure, Box], float]
# Drawings of their own kind by the template that draws them in a page; what is not here is drawn as its table.
DRAWERS: dict[str, Drawer] = {
    "embed/headline.html": draw_head,
    "figures/drawings/map.html": draw_map,
    "figures/drawings/matrix.html": draw_matrix,
    "figures/drawings/presence.html": draw_presence,
}
# In a picture of fixed height a map stands beside its words, and a table of many columns is set small.
BESIDE = ("figures/drawings/map.html",)
COLUMN, GUTTER = 0.36, 0.04
SMALL = {"figures/drawings/matrix.html": 1.0}
BROAD_TEMPLATE = "figures/drawings/matrix.html"
FONT_FILES = {
    "Public Sans": "fonts/public-sans",
    "Public Sans Ext": "fonts/public-sans-ext",
    "Source Serif 4": "fonts/source-serif-4-600",
    "Source Serif 4 Ext": "fonts/source-serif-4-600-ext",
}


@dataclass(frozen=True, slots=True)
class Size:
    """What a picture measures in px; `height` None: as high as its figure. `edge`: around it."""

    width: int
    height: int | None
    edge: int
    scale: float
    titles: tuple[int, ...]
    lines: int


OWN = Size(900, None, 28, 1.0, (29,), 9)
# What networks show beside a link: 16 to 9, read on a phone.
SOCIAL = Size(1200, 675, 48, 1.36, (46, 42, 38, 34, 30), 2)
# A table of many columns.
BROAD = Size(1240, None, 28, 1.0, (31,), 9)
SOCIAL_SIZE = "1200x675"
SIZES = {"own": OWN, SOCIAL_SIZE: SOCIAL}


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a figure in a picture: what it is of, and the address at which it is to be found."""

    kicker: str
    address: str


def poster(
    figure: Figure, caption: Caption, size: Size = OWN, theme: str = "light", *, alone: bool = True
) -> str:
    """The picture as SVG in px. `alone`: with its fonts inside, so that it looks the same anywhere."""
    pen, size = Pen(theme), BROAD if size is OWN and figure.template == BROAD_TEMPLATE else size
    whole = Box(size.edge, size.edge, size.width - 2 * size.edge, None, size.scale)
    foot, feet = Pen(theme), _foot_lines(figure, caption, whole, size)
    end = None if size.height is None else size.height - size.edge * 0.6 - _foot_height(feet, size.scale)
    y = _picture(pen, figure, caption, whole, size, end)
    below = y + 14 * size.scale if end is None else end
    y = _below(foot, feet, whole.lower(below))
    height = size.height or round(y + size.edge * 0.6)
    return _document(pen, foot, figure, (size.width, height), alone=alone)


def _picture(pen: Pen, figure: Figure, caption: Caption, whole: Box, size: Size, end: float | None) -> float:
    """Words and drawing, below or beside each other, down to `end` where there is one. Where they end."""
    if end is not None and figure.template in BESIDE:
        _above(
            pen,
            figure,
            caption,
            replace(whole, width=whole.width * COLUMN),
            replace(size, titles=(36, 32, 28, 25), lines=6),
        )
        left = whole.x + whole.width * (COLUMN + GUTTER)
        return _body(
            pen, figure, Box(left, whole.y, whole.right - left, end - whole.y - 12 * size.scale, size.scale)
        )
    y = _above(pen, figure, caption, whole, size)
    scale = SMALL.get(figure.template, size.scale)
    return _body(
        pen, figure, Box(whole.x, y, whole.width, None if end is None else end - y - 10 * size.scale, scale)
    )


def _above(pen: Pen, figure: Figure, caption: Caption, box: Box, size: Size) -> float:
    """Kicker, title, sentence and legend; where they end."""
    small, y = box.face(13.5, 600, "ink-3"), box.y
    y = pen.lines(box.x, y, wrapped(caption.kicker, small, box.width), small) + 3 * box.scale
    face, _lines = fitted(figure.title, Face(0, 600, "ink", SERIF), size.titles, box.width, size.lines)
    y = pen.lines(box.x, y, balanced(figure.title, face, box.width), face) + 5 * box.scale
    if figure.sentence and figure.template != "embed/headline.html":
        said, lines = fitted(
            figure.sentence,
            box.face(15.5, colour="ink-2"),
            (15.5 * box.scale, 13.5 * box.scale),
            box.width,
            size.lines,
        )
        y = pen.lines(box.x, y, lines, said) + 6 * box.scale
    if figure.legend:
        y = (
            legend(pen, figure.legend, (box.x, y + 2, box.width), box.face(13.5, colour="ink-2"))
            + 6 * box.scale
        )
    return y + 6 * box.scale


def _body(pen: Pen, figure: Figure, box: Box) -> float:
    y = _drawer(figure)(pen, figure, box)
    if figure.rest and box.height is None:
        face = box.face(13.5, colour="ink-2")
        y = pen.lines(box.x, y + 6, wrapped(figure.rest, face, box.width), face)
    return y


def _drawer(figure: Figure) -> Drawer:
    if figure.template in DRAWERS:
        return DRAWERS[figure.template]
    if figure.bars:
        return draw_bars
    return draw_steps if figure.steps else _as_table


def _as_table(pen: Pen, figure: Figure, box: Box) -> float:
    return draw_table(pen, figure, box) if figure.table else box.y


def _foot_lines(figure: Figure, caption: Caption, box: Box, size: Size) -> tuple[list[str], list[str]]:
    """Source and note, the note left out where room is short; and the address beside the mark."""
    face, strong = box.face(12.5, colour="ink-3"), box.face(12.5, 600)
    said = _("Source: {sources}", sources=figure.source_line) if figure.source_line else ""
    note = _("Note: {note}", note=figure.note) if figure.note and size.height is None else ""
    named = width_of("Muster", strong) + 34 * box.scale
    return wrapped(f"{said} {note}".strip(), face, box.width), wrapped(
        caption.address, face, box.width - named
    )


def _foot_height(feet: tuple[list[str], list[str]], scale: float) -> float:
    line = Face(12.5 * scale).line
    return 8 * scale + len(feet[0]) * line + 8 * scale + max(1, len(feet[1])) * line


def _below(pen: Pen, feet: tuple[list[str], list[str]], box: Box) -> float:
    face, strong = box.face(12.5, colour="ink-3"), box.face(13.5, 600)
    pen.line(box.x, box.y, box.right, box.y, "rule")
    y = pen.lines(box.x, box.y + 8 * box.scale, feet[0], face) + 8 * box.scale
    muster(pen, box.x, y + 1, 15 * box.scale)
    pen.text(box.x + 22 * box.scale, y + strong.size * 0.98, "Muster", strong)
    for line in feet[1]:
        pen.text(box.right, y + face.size * 1.02, line, face, "end")
        y += face.line
    return max(y, y + (face.line if not feet[1] else 0))


def _document(pen: Pen, foot: Pen, figure: Figure, measures: tuple[int, int], *, alone: bool) -> str:
    width, height = measures
    told = pen.element("title", _plain(figure.title)) + (
        pen.element("desc", _plain(figure.sentence)) if figure.sentence else ""
    )
    families = {**pen.families, **foot.families}
    style = f"<style>{''.join(_face_rule(name) for name in families if name)}</style>" if alone else ""
    inside = f"{told}<defs>{style}{hatching(pen)}</defs>" + pen.element(
        "rect", width=width, height=height, fill="paper"
    )
    drawn = "".join([inside, *pen.parts, *foot.parts])
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">{drawn}</svg>'


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@lru_cache
def _face_rule(family: str) -> str:
    """The font itself, inside the picture."""
    data = b64encode(asset_file(f"{FONT_FILES[family]}.woff2").read_bytes()).decode()
    weights = "600" if "Serif" in family else "100 900"
    source = f"src:url(data:font/woff2;base64,{data}) format('woff2')"
    return f"@font-face{{font-family:'{family}';font-weight:{weights};{source}}}"
