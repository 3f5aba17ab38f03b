"""The API's totals against the independent recount of the sheets."""

from datetime import date
from functools import cache

import pytest
from starlette.testclient import TestClient

from tests.api.support import walk
from tests.conftest import SEEDS
from tests.oracle.recount import Record, load, totals

DAYS = ("2013-01-11", "2013-01-17", "2013-02-15", "2013-07-15", "2014-06-30")
BY = ("contributor", "operation", "category", "group", "stage", "contributor,operation", "category,stage")


@cache
def record() -> Record:
    return load(SEEDS)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("by", BY)
def test_totals_are_those_of_the_recount(client: TestClient, by: str, day: str) -> None:
    columns = tuple(by.split(","))
    counted = totals(record(), operation="mali", day=date.fromisoformat(day), by=columns)
    answered = list(walk(client, "totals", operation="mali", by=by, as_of=day))
    assert counted
    assert sorted(answered, key=lambda row: [row[name] for name in (*columns, "unit")]) == counted


@pytest.mark.parametrize("day", DAYS)
def test_totals_over_all_are_the_sum_of_the_rows(client: TestClient, day: str) -> None:
    address = f"/api/v1/totals?operation=mali&as_of={day}&limit=5"
    overall = {row["unit"]: row for row in client.get(address).json()["totals"]}
    rows = list(walk(client, "totals", operation="mali", as_of=day))
    for unit, total in overall.items():
        of_unit = [row for row in rows if row["unit"] == unit]
        for name in ("deployed", "committed", "announced", "total", "pledges", "unquantified"):
            assert total[name] == sum(row[name] for row in of_unit)
    assert {row["unit"] for row in rows} == set(overall)


def test_france_on_the_day_of_the_article(client: TestClient) -> None:
    query = {"operation": "mali", "contributor": "FRA", "unit": "people", "as_of": "2013-01-17"}
    [france] = walk(client, "totals", **query)
    assert (france["deployed"], france["announced"], france["total"]) == (1400, 1100, 2500)


def test_refusals_are_declined_and_never_0(client: TestClient) -> None:
    rows = list(walk(client, "pledges", contributor="DEU,ITA", category="troops", as_of="2013-01-17"))
    assert {row["stage"] for row in rows} == {"declined"}
    [german, italian] = walk(client, "totals", contributor="DEU,ITA", category="troops", as_of="2013-01-17")
    assert german["stages"] == italian["stages"] == {"declined": 1}


def test_total_states_its_boundary(client: TestClient) -> None:
    answer = client.get("/api/v1/totals?operation=mali&limit=1").json()
    assert answer["as_of"] == "2013-01-17"
    assert "17 January 2013" in answer["boundary"]
    assert "Intervention in Mali" in answer["boundary"]
    assert "no number" in answer["boundary"]
