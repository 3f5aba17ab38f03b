"""Until when the record follows an operation, and what a figure calls it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def last_day(operation: Mapping[str, Any]) -> date | None:
    """The last day that the record follows an operation; None while it is kept current."""
    end: date | None = operation["covered_until"] or operation["ended_on"]
    return end


def is_over(operation: Mapping[str, Any], as_of: date) -> bool:
    """Whether the record no longer follows it on a day."""
    end = last_day(operation)
    return bool(end and as_of > end)


def known_as(operation: Mapping[str, Any]) -> str:
    """Its name where room is short: the first alias it has ("AFISMA")."""
    name: str = next(iter(operation["aliases"]), operation["name"])
    return name
