"""Closed lines of whole pixels: how much they hold, and where a number goes in them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

Pixel = tuple[int, int]
# Rings of points; the last point's neighbour is the first.
Shape = Sequence[Sequence[Pixel]]


def area(ring: Sequence[Pixel]) -> float:
    """The area that a ring holds, in square pixels; below 0 where it runs the other way."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring)) / 2


def middle(ring: Sequence[Pixel]) -> Pixel:
    """A point well inside a ring: the middle of the widest row at the height of its centre of mass."""
    whole = area(ring)
    turns = [((y1 + y2), x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _sides(ring)]
    level = sum(y * turn for y, turn in turns) / (6 * whole) if whole else 0
    rows = _rows(ring, int(level) + 0.5)
    if not rows:  # it holds nothing: a line, or a point
        return round(sum(x for x, _y in ring) / len(ring)), round(sum(y for _x, y in ring) / len(ring))
    left, right = max(rows, key=lambda row: row[1] - row[0])
    return round((left + right) / 2), round(level)


def cut(line: Sequence[Pixel], level: int) -> tuple[list[Sequence[Pixel]], list[Sequence[Pixel]]]:
    """The pieces of an open line that lie above a level and those below; where it crosses, the pieces meet."""
    pieces: tuple[list[Sequence[Pixel]], list[Sequence[Pixel]]] = ([], [])
    start = 0
    for i in range(1, len(line)):
        side = line[i][1] >= level
        if i + 1 == len(line) or (line[i + 1][1] >= level) != side:
            pieces[side].append(line[start : i + 1])
            start = i
    return pieces


def _sides(ring: Sequence[Pixel]) -> list[tuple[Pixel, Pixel]]:
    return list(zip(ring, [*ring[1:], *ring[:1]], strict=True))


def _rows(ring: Sequence[Pixel], y: float) -> list[tuple[float, float]]:
    """From where to where the ring's inside lies on a level."""
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in _sides(ring) if (y1 > y) != (y2 > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))
