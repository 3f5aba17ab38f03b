"""The number of a pledge that is in force on a day: what "1,100 more" comes on top of."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.ledger.amount import NOTHING as NO_AMOUNT
from app.ledger.amount import Amount
from app.ledger.quantity import NOTHING, Quantity
from app.ledger.standing import Position, standings
from app.ledger.stated_day import parse_stated_day
from app.models.columns import ST
from app.pledges.detail import fact_of, statements_where
from app.vocabulary import STATUSES


def number_in_force(reader: Connection, pledge_id: int, unit: str, day: date, status: str) -> Quantity:
    """The pledge's own number on `day` that more of `status` adds to, in its unit; empty where none is known.

    A delivery adds to what is in place, an end to what was delivered, everything else to what was promised and
    delivered in all. Parts are not taken off: a source that says "more" speaks of the whole.
    """
    counts = (ST.pledge_id == pledge_id) & (ST.on <= day) & ST.accepted & ST.retracted_at.is_(None)
    rows = statements_where(reader, counts & (ST.review == "published"))
    if not rows:
        return NOTHING
    newest = [i for i in standings([fact_of(row) for row in rows], unit=unit) if i.from_on <= day][-1]
    amount = _known(newest.position, status)
    return Quantity(amount.value, amount.low, amount.high, "") if amount else NOTHING


def known_number(reader: Connection, pledge: Any, on: str, status: str) -> Quantity:
    """The same for a day and a status as they were typed; empty until a pledge and both can be read."""
    day = counting_day(on)
    if pledge is None or day is None or status not in STATUSES:
        return NOTHING
    return number_in_force(reader, pledge.id, pledge.unit, day, status)


def counting_day(text: str) -> date | None:
    """The day from which "2013-01" counts; None where it cannot be read."""
    try:
        return parse_stated_day(text).on
    except ValueError:
        return None


def _known(position: Position, status: str) -> Amount | None:
    """The amount that more adds to; None where there is some, and no source gives its number."""
    if position.unquantified:
        return None
    if status == "deployed":
        known = position.deployed
    elif status == "ended":
        known = position.delivered
    else:
        promised = position.deployed + position.committed + position.announced
        known = position.delivered if position.delivered.value > promised.value else promised
    # Nothing is a number only once it is over: before, it is that no source has spoken of any.
    return known if known != NO_AMOUNT or position.stage == "ended" else None
