"""The worked example of the method page (Reuters, 17 January 2013), through the API alone."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.contributors.directory import Directory
from app.db import Database
from app.ledger.change import changing
from app.operations.commands import put_operation
from app.operations.schemas import OperationCreate
from tests.api.support import API, get
from tests.conftest import client_of

SOURCE = {"title": "FACTBOX: Military forces in Mali", "publisher": "Reuters", "published_on": "2013-01-17"}
MEMBERS = {"NGA": 900, "BFA": 500, "NER": 500, "SEN": 500, "TGO": 500, "BEN": 300, "GIN": 144, "GHA": 120}
QUERY = "operation=example&as_of=2013-01-17"


@pytest.fixture
def writer(fresh_seeded: Database) -> Any:
    with changing(fresh_seeded, "test") as change:
        put_operation(
            change,
            OperationCreate(code="example", name="Example", aliases=[], theatre=[]),
            Directory(change.session),
            {},
        )
    with client_of(fresh_seeded, local_editor=True) as client:
        yield client


def add(client: TestClient, contributor: str, quantity: int, **more: Any) -> dict[str, Any]:
    statement = {"on": "2013-01-17", "status": "committed", "quantity": str(quantity), "source": SOURCE}
    body = {
        "operation": "example",
        "contributor": contributor,
        "category": "troops",
        "statement": statement,
        **more,
    }
    answer = client.post(f"{API}/pledges?as_of=2013-01-17", json=body)
    assert answer.status_code == 201, answer.text
    pledge: dict[str, Any] = answer.json()
    return pledge


def total(client: TestClient, query: str = "") -> int:
    [row] = get(client, f"totals?{QUERY}{query}")["totals"]
    number: int = row["total"]
    return number


def named(client: TestClient) -> dict[str, int]:
    return {row["contributor"]: row["total"] for row in get(client, f"totals?{QUERY}")["items"]}


def enter(client: TestClient) -> dict[str, dict[str, Any]]:
    whole = add(client, "ECOWAS", 3300, key="force")
    chad = add(client, "TCD", 2000)
    assert total(client) == 5300
    parts = {code: add(client, code, n, part_of="force") for code, n in MEMBERS.items()}
    return {"ECOWAS": whole, "TCD": chad, **parts}


def test_members_count_and_the_organisation_only_the_rest(writer: TestClient) -> None:
    enter(writer)
    assert total(writer) == 5464
    assert named(writer) == {"ECOWAS": 0, "TCD": 2000, **MEMBERS}
    whole = get(writer, "pledges/force?as_of=2013-01-17")
    assert (whole["claim"], whole["committed"], len(whole["parts"])) == (3300, 0, 8)


def test_retraction_gives_the_organisation_what_is_no_longer_named(writer: TestClient) -> None:
    entered = enter(writer)
    [before] = get(writer, f"changes?after={get(writer, 'changes?limit=1')['count'] - 1}")["items"]
    [statement] = entered["NGA"]["statements"]
    answer = writer.post(f"{API}/statements/{statement['id']}/retraction", json={"reason": "corrected"})
    assert answer.status_code == 200
    assert total(writer) == 5300
    counted = named(writer)
    assert "NGA" not in counted
    assert (counted["ECOWAS"], sum(counted[code] for code in MEMBERS if code != "NGA")) == (736, 2564)
    # What this record said before, it still says of that moment.
    then = f"&recorded_by={before['at']}"
    assert total(writer, then) == 5464
    assert get(writer, f"pledges/force?as_of=2013-01-17{then}")["committed"] == 0
    assert get(writer, "pledges/force?as_of=2013-01-17")["committed"] == 736
    assert get(writer, f"statements?operation=example{then}")["count"] == 10
    assert get(writer, "statements?operation=example")["count"] == 9
