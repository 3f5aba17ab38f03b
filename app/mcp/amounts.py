"""Rows of the record as numbers with bounds. What is not given is None, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.figures.schemas import numbers_of
from app.pledges.queries import with_unknown
from app.vocabulary import AMOUNTS

Row = Mapping[str, Any]
UNKNOWN = {"value": None, "low": None, "high": None}


def amount(row: Row, name: str) -> dict[str, Any]:
    """One of a row's numbers with its bounds."""
    return {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}


def standing(row: Row) -> dict[str, Any]:
    """The numbers of one pledge on one day; of one without a number, those that no source gives are None."""
    known = with_unknown(dict(row))
    return {name: amount(known, name) for name in AMOUNTS}


def added(row: Row) -> dict[str, Any]:
    """A row of totals. A 0 beside pledges without a number means "not given", as the contract of the API has it."""
    total = numbers_of(row).total
    numbers = {name: amount(row, name) for name in AMOUNTS}
    numbers["total"] = {"value": total.value, "low": total.low, "high": total.high}
    if row["unquantified"]:
        numbers = {name: found if found["value"] else UNKNOWN for name, found in numbers.items()}
    return {
        "unit": row["unit"],
        **numbers,
        "pledges": row["pledges"],
        "not_given": row["unquantified"],
        "stages": row["stages"],
    }
