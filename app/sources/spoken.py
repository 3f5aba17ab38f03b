"""What rests on a source: its statements, where their pledges stand, and what else it is given for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from app.models import Indicator, Requirement
from app.models.columns import OP, RQ, ST, K, N, P, S
from app.models.naming import name_of
from app.pledges.detail import known_by, statements_where
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope, recorded

Row = dict[str, Any]


def statements_on(reader: Connection, source_id: int, recorded_by: datetime | None) -> list[dict[str, Any]]:
    """Every statement that rests on the source, retracted ones and those not accepted included, oldest day first."""
    return statements_where(reader, and_(ST.source_id == source_id, known_by(recorded_by)), recorded_by)


def statements_in(reader: Connection, scope: Scope, source_id: int | None) -> list[Row]:
    """The statements on the pledges in scope, of one source or of all, those retracted or not accepted included."""
    moment = scope.filter.recorded_by
    condition = and_(ST.pledge_id.in_(scope.pledge_ids), known_by(moment))
    if source_id is not None:
        condition = and_(condition, ST.source_id == source_id)
    return statements_where(reader, condition, moment)


def standings_on(
    reader: Connection, keys: Collection[str], day: date, moment: datetime | None
) -> dict[str, Row]:
    """By key, how these pledges stand on a day; those of which nothing was said by then are left out."""
    holds = and_(recorded(moment), S.from_on <= day, S.until_on > day)
    return {row["key"]: row for row in pledges_where(reader, and_(P.key.in_(sorted(keys)), holds))}


def requirements_on(reader: Connection, source_id: int) -> list[dict[str, Any]]:
    """What operations were asked or authorised to have, by this source."""
    columns = select(
        OP.code.label("operation"),
        name_of(OP).label("operation_name"),
        K.code.label("category"),
        name_of(K).label("category_name"),
        K.unit,
        RQ.quantity,
        RQ.on,
        RQ.note,
    ).select_from(
        Requirement.__table__.join(OP.id.table, OP.id == RQ.operation_id).join(
            K.id.table, K.id == RQ.category_id
        )
    )
    rows = reader.execute(columns.where(RQ.source_id == source_id).order_by(RQ.on, OP.code, K.sort))
    return [row._asdict() for row in rows]


def countries_sized_on(reader: Connection, source_id: int) -> int:
    """Of how many countries this source gives population, economy or armed forces."""
    counted = select(func.count(N.contributor_id.distinct())).select_from(Indicator.__table__)
    return int(reader.execute(counted.where(N.source_id == source_id)).scalar_one())
