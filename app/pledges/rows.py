"""Pledges and statements as rows: one mapping for a single one from the form and for a sheet of a million."""

from collections import Counter
from typing import Any

from sqlalchemy import bindparam, update

from app.ledger.change import Change, Told
from app.models import Pledge, Statement
from app.pledges.rules import Place
from app.pledges.schemas import PledgeColumns, StatementCreate
from app.text import indexed

Row = dict[str, Any]
_PLEDGE = Pledge.__table__
# Built once, for each statement that is written.
RAISING = (
    update(_PLEDGE)  # type: ignore[arg-type]  # it is one
    .where(_PLEDGE.c.id == bindparam("pledge"))
    .values(version=_PLEDGE.c.version + bindparam("more"), updated_at=bindparam("moment"))
)


def pledge_row(change: Change, given: PledgeColumns, place: Place, key: str, part_of_id: int | None) -> Row:
    """The row of a new pledge in a place that was found."""
    assert place.operation and place.contributor and place.category  # faults would have been told
    return {
        "key": key,
        "operation_id": place.operation.id,
        "contributor_id": place.contributor,
        "category_id": place.category.id,
        "item": given.item,
        "unit": place.unit,
        "part_of_id": part_of_id,
        "caveats": given.caveats,
        "review": "published",
        "retracted_at": None,
        "retraction_reason": "",
        "folded": indexed(key, given.item, given.caveats),
        "version": 1,
        "created_at": change.at,
        "updated_at": change.at,
    }


def statement_row(change: Change, pledge_id: int, given: StatementCreate, source_id: int) -> Row:
    """The row of a new statement."""
    return {
        "pledge_id": pledge_id,
        "on": given.on.on,
        "precision": given.on.precision,
        "status": given.status,
        "quantity": given.quantity.value,
        "quantity_low": given.quantity.low,
        "quantity_high": given.quantity.high,
        "quantity_text": given.quantity.text,
        "until": given.until,
        "condition": given.condition,
        "speaker": given.speaker,
        "evidence": given.evidence,
        "accepted": given.accepted,
        "note": given.note,
        "source_id": source_id,
        "review": "published",
        "recorded_at": change.at,
        "entered_by": change.actor,
        "retracted_at": None,
        "retraction_reason": "",
        "folded": indexed(given.evidence, given.speaker, given.note, given.condition),
    }


def add_pledges(change: Change, rows: list[Row]) -> list[int]:
    """Add pledges that were checked; their row numbers."""
    return change.add_rows(Pledge, rows, key="key")


def add_statements(change: Change, rows: list[Row], told: Told | None = None) -> list[int]:
    """Add statements that were checked and are not known; their row numbers. Their pledges are touched.

    `told`: what the history says of them, where that is not that they were entered.
    """
    ids = change.add_rows(Statement, rows, told=told)
    more = Counter(row["pledge_id"] for row in rows)
    if more:
        raised = [{"pledge": pledge, "more": n, "moment": change.at} for pledge, n in more.items()]
        change.session.execute(RAISING, raised)
    for pledge in more:
        change.touch(pledge)
    return ids
