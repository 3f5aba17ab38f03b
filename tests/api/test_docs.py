"""The documentation of the API says what the API does."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.listing import DEFAULT_LIMIT, LARGEST_LIMIT
from app.pledges.shapes import PledgeAnswer
from app.shapes import Listed
from tests.api.support import API, LISTS, get

# What is added and changed one by one beside pledges, and what each is called by.
DOORS = {
    "operations": "code",
    "categories": "code",
    "contributors": "code",
    "memberships": "number",
    "requirements": "number",
    "sources": "number",
}


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    description: dict[str, Any] = get(client, "openapi.json")
    return description


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for part in value.values():
            yield from refs(part)
    elif isinstance(value, list):
        for part in value:
            yield from refs(part)


def resolved(described: dict[str, Any], ref: str) -> Any:
    found: Any = described
    for step in ref.removeprefix("#/").split("/"):
        found = found[step]
    return found


def parameters(described: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    listed = [resolved(described, p["$ref"]) if "$ref" in p else p for p in said["parameters"]]
    return {p["name"]: p for p in listed}


def test_description_is_openapi_3_1_and_whole(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert all(resolved(described, ref) for ref in set(refs(described)))
    assert "HTTPValidationError" not in described["components"]["schemas"]
    calls = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert calls == {
        *((f"{API}/{name}{ending}", "get") for name in LISTS for ending in ("", ".csv", ".xlsx")),
        *(
            (f"{API}/{path}", "get")
            for path in ("operations/{code}", "contributors/{code}", "sources/{number}")
        ),
        *(
            (f"{API}/{path}", "get")
            for path in ("categories/{code}", "memberships/{number}", "requirements/{number}")
        ),
        *((f"{API}/{place}", "post") for place in DOORS),
        *((f"{API}/{place}/{{{key}}}", "patch") for place, key in DOORS.items()),
        (f"{API}/pledges/{{key}}", "get"),
        (f"{API}/articles", "post"),
        (f"{API}/pledges", "post"),
        (f"{API}/import", "post"),
        (f"{API}/pledges/{{key}}/statements", "post"),
        (f"{API}/statements/{{number}}/retraction", "post"),
        *((f"{API}/statements/{{number}}/{what}", "post") for what in ("correction", "restoration")),
        *((f"{API}/pledges/{{key}}/{what}", "post") for what in ("retraction", "restoration")),
        *((f"{API}/{path}", "patch") for path in ("pledges/{key}", "statements/{number}")),
    }


@pytest.mark.parametrize("name", LISTS)
def test_documented_parameters_are_those_that_are_accepted(
    client: TestClient, described: dict[str, Any], name: str
) -> None:
    for ending in ("", ".csv", ".xlsx"):
        said = parameters(described, described["paths"][f"{API}/{name}{ending}"]["get"])
        [error] = client.get(f"{API}/{name}{ending}?foo=1").json()["errors"]
        accepted = set(error["message"].partition("accepted are ")[2].split(", "))
        # A list with one order takes no `sort`, though the filter has one.
        assert set(said) == accepted - (set() if name == "pledges" else {"sort"})
        assert all(p["in"] == "query" and p["description"] for p in said.values())


def test_documented_limits_are_those_that_hold(described: dict[str, Any]) -> None:
    schema = described["components"]["parameters"]["limit"]["schema"]
    assert (schema["minimum"], schema["maximum"], schema["default"]) == (1, LARGEST_LIMIT, DEFAULT_LIMIT)


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_examples_of_parameters_are_accepted(
    client: TestClient, described: dict[str, Any], name: str
) -> None:
    said = parameters(described, described["paths"][f"{API}/{name}"]["get"])
    for parameter in said.values():
        for example in parameter["schema"].get("examples", []):
            answer = client.get(f"{API}/{name}", params={parameter["name"]: example, "limit": 1})
            assert answer.status_code == 200, (parameter["name"], example, answer.text)


@pytest.mark.parametrize("shape", [*LISTS.values(), PledgeAnswer])
def test_examples_of_answers_have_their_shape(shape: type[BaseModel]) -> None:
    [example] = shape.model_json_schema()["examples"]
    checked = shape.model_validate_json(json.dumps(example), strict=True)
    assert set(example) == checked.model_fields_set


def test_body_that_is_documented_is_accepted(editor: TestClient, described: dict[str, Any]) -> None:
    body = described["paths"][f"{API}/pledges"]["post"]["requestBody"]["content"]["application/json"]
    example = body["examples"]["pledge"]["value"]
    assert resolved(described, body["schema"]["$ref"])["properties"].keys() >= example.keys()
    answer = editor.post(f"{API}/pledges", json=example | {"key": "another-c17"})
    assert answer.status_code == 201, answer.text


def test_lists_say_what_a_page_holds(described: dict[str, Any]) -> None:
    schema = described["paths"][f"{API}/pledges"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    assert set(resolved(described, schema["$ref"])["properties"]) == set(Listed.model_fields)


def test_page_about_the_api_shows_every_call_without_a_script(
    client: TestClient, described: dict[str, Any]
) -> None:
    answer = client.get("/api")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    for path, methods in described["paths"].items():
        if not path.endswith((".csv", ".xlsx")):
            for method in methods:
                assert f"{method.upper()} {path}" in answer.text
    addresses = re.findall(r'<a href="(/(?:api/v1/[^"]*|[^"]*\.csv[^"]*))"', answer.text)
    assert len(addresses) > 2 * len(LISTS)
    for address in (found for found in addresses if not found.endswith(".xlsx")):
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_page_about_the_api_brings_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/api").text
    loaded = re.findall(r'(?:src|<link [^>]*href)="([^"]+)"', page)
    own = str(client.base_url).rstrip("/")
    loaded = [address.removeprefix(own) for address in loaded]
    assert not [address for address in loaded if address.startswith(("http:", "https:", "//"))]
    fetched = re.findall(r'(?:data-(?:script|style)|script src)="([^"]+)"', page)
    assert len([address for address in fetched if "/swagger/" in address]) == 2
    assert all(client.get(address).status_code == 200 for address in fetched)
    assert not re.search(r"<script(?![^>]*src=)", page)
