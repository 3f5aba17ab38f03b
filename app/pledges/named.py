"""What pledges are, whatever became of them: their contributor, operation and category by name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from app.models import Category, Contributor, Operation, Pledge
from app.models.columns import OP, C, K, P
from app.models.naming import name_of


def pledges_named(reader: Connection, keys: Collection[str]) -> dict[str, dict[str, Any]]:
    """By key, what these pledges are; retracted ones with their reason."""
    if not keys:
        return {}
    columns = (
        *(P.key, P.item, P.unit, P.retracted_at, P.retraction_reason),
        *(C.code.label("contributor"), name_of(C).label("contributor_name"), C.alpha2),
        *(OP.code.label("operation"), name_of(OP).label("operation_name"), OP.covered_until, OP.ended_on),
        *(K.code.label("category"), name_of(K).label("category_name")),
    )
    tables = (
        Pledge.__table__.join(Contributor.__table__, C.id == P.contributor_id)
        .join(Operation.__table__, OP.id == P.operation_id)
        .join(Category.__table__, K.id == P.category_id)
    )
    rows = reader.execute(select(*columns).select_from(tables).where(P.key.in_(sorted(keys))))
    return {row.key: row._asdict() for row in rows}
