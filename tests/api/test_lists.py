import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.pledges.queries import SORTS
from tests.api.support import API, LISTS, PAGES, get, shape_of, walk

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]


@pytest.mark.parametrize("name", LISTS)
def test_list_has_the_shape_that_is_documented(client: TestClient, name: str) -> None:
    answer = get(client, name, as_of="2013-01-17", limit=1000)
    shape_of(name).model_validate_json(
        client.get(f"{API}/{name}?as_of=2013-01-17&limit=1000").content, strict=True
    )
    assert answer["count"] == len(answer["items"]) > 0 or name in ("changes", "corrections", "timeline")
    assert answer["as_of"] == "2013-01-17"


@pytest.mark.parametrize("name", LISTS)
def test_fields_stand_in_the_order_of_their_shape(client: TestClient, name: str) -> None:
    shown = set(get(client, name, operation="mali")["items"][0])
    declared = LISTS[name].model_fields
    assert shown <= set(declared)
    assert {field for field, info in declared.items() if info.is_required()} <= shown


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("foo=1", "foo"),
        ("foo=", "foo"),
        ("utm_source=x", "utm_source"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=0000010000", "limit"),
        ("limit=ten", "limit"),
        ("as_of=2013-02-30", "as_of"),
        ("as_of=2013-W03-4", "as_of"),
        ("as_of=9999-12-31", "as_of"),
        ("as_of=2013-01-17&as_of=2013-01-18", "as_of"),
        ("recorded_by=yesterday", "recorded_by"),
        ("recorded_by=0001-01-01T00:00:00%2B05:00", "recorded_by"),
        ("operation=atlantis", "operation"),
        ("contributor=Narnia", "contributor"),
        ("category=unicorns", "category"),
        ("member_of=FRA", "member_of"),
        ("stage=perhaps", "stage"),
        ("unit=parsecs", "unit"),
        ("source=999999", "source"),
        ("source=one", "source"),
        ("q=" + "x" * 201, "q"),
        ("q=%00", "q"),
        ("sort=colour", "sort"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(
    client: TestClient, name: str, query: str, parameter: str
) -> None:
    answer = client.get(f"{API}/{name}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (400, "Bad Request")
    assert f"/{parameter}" in [error["pointer"] for error in problem["errors"]]
    assert "ETag" not in answer.headers


def test_all_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    answer = client.get(f"{API}/pledges?foo=1&limit=0&operation=atlantis&sort=colour&as_of=then")
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/foo",
        "/limit",
        "/operation",
        "/sort",
        "/as_of",
    }


def test_messages_say_what_is_accepted(client: TestClient) -> None:
    answers = {
        "operation=atlantis": "serval",
        "stage=perhaps": "deployed",
        "category=unicorns": "troops",
        "unit=parsecs": "people",
        "sort=colour": "stated_on",
        "foo=1": "recorded_by",
    }
    for query, accepted in answers.items():
        [error] = client.get(f"{API}/pledges?{query}").json()["errors"]
        assert accepted in error["message"]


@pytest.mark.parametrize(
    "query", ["by=colour", "by=", "by=unit", "by=contributor,operation,stage", "by=stage,stage"]
)
@pytest.mark.parametrize("name", ["totals", "timeline"])
def test_by_is_one_or_two_known_columns(client: TestClient, name: str, query: str) -> None:
    answer = client.get(f"{API}/{name}?{query}")
    if query == "by=":
        assert answer.status_code == 200
        assert "contributor" in answer.json()["items"][0]
    else:
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/by"]


@pytest.mark.parametrize("query", ["interval=week", "interval=day&as_of=9000-01-01"])
def test_interval_is_known_and_not_without_end(client: TestClient, query: str) -> None:
    answer = client.get(f"{API}/timeline?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/interval")


def test_other_lists_have_one_order(client: TestClient) -> None:
    answer = client.get(f"{API}/sources?sort=title")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/sort")


@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_every_row_once_and_in_the_same_order(client: TestClient, name: str) -> None:
    # The record's history is long: a part of it will do.
    query: dict[str, Any] = {"after": 500} if name == "changes" else {"operation": "mali"}
    whole = get(client, name, limit=1000, **query)
    step = max(3, len(whole["items"]) // 7)
    assert whole["items"]
    # Of the changes, those that one has already are counted too.
    assert whole["count"] == len(whole["items"]) + (500 if name == "changes" else 0)
    assert list(walk(client, name, limit=step, **query)) == whole["items"]


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")])
def test_pages_hold_every_pledge_once_in_every_order(client: TestClient, sort: str) -> None:
    whole = get(client, "pledges", limit=1000, as_of="2013-02-15", sort=sort)
    paged = list(walk(client, "pledges", limit=7, as_of="2013-02-15", sort=sort))
    assert paged == whole["items"]
    assert len({row["key"] for row in paged}) == len(paged) == whole["count"] > 20


def test_pledges_are_sorted_as_asked(client: TestClient) -> None:
    items = get(client, "pledges", as_of="2013-02-15", sort="-deployed", unit="people")["items"]
    numbers = [row["deployed"] or 0 for row in items]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 1000


def test_page_says_where_the_next_one_is(client: TestClient) -> None:
    answer = client.get(f"{API}/pledges?operation=serval&limit=2&q=france")
    following = answer.json()["next"]
    linked = re.findall(r">; rel=", answer.headers["link"])
    assert answer.headers["link"].startswith(f'<{following}>; rel="next", ')
    assert len(linked) == 4
    assert following.startswith(
        "http://127.0.0.1:8000/api/v1/pledges?operation=serval&limit=2&q=france&cursor="
    )
    # The day it opened on is kept, whatever day it is when the next page is read.
    assert following.endswith("&as_of=2013-01-17")


def test_last_page_says_that_it_is_the_last(client: TestClient) -> None:
    answer = client.get(f"{API}/categories?limit=1000")
    assert answer.json()["next"] is None
    assert 'rel="next"' not in answer.headers["link"]


def test_page_says_where_all_of_it_is_as_a_file_and_on_what_terms(client: TestClient) -> None:
    answer = client.get(f"{API}/pledges?operation=serval&contributor=FRA,CAN&limit=2&as_of=2013-02-15")
    found = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"]))
    same = "http://127.0.0.1:8000/api/v1/pledges{}?operation=serval&contributor=FRA,CAN&as_of=2013-02-15"
    assert list(found) == [same.format(".csv"), same.format(".xlsx")]
    for address, kind in found.items():
        assert client.get(address).headers["content-type"].partition(";")[0] == kind
    assert answer.headers["link"].endswith('<https://creativecommons.org/licenses/by/4.0/>; rel="license"')


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "W10",
        "WyJhIiwxLCJhIiwxXQ",
        "bnVsbA",
        "WzEsMiwzLDRd",
        "W1siXSwxXQ",
        "WyJhIiwgMWUzMDBd",
        "é",
        "W1tbW1tbW1tb" * 500,
    ],
)
@pytest.mark.parametrize("name", ["pledges", "statements", "totals", "timeline", "sources", "operations"])
def test_cursor_of_another_list_is_refused(client: TestClient, name: str, cursor: str) -> None:
    answer = client.get(f"{API}/{name}?cursor={cursor}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/cursor")


@pytest.mark.parametrize(
    "values",
    [
        ["", "a", 2**70],
        ["", "a", -(2**64)],
        ["", "a\0", 1],
        ["", "\ud800", 1],
        ["", None, 1],
        ["", "a", True],
        ["item", "a", 1],
    ],
)
def test_cursor_that_nobody_gave_out_is_refused(client: TestClient, values: list[Any]) -> None:
    from app.paging import encode_cursor

    answer = client.get(f"{API}/pledges", params={"cursor": encode_cursor(values)})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/cursor")


@pytest.mark.parametrize(("page", "name"), PAGES.items())
def test_page_address_holds_the_same_data(client: TestClient, page: str, name: str) -> None:
    query = "as_of=2013-02-15&contributor=FRA,TCD" + ("&operation=mali" if "/mali/" in page else "")
    in_api, beside = get(client, f"{name}?{query}"), get(client, f"{page}.json?{query}")
    assert beside["items"] == in_api["items"] != []
    assert {key: beside[key] for key in in_api if key != "next"} == {
        key: value for key, value in in_api.items() if key != "next"
    }
    assert get(client, f"{API}/{name}.json?{query}")["items"] == in_api["items"]


def test_operation_of_an_address_is_its_filter(client: TestClient) -> None:
    beside = get(client, "/operations/serval/totals.json?by=category")
    assert beside == get(client, "totals?operation=serval&by=category") | {"next": beside["next"]}
    assert beside["as_of"] == "2013-01-17"
    # Written in other letters it is the same operation.
    assert get(client, "/operations/SERVAL/totals.json?by=category")["items"] == beside["items"]


def test_address_names_one_operation(client: TestClient) -> None:
    refused = client.get("/operations/mali/totals.csv?operation=serval")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/operation")
    for path in ("/operations/atlantis/totals.csv", "/operations/a%00b/timeline.json"):
        missing = client.get(path)
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_file_beside_a_page_takes_the_order_of_its_table(client: TestClient) -> None:
    assert client.get("/contributors.csv?sort=-deployed").status_code == 200
    assert client.get("/pledges.csv?sort=-deployed").status_code == 200
    assert client.get("/pledges.csv?sort=colour").status_code == 400


def test_links_that_networks_lengthen_still_lead_to_the_file(client: TestClient) -> None:
    assert client.get("/pledges.csv?operation=serval&utm_source=letter").status_code == 200


def test_public_address_begins_the_next_one() -> None:
    from starlette.requests import Request

    from app.config import Settings
    from app.web.language import base_of

    class App:
        class State:
            settings = Settings(public_url="https://muster.example/", _env_file=None)

        state = State

    scope = {"type": "http", "app": App, "server": ("127.0.0.1", 8000), "path": "/", "headers": []}
    assert base_of(Request(scope)) == "https://muster.example"
