"""What the page says of all pledges together, however many: counted by the database, a short row a pledge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, select

from app.figures.cuts import ENOUGH, most_telling
from app.figures.presence.schemas import Tally
from app.figures.presence.spoken import pledges_on
from app.ledger.standing import UNCOUNTED
from app.models import Category
from app.models.columns import K, S
from app.pledges.scope import Scope

# Of a pledge whose numbers nobody gives: after all that have one.
NO_NUMBER = -1


def tally_on(reader: Connection, scope: Scope) -> Tally:
    """The pledges in scope of which something was in place by its day."""
    rows = reader.execute(_per_pledge(scope)).all()
    if not rows:
        return Tally()
    first = min(row.first for row in rows)
    firsts = [row.pledge_id for row in rows if row.first == first]
    drawn = most_telling(rows, lambda row: row.category, lambda row: (row.most, -row.pledge_id))
    return Tally(
        pledges=len(rows),
        **{name: _sum(rows, name) for name in ("stays", "still", "ended", "closed")},
        first=first,
        came_first=len(firsts),
        by_category=Counter(row.category for row in rows),
        drawn=[row.pledge_id for row in drawn],
        firsts=firsts[:ENOUGH],
    )


def _sum(rows: Sequence[Row[Any]], name: str) -> int:
    return sum(int(getattr(row, name)) for row in rows)


def _per_pledge(scope: Scope) -> Select[Any]:
    """By pledge: its first day, the most that was in place at once, and how its stays began and ended."""
    known = _known(scope).subquery()
    was, here = known.c.before == "deployed", known.c.stage == "deployed"
    sums = {
        "stays": and_(here, func.coalesce(known.c.before, "") != "deployed"),
        "still": and_(here, known.c.until_on > scope.as_of),
        "ended": and_(was, known.c.stage.not_in(("deployed", "closed"))),
        "closed": and_(was, known.c.stage == "closed"),
    }
    counted = {name: func.sum(case((holds, 1), else_=0)).label(name) for name, holds in sums.items()}
    columns = (
        known.c.pledge_id,
        K.code.label("category"),
        func.min(case((here, known.c.from_on))).label("first"),
        func.max(case((here, known.c.number), else_=NO_NUMBER)).label("most"),
    )
    query = select(*columns, *counted.values()).join_from(
        known, Category.__table__, K.id == known.c.category_id
    )
    ordered = query.group_by(known.c.pledge_id, K.code).order_by(known.c.pledge_id)
    return ordered.having(func.sum(case((here, 1), else_=0)) > 0)


def _known(scope: Scope) -> Select[Any]:
    """Every standing up to the day, beside the stage before it."""
    before = func.lag(S.stage).over(partition_by=S.pledge_id, order_by=S.from_on).label("before")
    has_number = and_(S.unquantified == 0, S.unit != UNCOUNTED)
    number = case((has_number, S.deployed), else_=NO_NUMBER).label("number")
    columns = (S.pledge_id, S.category_id, S.from_on, S.until_on, S.stage, number, before)
    return select(*columns).where(
        scope.recorded, S.from_on <= scope.as_of, S.pledge_id.in_(pledges_on(scope))
    )
