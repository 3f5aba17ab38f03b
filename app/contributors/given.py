"""What belongs to a contributor's page beside its own row: what it ever gave, its sizes, and its members' shares."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Float, and_, case, cast, func, select

from app.figures.facts import WITH_PLEDGES
from app.figures.queries import joined
from app.ledger.remembered import Remembered
from app.models import Indicator, Source, Standing
from app.models.columns import OP, ST, C, K, N, P, S
from app.models.naming import name_of
from app.models.types import FAR_DAY
from app.pledges.detail import known_by, statements_where
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope


def sizes_of(reader: Connection, contributor_id: int) -> list[dict[str, Any]]:
    """Population, GDP in US dollars and armed forces by year, newest first, each with the number of its source."""
    columns = (N.year, N.population, N.gdp_usd, N.armed_forces, Source.id.label("source"), Source.title)
    query = select(*columns).join_from(Indicator.__table__, Source.__table__, Source.id == N.source_id)
    rows = reader.execute(query.where(N.contributor_id == contributor_id).order_by(N.year.desc()))
    return [row._asdict() for row in rows]


def shares_in(reader: Connection, organisation_id: int, scope: Scope) -> list[dict[str, Any]]:
    """The pledges that are part of an organisation's, as they stand on the scope's day, by key."""
    wholes = select(P.id).where(P.contributor_id == organisation_id)
    holds = and_(scope.recorded, S.from_on <= scope.as_of, S.until_on > scope.as_of)
    return pledges_where(reader, and_(P.part_of_id.in_(wholes), holds))


def ever_given(reader: Connection, scope: Scope) -> list[dict[str, Any]]:
    """The categories and units of the pledges in scope, whatever the day, in the categories' order.

    `total` and `delivered`: the most that one pledge ever amounted to, and that was in place of it; `pledges`: how many
    there are; `has_parts`: whether members of the giver named some of it.
    """
    columns = (K.code.label("category"), name_of(K), K.group, S.unit)
    named = case((S.claim > S.deployed + S.committed + S.announced, 1), else_=0)
    counts = (
        func.max(S.claim).label("total"),
        func.max(S.delivered).label("delivered"),
        func.count(S.pledge_id.distinct()).label("pledges"),
        func.max(named).label("has_parts"),
    )
    query = select(*columns, *counts).select_from(joined()).where(scope.recorded, *scope.conditions)
    rows = reader.execute(query.group_by(*columns, K.sort).order_by(K.sort, K.code))
    return [row._asdict() for row in rows]


def claims_of_wholes(reader: Connection, scope: Scope) -> dict[str, int]:
    """By key, the most that each pledge in scope ever amounted to of which members named some, whatever the day."""
    named = func.max(S.claim - S.deployed - S.committed - S.announced)
    found = select(P.key, func.max(S.claim).label("most")).join_from(
        Standing.__table__, P.id.table, P.id == S.pledge_id
    )
    rows = reader.execute(found.where(scope.recorded, *scope.conditions).group_by(P.key).having(named > 0))
    return {row.key: row.most for row in rows}


GIVERS = Remembered[list[str]]()
LARGEST = Remembered[list[dict[str, Any]]]()


def largest_given(reader: Connection, scope: Scope) -> list[dict[str, Any]]:
    """The most that any one pledge in scope ever amounted to, by category and unit, whatever the day."""
    key = (scope.filter.but(as_of=None, sort=""), scope.operation_ids)
    return LARGEST.get(reader, key, lambda: _largest(reader, scope))


def _largest(reader: Connection, scope: Scope) -> list[dict[str, Any]]:
    most = select(S.category_id, S.unit, func.max(S.claim).label("total"))
    found = most.where(scope.recorded, *scope.conditions).group_by(S.category_id, S.unit).subquery()
    query = select(K.code.label("category"), found.c.unit, found.c.total)
    return [
        row._asdict()
        for row in reader.execute(query.join_from(found, K.id.table, K.id == found.c.category_id))
    ]


def largest_givers(reader: Connection, scope: Scope, most: int) -> list[str]:
    """The codes of those with most in force on the scope's day, which is of one unit."""
    key = (scope.filter.but(sort=""), scope.as_of, most)
    return GIVERS.get(reader, key, lambda: _largest_givers(reader, scope, most))


def _largest_givers(reader: Connection, scope: Scope, most: int) -> list[str]:
    # As a number that is no whole one: a sum of whole ones may be beyond what SQLite holds.
    total = func.sum(cast(S.deployed, Float) + S.committed + S.announced)
    sums = select(S.contributor_id, total.label("total")).where(scope.on_the_day).group_by(S.contributor_id)
    found = sums.having(total > 0).subquery()
    query = select(C.code).join_from(found, C.id.table, C.id == found.c.contributor_id)
    return list(reader.execute(query.order_by(found.c.total.desc(), C.code).limit(most)).scalars())


def last_in_force(reader: Connection, scope: Scope) -> date | None:
    """The last day on which something was in force or claimed in scope; None where nothing was, or still is."""
    query = select(func.max(S.until_on)).select_from(WITH_PLEDGES)
    end = reader.execute(query.where(scope.recorded, S.claim > 0, *scope.conditions)).scalar_one()
    return end - timedelta(days=1) if end and end != FAR_DAY else None


def operations_given_to(reader: Connection, scope: Scope) -> list[str]:
    """The codes of the operations that the pledges in scope are for, whatever the day."""
    given = select(S.operation_id).select_from(WITH_PLEDGES).where(scope.recorded, *scope.conditions)
    query = select(OP.code).where(OP.id.in_(given)).order_by(OP.code)
    return list(reader.execute(query).scalars())


def newest_words(reader: Connection, scope: Scope, wanted: dict[str, str]) -> dict[str, dict[str, Any]]:
    """By pledge: the newest statement by the scope's day whose status is the one `wanted` of it, with its source."""
    moment = scope.filter.recorded_by
    said = and_(P.key.in_(list(wanted)), ST.on <= scope.as_of, ST.accepted, known_by(moment))
    rows = statements_where(reader, said, moment)
    counting = (row for row in rows if not row["retracted_at"])
    return {row["pledge"]: row for row in counting if row["status"] == wanted[row["pledge"]]}
