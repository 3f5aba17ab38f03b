"""What programs add and change beside pledges: operations, organisations, categories, requirements, sources."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.contributors.shapes import GIVEN_MEMBERSHIP, GIVEN_ORGANISATION, ContributorItem, MembershipRecord
from app.operations.shapes import (
    GIVEN_CATEGORY,
    GIVEN_OPERATION,
    GIVEN_REQUIREMENT,
    CategoryRecord,
    OperationItem,
    RequirementRecord,
)
from app.sources.shapes import GIVEN_SOURCE, SourceItem
from app.system.check import checks
from tests.api.support import API, get
from tests.api.test_writing import STATEMENT, faults

pytestmark = pytest.mark.slow

# What is sent, the shape that is answered, and a change of it with what is then answered.
KINDS: dict[str, tuple[dict[str, Any], Any, dict[str, Any], dict[str, Any]]] = {
    "operations": (
        GIVEN_OPERATION,
        OperationItem,
        {"covered_until": "2026-01-31"},
        {"covered_until": "2026-01-31"},
    ),
    "categories": (
        GIVEN_CATEGORY,
        CategoryRecord,
        {"unit": "people"},
        {"unit": "people", "name": "Minehunters"},
    ),
    "contributors": (
        GIVEN_ORGANISATION,
        ContributorItem,
        {"aliases": ["Tashkent"]},
        {"aliases": ["Tashkent"]},
    ),
    "memberships": (GIVEN_MEMBERSHIP, MembershipRecord, {"until": "2026-10-31"}, {"until": "2026-10-31"}),
    "requirements": (GIVEN_REQUIREMENT, RequirementRecord, {"quantity": "4,000"}, {"quantity": 4000}),
    "sources": (GIVEN_SOURCE, SourceItem, {"title": "Canada extends"}, {"title": "Canada extends"}),
}
kinds = pytest.mark.parametrize("place", KINDS)


@kinds
def test_record_is_added_and_changed(editor: TestClient, place: str) -> None:
    given, shape, change, changed = KINDS[place]
    made = editor.post(f"{API}/{place}", json=given)
    assert made.status_code == 201, made.text
    shape.model_validate_json(made.content, strict=True)
    address = made.headers["location"]
    assert address.startswith(f"{API}/{place}/")
    assert get(editor, address) == made.json()
    answer = editor.patch(address, json=change, headers={"If-Match": made.headers["etag"]})
    assert answer.status_code == 200, answer.text
    assert changed.items() <= answer.json().items()
    assert get(editor, address) == answer.json()
    assert answer.headers["etag"] != made.headers["etag"]
    after = int(made.headers["x-data-version"])
    [revision] = get(editor, f"changes?after={after}")["items"]
    assert (revision["actor"], revision["action"]) == ("local editor", "updated")
    assert_sound(editor)


def assert_sound(client: TestClient) -> None:
    with client.app.state.database.reading() as reader:  # type: ignore[attr-defined]
        assert [problem for find in checks().values() for problem in find(reader)] == []


@kinds
def test_same_record_twice_is_refused(editor: TestClient, place: str) -> None:
    given = KINDS[place][0]
    assert editor.post(f"{API}/{place}", json=given).status_code == 201
    again = editor.post(f"{API}/{place}", json=given)
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")


@kinds
def test_sending_twice_under_one_key_makes_one(editor: TestClient, place: str) -> None:
    given, _shape, change, _changed = KINDS[place]
    once = {"Idempotency-Key": "one"}
    made = [editor.post(f"{API}/{place}", json=given, headers=once) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].content == made[1].content
    assert made[0].headers["x-data-version"] == made[1].headers["x-data-version"]
    other = editor.post(f"{API}/{place}", json=given | change, headers=once)
    assert other.status_code == 409
    match = {"If-Match": made[0].headers["etag"], "Idempotency-Key": "two"}
    changed = [editor.patch(made[0].headers["location"], json=change, headers=match) for _ in range(2)]
    assert [answer.status_code for answer in changed] == [200, 200]
    assert changed[0].headers["x-data-version"] == changed[1].headers["x-data-version"]


@kinds
def test_change_says_what_was_read(editor: TestClient, place: str) -> None:
    given, _shape, change, _changed = KINDS[place]
    made = editor.post(f"{API}/{place}", json=given)
    address = made.headers["location"]
    assert editor.patch(address, json=change).status_code == 428
    stale = editor.patch(address, json=change, headers={"If-Match": '"no-such-tag"'})
    assert (stale.status_code, stale.headers["content-type"]) == (412, "application/problem+json")
    assert get(editor, address) == made.json()
    read = editor.get(address).headers["etag"]
    assert editor.patch(address, json=change, headers={"If-Match": read}).status_code == 200
    assert editor.patch(address, json=change, headers={"If-Match": read}).status_code == 412
    assert editor.patch(address, json=change, headers={"If-Match": made.headers["etag"]}).status_code == 412


@kinds
def test_nobody_else_writes(client: TestClient, place: str) -> None:
    given, _shape, change, _changed = KINDS[place]
    assert client.post(f"{API}/{place}", json=given).status_code == 401
    assert client.patch(f"{API}/{place}/1", json=change, headers={"If-Match": "*"}).status_code == 401


@kinds
def test_there_is_no_such_record(editor: TestClient, place: str) -> None:
    for key in ("no-such", "999999"):
        assert editor.get(f"{API}/{place}/{key}").status_code == 404
        assert editor.patch(f"{API}/{place}/{key}", json={}, headers={"If-Match": "*"}).status_code == 404


ASKED = {"operation": "mali", "category": "troops", "quantity": 5, "on": "2013-01-01", "source": {"id": 1}}
NARNIA = {"code": "x", "name": "X", "theatre": ["Narnia"], "lead": "Narnia", "part_of": "x"}
WRONG: list[tuple[str, Any, str]] = [
    ("operations", {"code": "no spaces", "name": "", "colour": 1}, "/code /colour /name"),
    ("operations", NARNIA, "/lead /part_of /theatre"),
    ("operations", {"code": "x", "name": "X", "covered_until": "soon"}, "/covered_until"),
    ("operations", [], ""),
    ("categories", {"code": "x", "name": "X"}, "/unit"),
    ("contributors", {"code": "X", "kind": "country", "name": "X"}, "/kind"),
    ("contributors", {"code": "X", "kind": "organisation", "name": "Mali"}, "/name"),
    ("contributors", {"code": "X", "kind": "organisation", "name": "X", "aliases": ["Ivory Coast"]}, "/aliases"),
    ("memberships", {"organisation": "FRA", "member": "ECOWAS"}, "/member /organisation"),
    ("memberships", {"organisation": "AU", "member": "FRA", "since": "2013-02-01", "until": "2013-01-01"}, ""),
    ("requirements", ASKED | {"operation": "x", "category": "y"}, "/category /operation"),
    ("requirements", ASKED | {"quantity": "some", "on": "2013", "source": {}}, "/on /quantity /source"),
    ("requirements", ASKED | {"source": {"id": 99999}}, "/source/id"),
    ("sources", {"publisher": "Nobody"}, ""),
    ("sources", {"id": 1}, "/id"),
    ("sources", {"title": "x", "url": "ftp://x", "archived_url": "x"}, "/archived_url /url"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "body", "pointers"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_told_with_its_place(
    editor: TestClient, place: str, body: Any, pointers: str
) -> None:
    assert " ".join(sorted(faults(editor.post(f"{API}/{place}", json=body)))) == pointers


UNTOUCHABLE: list[tuple[str, dict[str, Any], str]] = [
    ("operations/serval", {"code": "other"}, "/code"),
    ("operations/serval", {"part_of": "serval"}, "/part_of"),
    # Its statements speak of days up to the one on which its record ends.
    ("operations/serval", {"covered_until": "2013-01-12"}, "/covered_until"),
    ("categories/troops", {"unit": "aircraft"}, "/unit"),
    ("contributors/FRA", {"kind": "organisation"}, "/kind"),
    ("contributors/FRA", {"alpha2": "FX"}, "/alpha2"),
    ("contributors/FRA", {"aliases": ["Mali"]}, "/aliases"),
    ("memberships/1", {"member": "FRA"}, "/member"),
    ("sources/1", {"title": None, "url": None}, ""),
]


@pytest.mark.parametrize(("address", "body", "pointer"), UNTOUCHABLE, ids=str)
def test_what_must_stay_stays(editor: TestClient, address: str, body: dict[str, Any], pointer: str) -> None:
    before = get(editor, address)
    answer = editor.patch(f"{API}/{address}", json=body, headers={"If-Match": "*"})
    assert list(faults(answer)) == [pointer]
    assert get(editor, address) == before


def test_record_that_ends_earlier_closes_its_pledges(editor: TestClient) -> None:
    """The day on which the record of an operation ends is the last on which its promises count."""
    editor.post(f"{API}/operations", json=GIVEN_OPERATION)
    pledge = {"operation": "atalanta", "contributor": "ESP", "category": "troops", "statement": STATEMENT}
    assert editor.post(f"{API}/pledges", json=pledge).status_code == 201
    of = "totals?operation=atalanta&by=operation&as_of=2013-03-01"
    for last, committed in (("2013-02-28", 0), ("2013-03-31", 20), ("2013-02-28", 0), (None, 20)):
        address, anything = f"{API}/operations/atalanta", {"If-Match": "*"}
        answer = editor.patch(address, json={"covered_until": last}, headers=anything)
        assert answer.status_code == 200, answer.text
        assert [row["committed"] for row in get(editor, of)["items"]] == [committed]
    assert_sound(editor)


def test_source_twice_by_edit_is_refused(editor: TestClient) -> None:
    one = editor.post(f"{API}/sources", json=GIVEN_SOURCE)
    other = editor.post(f"{API}/sources", json=GIVEN_SOURCE | {"title": "Another"})
    answer = editor.patch(
        other.headers["location"],
        json={"title": GIVEN_SOURCE["title"]},
        headers={"If-Match": other.headers["etag"]},
    )
    assert answer.status_code == 409
    assert str(one.json()["id"]) in answer.json()["detail"]
