"""What rests on a source: its statements, where their pledges stand, and what else it is given for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from app.models import Indicator, Pledge, Requirement
from app.models.columns import OP, RQ, ST, C, K, N, P, S
from app.pledges.detail import known_by, statements_where
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope


def statements_on(reader: Connection, source_id: int, recorded_by: datetime | None) -> list[dict[str, Any]]:
    """Every statement that rests on the source, retracted ones and those not accepted included, oldest day first."""
    return statements_where(reader, and_(ST.source_id == source_id, known_by(recorded_by)), recorded_by)


def pledges_named(reader: Connection, keys: set[str]) -> dict[str, dict[str, Any]]:
    """By key, what these pledges are, whatever became of them."""
    columns = (
        *(P.key, P.item, P.unit, P.retracted_at, P.retraction_reason),
        *(C.code.label("contributor"), C.name.label("contributor_name"), C.alpha2),
        *(OP.code.label("operation"), OP.name.label("operation_name")),
        *(K.code.label("category"), K.name.label("category_name")),
    )
    tables = (
        Pledge.__table__.join(C.id.table, C.id == P.contributor_id)
        .join(OP.id.table, OP.id == P.operation_id)
        .join(K.id.table, K.id == P.category_id)
    )
    rows = reader.execute(select(*columns).select_from(tables).where(P.key.in_(sorted(keys))))
    return {row.key: row._asdict() for row in rows}


def standings_on(reader: Connection, keys: set[str], scope: Scope) -> dict[str, dict[str, Any]]:
    """By key, how these pledges stand on the scope's day; those of which nothing was said by then are left out."""
    holds = and_(scope.recorded, S.from_on <= scope.as_of, S.until_on > scope.as_of)
    return {row["key"]: row for row in pledges_where(reader, and_(P.key.in_(sorted(keys)), holds))}


def requirements_on(reader: Connection, source_id: int) -> list[dict[str, Any]]:
    """What operations were asked or authorised to have, by this source."""
    columns = select(
        OP.code.label("operation"),
        OP.name.label("operation_name"),
        K.code.label("category"),
        K.name.label("category_name"),
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
