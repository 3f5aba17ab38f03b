"""What belongs to a contributor's page beside its own row: what it ever gave, its sizes, and its members' shares."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from app.figures.queries import joined
from app.models import Indicator, Source
from app.models.columns import OP, ST, K, N, P, S
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


def last_in_force(reader: Connection, scope: Scope) -> date | None:
    """The last day on which something was in force or claimed in scope; None where nothing was, or still is."""
    query = select(func.max(S.until_on)).select_from(joined())
    end = reader.execute(query.where(scope.recorded, S.claim > 0, *scope.conditions)).scalar_one()
    return end - timedelta(days=1) if end and end != FAR_DAY else None


def operations_given_to(reader: Connection, scope: Scope) -> list[str]:
    """The codes of the operations that the pledges in scope are for, whatever the day."""
    query = select(OP.code).distinct().select_from(joined()).where(scope.recorded, *scope.conditions)
    return list(reader.execute(query.order_by(OP.code)).scalars())


def newest_words(reader: Connection, scope: Scope, wanted: dict[str, str]) -> dict[str, dict[str, Any]]:
    """By pledge: the newest statement by the scope's day whose status is the one `wanted` of it, with its source."""
    moment = scope.filter.recorded_by
    said = and_(P.key.in_(list(wanted)), ST.on <= scope.as_of, ST.accepted, known_by(moment))
    rows = statements_where(reader, said, moment)
    counting = (row for row in rows if not row["retracted_at"])
    return {row["pledge"]: row for row in counting if row["status"] == wanted[row["pledge"]]}
