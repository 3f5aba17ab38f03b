"""The outlines that the asset build makes: equal areas, shared lines, United Nations practice, and few bytes."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable
from functools import cache
from math import cos, radians
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.contributors.countries import countries
from app.web.assets.sources import ATLAS, world
from app.web.assets.world.outlines import HEIGHT, MIDDLE, NORTH, SCALE, WIDTH
from app.web.assets.world.practice import NOBODY, by_practice
from app.web.assets.world.projection import equal_earth
from app.web.assets.world.rings import Pixel, area, cut, middle
from app.web.assets.world.simplify import simplified
from app.web.assets.world.topology import Topology, topology_of

# ISO 3166-1 codes that the geometry has no shape of, and Antarctica, which is not drawn: they are listed beside a map.
WITHOUT_A_SHAPE = {
    "ATA", "BES", "BVT", "CCK", "CXR", "GIB", "GLP", "GUF", "MTQ", "MYT", "REU", "SJM", "TKL", "UMI",
}  # fmt: skip

lines = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=40)


@cache
def built() -> tuple[str, dict[str, Any]]:
    files = world(ROOT / "node_modules")
    return files["world/outlines.svg"].decode(), json.loads(files["world/places.json"])


@cache
def topology() -> Topology:
    return by_practice(topology_of(json.loads((ROOT / "node_modules" / ATLAS).read_bytes())))


def on_the_map(longitude: float, latitude: float) -> Pixel:
    x, y = equal_earth((longitude - MIDDLE + 180) % 360 - 180, latitude)
    return round(WIDTH / 2 + x * SCALE), round((NORTH - y) * SCALE)


def whose(longitude: float, latitude: float) -> set[str]:
    """In whose rings a place on the ground lies."""
    found = topology()
    return {
        code
        for code, rings in found.rings.items()
        if sum(_holds(found.ring(ring), longitude, latitude) for ring in rings) % 2
    }


def _holds(ring: Iterable[tuple[float, float]], x: float, y: float) -> bool:
    points = list(ring)
    crossings = [
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in itertools.pairwise(points)
        if (y1 > y) != (y2 > y)
    ]
    return sum(1 for crossing in crossings if crossing < x) % 2 == 1


def drawn(name: str) -> list[Pixel]:
    """The points of one of the picture's two sets of borders."""
    found = re.search(rf'<path id="{name}" fill="none" d="([^"]*)"', built()[0])
    assert found
    points, x, y = [], 0, 0
    for step in re.findall(r"[Mlhv][^Mlhvz]*", found[1]):
        moves = [int(number) for number in step[1:].split()]
        if step[0] == "M":
            x, y = moves
        else:
            x += moves[0] if step[0] in "lh" else 0
            y += moves[-1] if step[0] in "lv" else 0
        points.append((x, y))
    return points


def is_near(name: str, longitude: float, latitude: float, within: int = 9) -> bool:
    x, y = on_the_map(longitude, latitude)
    return any(abs(px - x) <= within and abs(py - y) <= within for px, py in drawn(name))


@pytest.mark.parametrize(
    ("place", "at", "codes"),
    [
        ("Laayoune", (-13.1, 27.1), {"ESH"}),
        ("Dakhla", (-15.0, 23.4), {"ESH"}),
        ("Simferopol", (34.1, 45.0), {"UKR"}),
        ("Donetsk", (37.8, 48.0), {"UKR"}),
        ("Hargeisa", (44.1, 9.6), {"SOM"}),
        ("the north of Cyprus", (33.3, 35.25), {"CYP"}),
        ("the Golan", (35.78, 33.0), {"SYR"}),
        ("Galilee", (35.45, 32.9), {"ISR"}),
        ("the West Bank", (35.25, 32.1), {"PSE"}),
        ("Sukhumi", (41.1, 43.0), {"GEO"}),
        ("Pristina", (21.15, 42.65), {"XKX"}),
        ("Taipei", (121.4, 25.0), {"TWN"}),
        ("Abyei", (28.4, 9.6), {"SDN"}),
        ("Srinagar", (74.8, 34.1), {"IND"}),
        ("Gilgit", (74.3, 35.9), {"PAK"}),
        ("the Siachen glacier", (77.1, 35.4), {"KAS"}),
        ("Bamako", (-7.9, 12.65), {"MLI"}),
    ],
)
def test_each_place_is_whose_the_decision_says(place: str, at: tuple[float, float], codes: set[str]) -> None:
    assert whose(*at) == codes, place


@pytest.mark.parametrize(
    ("border", "at"),
    [
        ("Morocco and Western Sahara", (-9.667, 27.667)),
        ("the Line of Control", (74.0, 33.6)),
        ("Aksai Chin", (78.7, 34.5)),
        ("Sudan and South Sudan", (27.9, 9.6)),
        ("Serbia and Kosovo", (21.3, 42.9)),
        ("the Koreas", (127.5, 38.3)),
        ("Syria and Israel on the Golan", (35.63, 32.95)),
    ],
)
def test_what_is_not_agreed_is_dashed(border: str, at: tuple[float, float]) -> None:
    assert is_near("dashed", *at), border


@pytest.mark.parametrize(
    ("border", "at"),
    [
        ("Mali and Algeria", (0.0, 21.9)),
        ("India and Pakistan in the Thar", (70.4, 28.0)),
        ("France", (7.6, 48.1)),
    ],
)
def test_what_is_agreed_is_not(border: str, at: tuple[float, float]) -> None:
    assert is_near("borders", *at, within=14), border
    assert not is_near("dashed", *at, within=14), border


def test_no_line_divides_somalia_or_cyprus() -> None:
    owners = topology().owners().values()
    assert not any({"SOL", "CYN"} & codes for codes in owners)
    assert not is_near("borders", 48.95, 10.0)
    assert not is_near("dashed", 48.95, 10.0)


def test_land_that_is_nobodys_has_no_place() -> None:
    places = built()[1]["places"]
    assert not NOBODY & set(places)
    assert all(re.search(rf'id="{code}"', built()[0]) for code in NOBODY - {"IOA"})


def test_every_country_of_the_record_has_a_place_or_is_known_to_have_none() -> None:
    known, places = {country.code for country in countries()}, set(built()[1]["places"])
    assert known - places == WITHOUT_A_SHAPE
    assert places <= known


def test_every_place_lies_on_the_map_with_a_continent_and_neighbours_that_know_it() -> None:
    places, continents = built()[1]["places"], built()[1]["continents"]
    alpha2 = {country.code: country.alpha2.lower() for country in countries()}
    for code, place in places.items():
        x, y = place["at"]
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
        assert continents.get(alpha2[code]) or code in ("ATF", "HMD", "SGS", "IOT"), code
        assert all(code in places[near]["near"] for near in place["near"])
    assert places["MLI"]["near"] == ["BFA", "CIV", "DZA", "GIN", "MRT", "NER", "SEN"]
    assert places["SGP"]["size"] == 0
    assert places["MLI"]["size"] > 1000


def test_an_outline_is_drawn_where_there_is_a_size_and_nothing_runs_across_the_map() -> None:
    svg, known = built()
    paths = dict(re.findall(r'<path id="([A-Z]{3})" d="([^"]*)"', svg))
    assert {code for code, place in known["places"].items() if place["size"]} == set(paths) - NOBODY
    assert max(abs(int(step)) for step in re.findall(r"[hl](-?\d+)", svg)) < WIDTH / 10


def test_it_is_small_and_has_no_colour() -> None:
    svg = built()[0]
    assert len(brotli.compress(svg.encode(), quality=11)) <= 23_000
    assert set(re.findall(r'(?:fill|stroke|style|class)="([^"]*)"', svg)) == {"none"}


@given(st.floats(-179, 179), st.floats(-88, 88))
@settings(max_examples=100, deadline=None)
def test_the_projection_keeps_areas(longitude: float, latitude: float) -> None:
    step = 1e-4
    x1, y1 = equal_earth(longitude, latitude)
    x2, _ = equal_earth(longitude + step, latitude)
    _, y3 = equal_earth(longitude, latitude + step)
    # y does not depend on the longitude: the area of a small square is the product of the two ways.
    assert (x2 - x1) * (y3 - y1) / radians(step) ** 2 == pytest.approx(cos(radians(latitude)), rel=1e-3)


@given(lines, st.floats(0, 50))
@settings(max_examples=100, deadline=None)
def test_a_simpler_line_has_the_same_ends_and_no_new_points(line: list[Pixel], least: float) -> None:
    simpler = simplified(line, least)
    assert (simpler[0], simpler[-1]) == (line[0], line[-1])
    rest = iter(line)
    assert all(point in rest for point in simpler)
    assert simplified(line, 0) == line


@given(lines, st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_line_that_is_cut_is_all_there(line: list[Pixel], level: int) -> None:
    above, below = cut(line, level)
    sides = {tuple(pair) for piece in (*above, *below) for pair in itertools.pairwise(piece)}
    assert sides == set(itertools.pairwise(line))


def test_a_number_goes_inside_its_country() -> None:
    horseshoe = [(0, 0), (30, 0), (30, 30), (20, 30), (20, 10), (10, 10), (10, 30), (0, 30)]
    x, y = middle(horseshoe)
    assert _holds([*horseshoe, horseshoe[0]], x + 0.1, y + 0.1)
    assert area(horseshoe) == 700
    assert middle([(4, 4)]) == (4, 4)
