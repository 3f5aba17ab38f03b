"""Whole numbers with a low and a high bound, as sources print them, added and taken off. Standard library alone."""

import math
import re
from typing import NamedTuple

_N = r"(\d{1,3}(?:,\d{3})+|\d+)"
_PLAIN = re.compile(rf"(?:about )?{_N}")
_AT_LEAST = re.compile(rf"(?:more than|over|at least) {_N}")
_AT_MOST = re.compile(rf"(?:up to|at most) {_N}")
_BETWEEN = re.compile(rf"{_N}-{_N}")


class Number(NamedTuple):
    """A figure and its bounds, in the unit of its pledge; a high bound of None is open."""

    value: int
    low: int
    high: int | None

    @property
    def top(self) -> float:
        """The high bound for comparing: infinity where it is open."""
        return math.inf if self.high is None else self.high


ZERO = Number(0, 0, 0)


def bounded(value: int, low: int, high: int | None) -> Number:
    """A number that is 0 has bounds 0 and 0."""
    return Number(value, low, high) if value else ZERO


class NotRead(ValueError):
    """Words for a number that this program does not know: how they were read is in quantities.csv."""


def read_quantity(text: str) -> Number | None:
    """The number that is printed, None where none is given. NotRead for rarer words."""
    words = " ".join(text.lower().split())
    if words in ("", "undisclosed"):
        return None
    if found := _PLAIN.fullmatch(words):
        return bounded(_int(found[1]), _int(found[1]), _int(found[1]))
    if found := _AT_LEAST.fullmatch(words):
        return bounded(_int(found[1]), _int(found[1]), None)
    if found := _AT_MOST.fullmatch(words):
        return bounded(_int(found[1]), 0, _int(found[1]))
    if (found := _BETWEEN.fullmatch(words)) and _int(found[1]) <= _int(found[2]):
        return bounded(_int(found[1]), _int(found[1]), _int(found[2]))
    raise NotRead(text)


def add(numbers: list[Number]) -> Number:
    """The sum; its high bound is open as soon as one of the numbers' is."""
    highs = [number.high for number in numbers if number.high is not None]
    high = sum(highs) if len(highs) == len(numbers) else None
    return bounded(sum(n.value for n in numbers), sum(n.low for n in numbers), high)


def minus(whole: Number, taken: Number) -> Number:
    """The difference, never below 0: low - high and high - low; nothing is sure beside an open bound."""
    low = 0 if taken.high is None else max(0, whole.low - taken.high)
    high = None if whole.high is None else max(0, whole.high - taken.low)
    return bounded(max(0, whole.value - taken.value), low, high)


def larger(a: Number, b: Number) -> Number:
    """The larger of two, element by element; an open bound is above every other."""
    high = None if a.high is None or b.high is None else max(a.high, b.high)
    return bounded(max(a.value, b.value), max(a.low, b.low), high)


def smaller(a: Number, b: Number) -> Number:
    """The smaller of two, element by element; an open bound is above every other."""
    high = a.high if b.high is None else b.high if a.high is None else min(a.high, b.high)
    return bounded(min(a.value, b.value), min(a.low, b.low), high)


def _int(digits: str) -> int:
    return int(digits.replace(",", ""))
