"""The chain of revisions: a long one is walked fast, and a changed byte in it is found and named."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import text

from app.db import Database
from app.ledger import revisions
from app.ledger.change import changing

pytestmark = pytest.mark.slow
MANY, SECONDS = 100_000, 10


def write_many(database: Database, n: int) -> None:
    """A history of `n` revisions of the size that a statement's has."""
    said: dict[str, Any] = {
        "pledge": "a-key",
        "evidence": "word " * 30,
        "quantity": 1400,
        "status": "deployed",
    }
    with changing(database, "test") as change:
        for number in range(n):
            change.remark("created", "statement", str(number), after={**said, "id": number})


def walked(database: Database) -> list[str]:
    with database.reading() as reader:
        return list(revisions.broken_links(reader))


def test_a_hundred_thousand_revisions_are_walked_in_ten_seconds(database: Database) -> None:
    write_many(database, MANY)
    # Of this process alone: other work on the same machine is none of its.
    started = time.process_time()
    assert walked(database) == []
    assert time.process_time() - started < SECONDS


def test_a_changed_byte_is_found_and_its_revision_named(any_database: Database) -> None:
    write_many(any_database, 20)
    with any_database.reading() as reader:
        broken = revisions.data_version(reader) - 7
    assert walked(any_database) == []
    with any_database.engine.begin() as connection:
        if any_database.is_sqlite:
            connection.execute(text("DROP TRIGGER revision_no_update"))
        else:
            connection.execute(text("ALTER TABLE revision DISABLE TRIGGER revision_no_update"))
        connection.execute(text("UPDATE revision SET reason = 'x' WHERE number = :n"), {"n": broken})
    [told] = walked(any_database)
    assert f"revision {broken} " in told
