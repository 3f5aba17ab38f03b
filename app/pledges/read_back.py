"""What a form is about to write, read back to the person who typed it: in words, with what they may not have meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.i18n import _, day
from app.ledger.change import Change
from app.ledger.quantity import Quantity
from app.models import Operation, Pledge, Source, Statement
from app.models.columns import ST
from app.pledges.detail import get_pledge, statements_where
from app.pledges.forms import CONTENT, Draft
from app.pledges.links import Links
from app.pledges.similar import Similar, similar_pledges
from app.pledges.submissions import fingerprint_of
from app.pledges.views import number_in_words, statement_entry
from app.pledges.wholes import own_rows
from app.pledges.words import amount_in_words
from app.web.forms import Typed

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """`seen` names all of it: what is saved is what was read."""

    pledge: Row
    statement: Row
    standing: str
    arithmetic: str
    warnings: tuple[str, ...]
    similar: tuple[Similar, ...]
    seen: str


def read_back(change: Change, draft: Draft, typed: Typed, *, is_new: bool) -> ReadBack:
    """Read a draft without faults back, from the rows that it has written. `is_new`: so is its pledge."""
    assert draft.pledge is not None and draft.statement is not None  # no faults
    change.finish()
    reader, statement = change.session.connection(), draft.statement
    pledge = get_pledge(reader, draft.pledge.key, statement.on)
    similar = tuple(similar_pledges(reader, _place(draft.pledge), statement.on)) if is_new else ()
    entry = _entry(change, statement, pledge)
    arithmetic = _arithmetic(draft, pledge)
    warnings = tuple(_warnings(change, draft))
    content = {name: typed[name].strip() for name in CONTENT if name in typed}
    seen = fingerprint_of(content, entry["quantity_words"], warnings, [s.key for s in similar])
    return ReadBack(pledge, entry, _standing(reader, pledge), arithmetic, warnings, similar, seen)


def _place(pledge: Pledge) -> Row:
    return {name: getattr(pledge, name) for name in ("id", "operation_id", "contributor_id", "category_id")}


def _entry(change: Change, statement: Statement, pledge: Row) -> Row:
    """The statement as its pledge's page will show it; a new source leads back to the fields it is typed in."""
    [row] = statements_where(change.session.connection(), ST.id == statement.id)
    entry = statement_entry(row, Links({}), pledge["unit"], pledge["category"])
    entry["id"] = "new"
    if _is_new_source(change, statement):
        entry["source"]["link"] = "#source"
    return entry


def _is_new_source(change: Change, statement: Statement) -> bool:
    return change.session.get_one(Source, statement.source_id).recorded_at == change.at


def _standing(reader: Connection, pledge: Row) -> str:
    """What the pledge will then stand at on the statement's day."""
    own = own_rows(reader, [pledge], pledge["as_of"])
    return number_in_words(pledge, own.get(pledge["key"]))


def _arithmetic(draft: Draft, pledge: Row) -> str:
    """How the total came about: "1,100 more on 1,400: 2,500 soldiers in all"; empty where none was worked out."""
    more, known, statement = draft.filled.more, draft.filled.known, draft.statement
    if more is None or more.value is None or statement is None:
        return ""
    total = Quantity(
        statement.quantity, statement.quantity_low, statement.quantity_high, statement.quantity_text
    )
    return sum_in_words(more, known, amount_in_words(total, pledge["unit"], pledge["category"]))


def sum_in_words(more: Quantity, known: Quantity, total: str) -> str:
    """How a total came about."""
    added = amount_in_words(more, "none")
    if known.value is None:
        return _(
            "{added} more, on top of a number that is not known: {total} in all", added=added, total=total
        )
    before = amount_in_words(known, "none")
    return _("{added} more on {known}: {total} in all", added=added, known=before, total=total)


def _warnings(change: Change, draft: Draft) -> Iterator[str]:
    """What the person may not have meant, or could not know."""
    pledge, statement = draft.pledge, draft.statement
    assert pledge is not None and statement is not None  # asked only of a draft without faults
    if draft.filled.day_from_source:
        yield _("No day was given: the source’s own day is taken, {day}.", day=day(statement.on))
    if statement.precision != "day":
        yield _(
            "A month or a year counts from its last day, when it is sure: from {day}.", day=day(statement.on)
        )
    yield from _outside(change.session.get_one(Operation, pledge.operation_id), statement.on)
    if not statement.accepted:
        yield _("This figure is shown beside the accepted ones, and is never counted.")
    if draft.is_new_source and not _is_new_source(change, statement):
        yield _("The record has this source already: what it says of it stays as it is.")
    yield from _disagreeing(change.session.connection(), statement)


def _outside(operation: Operation, on: date) -> Iterator[str]:
    start, end = operation.started_on, operation.ended_on
    if start and on < start:
        yield _("This is before {operation} began, on {day}.", operation=operation.name, day=day(start))
    if end and on > end:
        yield _("This is after {operation} ended, on {day}.", operation=operation.name, day=day(end))


def _disagreeing(reader: Connection, statement: Statement) -> Iterator[str]:
    """Other figures for the same status on the same day: of those that are accepted, the largest counts."""
    same = (ST.pledge_id == statement.pledge_id) & (ST.on == statement.on) & (ST.status == statement.status)
    counted = same & ST.accepted & ST.retracted_at.is_(None) & (ST.id != statement.id)
    for row in statements_where(reader, counted & ST.quantity.is_not(None)):
        if statement.accepted and statement.quantity not in (None, row["quantity"]):
            yield _(
                "The record has another number for this day, {number} ({source}): the larger one counts. "
                "Mark the one that should not be counted.",
                number=row["quantity_text"],
                source=row["source"]["publisher"] or row["source"]["title"] or row["source"]["url"],
            )
