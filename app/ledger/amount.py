"""Whole numbers with bounds: 200 (at least 200, no upper bound known).

Rules: docs/method.md, "Bounds". A difference takes low - high and high - low, never below 0; the high of a sum is
open as soon as one of its terms' is; a number that is 0 has the bounds 0 and 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with the least and the most it can be; `high` None: open upwards."""

    value: int
    low: int
    high: int | None

    def __add__(self, other: Amount) -> Amount:
        high = None if self.high is None or other.high is None else self.high + other.high
        return _tidy(self.value + other.value, self.low + other.low, high)

    def __sub__(self, other: Amount) -> Amount:
        """What is left, never below 0."""
        low = 0 if other.high is None else self.low - other.high
        high = None if self.high is None else self.high - other.low
        return _tidy(self.value - other.value, low, high)

    def order(self) -> tuple[int, int, bool, int]:
        """Sorts by figure, then by bounds; an open high is the highest."""
        return (self.value, self.low, self.high is None, self.high or 0)

    def at_most(self, other: Amount) -> Amount:
        """The smaller of two, bound by bound."""
        highs = [h for h in (self.high, other.high) if h is not None]
        return _tidy(min(self.value, other.value), min(self.low, other.low), min(highs) if highs else None)

    def at_least(self, other: Amount) -> Amount:
        """The larger of two, bound by bound."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return _tidy(max(self.value, other.value), max(self.low, other.low), high)


NOTHING = Amount(0, 0, 0)


def amount_of(value: int | None, low: int | None, high: int | None) -> Amount | None:
    """A stored number with its bounds; None where a source gives none."""
    return None if value is None else _tidy(value, low or 0, high)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts of one unit and one stage."""
    return sum(amounts, NOTHING)


def _tidy(value: int, low: int, high: int | None) -> Amount:
    if value <= 0:
        return NOTHING
    low = min(max(low, 0), value)
    return Amount(value, low, high if high is None else max(high, value))
