"""What an operation is, in a few facts: days, mandate, theatre, lead, and what it is part of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.i18n import _, day, short_day

Operation = Mapping[str, Any]


def parts_of(operation: Operation, everything: Sequence[Operation]) -> list[Operation]:
    """The operations that are part of it, the oldest first."""
    parts = [row for row in everything if row["part_of"] == operation["code"]]
    return sorted(parts, key=lambda row: (row["started_on"] is None, row["started_on"] or "", row["code"]))


def all_below(operation: Operation, everything: Sequence[Operation]) -> list[Operation]:
    """Its parts, each followed by its own."""
    return [each for part in parts_of(operation, everything) for each in (part, *all_below(part, everything))]


def days_in_words(operation: Operation, *, brief: bool = False) -> str:
    """From its first to its last day: "11 January 2013 to 15 July 2014", "since 1 July 2013"."""
    write = short_day if brief else day
    start, end = operation["started_on"], operation["ended_on"]
    if start and end:
        return write(start) if start == end else _("{start} to {end}", start=write(start), end=write(end))
    if start:
        return _("since {day}", day=write(start))
    return _("until {day}", day=write(end)) if end else ""


def followed_until(operation: Operation) -> str:
    """The last day on which this record follows it, in words."""
    last = operation["covered_until"] or operation["ended_on"]
    return day(last) if last else _("today: the record is kept current")
