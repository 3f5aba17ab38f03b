"""What a page draws of a great many: up to a number all of them, beyond it the most telling, and it says so. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.i18n import _, number

One = TypeVar("One")
# Up to so many are all there, folded or not; of more a page has so many.
ENOUGH, DRAWN = 100, 40
# A table by contributor is as long as there are contributors; its rows are wide.
ENOUGH_GIVERS = 70


@dataclass(frozen=True, slots=True)
class Cut:
    """What a page leaves out: the words that say so, and the address and name of where all of them are."""

    words: str
    url: str
    all: str


def all_as_csv() -> str:
    """The name of a link to a figure's whole data."""
    return _("All of them (CSV)")


def most_telling(
    rows: Sequence[One],
    group: Callable[[One], Hashable],
    size: Callable[[One], Any],
    enough: int = ENOUGH,
) -> list[One]:
    """All of a few. Of many the largest of each group, then the second of each, and so on; in their own order."""
    if len(rows) <= enough:
        return list(rows)
    held: dict[Hashable, list[int]] = defaultdict(list)
    for i in sorted(range(len(rows)), key=lambda i: size(rows[i]), reverse=True):
        held[group(rows[i])].append(i)
    ranked = sorted((rank, i) for some in held.values() for rank, i in enumerate(some))
    return [rows[i] for i in sorted(i for _rank, i in ranked[:DRAWN])]


def first_of(rows: Sequence[One], enough: int = ENOUGH) -> Sequence[One]:
    """All of a few; of many the first, in an order that begins with what tells most."""
    return rows if len(rows) <= enough else rows[:DRAWN]


def cut_rows(held: int, every: int, url: str) -> Cut | None:
    """What a table says where it has only its first rows; `url`: the address of all."""
    if held == every:
        return None
    words = _("The table has the first {n} of {all} rows.", n=number(held), all=number(every))
    return Cut(words, url, all_as_csv())
