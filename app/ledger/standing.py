"""The standing function: from what sources said of a pledge to what it amounts to on each day. Pure.

The rules, in words and with examples, are in docs/method.md, "How a standing follows from its statements".
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.ledger.amount import NOTHING, Amount, total
from app.ledger.track import OPEN_PROMISES, Fact, Track, tracks

STOCKS = ("people", "aircraft", "vessels", "vehicles")
UNCOUNTED = "none"
SETTLED = ("ended", "declined", "lapsed")
TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Position:
    """What a pledge amounts to on a day. deployed, committed and announced are disjoint and add up."""

    stage: str
    pending: str
    unquantified: bool
    deployed: Amount
    committed: Amount
    announced: Amount
    delivered: Amount
    promised: int | None
    claim: int
    stated_on: date | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A position that holds from `from_on` until (not including) `until_on`; None: no end is known."""

    from_on: date
    until_on: date | None
    position: Position


def is_stock(unit: str) -> bool:
    """Whether the unit counts what is there on a day (people), not what has flowed so far (tonnes)."""
    return unit in STOCKS


def standings(
    statements: Sequence[Fact],
    *,
    unit: str,
    parts: Sequence[Sequence[Fact]] = (),
    closes_after: date | None = None,
) -> list[Interval]:
    """The intervals of one pledge, oldest first, without gaps, from the day of its first statement on.

    `statements` and `parts` (the statements of each pledge that is part of this one, same unit) hold accepted,
    unretracted, published facts only, in any order. `closes_after` is the last day the record follows the operation.
    """
    if not statements:
        return []
    own = tracks(statements)
    members = [tracks(part) for part in parts if part]
    intervals: list[Interval] = []
    for day in _days_of_change([statements, *parts], own[0].on, closes_after):
        is_closed = closes_after is not None and day > closes_after
        position = _position(own, members, day, unit, is_closed=is_closed)
        if not intervals or intervals[-1].position != position:
            intervals.append(Interval(day, None, position))
    return _joined(intervals)


def _days_of_change(pledges: Sequence[Sequence[Fact]], first: date, closes_after: date | None) -> list[date]:
    facts = [fact for pledge in pledges for fact in pledge]
    days = {fact.on for fact in facts}
    days |= {fact.until + TOMORROW for fact in facts if fact.until and fact.until < date.max}
    if closes_after and closes_after < date.max:
        days.add(closes_after + TOMORROW)
    return sorted({first} | {day for day in days if day > first})


def _joined(intervals: list[Interval]) -> list[Interval]:
    ends = [following.from_on for following in intervals[1:]]
    return [replace(i, until_on=end) for i, end in zip(intervals, [*ends, None], strict=True)]


@dataclass(frozen=True, slots=True)
class _Own:
    """One pledge by its own statements on a day, before anything is taken off for its parts."""

    in_place: Amount
    outstanding: Amount
    delivered: Amount

    @property
    def cover(self) -> Amount:
        """What its parts can be set against: in place and outstanding, or delivered if larger, bound by bound.

        An exact delivery of old says nothing of how many may be there now: their most stays possible.
        """
        return self.delivered.at_least(self.in_place + self.outstanding)


def _track_on(states: Sequence[Track], day: date) -> Track | None:
    index = bisect_right(states, day, key=lambda state: state.on)
    return states[index - 1] if index else None


def _own(track: Track, day: date, unit: str) -> _Own:
    delivered = track.delivered or NOTHING
    in_place = _delivery_on(track, day, unit)[0] or NOTHING
    promised = track.promise_on(day) or NOTHING
    return _Own(in_place, promised - delivered, delivered)


def _position(
    own_states: Sequence[Track], members: Sequence[Sequence[Track]], day: date, unit: str, *, is_closed: bool
) -> Position:
    track = _track_on(own_states, day)
    assert track is not None  # days start with the first own statement
    own = _own(track, day, unit)
    parts = [_own(part, day, unit) for states in members if (part := _track_on(states, day))]
    stage = _stage(track, own, day)
    deployed, outstanding, delivered = _less_parts(own, parts)
    status = track.promise_status(day)
    position = Position(
        stage=stage,
        pending=track.pending,
        unquantified=unit != UNCOUNTED and _lacks_number(track, stage, day, unit),
        deployed=deployed,
        committed=outstanding if status == "committed" else NOTHING,
        announced=outstanding if status == "announced" else NOTHING,
        delivered=delivered,
        promised=track.last_promised.value if track.last_promised else None,
        claim=(own.in_place + own.outstanding).value,
        stated_on=_stated_on(track, day, unit),
    )
    return _closed(position, own, unit) if is_closed else position


def _less_parts(own: _Own, parts: Sequence[_Own]) -> tuple[Amount, Amount, Amount]:
    """Members count; the parent counts only what no member has claimed."""
    if not parts:
        return own.in_place, own.outstanding, own.delivered
    remainder = own.cover - total(part.cover for part in parts)
    deployed = remainder.at_most(own.in_place - total(part.in_place for part in parts))
    outstanding = own.outstanding.at_most(remainder - deployed)
    delivered = deployed.at_least(own.delivered - total(part.delivered for part in parts))
    return deployed, outstanding, delivered


def _stage(track: Track, own: _Own, day: date) -> str:
    status = track.promise_status(day)
    if track.is_in_force(day):
        return "deployed"
    if status in OPEN_PROMISES and (own.outstanding.value or not track.ever_delivered):
        return status
    if track.ever_delivered:
        return "ended"
    if status in ("declined", "lapsed"):
        return track.pending or status
    return status or track.pending


def _delivery_on(track: Track, day: date, unit: str) -> tuple[Amount | None, date | None]:
    """The number of the delivery that counts on `day`, and the day it was stated on."""
    if not is_stock(unit):
        return track.delivered, track.delivered_on
    return track.in_force(day), track.delivery_counted_on


def _lacks_number(track: Track, stage: str, day: date, unit: str) -> bool:
    if stage == "deployed":
        return _delivery_on(track, day, unit)[0] is None
    return stage in OPEN_PROMISES and track.promise_on(day) is None


def _stated_on(track: Track, day: date, unit: str) -> date | None:
    delivery, delivery_stated_on = _delivery_on(track, day, unit)
    days = [delivery_stated_on if delivery is not None else None]
    days.append(track.promise_counted_on if track.promise_on(day) is not None else None)
    return max((d for d in days if d), default=None)


def _closed(position: Position, own: _Own, unit: str) -> Position:
    """After the record's last day nothing is known any more: silence is never turned into a broken promise."""
    stays = not is_stock(unit)
    return replace(
        position,
        stage=position.stage if position.stage in SETTLED else "closed",
        pending="",
        unquantified=False,
        deployed=position.deployed if stays else NOTHING,
        committed=NOTHING,
        announced=NOTHING,
        claim=own.in_place.value if stays else 0,
        stated_on=position.stated_on if stays and own.in_place.value else None,
    )
