"""The record as rows of the sheet: what is exported can be loaded again and changes nothing."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, select

from app.ledger.stated_day import StatedDay
from app.models import Category, Contributor, Operation, Pledge, Source, Statement
from app.models.columns import OP, SO, ST, C, K, P
from app.sheets.columns import ALL_SOURCE_COLUMNS, PLEDGE_COLUMNS, STATEMENTS

ROWS_AT_ONCE = 500

Whole = Pledge.__table__.alias("whole")
# As the sheet names them, where that is not the statement's own column.
PLAIN = ("status", "until", "condition", "speaker", "evidence", "note")


def sheet_rows(reader: Connection) -> Iterator[tuple[object, ...]]:
    """Every published statement that stands, in the sheet's columns; what has parts comes before its parts.

    A pledge's own columns stand on its first row. Read in steps: a record of any size fits.
    """
    rows = reader.execution_options(yield_per=ROWS_AT_ONCE).execute(_statements())
    before = None
    for row in rows:
        yield _cells(row, is_first=row.pledge_id != before)
        before = row.pledge_id


def _statements() -> Select[Any]:
    live = (ST.review == "published") & ST.retracted_at.is_(None)
    standing = (P.review == "published") & P.retracted_at.is_(None)
    columns = [
        P.id.label("pledge_id"),
        P.key.label("pledge"),
        OP.code.label("operation"),
        C.code.label("contributor"),
        K.code.label("category"),
        *(P.item, P.unit, P.caveats, Whole.c.key.label("part_of")),
        *(ST.on, ST.precision, ST.quantity_text.label("quantity"), ST.accepted),
        *(ST[name] for name in PLAIN),
        *(SO[name.removeprefix("source_")].label(name) for name in ALL_SOURCE_COLUMNS),
    ]
    return (
        select(*columns)
        .join_from(Statement.__table__, Pledge.__table__, P.id == ST.pledge_id)
        .join(Source.__table__, SO.id == ST.source_id)
        .join(Operation.__table__, OP.id == P.operation_id)
        .join(Contributor.__table__, C.id == P.contributor_id)
        .join(Category.__table__, K.id == P.category_id)
        .outerjoin(Whole, (Whole.c.id == P.part_of_id) & _is_exported())
        .where(live, standing)
        # A pledge is entered after what it is part of.
        .order_by(P.id, ST.id)
    )


def _is_exported() -> Any:
    """Whether what a pledge is part of has rows of its own: the sheet can name no other."""
    said = Statement.__table__.alias("said")
    live = (said.c.review == "published") & said.c.retracted_at.is_(None)
    has_rows = exists().where(said.c.pledge_id == Whole.c.id, live)
    return has_rows & (Whole.c.review == "published") & Whole.c.retracted_at.is_(None)


def _cells(row: Row[Any], *, is_first: bool) -> tuple[object, ...]:
    own = row._asdict()
    own |= {"on": str(StatedDay(row.on, row.precision)), "accepted": "" if row.accepted else "no"}
    if not is_first:
        own |= dict.fromkeys(PLEDGE_COLUMNS[1:], "")
    return tuple(own[column] for column in STATEMENTS.columns)
