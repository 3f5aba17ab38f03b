"""What belongs to a contributor's page beside its own row: its sizes with their sources, and its members' shares."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, select

from app.models import Indicator, Source
from app.models.columns import N, P, S
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
