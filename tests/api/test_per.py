"""Ratios in the API: totals with what each number is per unit of the contributor's size; refused everywhere else."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.figures.per import PER_COLUMNS
from app.figures.shapes import TotalsAnswer
from app.pledges.filter import PER
from tests.api.support import API, LISTS, cell, get, table
from tests.conftest import client_of
from tests.support.frames import frame_of

SIZES = {
    "population": ("population", 10**6),
    "gdp": ("gdp_usd", 10**9),
    "armed_forces": ("armed_forces", 1000),
}
DAYS = ("2012-12-31", "2013-01-17", "2013-07-15", "2014-06-30")
NUMBERS = ("deployed", "committed", "announced", "delivered")


def sizes_of(client: TestClient, code: str, per: str, year: int) -> tuple[int, int] | None:
    """The rule, said again: the newest year that is not after the day's and is known, else the oldest."""
    column = SIZES[per][0]
    known = [(row["year"], row[column]) for row in get(client, f"contributors/{code}")["indicators"]]
    known = sorted((a, b) for a, b in known if b is not None)
    earlier = [pair for pair in known if pair[0] <= year]
    return (earlier[-1] if earlier else known[0]) if known else None


def check(client: TestClient, row: dict[str, Any], per: str, year: int) -> bool:
    size = sizes_of(client, row["contributor"], per, year)
    if size is None:
        assert [row[name] for name in PER_COLUMNS] == [None] * len(PER_COLUMNS)
        return False
    assert (row["denominator_year"], row["denominator"]) == size
    for name in (*NUMBERS, "total"):
        for bound in ("", "_low", "_high") if name != "total" else ("",):
            number, ratio = row[f"{name}{bound}"], row[f"{name}_per{bound}"]
            if number is None:
                assert ratio is None
            else:
                assert ratio == pytest.approx(number * SIZES[per][1] / size[1], abs=1e-9)
    return True


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("per", PER)
def test_each_number_has_its_ratio_by_the_size_of_the_year(client: TestClient, per: str, day: str) -> None:
    answer = get(client, "totals", by="contributor", per=per, as_of=day, limit=1000)
    plain = get(client, "totals", by="contributor", as_of=day, limit=1000)
    own = [{k: v for k, v in row.items() if k not in PER_COLUMNS} for row in answer["items"]]
    assert own == plain["items"]
    assert answer["totals"] == plain["totals"]
    checked = [check(client, row, per, int(day[:4])) for row in answer["items"]]
    assert any(checked)


@pytest.mark.parametrize("by", ["contributor", "contributor,category", "operation,contributor"])
def test_json_csv_and_shape_agree(client: TestClient, by: str) -> None:
    query = f"by={by}&per=population&as_of=2013-07-15&operation=mali"
    answer = client.get(f"{API}/totals?{query}&limit=1000")
    TotalsAnswer.model_validate_json(answer.content, strict=True)
    items = answer.json()["items"]
    for address in (f"{API}/totals.csv", "/compare.csv"):
        text = client.get(f"{address}?{query}").text
        assert table(text) == [{name: cell(value) for name, value in row.items()} for row in items]
    frame = frame_of(StringIO(text))
    assert frame["deployed_per"].sum() == pytest.approx(sum(row["deployed_per"] or 0 for row in items))


def test_organisations_have_none_and_the_boundary_names_them(client: TestClient) -> None:
    answer = get(client, "totals", contributor="ECOWAS,FRA", per="gdp", as_of="2013-01-17")
    ratios = {row["contributor"]: row["total_per"] for row in answer["items"] if row["unit"] == "people"}
    assert ratios["ECOWAS"] is None
    assert ratios["FRA"] > 0
    assert "per billion US dollars of GDP" in answer["boundary"]
    assert "ECOWAS" in answer["boundary"] or "Economic Community" in answer["boundary"]
    assert "France" not in answer["boundary"].rpartition("No ratio")[2]


@pytest.mark.parametrize("name", [name for name in LISTS if name != "totals"])
def test_a_list_without_ratios_says_where_they_are(client: TestClient, name: str) -> None:
    for ending in ("", ".json", ".csv"):
        answer = client.get(f"{API}/{name}{ending}?per=population")
        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        assert error["pointer"] == "/per"
        assert "/compare" in error["message"]


@pytest.mark.parametrize(
    "query", ["per=people&by=contributor", "per=population&by=operation", "per=gdp&by=category,stage"]
)
def test_what_cannot_be_a_ratio_is_refused_in_words(client: TestClient, query: str) -> None:
    answer = client.get(f"{API}/totals?{query}")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/per"
    assert "accepted" in error["message"] or "contributor" in error["message"]


def test_a_page_without_ratios_names_it_in_a_notice(client: TestClient) -> None:
    for page in ("/", "/pledges", "/contributors", "/operations"):
        answer = client.get(f"{page}?per=population")
        assert answer.status_code == 200
        assert "ratios are on /compare" in answer.text


def test_both_databases_divide_alike(any_seeded: Database, seeded: Database) -> None:
    with client_of(any_seeded, local_editor=False) as one, client_of(seeded, local_editor=False) as other:
        for query in ("by=contributor&per=gdp", "by=category,contributor&per=armed_forces&as_of=2013-01-17"):
            address = f"totals?operation=mali&limit=1000&{query}"
            assert get(one, address)["items"] == get(other, address)["items"]
