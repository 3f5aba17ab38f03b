"""Sums over any part of the record that a tally tells apart: read from it, in time that does not grow with the record.

A tally has whole months. What came into force or out of it in the day's own month is added from the standings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Subquery, Table, func, select, union_all
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.visitors import iterate

from app.ledger.counted import holds_now
from app.ledger.months import is_told, month_of, nodes_before
from app.ledger.tally import NUMBERS, keys_of, moved
from app.models.columns import OP, C, K, M, S
from app.models.tally import COUNTED, TALLIES
from app.pledges.scope import Scope, in_terms_of

# What the columns of a key are of: the standing's own column that points there.
POINTS = {C.id.table: S.contributor_id, OP.id.table: S.operation_id, K.id.table: S.category_id}


def tallied(reader: Connection, scope: Scope, keys: Sequence[Any]) -> Sequence[Row[Any]] | None:
    """The sums per `keys` of what is in scope on its day, the numbers last and in the order of COUNTED.

    None where no tally can tell: of another moment of the record, of a filter or a key that it does not know, of a day
    beyond its months, or of numbers that are too large for it.
    """
    asked = _asked([*keys, *scope.conditions])
    table = next((table for table in TALLIES if asked <= set(keys_of(table))), None)
    if table is None or scope.filter.recorded_by or not is_told(scope.as_of):
        return None
    try:
        rows = reader.execute(_query(table, scope, keys)).all()
    except OperationalError as error:
        if "overflow" not in str(error.orig):
            raise
        return None
    return None if any(row.large for row in rows) else rows


def _asked(clauses: Iterable[Any]) -> set[str]:
    """The standing's columns that these speak of; others by a name that no tally has."""
    columns = [e for clause in clauses for e in iterate(clause) if isinstance(e, Column)]
    return {_own_name(column) for column in columns if column.table is not M.id.table}


def _own_name(column: Column[Any]) -> str:
    if column.table is S.id.table:
        return column.name
    return POINTS[column.table].name if column.table in POINTS else f"{column.table}.{column.name}"


def _query(table: Table, scope: Scope, keys: Sequence[Any]) -> Select[Any]:
    of = [name for name in keys_of(table) if name in _asked(keys)]
    sums = _summed(table, scope, of)
    inside = {S[name]: sums.c[name] for name in of}
    tables: Any = sums
    for named, points in POINTS.items():
        if points.name in of and any(named in {c.table for c in key.base_columns} for key in keys):
            tables = tables.join(named, named.c.id == sums.c[points.name])
    wanted = [in_terms_of(inside, key) for key in keys]
    return select(*wanted, *(sums.c[name] for name in ("large", *COUNTED))).select_from(tables)


def _summed(table: Table, scope: Scope, of: Sequence[str]) -> Subquery:
    """The sums per standing's column of `of`, of what there is."""
    day = scope.as_of
    month, since = month_of(day), day.replace(day=1)
    own = {S[name]: table.c[name] for name in keys_of(table)}
    kept = [in_terms_of(own, condition) for condition in scope.conditions]
    ready = select(*(table.c[name] for name in (*of, *NUMBERS)))
    ready = ready.where(table.c.node.in_(nodes_before(month)), *kept)
    own_month = [
        part.where(holds_now(), column >= since, column <= day, *scope.conditions)
        for column, sign in ((S.from_on, 1), (S.until_on, -1))
        for part in moved([S[name] for name in of], sign)
    ]
    every = union_all(ready, *own_month).subquery()
    groups = [every.c[name] for name in of]
    sums = select(*groups, *(func.sum(every.c[name]).label(name) for name in NUMBERS)).group_by(*groups)
    return sums.having(func.sum(every.c.pledges) != 0).subquery()
