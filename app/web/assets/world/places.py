"""What the server must know of a country on the map: where its number goes, its size and its neighbours. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypedDict

from app.web.assets.world.rings import Shape, area, middle


class Place(TypedDict):
    """`at`: where its number goes. `box`: left, top, right and bottom of its largest piece. `size`: square pixels that
    are drawn, 0 where it has no outline: it is smaller than a pixel. `near`: the codes of its neighbours.
    """

    at: list[int]
    box: list[int]
    size: int
    near: list[str]


def place_of(drawn: Shape, exact: Shape, near: Collection[str]) -> Place:
    """`drawn` is the outline, `exact` the same with every point and island."""
    largest = exact[0]
    across, down = [x for x, _y in largest], [y for _x, y in largest]
    return {
        "at": list(middle(largest)),
        "box": [min(across), min(down), max(across), max(down)],
        "size": round(sum(abs(area(ring)) for ring in drawn)),
        "near": sorted(near),
    }
