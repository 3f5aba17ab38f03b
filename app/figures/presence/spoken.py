"""What sources said of pledges by a day, as the ledger reads it: accepted, published and not retracted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from app.ledger.amount import amount_of
from app.ledger.track import Fact
from app.models import Pledge, Standing, Statement
from app.models.columns import ST, P, S
from app.pledges.scope import Scope, live

Facts = dict[int, list[Fact]]


def pledges_on(scope: Scope) -> Select[tuple[int]]:
    """The pledges that have a standing in scope on its day, for use inside any other query."""
    found = select(S.pledge_id).join_from(Standing.__table__, Pledge.__table__, P.id == S.pledge_id)
    return found.where(scope.on_the_day).correlate(None)


def facts_where(reader: Connection, scope: Scope, condition: ColumnElement[bool]) -> Facts:
    """By pledge, the statements up to the scope's day that count and that `condition` on them holds for."""
    said = [ST[name] for name in ("on", "status", "quantity", "quantity_low", "quantity_high", "until")]
    query = select(ST.pledge_id, *said).join_from(Statement.__table__, Pledge.__table__, P.id == ST.pledge_id)
    facts: Facts = defaultdict(list)
    for row in reader.execute(query.where(counts(scope), condition)):
        amount = amount_of(row.quantity, row.quantity_low, row.quantity_high)
        facts[row.pledge_id].append(Fact(row.on, row.status, amount, row.until))
    return dict(facts)


def counts(scope: Scope) -> ColumnElement[bool]:
    """The statements that count on the scope's day, as the record said at its moment."""
    moment = scope.filter.recorded_by
    standing: ColumnElement[bool] = P.retracted_at.is_(None)
    if moment:
        standing = or_(standing, P.retracted_at > moment)
    accepted = and_(ST.accepted, ST.review == "published", P.review == "published")
    return and_(ST.on <= scope.as_of, accepted, live(moment), standing)


def parts_of(reader: Connection, scope: Scope, wholes: Any) -> dict[int, list[int]]:
    """By whole, the pledges that are part of it and have spoken by the scope's day; `wholes`: pledges, or a query."""
    parts: dict[int, list[int]] = defaultdict(list)
    # Asked of each part: all that ever spoke are most of the record.
    spoken = exists().where(S.pledge_id == P.id, scope.recorded, S.from_on <= scope.as_of)
    query = select(P.id, P.part_of_id).where(P.part_of_id.in_(wholes), spoken)
    rows: Any = reader.execute(query.order_by(P.id))
    for row in rows:
        parts[row.part_of_id].append(row.id)
    return dict(parts)
