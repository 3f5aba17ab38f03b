"""Months as the nodes of a Fenwick tree: sums up to any month, of a few rows, where adding changes only a few.

Peter M. Fenwick, "A New Data Structure for Cumulative Frequency Tables", Software: Practice and Experience 24(3),
1994. Node `n` holds the months from `n - lowest_bit(n) + 1` to `n`. Pure.
"""

from datetime import date

FIRST_YEAR = 1900
# A power of two: up to August 2070.
MONTHS = 2048


def month_of(day: date) -> int:
    """The number of a day's month: 1 for January 1900 and all before, `MONTHS` for the last and all after."""
    return min(max((day.year - FIRST_YEAR) * 12 + day.month, 1), MONTHS)


def is_told(day: date) -> bool:
    """Whether the months before a day's own are told apart from it."""
    return 1 < (day.year - FIRST_YEAR) * 12 + day.month <= MONTHS


def nodes_with(month: int) -> list[int]:
    """The nodes that hold a month."""
    nodes = []
    while month <= MONTHS:
        nodes.append(month)
        month += month & -month
    return nodes


def nodes_before(month: int) -> list[int]:
    """The nodes that hold, together, each month before this one once."""
    nodes = []
    month -= 1
    while month:
        nodes.append(month)
        month -= month & -month
    return nodes
