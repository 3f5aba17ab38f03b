"""What operations were asked or authorised to have, against what was deployed, committed and announced."""

from typing import Any

from sqlalchemy import Connection, and_, select

from app.figures.queries import totals_by
from app.models import Requirement
from app.models.columns import OP, RQ, SO, K
from app.pledges.scope import Scope

MET = ("deployed", "committed", "announced")


def requirements_met(reader: Connection, scope: Scope) -> list[dict[str, Any]]:
    """One row an operation and category that has a requirement by the as-of day: the newest, and the three numbers.

    Only pledges in the category's own unit count against it.
    """
    sums = {
        (row["operation"], row["category"], row["unit"]): row
        for row in totals_by(reader, scope, ("operation", "category")).items
    }
    rows = []
    for required in _newest(reader, scope):
        got = sums.get((required["operation"], required["category"], required["unit"]), {})
        numbers = {f"{n}{b}": got.get(f"{n}{b}", 0) for n in MET for b in ("", "_low", "_high")}
        rows.append({**required, **numbers, "unquantified": got.get("unquantified", 0)})
    return rows


def _newest(reader: Connection, scope: Scope) -> list[dict[str, Any]]:
    conditions = [RQ.on <= scope.as_of]
    if scope.operation_ids:
        conditions.append(RQ.operation_id.in_(scope.operation_ids))
    if scope.filter.category:
        named = list(scope.filter.category)
        conditions.append(K.code.in_(named) | K.group.in_(named))
    columns = select(
        OP.code.label("operation"),
        K.code.label("category"),
        K.unit,
        RQ.quantity,
        RQ.on,
        RQ.note,
        RQ.source_id.label("source"),
    ).select_from(
        Requirement.__table__.join(OP.id.table, OP.id == RQ.operation_id).join(
            K.id.table, K.id == RQ.category_id
        )
    )
    rows = reader.execute(columns.where(and_(*conditions)).order_by(OP.code, K.sort, RQ.on, RQ.id)).mappings()
    newest = {(row["operation"], row["category"]): dict(row) for row in rows}
    return list(newest.values())


def requirements_of(reader: Connection, operation_id: int) -> list[dict[str, Any]]:
    """Everything an operation was ever asked or authorised to have, with its sources."""
    columns = select(
        K.code.label("category"),
        K.unit,
        RQ.quantity,
        RQ.on,
        RQ.note,
        SO.id.label("source"),
        SO.title.label("source_title"),
    ).select_from(
        Requirement.__table__.join(K.id.table, K.id == RQ.category_id).join(
            SO.id.table, SO.id == RQ.source_id
        )
    )
    rows = reader.execute(columns.where(RQ.operation_id == operation_id).order_by(K.sort, RQ.on)).mappings()
    return [dict(row) for row in rows]
