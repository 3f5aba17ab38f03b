"""What programs write: what is accepted, what is refused and how it is told, and that sending twice writes once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.pledges.shapes import PledgeAnswer
from tests.api.support import API, get

pytestmark = pytest.mark.slow

SOURCE = {
    "title": "An article",
    "publisher": "The Globe and Mail",
    "url": None,
    "published_on": "2013-01-17",
    "kind": "newspaper",
    "language": "en",
}
STATEMENT = {
    "on": "2013-01-14",
    "status": "committed",
    "quantity": "more than 20",
    "until": "2013-03-21",
    "condition": None,
    "speaker": None,
    "evidence": "more than twenty trainers",
    "accepted": True,
    "note": None,
    "source": SOURCE,
}
PLEDGE = {
    "operation": "serval",
    "contributor": "Canada",
    "category": "trainers",
    "item": "Trainers",
    "key": None,
    "part_of": None,
    "unit": None,
    "caveats": None,
    "statement": STATEMENT,
}


def faults(answer: Any) -> dict[str, str]:
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), (
        answer.text
    )
    return {error["pointer"]: error["message"] for error in answer.json()["errors"]}


def test_pledge_is_written_and_answered_whole(editor: TestClient) -> None:
    answer = editor.post(f"{API}/pledges?as_of=2013-01-17", json=PLEDGE)
    assert answer.status_code == 201
    pledge = answer.json()
    PledgeAnswer.model_validate_json(answer.content, strict=True)
    assert pledge["key"] == "serval-can-trainers"
    assert (pledge["committed"], pledge["committed_high"], pledge["as_of"]) == (20, None, "2013-01-17")
    [statement] = pledge["statements"]
    assert statement["entered_by"] == "local editor"
    assert (statement["quantity_text"], statement["speaker"]) == ("more than 20", None)
    assert answer.headers["location"] == f"{API}/pledges/serval-can-trainers"
    assert get(editor, f"{answer.headers['location']}?as_of=2013-01-17") == pledge
    listed = get(editor, "pledges?q=trainers&contributor=CAN&as_of=2013-01-17")["items"]
    assert [row["key"] for row in listed] == ["serval-can-trainers"]
    newest = get(editor, "changes?operation=serval&contributor=CAN&limit=1000")["items"][-1]
    assert (newest["actor"], newest["action"], newest["entity"]) == ("local editor", "created", "statement")


def test_statement_is_added_to_its_pledge(editor: TestClient) -> None:
    editor.post(f"{API}/pledges", json=PLEDGE)
    more = STATEMENT | {"on": "2013-01-20", "status": "deployed", "quantity": 12, "source": {"id": 1}}
    answer = editor.post(f"{API}/pledges/serval-can-trainers/statements?as_of=2013-01-21", json=more)
    assert answer.status_code == 201
    pledge = answer.json()
    assert (pledge["deployed"], pledge["committed"], len(pledge["statements"])) == (12, 8, 2)
    assert answer.headers["location"] == f"{API}/pledges/serval-can-trainers"


def test_day_of_the_answer_is_today_where_none_is_asked_for(editor: TestClient) -> None:
    pledge = editor.post(f"{API}/pledges", json=PLEDGE).json()
    # The record of the operation closed long ago.
    assert (pledge["stage"], pledge["as_of"] > "2026") == ("closed", True)


def test_retracted_statement_stays_and_counts_no_more(editor: TestClient) -> None:
    pledge = editor.post(f"{API}/pledges?as_of=2013-01-17", json=PLEDGE).json()
    number = pledge["statements"][0]["id"]
    address = f"{API}/statements/{number}/retraction?as_of=2013-01-17"
    answer = editor.post(address, json={"reason": "the paper corrected it"})
    assert answer.status_code == 200
    retracted = answer.json()
    assert (retracted["stage"], retracted["committed"]) == (None, None)
    [statement] = retracted["statements"]
    assert statement["retraction_reason"] == "the paper corrected it"
    assert statement["retracted_at"].endswith("Z")
    again = editor.post(address, json={"reason": "once more"})
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")
    newest = get(editor, f"changes?after={int(answer.headers['x-data-version']) - 1}")["items"]
    assert [(c["action"], c["reason"]) for c in newest] == [("retracted", "the paper corrected it")]


def test_nobody_writes_without_a_token(client: TestClient) -> None:
    for address in ("pledges", "pledges/serval-can-c17/statements", "statements/1/retraction"):
        answer = client.post(f"{API}/{address}", json=PLEDGE)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert "Writing needs a token" in answer.json()["detail"]
        assert answer.headers["www-authenticate"].startswith("Bearer")
    # Even what could not be read is first of all not allowed.
    assert client.post(f"{API}/pledges", content=b"{").status_code == 401


def test_every_fault_is_told_with_its_place(editor: TestClient) -> None:
    wrong = {
        "operation": "atlantis",
        "contributor": "Narnia",
        "category": "troops",
        "colour": "red",
        "statement": {
            "on": "2013-13-01",
            "status": "maybe",
            "quantity": "1.400",
            "evidence": "word " * 41,
            "source": {"url": "ftp://somewhere", "published_on": "yesterday"},
        },
    }
    told = faults(editor.post(f"{API}/pledges", json=wrong))
    assert set(told) == {
        "/operation",
        "/contributor",
        "/colour",
        "/statement/on",
        "/statement/status",
        "/statement/quantity",
        "/statement/evidence",
        "/statement/source/url",
        "/statement/source/published_on",
    }
    assert "committed" in told["/statement/status"]
    assert "1400" in told["/statement/quantity"]
    assert "accepted are" in told["/operation"]


def test_faults_that_only_the_record_knows_have_their_place_too(editor: TestClient) -> None:
    statement = STATEMENT | {"on": "2023-12-01", "until": None, "quantity": 5, "source": {"id": 999_999}}
    wrong = PLEDGE | {"category": "intelligence", "key": "new", "part_of": "no-such", "statement": statement}
    told = faults(editor.post(f"{API}/pledges", json=wrong))
    assert set(told) == {"/key", "/part_of", "/statement/on", "/statement/quantity", "/statement/source/id"}
    told = faults(editor.post(f"{API}/pledges/serval-can-c17/statements", json=statement))
    assert set(told) == {"/on", "/source/id"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], ""),
        ("text", ""),
        ({}, "/statement"),
        (PLEDGE | {"statement": 5}, "/statement"),
        (PLEDGE | {"operation": 5}, "/operation"),
        (PLEDGE | {"statement": STATEMENT | {"on": []}}, "/statement/on"),
        (
            PLEDGE | {"statement": STATEMENT | {"on": {"on": "2013-01-14", "precision": "week"}}},
            "/statement/on",
        ),
        (PLEDGE | {"statement": STATEMENT | {"quantity": {"value": 5, "low": 9}}}, "/statement/quantity"),
        (PLEDGE | {"statement": STATEMENT | {"quantity": 1.5}}, "/statement/quantity"),
        (PLEDGE | {"statement": STATEMENT | {"quantity": True}}, "/statement/quantity"),
        (PLEDGE | {"statement": STATEMENT | {"quantity": 2**63}}, "/statement/quantity"),
        (PLEDGE | {"statement": STATEMENT | {"until": 0}}, "/statement/until"),
        (PLEDGE | {"statement": STATEMENT | {"until": "2013-01-13"}}, "/statement"),
        (PLEDGE | {"statement": STATEMENT | {"source": []}}, "/statement/source"),
        (PLEDGE | {"statement": STATEMENT | {"source": {}}}, "/statement/source"),
        (
            PLEDGE | {"statement": STATEMENT | {"source": SOURCE | {"published_on": 86400}}},
            "/statement/source/published_on",
        ),
        (PLEDGE | {"statement": STATEMENT | {"source": {"id": 10**30}}}, "/statement/source/id"),
        (PLEDGE | {"statement": STATEMENT | {"evidence": "\x00"}}, "/statement/evidence"),
        (PLEDGE | {"item": "x" * 501}, "/item"),
        (PLEDGE | {"key": "no spaces"}, "/key"),
    ],
    ids=str,
)
def test_body_that_is_no_pledge_is_refused(editor: TestClient, body: Any, pointer: str) -> None:
    assert pointer in faults(editor.post(f"{API}/pledges", json=body))


@pytest.mark.parametrize("escape", [b"\\ud800", b"\\u0000"])
def test_text_that_no_database_takes_is_refused(editor: TestClient, escape: bytes) -> None:
    body = b'{"operation": "%b", "contributor": "FRA"}' % escape
    answer = editor.post(f"{API}/pledges", content=body, headers={"Content-Type": "application/json"})
    assert faults(answer)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"a": "\xff"}', b"{'a': 1}"])
def test_body_that_is_no_json_is_refused(editor: TestClient, body: bytes) -> None:
    answer = editor.post(f"{API}/pledges", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_body_of_another_kind_is_refused(editor: TestClient, kind: str) -> None:
    answer = editor.post(f"{API}/pledges", content=b"{}", headers={"Content-Type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json")


def test_what_is_not_there_cannot_be_added_to(editor: TestClient) -> None:
    for address in ("pledges/no-such/statements", "pledges/a%00b/statements"):
        assert editor.post(f"{API}/{address}", json=STATEMENT).status_code == 404
    for number in ("999999", "one", "9" * 30, "%00"):
        answer = editor.post(f"{API}/statements/{number}/retraction", json={"reason": "a test"})
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_taken_key_and_known_statement_are_conflicts(editor: TestClient) -> None:
    assert editor.post(f"{API}/pledges", json=PLEDGE | {"key": "mine"}).status_code == 201
    version = get(editor, "changes?limit=1")["count"]
    for address, body in (("pledges", PLEDGE | {"key": "mine"}), ("pledges/mine/statements", STATEMENT)):
        answer = editor.post(f"{API}/{address}", json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert get(editor, "changes?limit=1")["count"] == version


def test_retraction_needs_a_reason(editor: TestClient) -> None:
    for body in ({}, {"reason": ""}, {"reason": None}, {"reason": "x" * 2_001}, {"why": "because"}):
        assert "/reason" in faults(editor.post(f"{API}/statements/1/retraction", json=body)) or "why" in body


@pytest.mark.parametrize("query", ["foo=1", "as_of=then", "operation=mali"])
def test_wrong_query_writes_nothing(editor: TestClient, query: str) -> None:
    answer = editor.post(f"{API}/pledges?{query}", json=PLEDGE)
    assert answer.status_code == 400
    assert get(editor, "pledges?operation=serval&contributor=CAN&category=trainers")["count"] == 0


def test_sending_again_writes_once_and_answers_the_same(editor: TestClient) -> None:
    headers = {"Idempotency-Key": "9f1c"}
    first = editor.post(f"{API}/pledges", json=PLEDGE, headers=headers)
    # The order of the fields does not matter.
    again = editor.post(f"{API}/pledges", json=dict(reversed(PLEDGE.items())), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["x-data-version"] == first.headers["x-data-version"]
    other = editor.post(f"{API}/pledges", json=PLEDGE | {"item": "Others"}, headers=headers)
    elsewhere = editor.post(f"{API}/pledges/serval-can-trainers/statements", json=STATEMENT, headers=headers)
    for answer in (other, elsewhere):
        assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (
        editor.post(f"{API}/pledges", json=PLEDGE, headers={"Idempotency-Key": "x" * 300}).status_code == 400
    )


def test_key_of_what_was_refused_can_be_used_again(editor: TestClient) -> None:
    headers = {"Idempotency-Key": "a"}
    assert editor.post(f"{API}/pledges", json=PLEDGE | {"operation": "?"}, headers=headers).status_code == 422
    assert editor.post(f"{API}/pledges", json=PLEDGE, headers=headers).status_code == 201


def test_retraction_sent_again_is_answered_again(editor: TestClient) -> None:
    for _ in range(2):
        answer = editor.post(
            f"{API}/statements/1/retraction", json={"reason": "a test"}, headers={"Idempotency-Key": "r"}
        )
        assert answer.status_code == 200


def test_twenty_at_once_with_one_key_make_one_record(editor: TestClient) -> None:
    def send(_: int) -> Any:
        return editor.post(f"{API}/pledges", json=PLEDGE, headers={"Idempotency-Key": "once"})

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(send, range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert get(editor, "pledges?operation=serval&contributor=CAN&category=trainers")["count"] == 1


def test_sixteen_at_once_without_a_key_get_sixteen_keys(editor: TestClient) -> None:
    def send(_: int) -> str:
        key: str = editor.post(f"{API}/pledges", json=PLEDGE).json()["key"]
        return key

    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(send, range(16)))
    assert keys == {"serval-can-trainers", *(f"serval-can-trainers-{n}" for n in range(2, 17))}


def test_page_of_another_site_cannot_write(editor: TestClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = editor.post(f"{API}/pledges", json=PLEDGE, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    for headers in ({"X-Forwarded-For": "203.0.113.7"}, {"Host": "muster.example"}):
        assert editor.post(f"{API}/pledges", json=PLEDGE, headers=headers).status_code == 401
    assert get(editor, "pledges?operation=serval&contributor=CAN&category=trainers")["count"] == 0


def test_body_that_is_too_large_is_refused(editor: TestClient) -> None:
    answer = editor.post(f"{API}/pledges", json=PLEDGE | {"item": "x" * 11_000_000})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
