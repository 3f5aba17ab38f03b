"""Whether the answer being made is part of a frozen copy of the site, and which day it is.

A copy is made by asking the application itself (app/site); what asks says so here, and the application then leaves out
what needs a server. Everywhere else nothing is frozen, and today is today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Frozen:
    """A copy: the day that is its today, the version of the record it holds, and where it and its original stand.

    `live`: the address of the record that goes on; empty where it has no public one. `public`: the whole address that
    readers have of one inside the record ("/pledges"). `policy`: what its pages may load, which files cannot say in a
    header. `languages`: those it is in. `holds`: whether it may hold an address; `days`: the days that it may have a
    page of.
    """

    today: date
    version: int
    live: str
    public: Callable[[str], str]
    policy: str
    languages: Sequence[str]
    holds: Callable[[str], bool]
    days: Callable[[str], Sequence[date]]


_frozen: ContextVar[Frozen | None] = ContextVar("frozen", default=None)


def frozen() -> Frozen | None:
    """The copy that this answer is for; None: it is for a reader of the live record."""
    return _frozen.get()


@contextmanager
def freezing(copy: Frozen) -> Iterator[None]:
    """Make what is answered inside the block part of `copy`."""
    token = _frozen.set(copy)
    try:
        yield
    finally:
        _frozen.reset(token)


def today() -> date:
    """The day it is (UTC), or the one that a copy is frozen on."""
    copy = _frozen.get()
    return copy.today if copy else datetime.now(UTC).date()
