"""What an operation is, in a few facts: days, mandate, theatre, lead, and what it is part of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.i18n import _, day, listing, short_day
from app.pledges.links import Links

Operation = Mapping[str, Any]
Fact = tuple[str, str, str | None]


def operation_facts(
    operations: Sequence[Operation], everything: Sequence[Operation], names: Mapping[str, str], links: Links
) -> list[Fact]:
    """Label, words and address of what is known of one operation; nothing of several."""
    if len(operations) != 1:
        return []
    operation = operations[0]
    whole = next((row for row in everything if row["code"] == operation["part_of"]), None)
    lead = operation["lead"]
    return [
        (_("Operation"), operation["name"], None),
        (_("Kind"), operation["kind"], None),
        (_("Days"), days_in_words(operation), None),
        (_("Led by"), names.get(lead, lead or ""), links.contributor(lead) if lead else None),
        (_("Theatre"), listing([names.get(code, code) for code in operation["theatre"]]), None),
        (_("Mandate"), operation["mandate"], None),
        (_("Part of"), whole["name"] if whole else "", links.operation(whole["code"]) if whole else None),
        (_("Followed until"), _followed(operation), None),
    ]


def parts_of(operation: Operation, everything: Sequence[Operation]) -> list[Operation]:
    """The operations that are part of it, the oldest first."""
    parts = [row for row in everything if row["part_of"] == operation["code"]]
    return sorted(parts, key=lambda row: (row["started_on"] is None, row["started_on"] or "", row["code"]))


def days_in_words(operation: Operation, *, brief: bool = False) -> str:
    """From its first to its last day: "11 January 2013 to 15 July 2014", "since 1 July 2013"."""
    write = short_day if brief else day
    start, end = operation["started_on"], operation["ended_on"]
    if start and end:
        return write(start) if start == end else _("{start} to {end}", start=write(start), end=write(end))
    if start:
        return _("since {day}", day=write(start))
    return _("until {day}", day=write(end)) if end else ""


def _followed(operation: Operation) -> str:
    last = operation["covered_until"] or operation["ended_on"]
    return day(last) if last else _("today: the record is kept current")
