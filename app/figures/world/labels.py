"""Which names find room on a map, and where: beside their circle, on no other name and no other circle. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# A name's letters are this wide and high, in the picture's pixels: measured of Public Sans at 13 px, and a little more.
LETTER, LINE = 7.3, 16.0
GAP = 4.0
# Room kept free around a name that stands on the map itself.
AROUND = 12.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Something on the map that may have a name: its middle, its radius, and the words, if any, to stand beside it."""

    x: float
    y: float
    radius: float
    words: str = ""

    @property
    def box(self) -> Box:
        """The room it takes itself."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Label:
    """Where words stand: `anchor` start, middle or end of their line at `x`; `y` is their base line."""

    x: float
    y: float
    anchor: str


def labels_for(spots: Sequence[Spot], most: int, width: float, height: float) -> list[Label | None]:
    """A label for each spot that has words and finds room, the first ones first, and no more than `most`."""
    taken = [spot.box for spot in spots]
    found: list[Label | None] = []
    for i, spot in enumerate(spots):
        label = None
        if spot.words and sum(1 for one in found if one) < most:
            others = [box for j, box in enumerate(taken) if j != i]
            label, box = _first_free(spot, others, width, height)
            taken += [_wider(box, 0 if spot.radius else AROUND)] if box else []
        found.append(label)
    return found


def _first_free(
    spot: Spot, taken: Iterable[Box], width: float, height: float
) -> tuple[Label | None, Box | None]:
    taken = list(taken)
    for label in _places(spot):
        box = room_of(label, spot.words)
        inside = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
        if inside and not any(_meet(box, other) for other in taken):
            return label, box
    return None, None


def _places(spot: Spot) -> Iterator[Label]:
    """Right, above, below and left; of a spot without a size, on it."""
    x, y, away = spot.x, spot.y, spot.radius + GAP
    middle = y + LINE * 0.3
    if not spot.radius:
        yield Label(x, middle, "middle")
        away = 0
    yield Label(x + away, middle, "start")
    yield Label(x, y - away - 1, "middle")
    yield Label(x, y + away + LINE * 0.7, "middle")
    yield Label(x - away, middle, "end")
    for shift in (-1, 1):
        yield Label(x + away * 0.8, middle + shift * (spot.radius * 0.6 + LINE / 2), "start")
        yield Label(x - away * 0.8, middle + shift * (spot.radius * 0.6 + LINE / 2), "end")


def room_of(label: Label, words: str) -> Box:
    """The room that words take at a label's place."""
    long = len(words) * LETTER
    left = {"start": label.x, "middle": label.x - long / 2, "end": label.x - long}[label.anchor]
    return left, label.y - LINE * 0.8, left + long, label.y + LINE * 0.2


def _wider(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
