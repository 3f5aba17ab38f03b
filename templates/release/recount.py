"""How a pledge stands on a day: the rules of METHOD.md, with Python's standard library alone.

It shares no code with the software that keeps the record. For a day it takes what counts by then, walks it once and
adds up: written to be read, not to be fast.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from figures import ZERO, Number, add, larger, minus, smaller

# In this order statements of one day are taken.
STATUSES = ("requested", "under_review", "announced", "committed", "declined", "lapsed", "deployed", "ended")
# These are there or not there on a day; every other unit adds up as it is delivered.
STOCKS = ("people", "aircraft", "vessels", "vehicles")
ASKS = ("requested", "under_review")
PROMISES = ("announced", "committed")
REFUSALS = ("declined", "lapsed")
DELIVERIES = ("deployed", "ended")
FINAL = ("ended", "declined", "lapsed")


@dataclass(frozen=True)
class Statement:
    """What one accepted source says of a pledge; `day` is the day from which it counts."""

    day: date
    status: str
    number: Number | None
    until: date | None


@dataclass
class Pledge:
    """A contributor's contribution to one operation in one category, with what counts of what was said."""

    key: str
    operation: str
    contributor: str
    category: str
    unit: str
    part_of: str
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """What a pledge amounts to on a day, in its unit; the four numbers each (value, low, high)."""

    stage: str
    pending: str
    deployed: Number
    committed: Number
    announced: Number
    delivered: Number
    unquantified: int
    promised: int | None
    claim: int
    stated_on: date | None


@dataclass(frozen=True)
class Track:
    """Where the promises or the deliveries of a pledge stand; `counted` is the day the number was said."""

    status: str = ""
    number: Number | None = None
    until: date | None = None
    counted: date | None = None

    def in_force(self, day: date) -> bool:
        """A promise that is live or a delivery in place: not refused, ended or past its `until`."""
        return self.status in (*PROMISES, "deployed") and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Own:
    """A pledge by its own statements, before its parts are taken off."""

    stage: str
    pending: str
    promise_status: str
    in_place: Number
    outstanding: Number
    delivered: Number
    unquantified: int
    promised: int | None
    claim: int
    stated_on: date | None

    @property
    def cover(self) -> Number:
        """In place + outstanding, or delivered if larger."""
        return larger(add([self.in_place, self.outstanding]), self.delivered)


def standing_on(pledge: Pledge, parts: list[Pledge], last_day: date | None, day: date) -> Standing | None:
    """The pledge on that day, less its `parts`; None before its first accepted statement counts.

    `last_day`: the last day on which the record follows its operation; None while it goes on.
    """
    own = _by_itself(pledge, day)
    if own is None:
        return None
    less = _less_parts(own, [known for part in parts if (known := _by_itself(part, day))])
    if last_day is not None and day > last_day:
        less = _closed(less, own, is_flow=pledge.unit not in STOCKS)
    return Standing(
        stage=less.stage,
        pending=less.pending,
        deployed=less.in_place,
        committed=less.outstanding if own.promise_status == "committed" else ZERO,
        announced=less.outstanding if own.promise_status == "announced" else ZERO,
        delivered=less.delivered,
        unquantified=less.unquantified,
        promised=less.promised,
        claim=less.claim,
        stated_on=less.stated_on,
    )


def _closed(less: Own, own: Own, *, is_flow: bool) -> Own:
    """Silence is no broken promise: nothing is outstanding, nothing is in place, what was delivered stays."""
    return replace(
        less,
        stage=less.stage if less.stage in FINAL else "closed",
        pending="",
        in_place=less.in_place if is_flow else ZERO,
        outstanding=ZERO,
        unquantified=0,
        claim=own.in_place.value if is_flow else 0,
        stated_on=less.stated_on if is_flow and own.in_place.value else None,
    )


def _by_itself(pledge: Pledge, day: date) -> Own | None:
    known = sorted((said for said in pledge.statements if said.day <= day), key=_place)
    if not known:
        return None
    is_flow = pledge.unit not in STOCKS
    promise, delivery = (
        _follow(known, PROMISES, (*REFUSALS, "ended")),
        _follow(known, ("deployed",), ("ended",)),
    )
    delivered = _delivered(known)
    in_place = delivered if is_flow else delivery.number or ZERO if delivery.in_force(day) else ZERO
    live = promise.in_force(day)
    outstanding = minus(promise.number, delivered) if live and promise.number else ZERO
    pending = _pending(known)
    stage = _stage(known, day, promise, delivery, outstanding, pending)
    return Own(
        stage=stage,
        pending=pending,
        promise_status=promise.status,
        in_place=in_place,
        outstanding=outstanding,
        delivered=delivered,
        unquantified=_unquantified(pledge.unit, stage, promise, delivery, delivered if is_flow else None),
        promised=_promised(known),
        claim=in_place.value + outstanding.value,
        stated_on=_stated_on(known, day, promise, delivery, delivered if is_flow else None),
    )


def _place(said: Statement) -> tuple[Any, ...]:
    """The order of statements: day, status by the table, no number first, smaller first, sooner over."""
    number = said.number or ZERO
    size = (said.number is not None, number.value, number.low, number.top)
    return (said.day, STATUSES.index(said.status), *size, said.until or date.max)


def _follow(known: list[Statement], going: tuple[str, ...], over: tuple[str, ...]) -> Track:
    """Walk one track: what goes on keeps the last number until it is over."""
    track = Track()
    for said in known:
        if said.status in over:
            track = Track(said.status)
        elif said.status in going and said.number is None:
            track = replace(track, status=said.status, until=said.until)
        elif said.status in going:
            track = Track(said.status, said.number, said.until, said.day)
    return track


def _delivered(known: list[Statement]) -> Number:
    """The largest delivery number so far, with its own bounds (of equal numbers, the larger bounds)."""
    numbers = [said.number for said in known if said.status in DELIVERIES and said.number is not None]
    return max(numbers, key=lambda number: (number.value, number.low, number.top), default=ZERO)


def _promised(known: list[Statement]) -> int | None:
    """The last number announced or committed so far, whatever became of it; None where none was given."""
    numbers = [said.number.value for said in known if said.status in PROMISES and said.number is not None]
    return numbers[-1] if numbers else None


def _pending(known: list[Statement]) -> str:
    """The newest ask, unless it is answered: the same day or later, by a delivery only on a later day."""
    asks = [said for said in known if said.status in ASKS]
    if not asks:
        return ""
    answers = (*PROMISES, *REFUSALS, "ended")
    at_once = any(said.status in answers and said.day >= asks[-1].day for said in known)
    later = any(said.status == "deployed" and said.day > asks[-1].day for said in known)
    return "" if at_once or later else asks[-1].status


def _stage(
    known: list[Statement], day: date, promise: Track, delivery: Track, outstanding: Number, pending: str
) -> str:
    was_delivered = any(said.status in DELIVERIES for said in known)
    if delivery.in_force(day):
        return "deployed"
    if promise.in_force(day) and (outstanding.value or not was_delivered):
        return promise.status
    if was_delivered:
        return "ended"
    if promise.status in PROMISES:
        return "closed"
    return pending or promise.status


def _unquantified(unit: str, stage: str, promise: Track, delivery: Track, flow: Number | None) -> int:
    """1 where what is in place (of a flow: delivered so far) has no number, or what is promised has none."""
    if stage == "deployed" and flow is not None and flow.value:
        return 0
    track = {"deployed": delivery, "announced": promise, "committed": promise}.get(stage)
    return int(track is not None and track.number is None and unit != "none")


def _stated_on(
    known: list[Statement], day: date, promise: Track, delivery: Track, flow: Number | None
) -> date | None:
    """The day of the newest own number in force: in place, or delivered so far of a flow, or promised."""
    days = [track.counted for track in (promise, delivery) if track.in_force(day) and track.counted]
    if flow is not None:
        days = [promise.counted] if promise.in_force(day) and promise.counted else []
        days += [said.day for said in known if said.status in DELIVERIES and said.number == flow]
    return max(days, default=None)


def _less_parts(own: Own, parts: list[Own]) -> Own:
    """Members count; the parent counts only what no member has claimed."""
    if not parts:
        return own
    remainder = minus(own.cover, add([part.cover for part in parts]))
    deployed = smaller(remainder, minus(own.in_place, add([part.in_place for part in parts])))
    outstanding = smaller(own.outstanding, minus(remainder, deployed))
    delivered = larger(deployed, minus(own.delivered, add([part.delivered for part in parts])))
    return replace(own, in_place=deployed, outstanding=outstanding, delivered=delivered)
