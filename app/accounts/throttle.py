"""Guessing is slow: ten failures per account and per address in a quarter of an hour, counted for all workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from app.accounts.altering import Altering
from app.models import Failure

MOST = 10
WITHIN = timedelta(minutes=15)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: what it was counted as, or how many seconds to wait before the next may be made."""

    rows: tuple[int, ...] = ()
    wait: int = 0


def attempt(change: Altering, name: str, address: str) -> Attempt:
    """Count an attempt as failed, before it is looked at: many at once cannot slip past the limit."""
    # One that lies far ahead was counted before the clock was set back: it would shut people out until that day.
    is_over = or_(Failure.at <= change.at - WITHIN, Failure.at > change.at + WITHIN)
    change.session.execute(delete(Failure).where(is_over))
    both = (f"name {name[:LONGEST]}", f"address {address[:LONGEST]}")
    wait = max(_wait(change, whose) for whose in both)
    if wait:
        return Attempt(wait=wait)
    made = [Failure(whose=whose, at=change.at) for whose in both]
    change.session.add_all(made)
    change.session.flush()
    return Attempt(tuple(row.id for row in made))


def succeeded(change: Altering, made: Attempt) -> None:
    """It was no failure: it is not counted."""
    change.session.execute(delete(Failure).where(Failure.id.in_(made.rows)))


def _wait(change: Altering, whose: str) -> int:
    counted = select(func.count(), func.min(Failure.at)).where(Failure.whose == whose)
    n, first = change.session.execute(counted).one()
    return int((first + WITHIN - change.at).total_seconds()) + 1 if n >= MOST else 0
