"""Reading pledges: lists, and one with all that is known of it. Plain rows, in the contract's names and order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, bindparam, func, select
from sqlalchemy.sql.visitors import iterate

from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.models import Category, Contributor, Operation, Pledge, Standing
from app.models.columns import OP, C, K, P, S
from app.models.naming import is_french, name_of, sorting_name_of
from app.models.types import FAR_DAY
from app.paging import Page, after, decode_cursor, encode_cursor, not_of_this_list
from app.pledges.scope import Scope
from app.pledges.tallied import tallied
from app.vocabulary import AMOUNTS, BOUNDED

PLEDGE_FIELDS = (
    "key",
    "operation",
    "contributor",
    "contributor_name",
    "category",
    "item",
    "unit",
    "part_of",
    "caveats",
    "stage",
    "pending",
    "stated_on",
    "claim",
    *BOUNDED,
    "unquantified",
    "review",
    "version",
    "updated_at",
)

# Rows that are held of a list that is read while it is sent.
AT_ONCE = 1_000
Whole = Pledge.__table__.alias("whole")
STANDING_FIELDS = (
    "from_on",
    "until_on",
    "stage",
    "pending",
    "stated_on",
    "claim",
    *BOUNDED,
    "promised",
    "unquantified",
)

# Days and numbers that are not known come first, as if smaller than all.
SORTS: dict[str, tuple[Any, type]] = {
    "key": (P.key, str),
    "operation": (OP.code, str),
    "contributor": (C.name, str),
    "category": (K.sort, int),
    "item": (P.item, str),
    "stage": (S.stage, str),
    "stated_on": (func.coalesce(S.stated_on, date(1, 1, 1)), date),
    "claim": (S.claim, int),
    **{name: (S[name], int) for name in AMOUNTS},
    "updated_at": (P.updated_at, datetime),
}


def list_pledges(
    reader: Connection, scope: Scope, *, cursor: str | None = None, limit: int | None = None
) -> Page:
    """The pledges in scope as they stand on its day, sorted as the filter asks; `limit` None: all."""
    if limit is None:
        everyone = list(all_pledges(reader, scope))
        return Page(everyone, len(everyone), None)
    _column, kind, _down = _order(scope)
    begins: list[Any] | None = None
    if cursor:
        order_of_cursor, *begins = decode_cursor(cursor, (str, kind, int))
        if order_of_cursor != scope.filter.sort:
            raise not_of_this_list()
    found = reader.execute(_chosen(scope, begins).limit(limit + 1)).all()
    shown = found[:limit]
    more = len(found) > len(shown)
    following = (
        encode_cursor((scope.filter.sort, shown[-1].sort_value, shown[-1].pledge_id)) if more else None
    )
    count = len(found) if not cursor and not more else count_pledges(reader, scope)
    rows = pledges_of(reader, [row.id for row in shown])
    return Page([rows[row.id] for row in shown], count, following)


def _chosen(scope: Scope, begins: list[Any] | None) -> Select[Any]:
    """The standings in scope, in order, after the sort values at which a cursor `begins`.

    Of their numbers alone, so that indexes hold all that is read of most.
    """
    column, _kind, down = _order(scope)
    tables = Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id)
    for named, points_at in ((OP, S.operation_id), (C, S.contributor_id), (K, S.category_id)):
        if named.id.table in {part.table for part in iterate(column) if isinstance(part, Column)}:
            tables = tables.join(named.id.table, named.id == points_at)
    chosen = select(S.id, S.pledge_id, column.label("sort_value")).select_from(tables)
    chosen = chosen.where(scope.on_the_day)
    if begins is not None:
        chosen = chosen.where(after((column, S.pledge_id), begins, (down, False)))
    if scope.operation_ids or scope.contributor_ids:
        # Of few: PostgreSQL, which hopes to find the first ones soon, would go through all pledges in their order.
        few = chosen.cte("few").prefix_with("MATERIALIZED", dialect="postgresql")
        chosen = select(few.c.id, few.c.pledge_id, few.c.sort_value)
        return chosen.order_by(few.c.sort_value.desc() if down else few.c.sort_value, few.c.pledge_id)
    return chosen.order_by(column.desc() if down else column, S.pledge_id)


def pledges_of(reader: Connection, standing_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The pledges of these standings, by the standings' row numbers."""
    rows: dict[int, dict[str, Any]] = {}
    for start in range(0, len(standing_ids), AT_ONCE):
        found = reader.execute(_of_standings(is_french()), {"ids": standing_ids[start : start + AT_ONCE]})
        rows |= {row.standing: pledge_row(row) for row in found}
    return rows


@cache
def _of_standings(_is_french: bool) -> Select[Any]:
    """Built once for the names of each language: every list asks it."""
    return _pledges().add_columns(S.id.label("standing")).where(S.id.in_(bindparam("ids", expanding=True)))


def all_pledges(reader: Connection, scope: Scope) -> Iterator[dict[str, Any]]:
    """The same, all of them, read while they are taken: for files of any length."""
    found = reader.execute(_in_order(scope), execution_options={"yield_per": AT_ONCE})
    return (pledge_row(row) for row in found)


def _order(scope: Scope) -> tuple[Any, type, bool]:
    """What the pledges are sorted by, of which type it is, and whether downwards. InvalidQuery."""
    name = scope.filter.sort.removeprefix("-") or "key"
    if name not in SORTS:
        message = _(
            "{written!r} is no column to sort by: accepted are {names}", written=name, names=", ".join(SORTS)
        )
        raise InvalidQuery(Fault("sort", message))
    column, kind = SORTS[name]
    return sorting_name_of(C) if name == "contributor" else column, kind, scope.filter.sort.startswith("-")


def _in_order(scope: Scope) -> Select[Any]:
    column, _kind, down = _order(scope)
    rows = _pledges().add_columns(column.label("sort_value")).where(scope.on_the_day)
    return rows.order_by(column.desc() if down else column.asc(), P.id.asc())


def count_pledges(reader: Connection, scope: Scope) -> int:
    """How many pledges are in scope on its day."""
    if not scope.conditions:
        rows = tallied(reader, scope, [S.unit, S.stage])
        if rows is not None:
            return sum(int(row.pledges) for row in rows)
    counted = select(func.count()).select_from(Standing.__table__).where(scope.on_the_day)
    return reader.execute(counted).scalar_one()


def pledges_where(reader: Connection, condition: Any) -> list[dict[str, Any]]:
    """All pledges that a condition on standings and pledges holds for, by key."""
    return [pledge_row(row) for row in reader.execute(_pledges().where(condition).order_by(P.key))]


def _pledges() -> Select[Any]:
    standing = [
        S[name] for name in ("unit", "stage", "pending", "stated_on", "claim", *BOUNDED, "unquantified")
    ]
    own = [P.id, P.key, P.item, P.caveats, P.review, P.version, P.updated_at]
    names = [
        OP.code.label("operation"),
        C.code.label("contributor"),
        name_of(C).label("contributor_name"),
        C.alpha2,
        K.code.label("category"),
        name_of(K).label("category_name"),
        name_of(OP).label("operation_name"),
        Whole.c.key.label("part_of"),
    ]
    return select(*own, *names, *standing).select_from(
        Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id)
        .join(Operation.__table__, OP.id == P.operation_id)
        .join(Contributor.__table__, C.id == P.contributor_id)
        .join(Category.__table__, K.id == P.category_id)
        .outerjoin(Whole, Whole.c.id == P.part_of_id)
    )


def pledge_row(row: Row[Any]) -> dict[str, Any]:
    """A pledge's fields, with what pages need besides (`alpha2` and names)."""
    values = row._asdict()
    for beside in ("sort_value", "standing", "id"):
        values.pop(beside, None)
    return with_unknown(values)


def with_unknown(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers that no source gives are None, not 0: of an unquantified pledge, each that has no figure."""
    if values["unquantified"]:
        for name in AMOUNTS:
            if not values[name]:
                values |= {name: None, f"{name}_low": None, f"{name}_high": None}
        values["claim"] = values["claim"] or None
    return values


def standings_of(reader: Connection, pledge_id: int, recorded: Any) -> list[dict[str, Any]]:
    """A pledge's standings from its first day to its last, as the record said."""
    query = (
        select(*(S[name] for name in STANDING_FIELDS))
        .where(S.pledge_id == pledge_id, recorded)
        .order_by(S.from_on)
    )
    rows: Sequence[Row[Any]] = reader.execute(query).all()
    return [with_unknown(row._asdict() | {"until_on": end_of(row.until_on)}) for row in rows]


def end_of(until_on: date) -> date | None:
    """The first day on which a standing no longer holds; None while no end is known."""
    return None if until_on == FAR_DAY else until_on
