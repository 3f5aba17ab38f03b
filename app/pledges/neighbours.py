"""The pledges beside one: the one before and the one after it, of the same contributor and for the same operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app.i18n import _
from app.models import Category, Contributor, Operation, Pledge
from app.models.columns import OP, C, K, P
from app.models.naming import name_of, sorting_name_of
from app.pledges.links import Links

Row = Mapping[str, Any]


def ways_on(reader: Connection, row: Row, links: Links) -> list[dict[str, Any]]:
    """For each of the two ways: its words, the address of all, and the pledges before and after, where there are."""
    code, operation = row["contributor"], row["operation"]
    same_giver = _named(reader, C.code == code)
    same_operation = _named(reader, OP.code == operation)
    return [
        {
            "label": _("Of {name}", name=row["contributor_name"]),
            "url": links.contributor(code),
            **_beside(same_giver, row["key"], links, lambda r: (r["what"], r["operation"])),
        },
        {
            "label": _("For {name}", name=row["operation_name"]),
            "url": links.to("/pledges", operation=operation),
            **_beside(same_operation, row["key"], links, lambda r: (r["contributor"], r["what"])),
        },
    ]


def _named(reader: Connection, same: ColumnElement[bool]) -> list[dict[str, Any]]:
    tables = (
        Pledge.__table__.join(Operation.__table__, OP.id == P.operation_id)
        .join(Contributor.__table__, C.id == P.contributor_id)
        .join(Category.__table__, K.id == P.category_id)
    )
    columns = select(P.key, P.item, name_of(C), name_of(OP).label("operation"), name_of(K).label("category"))
    live = (P.retracted_at.is_(None), P.review == "published")
    order = (OP.started_on.is_(None), OP.started_on, OP.code, sorting_name_of(C), K.sort, P.key)
    rows = reader.execute(columns.select_from(tables).where(same, *live).order_by(*order))
    return [
        {
            "key": row.key,
            "what": row.item or row.category,
            "contributor": row.name,
            "operation": row.operation,
        }
        for row in rows
    ]


def _beside(rows: Sequence[dict[str, Any]], key: str, links: Links, words: Any) -> dict[str, Any]:
    keys = [row["key"] for row in rows]
    if key not in keys:
        return {"before": None, "after": None}
    at = keys.index(key)
    before = rows[at - 1] if at else None
    after = rows[at + 1] if at + 1 < len(rows) else None
    return {"before": _link(before, links, words), "after": _link(after, links, words)}


def _link(row: dict[str, Any] | None, links: Links, words: Any) -> tuple[str, str] | None:
    return (", ".join(words(row)), links.pledge(row["key"])) if row else None
