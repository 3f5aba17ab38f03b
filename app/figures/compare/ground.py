"""What a comparison stands on: a dashboard's ground at an address of its own, and the contributors side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from app.figures.compare.queries import named_by_id
from app.figures.compare.schemas import Rated, Side
from app.figures.givers import Giver
from app.figures.ground import Ground
from app.figures.ratios import Denominator, ratios_of
from app.figures.schemas import PROMISED, Numbers
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter

PATH = "/compare"
ENDINGS = ("csv", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class CompareGround(Ground):
    """The ground of a comparison: its address names the operation too, and pledges have no ratios."""

    @property
    def address_filter(self) -> PledgeFilter:
        """What stands in the page's address: all of it."""
        return self.whole.filter

    @property
    def per(self) -> str:
        """What its ratios are per; empty where it shows the numbers themselves."""
        return self.whole.filter.per

    def pledges(self, **changes: Any) -> str:
        """The address of the pledges behind a number, or behind the number of a ratio."""
        return Ground.pledges(self, **{"per": "", **changes})

    def data_of(self, name: str, ending: str, filter: PledgeFilter, **query: str) -> str:
        """The address of data beside the page."""
        path = PATH if name == "totals" else f"/api/v1/{name}"
        return with_filter(f"{path}.{ending}", filter, **query)

    def data_links(self, filter: PledgeFilter | None = None, **query: str) -> dict[str, str]:
        """The data of a table in each form: totals of what the figure counts, or of `filter`."""
        if filter is None:
            return {ending: self.data("totals", ending, **query) for ending in ENDINGS}
        return {ending: self.data_of("totals", ending, filter, **query) for ending in ENDINGS}


def compare_ground(ground: Ground) -> CompareGround:
    """The same ground for a comparison, wherever it is drawn: its links lead to the page of comparisons."""
    known = {each.name: getattr(ground, each.name) for each in fields(Ground)}
    return CompareGround(**{**known, "path": PATH})


def sides_of(ground: CompareGround) -> list[Side]:
    """The contributors chosen, in the order in which they were."""
    reader, given = ground.reading.connection, {giver.code: giver for giver in ground.givers}
    rows = named_by_id(reader, ground.whole.contributor_ids)
    sizes = ratios_of(reader, [row["code"] for row in rows], ground.as_of, ground.whole.filter.recorded_by)
    sides = []
    for row in rows:
        giver = given.get(row["code"]) or Giver(
            row["code"], row["name"], row["alpha2"] or "", ground.subject.unit, ground.as_of
        )
        own = sizes.get(row["code"], {})
        rated = rated_of(giver, own.get(ground.per))
        sides.append(Side(giver, row["kind"] == "organisation", own, rated))
    return sides


def rated_of(giver: Giver, size: Denominator | None) -> Rated | None:
    """A contributor's numbers as ratios; None where it has no size to divide them by."""
    if size is None or not size.value:
        return None
    ratios = {name: size.ratio(getattr(giver.numbers, name)) for name in PROMISED}
    known = {each.name: getattr(giver, each.name) for each in fields(Giver)}
    numbers = Numbers(**{name: ratio for name, ratio in ratios.items() if ratio})
    return Rated(**{**known, "numbers": numbers, "whole": None})


def in_ratios(ground: CompareGround, sides: Sequence[Side]) -> list[Side]:
    """The contributors that a table has columns for: in ratios those that have one."""
    return [side for side in sides if side.rated] if ground.per else list(sides)


def as_shown(giver: Giver, side: Side, per: str) -> Giver:
    """What a cell shows of a contributor: its numbers, or their ratios."""
    return (rated_of(giver, side.sizes.get(per)) if per else None) or giver
