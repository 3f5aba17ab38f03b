"""Rows written at once are the rows that SQLAlchemy writes one by one, to the byte, on both engines."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from app.db import Base, Database
from app.ledger.bulk import insert_rows
from app.models import Revision, Source

AT = datetime(2013, 1, 17, 12, 30, 0, 5, tzinfo=UTC)
ELSEWHERE = AT.astimezone(timezone(timedelta(hours=5)))


def source(n: int, **said: Any) -> dict[str, Any]:
    plain = {"id": n, "title": f"Dépêche {n}", "published_on": None, "dead_on": None, "recorded_at": AT}
    empty = dict.fromkeys(("publisher", "author", "url", "archived_url", "seen_at", "folded"), "")
    own = {"identity": f"{n}", "kind": "agency", "language": "fr", "accessed_on": None, "version": 1}
    return {**empty, **own, **plain, **said}


def revision(n: int, **said: Any) -> dict[str, Any]:
    plain = {"number": n, "at": AT, "actor": "x", "action": "created", "entity": "source", "entity_key": "1"}
    pictures = {"before": None, "after": {"é": [1, None, "ü"]}, "reason": ""}
    return {**plain, **pictures, "previous_hash": "0" * 64, "hash": f"{n:064}", **said}


CASES: list[tuple[type[Base], list[dict[str, Any]]]] = [
    (Source, [source(1), source(2, published_on=date(2013, 1, 17)), source(3, recorded_at=ELSEWHERE)]),
    (Revision, [revision(1), revision(2, before={"a": True}, after=None)]),
]


def stored(database: Database, model: type[Base]) -> list[Any]:
    """What the driver itself finds in the table."""
    with database.reading() as reader:
        return [tuple(row) for row in reader.execute(text(f"SELECT * FROM {model.__tablename__} ORDER BY 1"))]


@pytest.mark.parametrize(("model", "rows"), CASES)
def test_rows_are_stored_as_sqlalchemy_stores_them(
    any_database: Database, model: type[Base], rows: list[dict[str, Any]]
) -> None:
    with any_database.writing() as session:
        # In another order than the table's.
        insert_rows(session, model, [dict(reversed(row.items())) for row in rows])
        session.flush()
        at_once = [
            tuple(row) for row in session.execute(text(f"SELECT * FROM {model.__tablename__} ORDER BY 1"))
        ]
        session.rollback()
    with any_database.writing() as session:
        for row in rows:
            session.execute(insert(model.__table__), row)  # type: ignore[arg-type]  # it is a table
    assert at_once == stored(any_database, model)


def test_what_the_table_refuses_is_refused(any_database: Database) -> None:
    with pytest.raises(IntegrityError), any_database.writing() as session:
        insert_rows(session, Source, [source(1), source(1)])
    assert stored(any_database, Source) == []


def test_no_rows_are_no_statement(any_database: Database) -> None:
    with any_database.writing() as session:
        insert_rows(session, Source, [])
