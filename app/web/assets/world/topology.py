"""Countries as the geometry's package has them: lines that neighbours share, and which of them bound whom. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web.assets.world.projection import Point

Line = Sequence[Point]
# A ring as its lines: their numbers in order, ~n for line n walked backwards.
Ring = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """`lines` in degrees; `rings` by a country's code. A line between two countries stands in the rings of both."""

    lines: Mapping[int, Line]
    rings: Mapping[str, Sequence[Ring]]

    def ring(self, ring: Ring) -> list[Point]:
        """The points of a ring; the first one is also the last."""
        points: list[Point] = []
        for number in ring:
            line = self.lines[number] if number >= 0 else self.lines[~number][::-1]
            points += line[1:] if points else line
        return points

    def owners(self) -> dict[int, set[str]]:
        """Who is on either side of each line: one code where it is a coast."""
        owners: dict[int, set[str]] = {}
        for code, number in self._uses():
            owners.setdefault(number if number >= 0 else ~number, set()).add(code)
        return owners

    def _uses(self) -> Iterator[tuple[str, int]]:
        return ((code, number) for code, rings in self.rings.items() for ring in rings for number in ring)


def topology_of(atlas: Mapping[str, Any]) -> Topology:
    """Read the package's TopoJSON: https://github.com/topojson/topojson-specification, with a `transform`."""
    scale, origin = atlas["transform"]["scale"], atlas["transform"]["translate"]
    lines = {number: _line(steps, scale, origin) for number, steps in enumerate(atlas["arcs"])}
    rings: dict[str, list[Ring]] = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings.setdefault(country["properties"]["a3"], []).extend(
            tuple(ring) for shape in shapes for ring in shape
        )
    return Topology(lines, rings)


def _line(steps: Sequence[Sequence[int]], scale: Sequence[float], origin: Sequence[float]) -> list[Point]:
    x, y, points = 0, 0, []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
    return points


def merged(topology: Topology, into: Mapping[str, str]) -> Topology:
    """The same with some shapes made part of another: the lines between the two are gone."""
    rings = {code: list(own) for code, own in topology.rings.items()}
    for part, whole in into.items():
        rings[whole] = _joined([*rings[whole], *rings.pop(part)], topology)
    return Topology(topology.lines, {code: tuple(own) for code, own in rings.items()})


def _joined(rings: Sequence[Ring], topology: Topology) -> list[Ring]:
    """Rings without the lines that two of them share: what is left is walked into rings again."""
    used = {number for ring in rings for number in ring}
    shared = {number for number in used if ~number in used}
    kept = [ring for ring in rings if not shared & set(ring)]
    left = [number for ring in rings if shared & set(ring) for number in ring if number not in shared]
    while left:
        ring = [left.pop(0)]
        while topology.ring((ring[0],))[0] != (end := topology.ring((ring[-1],))[-1]):
            ring.append(left.pop(next(i for i, n in enumerate(left) if topology.ring((n,))[0] == end)))
        kept.append(tuple(ring))
    return kept
