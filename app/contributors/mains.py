"""What a contributor gave most of: soldiers where it gave many, else what it comes first in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.figures.subject import CONTINGENTS, SOLDIERS, TROOPS, Subject
from app.ledger.standing import is_stock

Row = Mapping[str, Any]
# Soldiers come first from this part of the largest giver's on: one staff officer is not what a country gave.
MANY = 0.1


def most_given(rows: Sequence[Row], own: Sequence[Row], everybody: Sequence[Row]) -> list[Row]:
    """Those of `rows` (by category) that a page tells of first: where it comes closest to the largest giver.

    `own` and `everybody`: the largest pledge in each category.
    """
    largest = {(row["category"], row["unit"]): row["total"] for row in everybody}
    weight = {
        key: row["total"] / largest[key]
        for row in own
        if (key := (row["category"], row["unit"])) in largest and largest[key]
    }
    soldiers = [row for row in rows if row["category"] in SOLDIERS]
    if any(weight.get((row["category"], row["unit"]), 0) >= MANY for row in soldiers):
        return soldiers
    given = {(row["category"], row["unit"]) for row in own if row["delivered"]}
    first = max(rows, key=lambda row: _rank(row, given, weight), default=None)
    if first is None:
        return []
    if first["category"] in SOLDIERS:
        return soldiers
    if first["unit"] == "people":
        return [first]
    return [row for row in rows if row["unit"] == first["unit"]]


def _rank(
    row: Row, given: Collection[tuple[str, str]], weight: Mapping[tuple[str, str], float]
) -> tuple[bool, bool, float]:
    """What is there on a day before what adds up, what came before what was only promised, then the weightiest."""
    key = row["category"], row["unit"]
    return is_stock(row["unit"]), key in given, weight.get(key, 0)


def noun_of(subject: Subject, categories: Collection[str]) -> str:
    """The category whose word fits all that a number is made of: before there is a UN contingent, they are soldiers."""
    if categories and set(categories) <= set(SOLDIERS):
        return CONTINGENTS if CONTINGENTS in categories else TROOPS
    if not categories:
        return subject.noun
    return next(iter(categories)) if len(categories) == 1 else ""
