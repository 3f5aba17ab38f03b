"""What the tools read beside the figures: the sources behind them, and the names of codes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from app.figures.facts import Said, said_behind
from app.models import Source
from app.models.columns import OP, SO, C, K
from app.pledges.scope import Scope

Row = dict[str, Any]
SHOWN = ("id", "title", "publisher", "published_on", "url", "archived_url")
MOST_SOURCES = 20
NAMED: dict[str, Any] = {"contributor": C, "operation": OP, "category": K}


def sources_behind(reader: Connection, scope: Scope) -> tuple[list[Row], int]:
    """The sources that the pledges in scope rest on by its day, those with most statements first; how many in all."""
    return _sources(reader, said_behind(scope))


def sources_of_statements(reader: Connection, ids: Collection[int]) -> tuple[list[Row], int]:
    """The sources of these statements, those with most first; how many in all."""
    return _sources(reader, Said.c.id.in_(sorted(ids)))


def names_of(reader: Connection, by: str, codes: Collection[str]) -> dict[str, str]:
    """The names of contributors, operations or categories by their codes; of anything else none."""
    if by not in NAMED:
        return {}
    columns = NAMED[by]
    query = select(columns.code, columns.name).where(columns.code.in_(sorted(codes)))
    return {row.code: row.name for row in reader.execute(query)}


def _sources(reader: Connection, condition: ColumnElement[bool]) -> tuple[list[Row], int]:
    columns = [SO[name] for name in SHOWN]
    query = select(*columns, func.count().label("n")).join_from(
        Said, Source.__table__, SO.id == Said.c.source_id
    )
    rows = reader.execute(query.where(condition).group_by(*columns)).all()
    ordered = sorted(rows, key=lambda row: (-row.n, row.id))
    return [row._asdict() for row in ordered[:MOST_SOURCES]], len(rows)
