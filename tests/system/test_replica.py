"""A real streaming replica: it answers readers, never with less than was written, and stands in for a lost primary."""

import time
from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from app.config import Settings
from app.db import Database
from app.ledger.change import changing
from app.ledger.revisions import data_version
from app.main import create_app
from app.system.check import checks
from tests.conftest import LOCAL, prepare
from tests.support.postgres import Pair, start_pair

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
OPERATION = {"code": "", "name": "An operation", "kind": "operation"}
SECONDS = 60


@pytest.fixture
def pair() -> Iterator[Pair]:
    with start_pair() as started:
        database = Database(started.primary)
        prepare(database)
        database.close()
        yield started


def asked(database: Database) -> list[str]:
    """Fills with every query that a replica is asked for an answer, besides how far it has come."""
    seen: list[str] = []
    for engine in database.replicas:
        event.listen(engine, "before_cursor_execute", lambda _c, _cursor, query, *_: seen.append(query))
    return seen


def add(client: TestClient, code: str) -> int:
    return client.post("/api/v1/operations", json={**OPERATION, "code": code}).status_code


def codes(reader: TestClient) -> set[str]:
    answer = reader.get("/api/v1/operations")
    assert answer.status_code == 200
    return {row["code"] for row in answer.json()["items"]}


def replay(pair: Pair, what: LiteralString) -> None:
    with psycopg.connect(_plain(pair.standby), autocommit=True) as connection:
        connection.execute(f"SELECT pg_wal_replay_{what}()")


def test_readers_go_on_while_the_primary_is_lost_and_nothing_written_is(pair: Pair) -> None:
    settings = Settings(
        database_url=pair.primary, read_database_url=pair.standby, local_editor=True, _env_file=None
    )
    app = create_app(settings)
    with TestClient(app, base_url=LOCAL, client=("127.0.0.1", 50000)) as editor:
        # Without the local editor's address: anybody.
        reader = TestClient(app, base_url="http://muster.example", client=("192.0.2.1", 50000))
        seen = asked(app.state.database)
        assert add(editor, "first") == 201
        _caught_up(pair, data_version_of(pair.primary))
        assert codes(reader) == {"first"}
        assert any("FROM operation" in query for query in seen)

        replay(pair, "pause")
        assert add(editor, "second") == 201
        seen.clear()
        assert codes(reader) == {"first", "second"}, "a replica that lags is not asked"
        assert not any("FROM operation" in query for query in seen)
        replay(pair, "resume")
        written = data_version_of(pair.primary)
        _caught_up(pair, written)

        pair.lose_primary()
        assert codes(reader) == {"first", "second"}
        assert codes(editor) == {"first", "second"}
        refused = editor.post("/api/v1/operations", json={**OPERATION, "code": "third"})
        assert refused.status_code == 503
        assert "Nothing was changed" in refused.json()["detail"]

    _promote(pair)
    database = Database(pair.standby)
    with database.reading() as connection:
        assert data_version(connection) == written
        assert [said for check in checks().values() for said in check(connection)] == []
    with changing(database, "editor") as change:
        change.remark("noted", "record", "all")
    with database.reading() as connection:
        assert data_version(connection) == written + 1
    database.close()


def data_version_of(url: str) -> int:
    database = Database(url)
    with database.reading() as connection:
        found = data_version(connection)
    database.close()
    return found


def _caught_up(pair: Pair, version: int) -> None:
    deadline = time.monotonic() + SECONDS
    while data_version_of(pair.standby) < version:
        assert time.monotonic() < deadline, "the replica does not catch up"


def _promote(pair: Pair) -> None:
    with psycopg.connect(_plain(pair.standby), autocommit=True) as connection:
        connection.execute("SELECT pg_promote(true, 60)")
        # The lost primary streams no more: nobody is waited for.
        connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
        connection.execute("SELECT pg_reload_conf()")


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
