from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.contributors.shapes import ContributorItem
from app.operations.shapes import OperationItem
from app.pledges.shapes import PledgeAnswer
from app.sources.shapes import SourceItem
from tests.api.support import API, get

RECORDS: dict[str, type[BaseModel]] = {
    "operations/mali": OperationItem,
    "operations/AFISMA": OperationItem,
    "contributors/TCD": ContributorItem,
    "contributors/fr": ContributorItem,
    "contributors/ECOWAS": ContributorItem,
    "sources/1": SourceItem,
    "pledges/serval-can-c17": PledgeAnswer,
    "pledges/afisma-ecowas-force": PledgeAnswer,
}
NOWHERE = [
    *(
        "operations/atlantis",
        "contributors/Narnia",
        "sources/99999",
        "sources/one",
        "sources/1e3",
        "pledges/no-such",
    ),
    *(f"{name}/a%00b" for name in ("operations", "contributors", "sources", "pledges")),
]


@pytest.mark.parametrize(("path", "shape"), RECORDS.items())
def test_record_has_the_shape_that_is_documented(
    client: TestClient, path: str, shape: type[BaseModel]
) -> None:
    shape.model_validate_json(client.get(f"{API}/{path}").content, strict=True)


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    answer = client.get(f"{API}/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", [path for path in RECORDS if not path.startswith("pledges")])
@pytest.mark.parametrize("query", ["foo=1", "as_of=2013-01-17", "limit=3"])
def test_record_takes_no_parameter(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{API}/{path}?{query}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{query.partition('=')[0]}"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("operation=mali", "operation"),
        ("foo=", "foo"),
        ("as_of=17.1.2013", "as_of"),
        ("recorded_by=x", "recorded_by"),
    ],
)
def test_pledge_takes_the_two_clocks_alone(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"{API}/pledges/serval-can-c17?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{parameter}")


def test_pledge_on_a_day(client: TestClient) -> None:
    pledge = get(client, "pledges/serval-fra-troops?as_of=2013-01-17")
    assert (pledge["deployed"], pledge["announced"], pledge["stage"]) == (1400, 1100, "deployed")
    assert pledge["as_of"] == "2013-01-17"
    first, *_later = pledge["statements"]
    assert (first["on"], first["precision"], first["quantity"]) == ("2013-01-11", "day", None)
    assert first["source"]["title"]
    [now] = [
        s
        for s in pledge["standings"]
        if s["from_on"] <= "2013-01-17" and (s["until_on"] or "9999") > "2013-01-17"
    ]
    assert {name: now[name] for name in ("deployed", "announced", "stage")} == {
        name: pledge[name] for name in ("deployed", "announced", "stage")
    }


def test_pledge_before_its_first_day_has_no_numbers(client: TestClient) -> None:
    pledge = get(client, "pledges/serval-fra-troops?as_of=2013-01-01")
    assert (pledge["stage"], pledge["deployed"], pledge["claim"]) == (None, None, None)
    assert len(pledge["statements"]) > 3


def test_unknown_numbers_are_null(client: TestClient) -> None:
    pledge = get(client, "pledges/serval-fra-troops?as_of=2013-01-11")
    assert (pledge["stage"], pledge["unquantified"], pledge["deployed"]) == ("deployed", 1, None)


def test_pledge_before_it_was_recorded_has_nothing(client: TestClient) -> None:
    pledge = get(client, "pledges/serval-fra-troops?as_of=2013-01-17&recorded_by=2000-01-01T00:00:00Z")
    assert (pledge["stage"], pledge["statements"], pledge["standings"], pledge["parts"]) == (None, [], [], [])


def test_whole_shows_its_parts(client: TestClient) -> None:
    pledge = get(client, "pledges/afisma-ecowas-force?as_of=2013-01-17")
    parts = {part["key"]: part for part in pledge["parts"]}
    named = {part["contributor"] for part in parts.values()}
    assert named >= {"BEN", "BFA", "GHA", "GIN", "NER", "NGA", "SEN", "TGO"}
    assert all(part["part_of"] == "afisma-ecowas-force" for part in parts.values())
    assert pledge["claim"] == 3300


def test_operation_has_what_was_asked_for(client: TestClient) -> None:
    required: list[dict[str, Any]] = get(client, "operations/afisma")["requirements"]
    assert next((r["category"], r["unit"], r["quantity"]) for r in required) == ("troops", "people", 3300)
    assert get(client, "operations/serval")["requirements"] == []


def test_contributor_has_memberships_and_an_organisation_members(client: TestClient) -> None:
    chad, ecowas = get(client, "contributors/TCD"), get(client, "contributors/ECOWAS")
    assert "ECOWAS" not in [m["organisation"] for m in chad["memberships"]]
    assert "AU" in [m["organisation"] for m in chad["memberships"]]
    assert {"NGA", "TGO"} <= {m["member"] for m in ecowas["members"]}
    assert any(row["population"] for row in chad["indicators"])


def test_every_contributor_is_listed_pledges_or_not(client: TestClient) -> None:
    codes = {row["code"] for row in get(client, "contributors?limit=1000")["items"]}
    assert {"FRA", "BTN", "XKX", "ECOWAS"} <= codes
    assert len(codes) > 249
    assert [row["code"] for row in get(client, "contributors?contributor=BTN")["items"]] == ["BTN"]
    assert [row["code"] for row in get(client, "contributors?q=Czech Republic")["items"]] == ["CZE"]
    assert {row["code"] for row in get(client, "contributors?member_of=ECOWAS")["items"]} >= {"CPV", "NGA"}
    in_fatim = get(client, "contributors?operation=fatim")["items"]
    assert [row["code"] for row in in_fatim] == ["TCD"]


def test_filter_narrows_operations_and_categories(client: TestClient) -> None:
    assert [row["code"] for row in get(client, "operations?contributor=TCD&as_of=2013-02-01")["items"]] == [
        "fatim"
    ]
    assert "helicopters" not in [row["code"] for row in get(client, "categories?operation=fatim")["items"]]
    aircraft = get(client, "categories?category=aircraft&as_of=2000-01-01")["items"]
    assert {row["group"] for row in aircraft} == {"aircraft"}


def test_sources_of_a_day_are_those_there_were_by_then(client: TestClient) -> None:
    rows = get(client, "sources?as_of=2013-01-12&limit=1000")["items"]
    assert rows
    assert all(row["published_on"] is None or row["published_on"] <= "2013-01-12" for row in rows)
    assert len(rows) < get(client, "sources?limit=1000")["count"]


def test_sources_of_a_pledge(client: TestClient) -> None:
    pledge = get(client, "pledges/serval-can-c17")
    number = pledge["statements"][0]["source"]["id"]
    [source] = [
        row for row in get(client, "sources?contributor=CAN&limit=1000")["items"] if row["id"] == number
    ]
    assert get(client, f"statements?source={number}")["count"] == source["statements"] >= 1
    assert [row["id"] for row in get(client, f"sources?source={number}")["items"]] == [number]
    assert "serval-can-c17" in [
        row["key"] for row in get(client, f"pledges?source={number}&as_of=2013-02-01")["items"]
    ]


def test_changes_of_a_filter_are_those_of_its_pledges(client: TestClient) -> None:
    rows = get(client, "changes?operation=fatim&limit=1000")["items"]
    assert {row["entity"] for row in rows} == {"pledge", "statement"}
    assert {row["entity_key"] for row in rows if row["entity"] == "pledge"} == {"fatim-tcd-troops"}
    assert get(client, "changes?as_of=2013-01-01")["items"] == []
    assert get(client, "changes?recorded_by=2000-01-01")["count"] == 0


@pytest.mark.parametrize("after", ["x", "-1", "1" * 19, "WzFd"])
def test_changes_go_on_after_a_number(client: TestClient, after: str) -> None:
    answer = client.get(f"{API}/changes?after={after}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/after")


@pytest.mark.parametrize("name", ["pledges", "totals", "timeline", "sources", "statements", "changes"])
def test_record_before_its_first_revision_is_empty(client: TestClient, name: str) -> None:
    answer = get(client, f"{name}?recorded_by=2000-01-01T00:00:00Z&operation=mali")
    assert (answer["items"], answer["count"], answer["next"]) == ([], 0, None)
