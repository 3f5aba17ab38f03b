"""What an organisation said of a pledge as a whole, before what its members have named is taken off.

A stored standing of a pledge with parts holds what no member has claimed (docs/method.md, "An organisation and its
members"). A page prints that beside the organisation's own words, never as its claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_

from app.i18n import _
from app.ledger.quantity import Quantity
from app.ledger.standing import Position, standings
from app.ledger.track import Fact
from app.models.columns import P
from app.pledges.detail import fact_of, known_by, statements_where
from app.pledges.words import IN_ORDER, amount_in_words, standing_in_words
from app.vocabulary import AMOUNTS

Row = dict[str, Any]


def own_rows(
    reader: Connection, rows: Sequence[Row], as_of: date, recorded_by: datetime | None = None
) -> dict[str, Row]:
    """The rows, by key, whose members have named something, as they would stand by their own statements alone."""
    wholes = {row["key"]: row for row in rows if named_by_members(row)}
    if not wholes:
        return {}
    spoken = statements_where(reader, and_(P.key.in_(list(wholes)), known_by(recorded_by)), recorded_by)
    return {
        key: own_row(row, [s for s in spoken if s["pledge"] == key], as_of) for key, row in wholes.items()
    }


def own_row(row: Row, statements: Sequence[Row], as_of: date) -> Row:
    """A pledge's row with the numbers that its own statements give."""
    positions = [i.position for i in standings(facts_of(statements), unit=row["unit"]) if i.from_on <= as_of]
    return {**row, **_numbers(positions[-1])} if positions else row


def named_by_members(row: Row) -> int:
    """How much of an organisation's claim its members have named: 0 where nothing was taken off."""
    return (row["claim"] or 0) - left_over(row)


def left_over(row: Row) -> int:
    """What is deployed, committed and announced in all."""
    return sum(row[name] or 0 for name in IN_ORDER)


def whole_in_words(row: Row, own: Row) -> str:
    """What an organisation said, and how much of it no member has named."""
    left = left_over(row)
    if not left:
        return _("{words} in all, all of it named by members", words=standing_in_words(own))
    amount = amount_in_words(Quantity(left, left, left, ""), "none")
    return _("{words} in all, {n} not yet named by members", words=standing_in_words(own), n=amount)


def facts_of(statements: Sequence[Row]) -> list[Fact]:
    """The statements that count, as the standing function reads them."""
    return [fact_of(s) for s in statements if s["accepted"] and not s["retracted_at"]]


def _numbers(position: Position) -> Row:
    amounts = {name: getattr(position, name) for name in AMOUNTS}
    flat = {
        f"{name}{bound}": value
        for name, amount in amounts.items()
        for bound, value in (("", amount.value), ("_low", amount.low), ("_high", amount.high))
    }
    return {**flat, "stage": position.stage, "unquantified": int(position.unquantified)}
