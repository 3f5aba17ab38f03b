"""Fewer points on a line: those go first that move it least. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from app.web.assets.world.rings import Pixel


def simplified(line: Sequence[Pixel], least: float) -> list[Pixel]:
    """The line without the points whose triangle with their neighbours is smaller than `least`; its ends stay.

    Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", Cartographic Journal 30 (1993).
    """
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    queue = [(_triangle(line, i - 1, i, i + 1), i) for i in range(1, len(line) - 1)]
    size = {i: area for area, i in queue}
    heapify(queue)
    while queue:
        area, i = heappop(queue)
        if size.get(i) != area:
            continue
        if area >= least:
            break
        del size[i]
        before[after[i]], after[before[i]] = before[i], after[i]
        for j in (before[i], after[i]):
            if j in size:
                # Never less than what was just taken: a line is not worn away point by point.
                size[j] = max(area, _triangle(line, before[j], j, after[j]))
                heappush(queue, (size[j], j))
    return [point for i, point in enumerate(line) if i in size or i in (0, len(line) - 1)]


def _triangle(line: Sequence[Pixel], a: int, b: int, c: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = line[a], line[b], line[c]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
