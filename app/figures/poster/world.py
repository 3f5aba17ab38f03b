"""The map in a picture: the page's own drawing of it, its outlines inside, and below it who has no place on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.figures.poster.box import Box
from app.figures.poster.letters import width_of, wrapped
from app.figures.poster.marks import mark
from app.figures.poster.pen import Pen
from app.figures.schemas import Figure
from app.figures.world.drawing import Beside, Circle, MapDrawing, Marked, Picture
from app.figures.world.geometry import OUTLINES
from app.i18n import _
from app.web.assets import asset_file

TINTS = {"under_review": "requested", "lapsed": "over", "ended": "over", "closed": "over"}
OPACITY = {"deployed": 0.9, "committed": 0.85, "announced": 0.85}
NAMED = 13  # px, of a name on the map
_PATH = re.compile(r'<path id="(\w+)"[^>]*? (d="[^"]*")/>')


@dataclass(frozen=True, slots=True)
class Fit:
    """How the page's drawing lies in a picture."""

    x: float
    y: float
    by: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the drawing in the picture."""
        return self.x + x * self.by, self.y + y * self.by


def draw_map(pen: Pen, figure: Figure, box: Box) -> float:
    """The map as large as the box allows, its key, and those beside it where there is room. Where it ends."""
    drawing: MapDrawing = figure.drawing
    picture, key = drawing.pictures[0], _key(pen.beside(), drawing, box.lower(0)) + 6 * box.scale
    frame = picture.view.frame
    by = box.width / frame.width
    if box.height is not None:
        by = min(by, (box.height - key) / frame.height)
    fit = Fit(box.x + (box.width - frame.width * by) / 2, box.y, by)
    _land(pen, picture, fit)
    _circles(pen, picture, fit)
    y = _key(pen, drawing, box.lower(box.y + frame.height * by + 6 * box.scale))
    return y if box.height is not None else _listed(pen, drawing.beside, box.lower(y + 4))


def _land(pen: Pen, picture: Picture, fit: Fit) -> None:
    """The countries: all in grey, those that give something tinted, the theatre outlined."""
    view, paths = picture.view, _paths()
    inside = [f'<path id="m-{code}" {outline}/>' for code, outline in paths.items() if code.isupper()]
    parts = [pen.element("g", "".join(inside), fill="map-land")]
    parts += [_again(pen, one.code, fill=_tint(one.stage)) for one in picture.tints if one.is_drawn]
    thin = 0.8 / view.scale
    parts.append(
        f'<path {paths["borders"]} fill="none" stroke="{pen.colour("paper-2")}" stroke-width="{thin:.2f}"/>'
    )
    dashes = f'stroke-width="{thin:.2f}" stroke-dasharray="{2.5 / view.scale:.2f}"'
    parts.append(f'<path {paths["dashed"]} fill="none" stroke="{pen.colour("ink-3")}" {dashes}/>')
    parts += [_theatre(pen, one, 1.8 / view.scale) for one in picture.theatre if one.is_drawn]
    frame = pen.element("rect", width=view.frame.width, height=view.frame.height, fill="paper-2")
    moved = f"scale({view.scale:.4f}) translate({-view.left:.1f} {-view.top:.1f})"
    clip = pen.element(
        "clipPath", pen.element("rect", width=view.frame.width, height=view.frame.height), id="frame"
    )
    inner = pen.element("g", "".join(parts), transform=moved)
    placed = f"translate({fit.x:.1f} {fit.y:.1f}) scale({fit.by:.4f})"
    pen.draw("g", clip + frame + pen.element("g", inner, clip_path="url(#frame)"), transform=placed)


def _again(pen: Pen, code: str, **looks: object) -> str:
    return pen.element("use", href=f"#m-{code}", **looks)


def _theatre(pen: Pen, one: Marked, width: float) -> str:
    return _again(
        pen, one.code, fill="none" if one.is_tinted else "paper", stroke="ink", stroke_width=float(width)
    )


def _tint(stage: str) -> str:
    return f"tint-{TINTS.get(stage, stage)}"


@lru_cache(maxsize=1)
def _paths() -> dict[str, str]:
    """The outline of each country by its code, and of the "borders" and the "dashed" ones."""
    text = asset_file(OUTLINES).read_text(encoding="utf-8")
    return dict(_PATH.findall(text))


def _circles(pen: Pen, picture: Picture, fit: Fit) -> None:
    for one in picture.tints:
        if one.dot:
            x, y = fit.at(*one.dot)
            pen.draw(
                "circle", cx=x, cy=y, r=4.5 * fit.by, fill=_tint(one.stage), stroke="edge", stroke_width=0.75
            )
    for circle in picture.circles:
        _circle(pen, circle, *fit.at(circle.x, circle.y), fit.by)
    for marked in picture.theatre:
        if marked.label:
            _name(pen, fit, (marked.label.x, marked.label.y, marked.label.anchor), "", marked.name.upper())
    for circle in picture.circles:
        if circle.label:
            label = circle.label
            _name(pen, fit, (label.x, label.y, label.anchor), circle.number, circle.name)


def _circle(pen: Pen, circle: Circle | Beside, x: float, y: float, by: float) -> None:
    for code, radius in circle.rings:
        edge = "announced-line" if code == "announced" else "paper"
        look = {"fill": code, "fill_opacity": OPACITY[code], "stroke": edge, "stroke_width": 1}
        pen.draw("circle", cx=x, cy=y, r=radius * by, **look)
    code = circle.mark if isinstance(circle, Circle) else circle.note_code
    if code and not circle.rings:
        mark(pen, code, x - 5 * by, y - 5 * by, 10 * by)


def _name(pen: Pen, fit: Fit, place: tuple[float, float, str], number: str, name: str) -> None:
    """A number and a name beside a circle, with a rim of paper so that no border strikes them out."""
    x, y = fit.at(place[0], place[1])
    face, bold = Box(0, 0, 0).face(NAMED * fit.by), Box(0, 0, 0).face(NAMED * fit.by, 600)
    first = bold if number or name.isupper() else face
    parts = [(number, bold), (name, first if not number else face)] if number else [(name, first)]
    wide = sum(width_of(words, one) for words, one in parts) + (4 * fit.by if number else 0)
    x -= wide if place[2] == "end" else wide / 2 if place[2] == "middle" else 0
    rim = {
        "stroke": "paper-2",
        "stroke_width": 3 * fit.by,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    for words, one in parts:
        pen.text(x, y, words, one, **rim)
        x += width_of(words, one) + 4 * fit.by


def _key(pen: Pen, drawing: MapDrawing, box: Box) -> float:
    """What an outline and a tint mean."""
    face, x, size = box.face(13, colour="ink-2"), box.x, 10.5 * box.scale
    entries = [("", drawing.theatre)] if drawing.theatre else []
    entries += [(code, label) for code, label in drawing.stages]
    y = box.y
    for i, (code, words) in enumerate(entries):
        if i == bool(drawing.theatre) and drawing.stages:
            told = _("Tint, furthest stage:")
            pen.text(x, y + face.size, told, face)
            x += width_of(told, face) + 10 * box.scale
        if x + size + width_of(words, face) > box.right:
            x, y = box.x, y + face.line
        look = (
            {"fill": _tint(code), "stroke": "edge"}
            if code
            else {"fill": "none", "stroke": "ink", "stroke_width": 2}
        )
        pen.draw("rect", x=x, y=y + face.size - size, width=size, height=size, **look)
        pen.text(x + size + 6 * box.scale, y + face.size, words, face)
        x += size + width_of(words, face) + 24 * box.scale
    return y + face.line if entries else y


def _listed(pen: Pen, rows: Sequence[Beside], box: Box) -> float:
    """Organisations, and what has no outline: a circle on the map's scale, and words."""
    if not rows:
        return box.y
    face, bold = box.face(13, colour="ink-2"), box.face(13, 600)
    y = pen.lines(box.x, box.y + 4, [_("Beside the map: organisations, and places without an outline")], bold)
    indent = max(row.room for row in rows) + 10 * box.scale
    for row in rows:
        named = f"{row.name} {row.number}".strip()
        x = box.x + indent + width_of(named, bold) + 10 * box.scale
        lines = wrapped(row.note, face, box.right - x) if row.note else []
        high = max(row.room, max(1, len(lines)) * face.line) + 5
        _circle(pen, row, box.x + indent / 2 - 5, y + high / 2, 1.0)
        pen.text(box.x + indent, y + high / 2 + bold.size * 0.36, named, bold)
        pen.lines(x, y + high / 2 - len(lines) * face.line / 2, lines, face)
        y += high
    return y
