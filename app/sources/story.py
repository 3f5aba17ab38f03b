"""A pledge's life as sources tell it: what was said when, and how much had been delivered by a day. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from app.ledger.amount import NOTHING, Amount, amount_of, total
from app.ledger.quantity import Quantity
from app.ledger.standing import Interval, Position, standings
from app.ledger.track import OPEN_PROMISES
from app.pledges.detail import fact_of
from app.pledges.words import amount_in_words

Row = Mapping[str, Any]
DELIVERIES = ("deployed", "ended")
REFUSALS = ("declined", "lapsed")
ASKS = ("requested", "under_review")


@dataclass(frozen=True)
class Story:
    """A pledge with the statements that count, in the order in which they follow each other.

    `members`: the same of each pledge that is part of it. `pledge`: as app.pledges.named has it.
    """

    pledge: Row
    said: Sequence[Row]
    members: Sequence[Sequence[Row]] = ()

    @property
    def closes_after(self) -> date | None:
        """The last day on which the record follows its operation; None while it is kept current."""
        end: date | None = self.pledge["covered_until"] or self.pledge["ended_on"]
        return end

    def told_until(self, as_of: date) -> date:
        """The day of which this record can still say something: `as_of`, or the record's last day before it."""
        return min(as_of, self.closes_after) if self.closes_after else as_of

    def after(self, statement: Row, day: date) -> list[Row]:
        """What was said of it later than `statement`, up to `day`."""
        place = fact_of(statement).order()
        return [s for s in self.said if fact_of(s).order() > place and s["on"] <= day]

    def before(self, statement: Row) -> list[Row]:
        """What had been said of it when `statement` was."""
        place = fact_of(statement).order()
        return [s for s in self.said if fact_of(s).order() < place]

    def on(self, day: date) -> Position | None:
        """Where it stands by its own statements alone; None before the first."""
        return _position(self._intervals, day)

    def delivered(self, day: date) -> Amount:
        """The most that was ever in place by `day`: its own count, or its members' together if that is more."""
        own = position.delivered if (position := self.on(day)) else NOTHING
        parts = [p.delivered for i in self._parts if (p := _position(i, day))]
        theirs = total(parts)
        return theirs if theirs.value > own.value else own

    def is_by_members(self, day: date) -> bool:
        """Whether what was delivered is what its members did."""
        own = position.delivered if (position := self.on(day)) else NOTHING
        return self.delivered(day).value > own.value

    def first_day_of(self, least: int, until: date) -> date | None:
        """The first day by which that much had been delivered; None where it never was up to `until`."""
        return next((on for on in self._days if on <= until and self.delivered(on).value >= least), None)

    def in_words(self, amount: Amount) -> str:
        """An amount of what is pledged: "4,000 soldiers"."""
        quantity = Quantity(amount.value, amount.low, amount.high, "")
        return amount_in_words(quantity, self.pledge["unit"], self.pledge["category"])

    @cached_property
    def _intervals(self) -> list[Interval]:
        return standings([fact_of(s) for s in self.said], unit=self.pledge["unit"])

    @cached_property
    def _parts(self) -> list[list[Interval]]:
        unit = self.pledge["unit"]
        return [standings([fact_of(s) for s in part], unit=unit) for part in self.members]

    @cached_property
    def _days(self) -> list[date]:
        return sorted({i.from_on for some in (self._intervals, *self._parts) for i in some})


def _position(intervals: Sequence[Interval], day: date) -> Position | None:
    held = [i.position for i in intervals if i.from_on <= day]
    return held[-1] if held else None


def amount_said(statement: Row) -> Amount | None:
    """The statement's own number; None where it gives none."""
    return amount_of(statement["quantity"], statement["quantity_low"], statement["quantity_high"])


def group_of(statement: Row) -> str:
    """What kind of thing it says: a promise, a delivery, an end, a refusal, or that something is asked for."""
    status = statement["status"]
    if status in OPEN_PROMISES:
        return "promise"
    if status in ASKS:
        return "ask"
    return "refusal" if status in REFUSALS else "delivery"
