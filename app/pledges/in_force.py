"""The number of a pledge that is in force on a day: what "1,100 more" comes on top of."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.ledger.amount import NOTHING as NO_AMOUNT
from app.ledger.amount import Amount
from app.ledger.quantity import NOTHING, Quantity
from app.ledger.standing import Position, standings
from app.ledger.track import Fact
from app.models.columns import ST
from app.pledges.detail import statements_where


def number_in_force(reader: Connection, pledge_id: int, unit: str, day: date, status: str) -> Quantity:
    """The pledge's own number on `day` that more of `status` adds to, in its unit; empty where none is known.

    A delivery adds to what is in place, an end to what was delivered, everything else to what was promised and
    delivered in all. Parts are not taken off: a source that says "more" speaks of the whole.
    """
    counts = (ST.pledge_id == pledge_id) & (ST.on <= day) & ST.accepted & ST.retracted_at.is_(None)
    rows = statements_where(reader, counts & (ST.review == "published"))
    if not rows:
        return NOTHING
    newest = [i for i in standings([_fact(row) for row in rows], unit=unit) if i.from_on <= day][-1]
    amount = _known(newest.position, status)
    return Quantity(amount.value, amount.low, amount.high, "") if amount else NOTHING


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


def _fact(row: dict[str, Any]) -> Fact:
    value, low, high = row["quantity"], row["quantity_low"], row["quantity_high"]
    amount = None if value is None else Amount(value, low, high) if value else NO_AMOUNT
    return Fact(row["on"], row["status"], amount, row["until"])
