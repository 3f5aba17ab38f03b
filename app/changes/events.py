"""What happened in the world, by this record: each day on which a pledge began to stand otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, not_, or_, select

from app.changes.known_since import TOLD, with_moments, with_sources
from app.changes.own_words import in_own_words
from app.ledger.remembered import Remembered
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
COUNTS = Remembered[int]()


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
    query, top = _events(scope).where(*conditions).order_by(*BY_DAY), until
    if cursor:
        values = decode_cursor(cursor, (date, str))
        query, top = query.where(after(columns, values, (True, False))), min(values[0], until)
    found = _first(reader, scope, query, top, limit + 1) if limit else reader.execute(query).all()
    shown = found[:limit] if limit else found
    following = encode_cursor((shown[-1].from_on, shown[-1].key)) if len(found) > len(shown) else None
    key = (scope.filter.but(sort=""), scope.as_of, until)
    count = COUNTS.get(reader, key, lambda: _count(reader, scope, conditions))
    return Page(_read(reader, scope, shown), count, following)


def _first(reader: Connection, scope: Scope, query: Select[Any], top: date, most: int) -> Sequence[Row[Any]]:
    """The first rows of a query for events, from the day `top` down, without a look at all that ever happened.

    They are sought in the days in which enough standings began; in more days where these were too few.
    """
    among = most * SPARE
    while True:
        bottom = _bottom(reader, scope, top, among)
        some = query.where(S.from_on >= bottom, *_by_index(reader, scope)) if bottom else query
        rows = reader.execute(some.limit(most)).all()
        if bottom is None or len(rows) == most:
            return rows
        among *= SPARE


def _bottom(reader: Connection, scope: Scope, top: date, among: int) -> date | None:
    """The day since which so many standings began up to the day `top`; None where there are fewer."""
    began = select(S.from_on).where(scope.recorded, S.from_on <= top, *_by_index(reader, scope))
    found: date | None = reader.execute(began.order_by(S.from_on.desc()).offset(among).limit(1)).scalar()
    return found


def _by_index(reader: Connection, scope: Scope) -> list[Any]:
    """What an index finds the days of standings by: an operation or a contributor. All of them, where none is named."""
    if scope.contributor_ids:
        return [S.contributor_id.in_(scope.contributor_ids)]
    return [S.operation_id.in_(scope.operation_ids or reader.execute(select(OP.id)).scalars().all())]


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
