"""Reading the record as the sheet holds it: one row a statement, with its pledge and its source beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, String, and_, case, cast, exists, func, select

from app.ledger.stated_day import StatedDay
from app.models import Category, Contributor, Operation, Pledge, Source, Statement
from app.models.columns import OP, SO, ST, C, K, P
from app.paging import Page, after, decode_cursor, encode_cursor
from app.pledges.queries import Whole
from app.pledges.scope import Scope, live
from app.sheets.columns import STATEMENTS

AT_ONCE = 1_000
# Pledges together, as they were entered, those that are part of another behind all others: so a sheet is read into an
# empty record, and comes out of it, in the same order.
ORDER = (ST.pledge_id, ST.id)
WAVES = (0, 1)
PARTS = select(P.id).where(P.part_of_id.is_not(None))
KINDS = (int, int, int)
SOURCE_COLUMNS = (
    *("title", "publisher", "url", "published_on", "kind", "language", "author", "archived_url"),
    *("accessed_on", "seen_at"),
)
LENGTHS = {"year": 4, "month": 7}


def list_statements(reader: Connection, scope: Scope, *, cursor: str | None, limit: int) -> Page:
    """A page of the statements in scope as rows of the sheet, pledge by pledge."""
    first, *begin = decode_cursor(cursor, KINDS) if cursor else (0,)
    found: list[Row[Any]] = []
    for wave in WAVES[first:]:
        query = _rows(scope, wave)
        if begin and wave == first:
            query = query.where(after(ORDER, begin, (False, False)))
        found += reader.execute(query.limit(limit + 1 - len(found))).all()
    tables = Statement.__table__.join(Pledge.__table__, P.id == ST.pledge_id)
    counted = select(func.count()).select_from(tables).where(*_conditions(scope))
    count = reader.execute(counted).scalar_one()
    last = found[limit - 1] if len(found) > limit else None
    following = encode_cursor((int(last.part_of is not None), last.pledge_id, last.id)) if last else None
    return Page([sheet_row(row) for row in found[:limit]], count, following)


def all_cells(reader: Connection, scope: Scope) -> Iterator[Row[Any]]:
    """All of them as a file holds them, in the sheet's columns, read as they are used: there may be millions.

    The database writes days and words out: a program that did it cell by cell would take twice as long.
    """
    for wave in WAVES:
        query = _of_scope(select(*_written(reader.dialect.name)), scope, wave).order_by(*ORDER)
        yield from reader.execute(query, execution_options={"yield_per": AT_ONCE})


def sheet_row(row: Row[Any]) -> dict[str, Any]:
    """A row by the sheet's columns; `on` as its source gives it: 2013-01-17, 2013-01 or 2013."""
    values = row._asdict()
    values["on"] = str(StatedDay(values.pop("counts_from"), values.pop("precision")))
    return values


def _written(engine: str) -> list[Any]:
    """Each column of the sheet as text."""

    def day(column: Any) -> Any:
        return cast(column, String) if engine == "sqlite" else func.to_char(column, "YYYY-MM-DD")

    on = func.substr(day(ST.on), 1, case(LENGTHS, value=ST.precision, else_=10))
    written = {
        **{name: P[name] for name in ("item", "unit", "caveats")},
        **{name: ST[name] for name in ("status", "condition", "speaker", "evidence", "note")},
        **{f"source_{name}": SO[name] for name in SOURCE_COLUMNS},
        "pledge": P.key,
        "operation": OP.code,
        "contributor": C.code,
        "category": K.code,
        "part_of": Whole.c.key,
        "on": on,
        "quantity": ST.quantity_text,
        "until": day(ST.until),
        "accepted": case((ST.accepted, "yes"), else_="no"),
        **{f"source_{name}": day(SO[name]) for name in ("published_on", "accessed_on")},
    }
    return [written[name].label(name) for name in STATEMENTS.columns]


def _rows(scope: Scope, wave: int) -> Select[Any]:
    pledge = [
        P.id.label("pledge_id"),
        P.key.label("pledge"),
        OP.code.label("operation"),
        C.code.label("contributor"),
        K.code.label("category"),
        P.item,
        P.unit,
        Whole.c.key.label("part_of"),
        P.caveats,
    ]
    names = ("id", "precision", "status", "until", "condition", "speaker", "evidence", "accepted", "note")
    printed = [ST.on.label("counts_from"), ST.quantity_text.label("quantity")]
    source = [SO[name].label(f"source_{name}") for name in SOURCE_COLUMNS]
    columns = (*pledge, *(ST[name] for name in names), *printed, *source)
    return _of_scope(select(*columns), scope, wave).order_by(*ORDER)


def _of_scope(query: Select[Any], scope: Scope, wave: int | None = None) -> Select[Any]:
    """Retracted statements are none of the sheet's: it would bring them back.

    `wave`: 1 those whose pledge is part of another, 0 all others. `as_of`: those that count by that day. `source`:
    those of the source, not all of the pledges it speaks of.
    """
    tables = (
        Statement.__table__.join(Pledge.__table__, P.id == ST.pledge_id)
        .join(Source.__table__, SO.id == ST.source_id)
        .join(Operation.__table__, OP.id == P.operation_id)
        .join(Contributor.__table__, C.id == P.contributor_id)
        .join(Category.__table__, K.id == P.category_id)
        .outerjoin(Whole, (Whole.c.id == P.part_of_id) & _is_said(scope))
    )
    conditions = _conditions(scope)
    if wave is not None:
        conditions += [ST.pledge_id.in_(PARTS), Whole.c.key.is_not(None)] if wave else [Whole.c.key.is_(None)]
    return query.select_from(tables).where(*conditions)


def _conditions(scope: Scope) -> list[Any]:
    conditions: list[Any] = [live(scope.filter.recorded_by), ST.review == "published", *_published(P)]
    if scope.filter.as_of:
        conditions.append(ST.on <= scope.as_of)
    if scope.filter.source is not None:
        conditions.append(ST.source_id == scope.filter.source)
    if scope.conditions:
        conditions.append(ST.pledge_id.in_(scope.pledge_ids))
    return conditions


def _is_said(scope: Scope) -> Any:
    """Whether what a pledge is part of has rows of its own: the sheet can name no other."""
    said = Statement.__table__.alias("said")
    standing = live(scope.filter.recorded_by, said.c) & (said.c.review == "published")
    return and_(exists().where(said.c.pledge_id == Whole.c.id, standing), *_published(Whole.c))


def _published(pledge: Any) -> tuple[Any, Any]:
    return pledge.review == "published", pledge.retracted_at.is_(None)
