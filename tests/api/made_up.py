"""Questions that Schemathesis makes up from the description, and what it finds in the answers.

A module of its own, which its test brings when it begins: Schemathesis takes seconds to start.
"""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import parse_qsl

import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from scripts.openapi import SNAPSHOT
from tests.conftest import LOCAL
from tests.support.long import LONG

EXAMPLES = 40 if LONG else 2
DESCRIBED: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
# What the record knows, and a little that it does not.
KNOWN: dict[str, list[Any]] = {
    "operation": ["mali", "serval", "serval,afisma", "", "MINUSMA"],
    "contributor": ["FRA", "fr,GB,ECOWAS", "Ivory Coast", "TCD"],
    "member_of": ["ECOWAS", "AU"],
    "category": ["troops", "aircraft", "troops,uniformed-personnel"],
    "stage": ["deployed", "closed,announced", "ended"],
    "unit": ["people", "aircraft", "USD"],
    "source": [1, 5, 12],
    "q": ["france", "transport aircraft", "%", "_", "\\", "'", "é"],
    "as_of": ["2013-01-17", "2014-07-14", "0001-01-01", "2099-12-30"],
    "recorded_by": ["2013-02-15T10:00:00Z", "2099-11-22T10:00:00+02:00", "0001-01-02T00:00:00Z"],
    "by": ["contributor", "contributor,category", "stage,contributor"],
    "interval": ["month", "year"],
    "kind": ["contributor", "pledge,statement"],
    "sort": ["key", "-deployed", "stated_on"],
}
KEYS = {
    "code": ["mali", "FRA", "troops", "nothing", "%00", "é"],
    "key": ["serval-can-c17", "serval-fra-troops", "nothing", "ÚÑ"],
    "number": ["1", "17", "300", "0", "99999999999", "x"],
}
SENT = {"operation", "contributor", "category"}
READING = [not_a_server_error, status_code_conformance, content_type_conformance]
SHAPED = [*READING, response_headers_conformance, response_schema_conformance]

# How each is answered that is made up as the description allows, and each that is not.
STRICT = {GenerationMode.POSITIVE: positive_data_acceptance, GenerationMode.NEGATIVE: negative_data_rejection}


def known(described: dict[str, Any]) -> dict[str, Any]:
    """The description with the record's own values, of which any are accepted together."""
    said = copy.deepcopy(described)
    for name, schema in said["components"]["parameters"].items():
        if name in KNOWN:
            schema["schema"] = {"type": schema["schema"]["type"], "enum": KNOWN[name]}
    for call in (call for methods in said["paths"].values() for call in methods.values()):
        # A cursor is what an answer gave: tests/api/test_lists.py walks by them.
        call["parameters"] = [p for p in call.get("parameters", []) if "cursor" not in p.get("$ref", "")]
        for each in call["parameters"]:
            if each.get("name") in {**KEYS, **KNOWN}:
                each["schema"] = {"type": "string", "enum": {**KEYS, **KNOWN}[each["name"]]}
    for name, schema in said["components"]["schemas"].items():
        for field in schema.get("properties", {}).keys() & SENT if name.endswith("Create") else ():
            schema["properties"][field] = {"type": "string", "enum": KNOWN[field][:2]}
    return said


SCHEMAS = {
    GenerationMode.POSITIVE: schemathesis.openapi.from_dict(known(DESCRIBED)),
    GenerationMode.NEGATIVE: schemathesis.openapi.from_dict(DESCRIBED),
}


def send(client: TestClient, case: Case[Any]) -> Any:
    sent = case.as_transport_kwargs(base_url=LOCAL)
    sent.pop("cookies", None)
    if isinstance(sent.get("data"), bytes | str):
        sent["content"] = sent.pop("data")
    if isinstance(sent.get("files"), list):
        # A file is bytes, whatever else was made up for one.
        sent["files"] = [(name, _as_file(value)) for name, value in sent["files"]]
    answer = client.request(sent.pop("method"), sent.pop("url"), **sent)
    # A form with a file is sent as a stream, and what is sent is looked at again.
    answer.request.read()
    return answer


def _as_file(value: Any) -> Any:
    if isinstance(value, tuple):
        return (*value[:1], _as_file(value[1]), *value[2:])
    return value if isinstance(value, bytes | str) else str(value).encode()


def has_blank(answer: Any) -> bool:
    """A parameter without a value is one that was not given: forms send such."""
    query = answer.request.url.query.decode()
    return any(not value.strip() for _name, value in parse_qsl(query, keep_blank_values=True))


def ask(client: TestClient, path: str, method: str, kind: str, *, strictly: bool) -> None:
    """Questions of a `kind`, "positive" or "negative"; `strictly`: each is accepted, or refused, as its kind is."""
    mode = GenerationMode(kind)
    more = [STRICT[mode]] if strictly else []
    operation = SCHEMAS[mode][path][method.upper()]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Case[Any]) -> None:
        answer = send(client, case)
        assume(not (negative_data_rejection in more and has_blank(answer)))
        case.validate_response(answer, checks=[*SHAPED, *more])
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail"]

    try:
        run()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing that it takes can be wrong
