"""The world as two files: outlines.svg, which pages draw from, and places.json, which the server reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.web.assets.world.places import Place, place_of
from app.web.assets.world.practice import NOBODY, by_practice, not_final_north_of
from app.web.assets.world.projection import equal_earth
from app.web.assets.world.rings import Pixel, Shape, area, cut
from app.web.assets.world.simplify import simplified
from app.web.assets.world.topology import Line, Ring, Topology, topology_of

# The map's width in pixels: it is drawn at a third of that and, where it is cut to a part of the world, at the whole.
WIDTH = 2800
SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
# The meridian in the middle: the map's edge runs through the Bering Strait, and cuts no country in two.
MIDDLE = 11.6
# South of this there is nobody who gives.
NORTH, SOUTH = equal_earth(0, 84)[1], equal_earth(0, -57)[1]
HEIGHT = round((NORTH - SOUTH) * SCALE)
ANTARCTICA = "ATA"
# Triangles that no eye misses, and islands that are dropped from an outline with others, in square pixels.
LEAST_TRIANGLE, LEAST_ISLAND = 3.0, 6.0

Pixels = Mapping[int, Sequence[Pixel]]


@lru_cache(maxsize=1)  # whoever builds again and again changes other files
def world_files(atlas: bytes, flags: bytes) -> dict[str, bytes]:
    """The two files by asset name, from the geometry's TopoJSON and the flags' list of countries."""
    svg, places = outlines(json.loads(atlas))
    listed = {"width": WIDTH, "height": HEIGHT, "places": places, "continents": continents(json.loads(flags))}
    return {
        "world/outlines.svg": svg.encode(),
        "world/places.json": json.dumps(listed, separators=(",", ":"), sort_keys=True).encode(),
    }


def outlines(atlas: Mapping[str, Any]) -> tuple[str, dict[str, Place]]:
    """The picture, and what is known of each place in it, by code."""
    topology = by_practice(topology_of(atlas))
    exact = {number: _pixels(line) for number, line in topology.lines.items()}
    drawn = {number: simplified(line, LEAST_TRIANGLE) for number, line in exact.items()}
    rings = {code: own for code, own in topology.rings.items() if code != ANTARCTICA}
    shapes = {code: _shape(own, drawn) for code, own in rings.items()}
    near = _neighbours(topology)
    places = {
        code: place_of(shapes[code], _shape(own, exact, least=0), near.get(code, ()))
        for code, own in rings.items()
        if code not in NOBODY
    }
    return _svg(shapes, *_borders(topology, drawn)), places


def continents(flags: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The continent of each country by its alpha-2 code in small letters."""
    return {
        flag["code"]: flag["continent"] for flag in flags if flag.get("continent") and len(flag["code"]) == 2
    }


def _pixels(line: Line) -> list[Pixel]:
    points = [_pixel(*point) for point in line]
    return [point for i, point in enumerate(points) if not i or point != points[i - 1]]


def _pixel(longitude: float, latitude: float) -> Pixel:
    x, y = equal_earth((longitude - MIDDLE + 180) % 360 - 180, latitude)
    return round(WIDTH / 2 + x * SCALE), round((NORTH - y) * SCALE)


def _shape(rings: Sequence[Ring], lines: Pixels, least: float = LEAST_ISLAND) -> Shape:
    """A country's rings, the largest first; of islands so small that nothing is left of them there is none."""
    whole = [ring for ring in (_ring(ring, lines) for ring in rings) if not _is_cut(ring)]
    found = sorted(whole, key=lambda ring: -abs(area(ring)))
    return [ring for i, ring in enumerate(found) if not least or abs(area(ring)) >= (least if i else 1)]


def _is_cut(ring: Sequence[Pixel]) -> bool:
    """Whether the map's edge cuts it: an island of the Aleutians."""
    return max(x for x, _y in ring) - min(x for x, _y in ring) > WIDTH / 2


def _ring(ring: Ring, lines: Pixels) -> list[Pixel]:
    points: list[Pixel] = []
    for number in ring:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[:-1] if len(line) > 1 else line
    return points


def _neighbours(topology: Topology) -> dict[str, set[str]]:
    """Who shares a line with whom."""
    near: dict[str, set[str]] = {}
    for owners in topology.owners().values():
        for code in owners - NOBODY:
            near.setdefault(code, set()).update(owners - NOBODY - {code})
    return near


def _borders(topology: Topology, drawn: Pixels) -> tuple[list[Sequence[Pixel]], list[Sequence[Pixel]]]:
    """The lines between two countries: those agreed, and those that are not agreed or not final."""
    agreed: list[Sequence[Pixel]] = []
    dashed: list[Sequence[Pixel]] = []
    for number, owners in sorted(topology.owners().items()):
        if len(owners) > 1 and len(drawn[number]) > 1:
            limit = not_final_north_of(owners)
            north, south = cut(drawn[number], 0 if limit is None else _pixel(0, limit)[1])
            dashed += north
            agreed += south
    return agreed, dashed


def _svg(
    shapes: Mapping[str, Shape], agreed: Iterable[Sequence[Pixel]], dashed: Iterable[Sequence[Pixel]]
) -> str:
    """Nothing in it has a colour: what draws a part of it says in which."""
    land = "".join(
        f'<path id="{code}" d="{"".join(_path(ring) + "z" for ring in rings)}"/>'
        for code, rings in sorted(shapes.items())
        if rings
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g id="land">{land}</g>'
        f'<path id="borders" fill="none" d="{"".join(map(_path, agreed))}"/>'
        f'<path id="dashed" fill="none" d="{"".join(map(_path, dashed))}"/></svg>\n'
    )


def _path(points: Sequence[Pixel]) -> str:
    """Points in steps of whole pixels."""
    (x, y), steps = points[0], [f"M{points[0][0]} {points[0][1]}"]
    for nx, ny in points[1:]:
        dx, dy, x, y = nx - x, ny - y, nx, ny
        steps.append(f"h{dx}" if not dy else f"l{dx} {dy}" if dx else f"v{dy}")
    return "".join(steps)
