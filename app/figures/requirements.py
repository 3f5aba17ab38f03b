"""What operations were asked or authorised to have, against what was deployed, committed and announced."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, select

from app.figures.queries import Totals
from app.models import Requirement
from app.models.columns import OP, RQ, SO, K
from app.pledges.scope import Scope

MET_BY = ("operation", "category")
MET = ("deployed", "committed", "announced")


def requirements_met(reader: Connection, scope: Scope, totals: Totals) -> list[dict[str, Any]]:
    """One row an operation and category that has a requirement by the as-of day: the newest, and the three numbers.

    `totals`: those of the scope, by these two (`MET_BY`).

    Only pledges in the category's own unit count against it.
    """
    sums = {(row["operation"], row["category"], row["unit"]): row for row in totals.items}
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
    if scope.category_ids:
        conditions.append(RQ.category_id.in_(scope.category_ids))
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


def sources_named(reader: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Publisher, title, address and day of some sources, by their numbers."""
    columns = (SO.id, SO.publisher, SO.title, SO.url, SO.published_on)
    rows = reader.execute(select(*columns).where(SO.id.in_(list(ids)))).mappings()
    return {row["id"]: dict(row) for row in rows}


def requirements_of(reader: Connection, operation_id: int) -> list[dict[str, Any]]:
    """Everything an operation was ever asked or authorised to have, with its sources."""
    return requirements_by_operation(reader, [operation_id]).get(operation_id, [])


def requirements_by_operation(
    reader: Connection, operation_ids: Iterable[int]
) -> dict[int, list[dict[str, Any]]]:
    """The same of several operations, by their row numbers."""
    columns = select(
        RQ.operation_id,
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
    grouped: dict[int, list[dict[str, Any]]] = {}
    query = columns.where(RQ.operation_id.in_(list(operation_ids))).order_by(K.sort, RQ.on, RQ.id)
    for row in reader.execute(query):
        values = row._asdict()
        grouped.setdefault(values.pop("operation_id"), []).append(values)
    return grouped
