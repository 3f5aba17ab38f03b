"""Contributors with their place on the map, or without one: nobody is left out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.figures.givers import Giver
from app.figures.schemas import PROMISED, Numbers
from app.figures.world.geometry import Place, World

# How far a pledge has come, the furthest first.
FURTHEST = (*PROMISED, "requested", "under_review", "declined", "lapsed", "ended", "closed")
CONTINENTS = ("Africa", "Asia", "Europe", "North America", "Oceania", "South America")
# Where a region is none of them: organisations, and islands and lands that nobody lives in.
ORGANISATIONS, ELSEWHERE = "organisations", "elsewhere"


@dataclass(frozen=True, slots=True)
class Seat:
    """A contributor and its place; None for an organisation, whose members are never painted for it, and for a code
    that the geometry has no shape of.
    """

    giver: Giver
    region: str
    place: Place | None = None

    @property
    def code(self) -> str:
        """The contributor's code."""
        return self.giver.code

    @property
    def stage(self) -> str:
        """The furthest stage that any of its pledges has come to."""
        return next((stage for stage in FURTHEST if self.giver.stages.get(stage)), "closed")

    @property
    def mark(self) -> str:
        """What is drawn where there is no number: the sign of "number not given", else that of the stage."""
        if self.giver.total.value:
            return ""
        return "unquantified" if self.giver.unknown else self.stage


@dataclass(frozen=True, slots=True)
class Region:
    """A continent, or the organisations: who of it has a number, and what these add up to."""

    name: str
    seats: Sequence[Seat]

    @property
    def numbers(self) -> Numbers:
        """Their sum."""
        return sum((seat.giver.numbers for seat in self.seats), Numbers())


def seats_of(givers: Sequence[Giver], organisations: Collection[str], world: World) -> list[Seat]:
    """Each contributor where it belongs, in the order of `givers`."""
    return [_seat(giver, giver.code in organisations, world) for giver in givers]


def _seat(giver: Giver, is_organisation: bool, world: World) -> Seat:
    if is_organisation:
        return Seat(giver, ORGANISATIONS)
    continent = world.continent(giver.alpha2)
    region = continent if continent in CONTINENTS else ELSEWHERE
    return Seat(giver, region, world.places.get(giver.code))


def regions_of(seats: Sequence[Seat]) -> list[Region]:
    """The regions of those who have a number, the one with the largest sum first."""
    counted: dict[str, list[Seat]] = {}
    for seat in seats:
        if seat.giver.total.value:
            counted.setdefault(seat.region, []).append(seat)
    regions = [Region(name, own) for name, own in counted.items()]
    return sorted(regions, key=lambda region: (-region.numbers.total.value, region.name))
