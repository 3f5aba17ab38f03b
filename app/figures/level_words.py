"""What the figure over time says in words: where it came to, from where, and the most there was. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.figures.levels import Level
from app.figures.sentences import done, parts_in_words
from app.figures.words import bare, figure, in_words, no_things, opening
from app.i18n import _, day, listing

MONTH = timedelta(days=30)


def said_of_levels(levels: Sequence[Level], last: date, breaks: Sequence[date], unit: str, noun: str) -> str:
    """The title of the figure over time: where it came to on its last day, and from where.

    Across `breaks`, days on which the record of a part ends, nothing is compared: its numbers are not known after it.
    """
    is_done = any(level.numbers.deployed.value for level in levels)
    before = _level_on(levels, last - MONTH)
    now, then = (level.numbers.deployed if is_done else level.numbers.total for level in (levels[-1], before))
    amount = in_words(now, unit, noun) if now.value else no_things(unit, noun)
    words = {"amount": amount, "done": done(unit) if is_done else _("promised")}
    if any(before.on <= end < last for end in breaks):
        return opening(
            _highest(levels, unit, noun)
            if not now.value
            else _("{amount} {done} on {day}", day=day(last), **words)
        )
    from_where = {"then": figure(then.value, unit) if then.value else _("none"), "day": day(before.on)}
    return opening(_change(now.value, then.value).format(**words, **from_where))


def _highest(levels: Sequence[Level], unit: str, noun: str) -> str:
    most = max(levels, key=lambda level: (level.numbers.deployed.value, -level.on.toordinal()))
    amount = in_words(most.numbers.deployed, unit, noun)
    return _("{amount} {done} at the most, on {day}", amount=amount, done=done(unit), day=day(most.on))


def _change(now: int, then: int) -> str:
    if not now and not then:
        return _("{amount} {done}")
    if now == then:
        return _("{amount} {done}, as many as on {day}")
    return (
        _("{amount} {done}, up from {then} on {day}")
        if now > then
        else _("{amount} {done}, down from {then} on {day}")
    )


def _level_on(levels: Sequence[Level], on: date) -> Level:
    """What was in force a month before the end, or at the start where that is later."""
    known = [level for level in levels if level.on <= on]
    return Level(on, known[-1].numbers) if known else levels[0]


def levels_in_words(levels: Sequence[Level], last: date, unit: str) -> str:
    """The sentence under the figure over time: the last day, and the highest."""
    now = levels[-1].numbers
    parts = listing(parts_in_words(now, unit))
    said = _("On {day}: {parts}.", day=day(last), parts=parts) if parts else ""
    highest = max(levels, key=lambda level: (level.numbers.deployed.value, -level.on.toordinal()))
    if highest.numbers.deployed.value <= now.deployed.value:
        return said
    values = {"n": bare(highest.numbers.deployed, unit), "done": done(unit), "day": day(highest.on)}
    most = _("The highest was {n} {done}, on {day}.", **values)
    return f"{said} {most}"
