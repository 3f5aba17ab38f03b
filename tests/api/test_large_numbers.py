"""Numbers of the full 64 bits: their sums are larger than a database or a JSON library can add or write."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.pledges.commands import record_pledge
from app.pledges.schemas import PledgeCreate
from tests.api.support import API, get, table, walk
from tests.conftest import client_of

pytestmark = pytest.mark.slow

LARGEST = 2**63 - 1


@pytest.fixture
def client(any_seeded: Database) -> Any:
    for contributor in ("AUS", "NZL", "JPN"):
        statement = {
            "on": "2013-01-16",
            "status": "announced",
            "quantity": LARGEST,
            "source": {"title": "A paper"},
        }
        given = {
            "operation": "serval",
            "contributor": contributor,
            "category": "troops",
            "statement": statement,
        }
        with changing(any_seeded, "test") as change:
            record_pledge(change, PledgeCreate.model_validate(given))
    with client_of(any_seeded, local_editor=False) as reader:
        yield reader


def test_sums_are_exact_whatever_their_size(client: TestClient) -> None:
    query = "operation=serval&unit=people&by=category"
    [people] = get(client, f"totals?{query}")["totals"]
    pledges = walk(client, "pledges?operation=serval&unit=people", limit=1000)
    assert people["announced"] == sum(row["announced"] or 0 for row in pledges) > 2**64
    assert people["total"] == people["deployed"] + people["committed"] + people["announced"]
    [row] = [
        row for row in table(client.get(f"{API}/totals.csv?{query}").text) if row["category"] == "troops"
    ]
    assert int(row["announced"]) > 2**64
    assert client.get(f"{API}/totals.xlsx?{query}").status_code == 200


def test_pages_of_large_sums_can_be_walked(client: TestClient) -> None:
    for name, by in (("totals", "contributor"), ("totals", "category"), ("timeline", "category")):
        query = {"operation": "serval", "by": by, "as_of": "2013-01-17"}
        assert list(walk(client, name, limit=1, **query)) == get(client, name, limit=1000, **query)["items"]


def test_other_answers_hold_them_too(client: TestClient) -> None:
    pledge = json.loads(client.get(f"{API}/pledges/serval-aus-troops?as_of=2013-01-17").content)
    assert (pledge["announced"], pledge["claim"]) == (LARGEST, LARGEST)
    assert client.get(f"{API}/requirements?operation=mali").status_code == 200
    first = get(client, "pledges?operation=serval&sort=-announced&limit=1")
    assert first["items"][0]["announced"] == LARGEST
    assert len(list(walk(client, "pledges?operation=serval&sort=-announced", limit=1))) == first["count"]
