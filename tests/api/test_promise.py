"""What programs rely on stays: docs/openapi.json is the promise, and nothing in it may break unseen."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from scripts.openapi import SNAPSHOT, breaking, described, written

PROMISED: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
SCHEMAS = ("components", "schemas")
TOTALS, PLEDGES = "/api/v1/totals", "/api/v1/pledges"


def test_nothing_that_programs_rely_on_is_broken() -> None:
    broken = "\n".join(breaking(PROMISED, described()))
    assert broken == "", f"The API would break programs (docs/decisions/0018-programs.md):\n{broken}"


def test_what_was_added_is_written_down() -> None:
    message = "The API says something new: write it down with `python -m scripts.openapi`"
    assert written(described()) == SNAPSHOT.read_text(encoding="utf-8"), message


def at(said: Any, *path: str) -> Any:
    for step in path:
        said = said[step]
    return said


def schema(said: Any, name: str) -> Any:
    return at(said, *SCHEMAS, name)


def replace_type(said: Any) -> None:
    schema(said, "PledgeItem")["properties"]["stated_on"] = {"type": "integer"}


BROKEN: dict[str, Callable[[Any], Any]] = {
    "GET /api/v1/totals is gone": lambda said: said["paths"].pop(TOTALS),
    "POST /api/v1/pledges is gone": lambda said: said["paths"][PLEDGES].pop("post"),
    "GET /api/v1/totals: parameter by (query) is gone": lambda said: at(said, "paths", TOTALS, "get")[
        "parameters"
    ].remove({"$ref": "#/components/parameters/by"}),
    "parameter by (query) is required now": lambda said: at(said, "components", "parameters", "by").update(
        required=True
    ),
    "parameter interval (query) does not take day any more": lambda said: at(
        said, "components", "parameters", "interval", "schema", "enum"
    ).remove("day"),
    "parameter q (query) does not take any other word any more": lambda said: at(
        said, "components", "parameters", "q", "schema"
    ).update(enum=["a"]),
    "parameter limit (query) has the maximum 500 now": lambda said: at(
        said, "components", "parameters", "limit", "schema"
    ).update(maximum=500),
    "parameter key (path) does not take string any more": lambda said: at(
        said, "paths", "/api/v1/pledges/{key}", "get", "parameters"
    )[0]["schema"].update(type="integer"),
    "parameter colour (query) is new and required": lambda said: at(
        said, "paths", TOTALS, "get", "parameters"
    ).append({"name": "colour", "in": "query", "required": True, "schema": {"type": "string"}}),
    "answer items[].deployed_high is gone": lambda said: schema(said, "PledgeItem")["properties"].pop(
        "deployed_high"
    ),
    "answer items[].key may be left out now": lambda said: schema(said, "PledgeItem")["required"].remove(
        "key"
    ),
    "answer items[].stated_on may be integer now": replace_type,
    "answer items[].contributor is gone": lambda said: schema(said, "TotalItem")["properties"].pop(
        "contributor"
    ),
    "GET /api/v1/pledges: header Link is gone": lambda said: at(
        said, "paths", PLEDGES, "get", "responses", "200", "headers"
    ).pop("Link"),
    "GET /api/v1/pledges: application/json is gone": lambda said: at(
        said, "paths", PLEDGES, "get", "responses", "200", "content"
    ).pop("application/json"),
    "POST /api/v1/pledges: does not answer 201 any more": lambda said: at(
        said, "paths", PLEDGES, "post", "responses"
    ).pop("201"),
    "body statement.evidence is gone": lambda said: schema(said, "StatementCreate")["properties"].pop(
        "evidence"
    ),
    "body item is required now": lambda said: schema(said, "PledgeCreate")["required"].append("item"),
    "body colour is new and required": lambda said: (
        schema(said, "PledgeCreate")["properties"].update(colour={"type": "string"}),
        schema(said, "PledgeCreate")["required"].append("colour"),
    ),
    "POST /api/v1/pledges: takes no body any more": lambda said: at(said, "paths", PLEDGES, "post").pop(
        "requestBody"
    ),
}


@pytest.mark.parametrize("words", BROKEN)
def test_each_kind_of_break_is_named(words: str) -> None:
    changed = copy.deepcopy(PROMISED)
    BROKEN[words](changed)
    assert any(words in found for found in breaking(PROMISED, changed)), breaking(PROMISED, changed)


def test_what_is_added_breaks_nothing() -> None:
    more = copy.deepcopy(PROMISED)
    more["paths"]["/api/v1/tanks"] = copy.deepcopy(more["paths"][TOTALS])
    at(more, "paths", TOTALS, "get", "parameters").append(
        {"name": "x", "in": "query", "schema": {"type": "string"}}
    )
    at(more, "paths", TOTALS, "get", "responses")["202"] = {"description": "Later."}
    at(more, "components", "parameters", "interval", "schema", "enum").append("week")
    at(more, "components", "parameters", "limit", "schema")["maximum"] = 5000
    schema(more, "PledgeItem")["properties"]["colour"] = {"type": "string"}
    schema(more, "PledgeItem")["required"].append("colour")
    schema(more, "StatementCreate")["properties"]["colour"] = {
        "type": "object",
        "properties": {"red": {"type": "integer"}},
        "required": ["red"],
    }
    assert breaking(PROMISED, more) == []
    assert breaking(more, PROMISED) != []
