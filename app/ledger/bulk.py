"""Many rows into a table at once, through the database's own driver.

SQLAlchemy looks at every value of every row, which is most of what a load of a million rows would cost. Here a
statement is compiled once, and whole columns are turned into what the driver takes, each different value once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Connection, Dialect, Table, insert
from sqlalchemy.orm import Session

from app.db import Base

Bind = Callable[[list[Any]], list[Any]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement for a driver, and how each column's values are turned into what it takes; None: they are."""

    sql: str
    is_positional: bool
    binds: Mapping[str, Bind | None]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert whole rows: each has every column, but for an `id` that is left to the table in all of them."""
    if not rows:
        return
    connection = session.connection()
    prepared = _prepared(model, connection.dialect, frozenset(rows[0]))
    columns = []
    for name, bind in prepared.binds.items():
        values = [row[name] for row in rows]
        columns.append(bind(values) if bind else values)
    execute_rows(connection, prepared, list(zip(*columns, strict=True)))


def execute_rows(connection: Connection, prepared: Prepared, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement for each of these rows, whose values are what the driver takes."""
    if prepared.is_positional:
        connection.exec_driver_sql(prepared.sql, [tuple(row) for row in rows])
    else:
        named = [dict(zip(prepared.binds, row, strict=True)) for row in rows]
        connection.exec_driver_sql(prepared.sql, named)


def prepare(statement: Any, dialect: Dialect, names: Sequence[str]) -> Prepared:
    """A statement whose parameters are these, and need not be turned into anything for the driver."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    return Prepared(str(compiled), bool(compiled.positional), dict.fromkeys(names))


@lru_cache(maxsize=64)
def _prepared(model: type[Base], dialect: Dialect, given: frozenset[str]) -> Prepared:
    table = cast("Table", model.__table__)
    # In the order of the table, as the statement names them.
    names = [column.key for column in table.c if column.key in given]
    plain = prepare(insert(table), dialect, names)
    return replace(plain, binds={name: _bind(table, name, dialect) for name in names})


def _bind(table: Table, name: str, dialect: Dialect) -> Bind | None:
    kind = table.c[name].type
    one: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if one is None:
        return None
    if isinstance(kind, JSON):
        return lambda values: list(map(one, values))

    def each_once(values: list[Any]) -> list[Any]:
        # The same few days and moments stand in all rows.
        known = {value: one(value) for value in set(values)}
        return [known[value] for value in values]

    return each_once
