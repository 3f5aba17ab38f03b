"""Which part of the world a map shows, and how its pixels lie in the picture's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from app.figures.world.geometry import Place, World

Box = tuple[float, float, float, float]

# Room around what must be seen, and the narrowest part of the world that is shown, in the map's pixels.
MARGIN, NARROWEST = 60, 560


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture to fill: its size in pixels, the most of the world's width that it may show (1: all of it), the radius
    of its largest circle, for how many names it has room, and whether its circles lead somewhere.
    """

    name: str
    width: int
    height: int
    most: float
    radius: float
    names: int
    has_links: bool = True


# Help from two continents that lie one above the other has its list beside it, help from all over the world below it.
TALL = Frame("tall", 820, 560, 1.0, 38, 16)
WIDE = Frame("wide", 1160, 500, 1.0, 38, 20)
# A phone has no pointer to rest on a circle, and a finger meets the lists: its map has no links.
PHONE = Frame("phone", 360, 400, 0.28, 30, 8, has_links=False)
# The scale from which on circles have their full size, and how small they may become.
FULL_SCALE, LEAST_SHARE = 0.75, 0.6
# The shape, width to height, from which on what must be seen is rather wide than high.
RATHER_WIDE = 1.7


@dataclass(frozen=True, slots=True)
class View:
    """A frame over a part of the world: `left` and `top` in the map's pixels, `scale` from these to the picture's."""

    frame: Frame
    left: float
    top: float
    scale: float

    def at(self, place: Place) -> tuple[int, int]:
        """Where a place's number goes in the picture."""
        x, y = place.at
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)

    @property
    def radius(self) -> float:
        """That of the largest circle: smaller where a small scale brings neighbours near to each other."""
        return round(self.frame.radius * min(1, max(LEAST_SHARE, self.scale / FULL_SCALE)), 1)

    def meets(self, place: Place) -> bool:
        """Whether any of a place's largest piece, or its number, lies in the picture."""
        left, top, right, bottom = place.box
        across = (left - self.left) * self.scale <= self.frame.width and (right - self.left) * self.scale >= 0
        return (
            across
            and (top - self.top) * self.scale <= self.frame.height
            and (bottom - self.top) * self.scale >= 0
        )

    def shows(self, place: Place) -> bool:
        """Whether a place's number lies in the picture."""
        x, y = self.at(place)
        return 0 <= x <= self.frame.width and 0 <= y <= self.frame.height


def view_of(frame: Frame, wanted: Sequence[Place], theatre: Sequence[Place], world: World) -> View:
    """The part of the world that holds the theatre and as many of `wanted` as the frame has room for.

    They are taken in their order, the most important first; one that is too far away is left out, not all after it.
    """
    # What may show all of the world leaves nobody out.
    room = world.width * frame.most if frame.most < 1 else inf
    box = _box_of(wanted, theatre, room, room * frame.height / frame.width)
    return _fitted(frame, box or (0, 0, world.width, world.height), world)


def frame_for(wanted: Sequence[Place], theatre: Sequence[Place], world: World) -> Frame:
    """The frame of a wide page, where there is something to stand beside it, in the shape of what must be seen."""
    box = _box_of(wanted, theatre, inf, inf) or (0, 0, world.width, world.height)
    wide, high = box[2] - box[0] + 2 * MARGIN, box[3] - box[1] + 2 * MARGIN
    return WIDE if wide > RATHER_WIDE * high else TALL


def _box_of(wanted: Sequence[Place], theatre: Sequence[Place], wide: float, high: float) -> Box | None:
    box: Box | None = None
    for one in [*(place.box for place in theatre), *((*place.at, *place.at) for place in wanted)]:
        wider = _around(box, one)
        if box is None or _fits(wider, wide, high):
            box = wider
    return box


def _around(box: Box | None, other: Box) -> Box:
    if box is None:
        return other
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])


def _fits(box: Box, room: float, high: float) -> bool:
    return box[2] - box[0] + 2 * MARGIN <= room and box[3] - box[1] + 2 * MARGIN <= high


def _fitted(frame: Frame, box: Box, world: World) -> View:
    """The frame's shape around the box, inside the world where that is possible."""
    shape = frame.width / frame.height
    width = max(
        box[2] - box[0] + 2 * MARGIN, (box[3] - box[1] + 2 * MARGIN) * shape, NARROWEST * min(1, shape)
    )
    width = min(width, max(world.width, world.height * shape))
    height = width / shape
    left = _inside((box[0] + box[2] - width) / 2, width, world.width)
    top = _inside((box[1] + box[3] - height) / 2, height, world.height)
    return View(frame, left, top, frame.width / width)


def _inside(start: float, length: float, whole: float) -> float:
    return (whole - length) / 2 if length > whole else max(0, min(start, whole - length))
