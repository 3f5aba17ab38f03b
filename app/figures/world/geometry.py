"""Where countries are on the map: read once from what the asset build made of a package's geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson

from app.web.assets import asset_file

OUTLINES = "world/outlines.svg"
PLACES = "world/places.json"


@dataclass(frozen=True, slots=True)
class Place:
    """A country on the map, in the map's pixels. `at`: where its number goes. `box`: left, top, right, bottom of its
    largest piece. `size`: the area drawn, 0 where it is too small for an outline. `near`: the codes of its neighbours.
    """

    at: tuple[int, int]
    box: tuple[int, int, int, int]
    size: int
    near: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class World:
    """The whole map: its size in its own pixels, its places by alpha-3 code, continents by alpha-2 code."""

    width: int
    height: int
    places: Mapping[str, Place]
    continents: Mapping[str, str]

    def continent(self, alpha2: str) -> str:
        """The English name of a country's continent; empty where none is known."""
        return self.continents.get(alpha2.lower(), "")


def world() -> World:
    """The map's places. Raises AssetMissing where the assets were never built."""
    return _read(asset_file(PLACES))


@lru_cache(maxsize=2)
def _read(path: Path) -> World:
    # The path holds the hash of the content: another content has another path.
    found = orjson.loads(path.read_bytes())
    places = {
        code: Place(tuple(place["at"]), tuple(place["box"]), place["size"], tuple(place["near"]))
        for code, place in found["places"].items()
    }
    return World(found["width"], found["height"], places, found["continents"])
