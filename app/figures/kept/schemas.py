"""Promises and what became of them: of one pledge, and of a contributor's pledges in one operation. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from app.figures.schemas import Amount
from app.figures.words import short_name

# A median of fewer cases would say more than they do.
ENOUGH_CASES = 10
# What became of a promise: sources say that something was delivered, or that it was withdrawn; or they are silent.
DELIVERED, WITHDRAWN, NOT_RECORDED, UNPROMISED = "delivered", "withdrawn", "not_recorded", "unpromised"


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge on a day. `promised`: the last number promised; `delivered`: the most that was ever in place.

    Both are None where no source gives a number. `days`: from the first promise to the first deployment after it.
    """

    key: str
    operation: str
    operation_name: str
    contributor: str
    contributor_name: str
    alpha2: str
    unit: str
    outcome: str
    promised: Amount | None
    delivered: Amount | None
    days: int | None = None
    item: str = ""
    category: str = ""
    category_name: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether its outcome is known in numbers: only then is it counted as kept or not."""
        has_outcome = self.outcome in (DELIVERED, WITHDRAWN)
        return has_outcome and self.promised is not None and self.delivered is not None

    @property
    def is_full(self) -> bool:
        """Whether the figure delivered reaches the figure promised."""
        return self.is_measured and _value(self.delivered) >= _value(self.promised)


@dataclass(frozen=True, slots=True)
class Kept:
    """A contributor's promises in one operation and one unit. The numbers are of those that are measured."""

    pledges: Sequence[Promise]

    @property
    def one(self) -> Promise:
        """Any of them: what they share is in each."""
        return self.pledges[0]

    @property
    def label(self) -> str:
        """The contributor's name beside a bar."""
        return short_name(self.one.contributor, self.one.contributor_name)

    @property
    def measured(self) -> list[Promise]:
        """Those whose outcome is known in numbers."""
        return [pledge for pledge in self.pledges if pledge.is_measured]

    @property
    def promised(self) -> Amount:
        """What was promised in them."""
        return total(pledge.promised for pledge in self.measured)

    @property
    def delivered(self) -> Amount:
        """What was delivered of them: of one operation only, so nobody is counted twice."""
        return total(pledge.delivered for pledge in self.measured)

    @property
    def full(self) -> int:
        """How many were delivered in full."""
        return sum(pledge.is_full for pledge in self.measured)

    @property
    def withdrawn(self) -> int:
        """How many were withdrawn or turned down before anything came."""
        return self.count(WITHDRAWN)

    @property
    def unknown(self) -> int:
        """How many have an outcome, and no number to measure it by."""
        return sum(p.outcome in (DELIVERED, WITHDRAWN) and not p.is_measured for p in self.pledges)

    @property
    def days(self) -> list[int]:
        """From first promise to first deployment, a case each, the shortest first."""
        return days_in(self.pledges)

    def count(self, outcome: str) -> int:
        """How many have this outcome."""
        return sum(pledge.outcome == outcome for pledge in self.pledges)


def kept_of(promises: Iterable[Promise]) -> list[Kept]:
    """By contributor and operation: those with numbers first, the largest promise before the others."""
    ordered = sorted(promises, key=_place)
    rows = [Kept(list(group)) for _key, group in groupby(ordered, key=lambda p: _place(p)[:3])]
    return sorted(
        rows,
        key=lambda row: (
            *(not row.measured, -row.promised.value, -row.count(NOT_RECORDED), row.one.contributor_name),
            *_place(row.one),
        ),
    )


def median_of(days: Sequence[int]) -> float | None:
    """The median of ten cases or more; None of fewer."""
    return float(median(days)) if len(days) >= ENOUGH_CASES else None


def days_in(promises: Iterable[Promise]) -> list[int]:
    """The days from promise to deployment that are known, the shortest first."""
    return sorted(pledge.days for pledge in promises if pledge.days is not None)


def total(amounts: Iterable[Amount | None]) -> Amount:
    """The sum of numbers that are known."""
    return sum((amount for amount in amounts if amount), Amount())


def _place(promise: Promise) -> tuple[str, str, str, str]:
    return promise.contributor, promise.operation, promise.unit, promise.key


def _value(amount: Amount | None) -> int:
    return amount.value if amount else 0
