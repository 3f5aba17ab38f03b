"""What moved the levels of the figure over time: on the days of its largest steps, who changed what. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from app.figures.levels import Level
from app.figures.schemas import PROMISED, Moved, Numbers, numbers_of
from app.figures.sentences import done
from app.figures.words import written
from app.i18n import _, listing, ngettext, short_day

# Days that a chart has room to mark, and contributors that the words of one day have room to name.
MOST_DAYS, MOST_NAMES = 5, 2
# The share of the width that a mark needs for itself.
APART = 0.05


@dataclass(frozen=True, slots=True)
class Mover:
    """One contributor's numbers before and from a day on."""

    code: str
    before: Numbers
    after: Numbers

    @property
    def size(self) -> int:
        """How much it moved, all three numbers taken together."""
        return _distance(self.before, self.after)

    @property
    def told(self) -> str:
        """Which of its numbers says most of it: the firmest that grew, else the one that fell the most."""
        change = {
            name: getattr(self.after, name).value - getattr(self.before, name).value for name in PROMISED
        }
        return next((name for name in PROMISED if change[name] > 0), min(change, key=lambda n: change[n]))


def largest_steps(levels: Sequence[Level], last: date, without: Iterable[date] = ()) -> list[date]:
    """The days of the largest steps, in order, so far apart that their marks do not touch.

    The first level is the day before the first number. `without`: days whose steps nobody made, such as those after
    the end of a record.
    """
    passed, apart = set(without), (last - levels[0].on) * APART
    steps = [(_distance(before.numbers, after.numbers), after.on) for before, after in pairwise(levels)]
    chosen: list[date] = []
    for _size, day in sorted(steps, key=lambda step: (-step[0], step[1])):
        if day not in passed and all(abs(day - other) >= apart for other in chosen):
            chosen.append(day)
    return sorted(chosen[:MOST_DAYS])


def movers_on(days: Iterable[date], rows: Iterable[Mapping[str, Any]], unit: str) -> dict[date, list[Mover]]:
    """Who moved on each of the `days`, those who moved most first. `rows`: steps by contributor, oldest first."""
    wanted, known = set(days), dict[str, Numbers]()
    movers: dict[date, list[Mover]] = {}
    for row in rows:
        if row["unit"] != unit:
            continue
        code, numbers = row["contributor"], numbers_of(row)
        before = known.get(code, Numbers())
        if row["on"] in wanted and numbers != before:
            movers.setdefault(row["on"], []).append(Mover(code, before, numbers))
        known[code] = numbers
    return {day: sorted(moved, key=lambda mover: -mover.size) for day, moved in movers.items()}


def moved_in_words(
    movers: Mapping[date, Sequence[Mover]],
    unit: str,
    name: Callable[[str], str],
    address: Callable[[date, Sequence[str]], str],
) -> list[Moved]:
    """A line for each marked day: "France 550 → 750 deployed". `name`: of a contributor by its code."""
    return [
        Moved(
            short_day(day),
            _moves(moved, unit, name),
            address(day, [mover.code for mover in moved[:MOST_NAMES]]),
        )
        for day, moved in sorted(movers.items())
    ]


def _moves(moved: Sequence[Mover], unit: str, name: Callable[[str], str]) -> str:
    few = moved if len(moved) <= MOST_NAMES + 1 else moved[:MOST_NAMES]
    said = [_move(mover, unit, name(mover.code)) for mover in few]
    rest = len(moved) - len(few)
    return listing([*said, ngettext("{n} more", "{n} more", rest)] if rest else said)


def _move(mover: Mover, unit: str, name: str) -> str:
    told = mover.told
    before, after = getattr(mover.before, told), getattr(mover.after, told)
    stage = {"deployed": done(unit), "committed": _("committed"), "announced": _("announced")}[told]
    values = {"name": name, "stage": stage, "after": written(after, unit), "before": written(before, unit)}
    if not before.value:
        return _("{name} {after} {stage}", **values)
    if not after.value:
        return _("{name} {before} → none {stage}", **values)
    return _("{name} {before} → {after} {stage}", **values)


def _distance(before: Numbers, after: Numbers) -> int:
    return sum(abs(getattr(after, name).value - getattr(before, name).value) for name in PROMISED)
