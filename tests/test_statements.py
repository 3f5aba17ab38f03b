"""How many SQL statements each page takes: pinned, and the same for a small record and a larger one (no N+1)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from app.db import Database
from app.figures.cuts import DRAWN
from app.ledger.change import changing
from app.sheets.loader import load_folder
from bench.record import write_record
from tests.conftest import client_of, copy_of, open_sqlite

pytestmark = pytest.mark.slow

# The most that each address may take, the two that open a snapshot among them. Fewer: lower the number here.
MOST = {
    "/operations/intervention-1?as_of=2015-01-01": 55,
    "/operations?as_of=2015-01-01": 7,
    "/contributors?as_of=2015-01-01": 19,
    "/contributors/SEN?as_of=2015-01-01": 63,
    "/contributors/GIN?as_of=2015-01-01": 64,
    "/pledges?as_of=2015-01-01": 22,
    "/pledges?q=spokesman&as_of=2015-01-01": 24,
    "/sources?as_of=2015-01-01": 10,
    "/search?q=spokesman&as_of=2015-01-01": 26,
    "/compare?operation=intervention-1&as_of=2015-01-01": 20,
    "/corrections": 15,
    "/api/v1/pledges?limit=100&as_of=2015-01-01": 6,
    "/api/v1/statements?limit=100": 6,
    "/api/v1/sources?limit=100": 5,
    "/api/v1/contributors": 7,
    "/api/v1/operations": 5,
    "/api/v1/events?limit=100": 13,
    "/api/v1/totals?by=contributor&as_of=2015-01-01": 6,
    "/api/v1/timeline?by=operation&interval=year&as_of=2015-01-01": 5,
    "/api/v1/search?q=spokesman&limit=20": 21,
}
SIZES = (2_400, 6_000)


@pytest.fixture(scope="module")
def clients(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[TestClient]]:
    made = []
    for size in SIZES:
        folder = tmp_path_factory.mktemp("large")
        database = open_sqlite(copy_of(empty_file, folder))
        with changing(database, "seed") as change:
            load_folder(change, write_record(folder / "sheets", size), lambda _rows: None)
        made.append((database, client_of(database, local_editor=False)))
    yield [client for _database, client in made]
    for database, client in made:
        client.app.state.database.close()  # type: ignore[attr-defined]
        database.close()


def statements(client: TestClient, address: str) -> list[str]:
    """What one answer asks of the database."""
    seen: list[str] = []
    store: Database = client.app.state.database  # type: ignore[attr-defined]
    listener = lambda _connection, _cursor, statement, *_: seen.append(statement)  # noqa: E731 - to be taken off again
    with store.reading() as connection:
        engine = connection.engine
    # What is remembered of a whole record (app/ledger/remembered.py) is so after the first time, in whatever order.
    client.get(address, headers={"Cookie": "none=1"})
    event.listen(engine, "before_cursor_execute", listener)
    try:
        assert client.get(address, headers={"Cookie": "none=1"}).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", listener)
    return seen


@pytest.mark.parametrize("address", MOST)
def test_an_answer_takes_no_more_statements_however_large_the_record(
    clients: list[TestClient], address: str
) -> None:
    small, large = (statements(client, address) for client in clients)
    extra = [statement for statement in large if statement not in small]
    # A contributor's page has a figure for each kind of thing that this one gave, whatever the size of the record.
    assert len(small) == len(large) or address.startswith("/contributors/"), extra
    assert len(small) <= MOST[address]
    assert len(large) <= MOST[address]


def test_a_dashboard_draws_some_of_very_many_pledges_and_counts_them_all(clients: list[TestClient]) -> None:
    page = clients[-1].get("/operations/intervention-1?as_of=2015-01-01").text
    data = clients[-1].get("/api/v1/presence?operation=intervention-1&as_of=2015-01-01&limit=1000").json()
    there = {row["key"] for row in data["items"] if row["from_on"]}
    assert data["next"] is None
    assert f"The chart has {DRAWN} of {len(there)} pledges" in page
    [figure] = re.findall('<figure class="fig wide" id="presence".*?</figure>', page, re.DOTALL)
    assert figure.count('<li class="bar part"') == DRAWN
    assert figure.count("<tr ") <= 3 * DRAWN
