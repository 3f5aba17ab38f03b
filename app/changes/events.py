"""What happened in the world, by this record: each day on which a pledge began to stand otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, not_, or_, select

from app.changes.known_since import TOLD, with_moments, with_sources
from app.changes.own_words import in_own_words
from app.models import Category, Contributor, Operation, Pledge, Standing
from app.models.columns import OP, ST, C, K, P, S
from app.models.naming import name_of
from app.paging import Page, after, decode_cursor, encode_cursor
from app.pledges.queries import AT_ONCE
from app.pledges.scope import Scope, recorded
from app.vocabulary import BOUNDED

Before = Standing.__table__.alias("before")
Part = Pledge.__table__.alias("part")
STOOD = ("from_on", "unit", "stage", "pending", "stated_on", "claim", *BOUNDED, "unquantified")
BY_DAY = (S.from_on.desc(), P.key)
TOMORROW = timedelta(days=1)
# How many times as many stored standings are read as events are wanted.
SPARE = 10


def list_events(
    reader: Connection,
    scope: Scope,
    until: date,
    *,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """Days on which a pledge in scope changed, up to the day `until`, the newest first.

    Each row holds what the pledge is, how it stood `before` (None: this is its first day) and `after`, which
    statements of that day say so, and since when this record says it. The days on which a record merely ends are left
    out: silence is no news.
    """
    columns = (S.from_on, P.key)
    conditions = _conditions(reader, scope, until)
    query = _events(scope).where(*conditions).order_by(*BY_DAY)
    if cursor:
        query = query.where(after(columns, decode_cursor(cursor, (date, str)), (True, False)))
    found = reader.execute(query.limit(limit + 1 if limit else None)).all()
    shown = found[:limit] if limit else found
    following = encode_cursor((shown[-1].from_on, shown[-1].key)) if len(found) > len(shown) else None
    return Page(_read(reader, scope, shown), _count(reader, scope, conditions), following)


def all_events(reader: Connection, scope: Scope, until: date) -> Iterator[dict[str, Any]]:
    """The same, all of them, read while they are taken: for files of any length."""
    query = _events(scope).where(*_conditions(reader, scope, until)).order_by(*BY_DAY)
    for some in reader.execute(query, execution_options={"yield_per": AT_ONCE}).partitions():
        yield from _read(reader, scope, some)


def newest_events(reader: Connection, scope: Scope, until: date, most: int) -> list[dict[str, Any]]:
    """The same, those first that the record came to say last, whatever their day: for feeds."""
    order = (S.recorded_from.desc(), S.from_on.desc(), P.key)
    query = _events(scope).where(*_conditions(reader, scope, until)).order_by(*order)
    # A standing is stored anew when only its end moves: more are read than are wanted, and put in their true order.
    rows = _read(reader, scope, reader.execute(query.limit(most * SPARE)).all())
    return sorted(rows, key=lambda row: row["recorded_at"], reverse=True)[:most]


def _read(reader: Connection, scope: Scope, found: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    moment = scope.filter.recorded_by
    rows = with_moments(reader, [_event(row) for row in found], moment)
    return with_sources(reader, in_own_words(reader, rows, moment), moment)


def _count(reader: Connection, scope: Scope, conditions: Sequence[Any]) -> int:
    counted = select(func.count()).select_from(_tables(scope)).where(*conditions)
    return reader.execute(counted).scalar_one()


def _tables(scope: Scope) -> Any:
    """Each standing with the one that it follows on: a pledge's standings have no gaps."""
    follows = and_(
        Before.c.pledge_id == S.pledge_id,
        Before.c.until_on == S.from_on,
        recorded(scope.filter.recorded_by, Before.c),
    )
    return S.id.table.join(Pledge.__table__, P.id == S.pledge_id).outerjoin(Before, follows)


def _events(scope: Scope) -> Select[Any]:
    names = [
        *(P.id.label("pledge_id"), P.key, P.item),
        *(C.code.label("contributor"), name_of(C).label("contributor_name"), C.alpha2),
        *(OP.code.label("operation"), name_of(OP).label("operation_name")),
        *(K.code.label("category"), name_of(K).label("category_name")),
        _is_whole().label("is_whole"),
    ]
    stood = [S[name] for name in STOOD]
    before = [Before.c[name].label(f"before_{name}") for name in STOOD]
    tables = (
        _tables(scope)
        .join(Contributor.__table__, C.id == S.contributor_id)
        .join(Operation.__table__, OP.id == S.operation_id)
        .join(Category.__table__, K.id == S.category_id)
    )
    return select(*names, *stood, *before).select_from(tables)


def _conditions(reader: Connection, scope: Scope, until: date) -> list[Any]:
    conditions = [scope.recorded, S.from_on <= until, _differs(), not_(_record_ends(reader))]
    if scope.conditions:
        # Whatever it stood at on other days, a pledge that is in scope is there with all its days.
        conditions.append(S.pledge_id.in_(scope.pledge_ids))
    return conditions


def _differs() -> ColumnElement[bool]:
    """It stands otherwise than the day before. A pledge with parts: by what its own statements say, or by its stage.

    What an organisation's members name is news of theirs; that it is taken off the organisation's is none.
    """
    otherwise = or_(*(S[name].is_distinct_from(Before.c[name]) for name in TOLD))
    spoken = exists().where(ST.pledge_id == S.pledge_id, ST.on == S.from_on, ST.accepted)
    own = or_(spoken, *(S[name].is_distinct_from(Before.c[name]) for name in ("stage", "pending", "claim")))
    return and_(otherwise, or_(not_(_is_whole()), own))


def _is_whole() -> ColumnElement[bool]:
    return exists().where(Part.c.part_of_id == S.pledge_id)


def _record_ends(reader: Connection) -> ColumnElement[bool]:
    """The day after the last that this record follows an operation: whatever was open is closed."""
    operations = reader.execute(select(OP.id, OP.covered_until, OP.ended_on)).all()
    ends = [(row.id, row.covered_until or row.ended_on) for row in operations]
    first_days = [
        and_(S.operation_id == row_id, S.from_on == end + TOMORROW)
        for row_id, end in ends
        if end and end < date.max
    ]
    return and_(S.stage == "closed", or_(S.id.is_(None), *first_days))


def _event(row: Row[Any]) -> dict[str, Any]:
    values = row._asdict()
    before = {name: values.pop(f"before_{name}") for name in STOOD}
    stood = {name: values.pop(name) for name in STOOD}
    shared = {"category": values["category"]}
    return {
        **values,
        "on": stood["from_on"],
        "unit": stood["unit"],
        "before": {**before, **shared} if before["from_on"] else None,
        "after": {**stood, **shared},
    }
