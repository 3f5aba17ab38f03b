"""What totals by contributor and category leave unsaid: names, what is asked, what members named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from app.figures.facts import IN_FORCE
from app.figures.queries import joined
from app.figures.schemas import Amount, numbers_of
from app.models.columns import C, K, S
from app.models.naming import name_of
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope
from app.pledges.wholes import own_rows

# A contributor, a category and a unit.
Place = tuple[str, str, str]
GIVER = ("name", "alpha2", "kind", "asked", "unknown_deployed", "counted_on")


def places_on(reader: Connection, scope: Scope) -> dict[Place, dict[str, Any]]:
    """Every place of the table that has a pledge on the day: its names, in the categories' order."""
    named = {"contributor": C.code, "name": name_of(C), "alpha2": C.alpha2, "kind": C.kind}
    listed = {"category": K.code, "category_name": name_of(K), "group": K.group, "sort": K.sort}
    keys = [column.label(name) for name, column in {**named, **listed, "unit": S.unit}.items()]
    found = select(
        *keys,
        func.sum(case((S.pending != "", 1), else_=0)).label("asked"),
        func.sum(case((and_(S.unquantified == 1, S.stage == "deployed"), 1), else_=0)).label(
            "unknown_deployed"
        ),
        func.min(case((IN_FORCE, S.stated_on))).label("counted_on"),
    ).select_from(joined())
    grouped = found.where(scope.on_the_day).group_by(*named.values(), *listed.values(), S.unit)
    rows = reader.execute(grouped.order_by(K.sort, K.code, S.unit, C.code)).mappings()
    return {place_of(row): row for row in map(dict, rows)}


def claims_on(reader: Connection, scope: Scope) -> dict[Place, Amount]:
    """What organisations said in all, where their members have named some of it."""
    has_parts = S.claim > S.deployed + S.committed + S.announced
    rows = pledges_where(reader, and_(scope.on_the_day, has_parts))
    said: dict[Place, Amount] = {}
    for own in own_rows(reader, rows, scope.as_of, scope.filter.recorded_by).values():
        place = place_of(own)
        said[place] = said.get(place, Amount()) + numbers_of(own).total
    return said


def givers_in(
    places: Mapping[Place, Mapping[str, Any]], counted: Collection[Place]
) -> dict[str, dict[str, Any]]:
    """Who has pledges in some of the places, by code: names, what is asked, what has no number, the oldest figure."""
    known: dict[str, dict[str, Any]] = {}
    for place in counted:
        here, so_far = places[place], known.get(place[0])
        if so_far is None:
            known[place[0]] = {name: here[name] for name in GIVER}
            continue
        days = [on for on in (so_far["counted_on"], here["counted_on"]) if on]
        so_far["counted_on"] = min(days, default=None)
        for name in ("asked", "unknown_deployed"):
            so_far[name] += here[name]
    return known


def claims_in(claims: Mapping[Place, Amount], counted: Collection[Place]) -> dict[str, Amount]:
    """What organisations said in all in some of the places, by code."""
    said: dict[str, Amount] = {}
    for place in claims.keys() & counted:
        said[place[0]] = said.get(place[0], Amount()) + claims[place]
    return said


def place_of(row: Mapping[str, Any]) -> Place:
    """Where a row of totals or pledges stands in the table."""
    return row["contributor"], row["category"], row["unit"]
