"""The map as it is drawn: tinted countries, circles, marks and names for a wide page and for a phone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin, sqrt

from app.figures.schemas import PROMISED
from app.figures.words import brief
from app.figures.world.geometry import Place, World
from app.figures.world.labels import Label, Spot, labels_for
from app.figures.world.seats import Seat
from app.figures.world.view import PHONE, WIDE, Frame, View, frame_for, view_of

# The smallest circle, the size of a mark without a number, and of the dot of a country that is hardly seen.
SMALLEST, MARK, DOT = 2.5, 5.0, 4.5
# One aircraft fills no country: the most that the circle of the number 1 may measure.
ONE = 12.0
# The radius from which on the hatching of an old count can be seen.
SHADED = 6.0
# Where the signs beside a number sit on its circle.
ANGLES = (radians(45), radians(135), radians(90))
# A country that takes up less of the picture, in square pixels, gets a dot.
HARDLY_SEEN = 40


@dataclass(frozen=True, slots=True)
class Circle:
    """A contributor's number: a ring a stage, the area of each its number; or, without one, a mark."""

    code: str
    url: str
    title: str
    x: float
    y: float
    rings: Sequence[tuple[str, float]]
    mark: str = ""
    badges: Sequence[tuple[str, float, float]] = ()
    is_stale: bool = False
    number: str = ""
    name: str = ""
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Tint:
    """A country painted by its furthest stage; `dot` where it is too small to be seen: its middle."""

    code: str
    stage: str
    is_drawn: bool
    dot: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A country of the theatre: its outline, and its name where there is room."""

    code: str
    name: str
    is_drawn: bool
    is_tinted: bool
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing of the map. `radius`: of its largest circle. `outside`: those with a place that this part of
    the world does not show.
    """

    view: View
    radius: float
    tints: Sequence[Tint]
    theatre: Sequence[Marked]
    circles: Sequence[Circle]
    outside: Sequence[Seat]


@dataclass(frozen=True, slots=True)
class Beside:
    """A contributor that has no place on the map, or none on a phone's: its circle, and what it gives in words."""

    code: str
    url: str
    name: str
    alpha2: str
    number: str
    note: str
    note_code: str
    rings: Sequence[tuple[str, float]] = ()
    room: float = 0


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The whole figure. `beside` are organisations and codes without a shape, `cut` those off a phone's map."""

    pictures: Sequence[Picture]
    beside: Sequence[Beside]
    cut: Sequence[Beside]
    stages: Sequence[tuple[str, str]]
    theatre: str


@dataclass(frozen=True, slots=True)
class Said:
    """How a contributor is spoken of: the address behind its circle, and its words."""

    url: Callable[[Seat], str]
    title: Callable[[Seat], str]
    note: Callable[[Seat], tuple[str, str]]


def radius_of(value: int, largest: int, most: float) -> float:
    """The radius of a circle whose area is its number's share of the largest, which has the radius `most`."""
    return round(max(SMALLEST, most * sqrt(value / largest)), 1) if value else 0.0


def rings_of(seat: Seat, largest: int, most: float) -> list[tuple[str, float]]:
    """Circles one in the other, the outer first, so that the area of each ring that is seen is its number."""
    rings, sum_so_far = [], 0
    for name in PROMISED:
        if value := getattr(seat.giver.numbers, name).value:
            sum_so_far += value
            rings.append((name, radius_of(sum_so_far, largest, most)))
    return rings[::-1]


def picture_of(
    frame: Frame, seats: Sequence[Seat], theatre: Mapping[str, str], world: World, said: Said
) -> Picture:
    """Draw the map into a frame. `theatre`: names by code, those without a shape left out here."""
    placed = [seat for seat in seats if seat.place]
    marked = {code: world.places[code] for code in theatre if code in world.places}
    view = view_of(frame, _wanted(placed, frame), [*marked.values()], world)
    shown = [seat for seat in placed if seat.place and view.shows(seat.place)]
    largest = largest_of(seats)
    radius = min(view.radius, ONE * sqrt(largest))
    circles = [_circle(seat, view, largest, radius, said) for seat in shown]
    spots = [
        *(Spot(*view.at(place), 0, theatre[code].upper()) for code, place in marked.items()),
        *(Spot(one.x, one.y, _reach(one), f"{one.number} {one.name}".strip()) for one in circles),
    ]
    labels = labels_for(spots, frame.names + len(marked), frame.width, frame.height)
    return Picture(
        view,
        radius,
        [_tint(seat, view) for seat in placed if seat.place and view.meets(seat.place)],
        [
            Marked(code, theatre[code], place.size > 0, any(seat.code == code for seat in placed), label)
            for (code, place), label in zip(marked.items(), labels, strict=False)
        ],
        [replace(one, label=label) for one, label in zip(circles, labels[len(marked) :], strict=True)],
        [seat for seat in placed if seat not in shown],
    )


def _wanted(placed: Sequence[Seat], frame: Frame) -> list[Place]:
    """Whose places must be seen: all of them, and on a phone those where help comes from, where there are any."""
    helping = [seat for seat in placed if seat.giver.is_live]
    return [_place(seat) for seat in (helping if frame.most < 1 and helping else placed)]


def largest_of(seats: Sequence[Seat]) -> int:
    """The number that the largest circle stands for, on the map and beside it: one scale for all."""
    return max((seat.giver.total.value for seat in seats), default=0) or 1


def _circle(seat: Seat, view: View, largest: int, radius: float, said: Said) -> Circle:
    giver = seat.giver
    x, y = view.at(_place(seat))
    rings = rings_of(seat, largest, radius)
    number = brief(giver.total, giver.unit) if giver.total.value else ""
    return Circle(
        code=giver.code,
        url=said.url(seat) if view.frame.has_links else "",
        title=said.title(seat) if view.frame.has_links else "",
        x=x,
        y=y,
        rings=rings,
        mark=seat.mark,
        badges=_badges(seat, x, y, rings[0][1]) if rings else (),
        is_stale=giver.is_stale and bool(rings) and rings[0][1] >= SHADED,
        number=number,
        name=giver.label,
    )


def _badges(seat: Seat, x: float, y: float, radius: float) -> list[tuple[str, float, float]]:
    """Beside a number: that another was not given, that more was asked, that something was declined."""
    giver = seat.giver
    said = {"unquantified": giver.unknown, "requested": giver.asked, "declined": giver.has_declined}
    used = [code for code, holds in said.items() if holds]
    return [
        (code, round(x + radius * cos(ANGLES[i])), round(y - radius * sin(ANGLES[i])))
        for i, code in enumerate(used)
    ]


def _reach(circle: Circle) -> float:
    return circle.rings[0][1] if circle.rings else MARK


def _place(seat: Seat) -> Place:
    assert seat.place is not None
    return seat.place


def _tint(seat: Seat, view: View) -> Tint:
    place = _place(seat)
    is_small = place.size * view.scale**2 < HARDLY_SEEN
    return Tint(seat.code, seat.stage, place.size > 0, view.at(place) if is_small else None)


def beside(seats: Sequence[Seat], largest: int, radius: float, said: Said) -> list[Beside]:
    """Those that are listed, with a circle on the map's own scale: `radius` is that of the number `largest`."""
    return [_beside(seat, largest, radius, said) for seat in seats]


def _beside(seat: Seat, largest: int, radius: float, said: Said) -> Beside:
    giver, (note, code) = seat.giver, said.note(seat)
    rings = rings_of(seat, largest, radius)
    number = brief(giver.total, giver.unit) if giver.total.value else ""
    room = 2 * (rings[0][1] if rings else MARK) + 2
    return Beside(giver.code, said.url(seat), giver.label, giver.alpha2, number, note, code, rings, room)


def pictures_of(seats: Sequence[Seat], theatre: Mapping[str, str], world: World, said: Said) -> list[Picture]:
    """The map for a wide page, then the one for a phone."""
    wanted = [seat.place for seat in seats if seat.place]
    marked = [world.places[code] for code in theatre if code in world.places]
    has_list = any(not seat.place for seat in seats)
    frames = (frame_for(wanted, marked, world) if has_list else WIDE, PHONE)
    return [picture_of(frame, seats, theatre, world, said) for frame in frames]
