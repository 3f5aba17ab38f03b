"""What could differ between the two databases: orders of text, sums, moments, and text that one of them refuses."""

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.pledges.queries import SORTS
from app.sheets.loader import load_folder
from tests.api.support import API, LISTS, get, shape_of, table, walk
from tests.conftest import SEEDS, client_of

pytestmark = pytest.mark.slow


def check_pages(client: TestClient) -> None:
    for sort in [f"{sign}{name}" for name in SORTS for sign in ("", "-")]:
        paged = list(walk(client, "pledges", limit=11, as_of="2013-02-15", sort=sort))
        assert paged == get(client, "pledges", limit=1000, as_of="2013-02-15", sort=sort)["items"]
    for name in LISTS:
        query = {"after": 800} if name == "changes" else {"operation": "afisma"}
        whole = get(client, name, limit=1000, **query)["items"]
        assert list(walk(client, name, limit=max(2, len(whole) // 5), **query)) == whole


def check_shapes(client: TestClient) -> None:
    for name in LISTS:
        address = f"{API}/{name}?operation=mali&contributor=FRA,TCD&q=troops&recorded_by=2099-01-01&limit=50"
        shape_of(name).model_validate_json(client.get(address).content, strict=True)
        assert (
            client.get(f"{API}/{name}.csv?operation=mali&unit=people&stage=deployed&member_of=EU").status_code
            == 200
        )


def check_odd_text(client: TestClient) -> None:
    for path in ("operations/a%00", "contributors/a%00", "pledges/a%00", "sources/1%00"):
        assert client.get(f"{API}/{path}").status_code == 404
    for query in ("q=%00", "operation=%00", "cursor=WyIiLCJhXHUwMDAwIiwxXQ", "q=%25_%5C'", "unit=%00"):
        assert client.get(f"{API}/pledges?{query}").status_code in (200, 400)


def test_both_databases_answer_alike(any_seeded: Database) -> None:
    with client_of(any_seeded, local_editor=False) as client:
        check_pages(client)
        check_shapes(client)
        check_odd_text(client)
        rows = table(client.get("/statements.csv").text)
        assert len(rows) == get(client, "statements?limit=1")["count"] > 250


@pytest.mark.postgres
def test_totals_are_the_same_on_both(seeded: Database, postgres: Database) -> None:
    with changing(postgres, "seed") as change:
        load_folder(change, SEEDS, lambda _rows: None)
    with client_of(seeded, local_editor=False) as one, client_of(postgres, local_editor=False) as other:
        for query in ("operation=mali&by=contributor,stage", "as_of=2013-07-15&by=category", "q=france"):
            for name in ("totals", "timeline"):
                address = f"{name}?{query}&limit=1000"
                assert get(one, address)["items"] == get(other, address)["items"]
