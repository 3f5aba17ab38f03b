"""What a pledge had in place, from day to day, and a promise that is past its stated day. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.figures.schemas import Amount
from app.figures.words import short_name


@dataclass(frozen=True, slots=True)
class Count:
    """What was in place from a day on; None: no source gives a number."""

    from_on: date
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Days without a gap on which something was in place, until (not including) `until_on`; None: it still is.

    `stage`: deployed while it is in place, ended where a source says so or the day it stated has passed, closed where
    the record of the operation ends.
    """

    from_on: date
    until_on: date | None
    stage: str
    counts: Sequence[Count]

    @property
    def most(self) -> Amount | None:
        """The most that was in place at once, with its own bounds; None where there never was a number."""
        known = [count.amount for count in self.counts if count.amount]
        return max(known, key=_size, default=None)

    @property
    def last(self) -> Amount | None:
        """What was in place on its last day."""
        return self.counts[-1].amount

    @property
    def lacks_number(self) -> bool:
        """Whether there were days of which no source gives a number."""
        return any(count.amount is None for count in self.counts)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A promise whose stated last day has passed, `days` ago, with something outstanding (None: number not given)."""

    until: date
    days: int
    promised: Amount | None
    outstanding: Amount | None


@dataclass(frozen=True, slots=True)
class Presence:
    """A pledge: what it had in place, oldest first, and what of it is overdue.

    `is_named`: members of the organisation have named some or all of it; what is in place is then what they have not.
    """

    id: int
    key: str
    operation: str
    operation_name: str
    contributor: str
    contributor_name: str
    alpha2: str
    category: str
    category_name: str
    sort: int
    item: str
    unit: str
    stage: str
    promised: int | None
    is_named: bool = False
    stays: Sequence[Stay] = ()
    overdue: Overdue | None = None

    @property
    def label(self) -> str:
        """Its contributor's name beside a bar."""
        return short_name(self.contributor, self.contributor_name)

    @property
    def what(self) -> str:
        """What it is: the item, or the category where no item is named."""
        return self.item or self.category_name

    @property
    def first(self) -> date:
        """The day of its first delivery."""
        return self.stays[0].from_on


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the pledges of which something was in place by a day: how many stays there were and what became of them.

    `first`: the first day of all, and `came_first` how many pledges came on it; `by_category`: pledges by category.
    `drawn` and `firsts` are the numbers of the pledges that a page draws, and of those that came first.
    """

    pledges: int = 0
    stays: int = 0
    still: int = 0
    ended: int = 0
    closed: int = 0
    first: date | None = None
    came_first: int = 0
    by_category: Mapping[str, int] = field(default_factory=dict)
    drawn: Sequence[int] = ()
    firsts: Sequence[int] = ()


def in_order(pledges: Sequence[Presence]) -> list[Presence]:
    """By category; in it by contributor, the first to be there before the others; then by first day."""
    first: dict[tuple[str, str], date] = {}
    for pledge in pledges:
        place = (pledge.category, pledge.contributor)
        first[place] = min(first.get(place, date.max), pledge.first)
    return sorted(
        pledges,
        key=lambda p: (
            *(p.sort, p.category, first[p.category, p.contributor]),
            *(p.contributor_name, p.contributor, p.first, p.key),
        ),
    )


def stays_of(days: Sequence[tuple[date, date | None, str, Amount | None]]) -> list[Stay]:
    """Standings (from, until, stage, number in place), oldest first and without gaps, as stays: each up to its end."""
    stays: list[Stay] = []
    was_there = False
    for from_on, until_on, stage, amount in days:
        if stage == "deployed":
            count = Count(from_on, amount)
            if not was_there:
                stays.append(Stay(from_on, until_on, stage, [count]))
            elif stays[-1].last == amount:
                stays[-1] = replace(stays[-1], until_on=until_on)
            else:
                stays[-1] = replace(stays[-1], until_on=until_on, counts=[*stays[-1].counts, count])
        elif was_there:
            stays[-1] = replace(stays[-1], stage="closed" if stage == "closed" else "ended")
        was_there = stage == "deployed"
    return stays


def _size(amount: Amount) -> tuple[int, int, bool, int]:
    """Of two equal figures the one that can be more, as `delivered` takes it (docs/method.md)."""
    return amount.value, amount.low, amount.high is None, amount.high or 0
