"""What operations were asked or authorised to have, against what was deployed, committed and announced."""

from typing import Any

from sqlalchemy import Connection, and_, select

from app.figures.queries import totals_by
from app.models import Category, Operation, Requirement, Source
from app.pledges.scope import Scope

R = Requirement.__table__.c
O = Operation.__table__.c  # noqa: E741 - a table's columns
K = Category.__table__.c
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
    conditions = [R.on <= scope.as_of]
    if scope.operation_ids:
        conditions.append(R.operation_id.in_(scope.operation_ids))
    if scope.filter.category:
        named = list(scope.filter.category)
        conditions.append(K.code.in_(named) | K.group.in_(named))
    columns = select(
        O.code.label("operation"),
        K.code.label("category"),
        K.unit,
        R.quantity,
        R.on,
        R.note,
        R.source_id.label("source"),
    ).select_from(
        Requirement.__table__.join(O.id.table, O.id == R.operation_id).join(K.id.table, K.id == R.category_id)
    )
    rows = reader.execute(columns.where(and_(*conditions)).order_by(O.code, K.sort, R.on, R.id)).mappings()
    newest = {(row["operation"], row["category"]): dict(row) for row in rows}
    return list(newest.values())


def requirements_of(reader: Connection, operation_id: int) -> list[dict[str, Any]]:
    """Everything an operation was ever asked or authorised to have, with its sources."""
    S = Source.__table__.c  # noqa: N806 - a table's columns
    columns = select(
        K.code.label("category"),
        K.unit,
        R.quantity,
        R.on,
        R.note,
        S.id.label("source"),
        S.title.label("source_title"),
    ).select_from(
        Requirement.__table__.join(K.id.table, K.id == R.category_id).join(S.id.table, S.id == R.source_id)
    )
    rows = reader.execute(columns.where(R.operation_id == operation_id).order_by(K.sort, R.on)).mappings()
    return [dict(row) for row in rows]
