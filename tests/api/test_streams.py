"""Long files are sent while they are read: from one moment of the record, with nothing held longer than the reader."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from operator import length_hint
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.pool import QueuePool
from starlette.testclient import TestClient

from app.answers import file_answer
from app.changes import events
from app.changes import queries as change_queries
from app.changes.queries import list_changes
from app.db import Database
from app.ledger.change import changing
from app.models import Statement
from app.pledges import queries as pledge_queries
from app.pledges.api import statements
from app.pledges.commands import retract_statement
from app.pledges.filter import PledgeFilter
from app.pledges.queries import list_pledges
from app.pledges.scope import scope_of
from app.sheets import writer
from app.web import streaming
from app.web.streaming import Streamed
from tests.conftest import client_of
from tests.support.loops import run

pytestmark = pytest.mark.slow
TODAY = date(2014, 1, 1)
SCOPE = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.3"}}


@pytest.fixture(autouse=True)
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the real record takes many chunks."""
    monkeypatch.setattr(writer, "ROWS_AT_ONCE", 20)


def in_use(database: Database) -> int:
    """How many connections are not given back."""
    pool = database._reader.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


@pytest.mark.parametrize(
    "address",
    ["/statements.csv", "/pledges.csv?operation=serval", "/api/v1/changes.csv", "/api/v1/events.csv"],
)
def test_a_stream_says_what_a_whole_answer_says(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    streamed = client.get(address)
    monkeypatch.setattr(writer, "ROWS_AT_ONCE", 100_000)
    whole = client.get(address)
    assert "content-length" not in streamed.headers
    assert "content-length" in whole.headers
    assert streamed.content == whole.content
    for name in (
        "etag",
        "content-type",
        "content-disposition",
        "x-data-version",
        "x-as-of",
        "cache-control",
        "vary",
    ):
        assert streamed.headers.get(name) == whole.headers.get(name), name
    known = client.get(address, headers={"If-None-Match": streamed.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("address", ["/statements.csv", "/statements.xlsx", "/data/muster.db"])
def test_every_connection_comes_back(client: TestClient, address: str) -> None:
    database: Database = client.app.state.database  # type: ignore[attr-defined]
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert in_use(database) == 0


def sheet(database: Database) -> tuple[Streamed, ExitStack]:
    """The answer to /statements.csv, under way, with the connection that it reads on."""

    class Asked:
        reader: Any
        scope: Any
        limit = None

    held = ExitStack()
    Asked.reader = held.enter_context(database.reading())
    Asked.scope = scope_of(Asked.reader, PledgeFilter())
    answer = file_answer(statements(Asked), "csv", "muster-statements")  # type: ignore[arg-type]
    assert isinstance(answer, Streamed)
    answer.hold(held)
    return answer, held


def send_to(answer: Streamed, heard: Callable[[bytes], None]) -> None:
    """Send an answer; `heard` gets each chunk and may raise."""

    async def receive() -> dict[str, str]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        heard(message.get("body", b""))

    run(answer(SCOPE, receive, send))


def test_a_stream_is_of_one_moment_and_writers_need_not_wait(any_seeded: Database) -> None:
    chunks: list[bytes] = []

    def heard(chunk: bytes) -> None:
        if len(chunks) == 2:
            with changing(any_seeded, "test") as change:
                newest = change.session.scalar(select(func.max(Statement.id)))
                assert newest
                retract_statement(change, newest, "Misread.")
        chunks.append(chunk)

    send_to(sheet(any_seeded)[0], heard)
    assert b"".join(chunks).count(b"\r\n") == 302
    assert in_use(any_seeded) == 0
    with client_of(any_seeded, local_editor=False) as client:
        assert client.get("/statements.csv").content.count(b"\r\n") == 301


def test_what_is_read_while_it_is_sent_is_the_list(
    any_seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pledge_queries, change_queries, events):
        monkeypatch.setattr(module, "AT_ONCE", 7)
    with any_seeded.reading() as reader:
        scope = scope_of(reader, PledgeFilter(sort="-deployed"))
        narrow = scope_of(reader, PledgeFilter(operation=("serval",)))
        assert list(pledge_queries.all_pledges(reader, scope)) == list_pledges(reader, scope).rows
        for of in (scope, narrow):
            assert list(change_queries.all_changes(reader, of, 9)) == list_changes(reader, of, after=9).rows
            assert list(events.all_events(reader, of, TODAY)) == events.list_events(reader, of, TODAY).rows


def test_a_reader_who_leaves_gives_the_connection_back(seeded: Database) -> None:
    def heard(chunk: bytes) -> None:
        if chunk:
            raise OSError("gone")

    before = in_use(seeded)
    with pytest.raises((OSError, ExceptionGroup)):
        send_to(sheet(seeded)[0], heard)
    assert in_use(seeded) == before


def test_a_reader_who_takes_nothing_is_let_go(seeded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PATIENCE_SECONDS", 0)
    before = in_use(seeded)
    answer = sheet(seeded)[0]

    async def never(*_message: Any) -> Any:
        await asyncio.Event().wait()

    with pytest.raises((TimeoutError, ExceptionGroup)):
        run(answer(SCOPE, never, never))
    assert in_use(seeded) == before


def test_rows_are_read_as_they_are_sent() -> None:
    rows = iter([["=1"]] * 1_000)
    chunks = writer.csv_chunks(["a"], rows, is_text=True)
    assert [(next(chunks), length_hint(rows))[1] for _ in range(3)] == [980, 960, 940]
