"""Where a pledge's three tracks are after each of its statements: asked, promised, delivered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.ledger.amount import Amount
from app.vocabulary import STATUSES

OPEN_PROMISES = ("announced", "committed")
PAST = "closed"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the standing function needs to know of one accepted statement; `on` is the day it counts from."""

    on: date
    status: str
    amount: Amount | None = None
    until: date | None = None

    def order(self) -> tuple[object, ...]:
        """A total order that depends on nothing but the content: the order of entry never matters."""
        size = self.amount.order() if self.amount else ()
        return (self.on, STATUSES.index(self.status), size, self.until is None, self.until or date.min)


@dataclass(frozen=True, slots=True)
class Track:
    """The three tracks after the last statement of the day `on`."""

    on: date
    # Asked: the newest unanswered ask and its day.
    pending: str = ""
    asked_on: date = date.min
    # Promised.
    promise: str = ""
    promised: Amount | None = None
    promise_until: date | None = None
    promise_counted_on: date | None = None
    last_promised: Amount | None = None
    # Delivered.
    delivery: str = ""
    counted: Amount | None = None
    delivery_until: date | None = None
    delivery_counted_on: date | None = None
    # The largest number so far, and the newest day it was stated on.
    delivered: Amount | None = None
    delivered_on: date | None = None

    @property
    def ever_delivered(self) -> bool:
        """Whether any source said that something was there, or had been."""
        return self.delivery != ""

    def promise_status(self, day: date) -> str:
        """The promise's own status, or `closed` where it was open and is past its `until`."""
        past = self.promise_until is not None and day > self.promise_until
        return PAST if past and self.promise in OPEN_PROMISES else self.promise

    def promise_on(self, day: date) -> Amount | None:
        """The number of a promise that is open on `day`."""
        return self.promised if self.promise_status(day) in OPEN_PROMISES else None

    def is_in_force(self, day: date) -> bool:
        """Whether a delivery holds on `day`, with or without a number."""
        return self.delivery == "deployed" and (self.delivery_until is None or day <= self.delivery_until)

    def in_force(self, day: date) -> Amount | None:
        """The number of a delivery that holds on `day`."""
        return self.counted if self.is_in_force(day) else None


def tracks(statements: Sequence[Fact]) -> list[Track]:
    """The tracks after each day that has statements, oldest first. `statements` is not empty."""
    ordered = sorted(statements, key=Fact.order)
    states: list[Track] = []
    state = Track(on=ordered[0].on)
    for fact in ordered:
        state = _STEPS[fact.status](state, fact)
        if states and states[-1].on == fact.on:
            states[-1] = state
        else:
            states.append(state)
    return states


def _ask(state: Track, fact: Fact) -> Track:
    return replace(state, on=fact.on, pending=fact.status, asked_on=fact.on)


def _promise(state: Track, fact: Fact) -> Track:
    # Without a number the last one stands.
    number = fact.amount or state.promised
    return replace(
        state,
        on=fact.on,
        pending="",
        promise=fact.status,
        promised=number,
        promise_until=fact.until,
        promise_counted_on=fact.on if fact.amount else state.promise_counted_on,
        last_promised=fact.amount or state.last_promised,
    )


def _refusal(state: Track, fact: Fact) -> Track:
    return replace(
        state,
        on=fact.on,
        pending="",
        promise=fact.status,
        promised=None,
        promise_until=None,
        promise_counted_on=None,
    )


def _delivery(state: Track, fact: Fact) -> Track:
    number = fact.amount or state.counted
    return replace(
        state,
        on=fact.on,
        # A delivery of a later day answers what was asked.
        pending=state.pending if state.asked_on >= fact.on else "",
        delivery="deployed",
        counted=number,
        delivery_until=fact.until,
        delivery_counted_on=fact.on if fact.amount else state.delivery_counted_on,
        **_largest(state, fact),
    )


def _end(state: Track, fact: Fact) -> Track:
    """It closes every promise stated before it, and forgets the number that was in place."""
    return replace(
        state,
        on=fact.on,
        promise="",
        promised=None,
        promise_until=None,
        promise_counted_on=None,
        pending="",
        delivery="ended",
        counted=None,
        delivery_until=None,
        delivery_counted_on=None,
        **_largest(state, fact),
    )


def _largest(state: Track, fact: Fact) -> dict[str, Any]:
    """What a delivery leaves of the most there ever was: "more than 120" is more than 120."""
    if fact.amount is None or (state.delivered and fact.amount.order() < state.delivered.order()):
        return {}
    return {"delivered": fact.amount, "delivered_on": fact.on}


_STEPS = {
    "requested": _ask,
    "under_review": _ask,
    "announced": _promise,
    "committed": _promise,
    "declined": _refusal,
    "lapsed": _refusal,
    "deployed": _delivery,
    "ended": _end,
}
