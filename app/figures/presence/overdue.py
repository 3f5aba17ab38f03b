"""Promises that are past the last day they stated, with something of them still outstanding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.figures.presence.schemas import Overdue
from app.figures.presence.spoken import Facts, counts, facts_where, parts_of, pledges_on
from app.figures.schemas import Amount
from app.ledger.amount import Amount as Counted
from app.ledger.standing import Position, standings
from app.ledger.track import OPEN_PROMISES, PAST, Fact, tracks
from app.models import Operation, Pledge, Statement
from app.models.columns import OP, ST, P
from app.pledges.scope import Scope


def overdue_on(reader: Connection, scope: Scope) -> dict[int, Overdue]:
    """By pledge, what is overdue on the scope's day (docs/method.md, "Who is there when").

    Only while the record follows the operation: after that nothing is known of any promise.
    """
    query = (
        select(ST.pledge_id, P.unit)
        .join_from(Statement.__table__, Pledge.__table__, P.id == ST.pledge_id)
        .join(Operation.__table__, OP.id == P.operation_id)
        .where(_stated(scope), ST.until < scope.as_of, _is_followed(scope))
        .distinct()
    )
    units = {row.pledge_id: row.unit for row in reader.execute(query)}
    if not units:
        return {}
    parts = parts_of(reader, scope, list(units))
    spoken = {*units, *(part for some in parts.values() for part in some)}
    facts = facts_where(reader, scope, ST.pledge_id.in_(spoken))
    found = ((i, _overdue(facts, i, parts.get(i, ()), unit, scope.as_of)) for i, unit in units.items())
    return {i: overdue for i, overdue in found if overdue}


def stated_days(reader: Connection, scope: Scope) -> int:
    """How many pledges in scope have a promise that states its last day."""
    query = select(func.count(ST.pledge_id.distinct())).join_from(
        Statement.__table__, Pledge.__table__, P.id == ST.pledge_id
    )
    return reader.execute(query.where(_stated(scope))).scalar_one()


def _stated(scope: Scope) -> ColumnElement[bool]:
    promises = and_(ST.status.in_(OPEN_PROMISES), ST.until.is_not(None), counts(scope))
    return and_(promises, ST.pledge_id.in_(pledges_on(scope)))


def _is_followed(scope: Scope) -> ColumnElement[bool]:
    end = func.coalesce(OP.covered_until, OP.ended_on)
    return or_(end.is_(None), end >= scope.as_of)


def _overdue(facts: Facts, pledge: int, parts: Sequence[int], unit: str, on: date) -> Overdue | None:
    track = tracks(facts[pledge])[-1]
    until = track.promise_until
    if track.promise_status(on) != PAST or until is None:
        return None
    members = [_without_days(facts[part]) for part in parts if part in facts]
    held = standings(_without_days(facts[pledge]), unit=unit, parts=members)[-1].position
    if not _is_outstanding(held, has_number=track.promised is not None):
        return None
    left = held.committed if held.committed.value else held.announced
    return Overdue(until, (on - until).days, _shown(track.promised), _shown(left if left.value else None))


def _without_days(facts: Sequence[Fact]) -> list[Fact]:
    """The same promises as if no last day had been stated: what is outstanding of them goes on being so."""
    return [replace(fact, until=None) if fact.status in OPEN_PROMISES else fact for fact in facts]


def _is_outstanding(held: Position, *, has_number: bool) -> bool:
    """A promise without a number is outstanding as long as nothing was delivered."""
    if held.committed.value or held.announced.value:
        return True
    return not has_number and held.stage in OPEN_PROMISES


def _shown(amount: Counted | None) -> Amount | None:
    return Amount(amount.value, amount.low, amount.high) if amount else None
