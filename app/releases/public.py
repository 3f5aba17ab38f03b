"""What of the record is public, table by table: no account, proposal, counter or secret is among it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, select

from app.db import Base
from app.models import (
    Category,
    Contributor,
    Indicator,
    Membership,
    Operation,
    Pledge,
    Requirement,
    Revision,
    Source,
    Standing,
    Statement,
)
from app.models.columns import ST, P, S

AT_ONCE = 1_000
# What only serves the software's own searches.
HIDDEN = frozenset(("folded", "identity"))
_PUBLISHED = select(P.id).where(P.review == "published")
# What refers to a table comes behind it. A table that is not named here is not public.
MODELS: dict[type[Base], tuple[ColumnElement[bool], ...]] = {
    Contributor: (),
    Membership: (),
    Operation: (),
    Category: (),
    Source: (),
    Requirement: (),
    Indicator: (),
    Pledge: (P.review == "published",),
    Statement: (ST.review == "published", ST.pledge_id.in_(_PUBLISHED)),
    Standing: (S.pledge_id.in_(_PUBLISHED),),
    Revision: (),
}


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A public table: its columns, and which of its rows are public."""

    table: Table
    conditions: tuple[ColumnElement[bool], ...]

    @property
    def name(self) -> str:
        """Its name in every database."""
        return self.table.name

    @property
    def columns(self) -> list[Column[Any]]:
        """Its columns but those that only serve searches."""
        return [column for column in self.table.columns if column.name not in HIDDEN]

    def rows(self, reader: Connection) -> Iterator[tuple[object, ...]]:
        """Its public rows by number, as SQLite holds them, read as they are used."""
        # A key of several columns would be ordered by all of them.
        query = select(*self.columns).where(*self.conditions).order_by(*self.table.primary_key.columns)
        for row in reader.execute(query, execution_options={"yield_per": AT_ONCE}):
            yield tuple(_plain(value) for value in row)


def public_tables() -> list[PublicTable]:
    """Every public table, each behind those that it refers to."""
    return [PublicTable(_table(model), conditions) for model, conditions in MODELS.items()]


def _table(model: type[Base]) -> Table:
    assert isinstance(model.__table__, Table)
    return model.__table__


def _plain(value: Any) -> object:
    """A value as the same text or number on every engine: days and moments in ISO 8601, lists and objects in JSON."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return json_text(value)
    return value


def moment_text(moment: datetime) -> str:
    """2026-11-27T10:00:00.000000Z: of one length, so that texts sort as moments do."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def json_text(value: object) -> str:
    """JSON in one fixed form."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
