"""Correcting by program: versions, replaced statements, retracted pledges, undone retractions, and sending twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.support import API, get
from tests.api.test_writing import PLEDGE, STATEMENT

pytestmark = pytest.mark.slow

KEY = "serval-can-trainers"
DAY = "as_of=2013-01-17"
WHY = {"reason": "the paper corrected its number"}


@pytest.fixture
def pledge(editor: TestClient) -> dict[str, Any]:
    """A pledge of 20 trainers with one statement."""
    body: dict[str, Any] = editor.post(f"{API}/pledges?{DAY}", json=PLEDGE).json()
    return body


def total(editor: TestClient) -> int:
    rows = get(editor, f"totals?operation=serval&category=trainers&{DAY}")["totals"]
    return sum(row["total"] for row in rows)


def test_a_change_without_its_version_is_refused(editor: TestClient, pledge: dict[str, Any]) -> None:
    address = f"{API}/pledges/{KEY}"
    assert editor.patch(address, json={"item": "Instructors"}).status_code == 428
    for tag in ('"999"', "7", 'W/"1"', '"0-0123456789abcdef"', '"99999999-0123456789abcdef"'):
        answer = editor.patch(address, json={"item": "Instructors"}, headers={"If-Match": tag})
        assert (answer.status_code, answer.headers["content-type"]) == (412, "application/problem+json"), tag
    assert get(editor, f"pledges/{KEY}")["item"] == "Trainers"


def test_a_version_or_an_etag_lets_one_change_through(editor: TestClient, pledge: dict[str, Any]) -> None:
    address = f"{API}/pledges/{KEY}"
    first = editor.patch(
        address, json={"item": "Instructors"}, headers={"If-Match": f'"{pledge["version"]}"'}
    )
    assert (first.status_code, first.json()["item"]) == (200, "Instructors")
    assert first.json()["version"] == pledge["version"] + 1
    again = editor.patch(address, json={"item": "Guides"}, headers={"If-Match": f'"{pledge["version"]}"'})
    assert again.status_code == 412
    tag = editor.get(address, headers={"Accept-Encoding": "br"}).headers["etag"]
    # What happens elsewhere in the record takes nothing from what was read of this pledge.
    editor.post(f"{API}/pledges/serval-fra-troops/statements", json=STATEMENT)
    sent = {"caveats": "Not in the north", "reason": "the ministry said so"}
    assert editor.patch(address, json=sent, headers={"If-Match": tag}).status_code == 200
    assert editor.patch(address, json={"caveats": ""}, headers={"If-Match": tag}).status_code == 412
    newest = get(editor, "changes?limit=1000&operation=serval&contributor=CAN")["items"][-1]
    assert (newest["action"], newest["reason"]) == ("updated", "the ministry said so")
    assert (newest["before"]["caveats"], newest["after"]["caveats"]) == ("", "Not in the north")


def test_a_patch_takes_nothing_that_a_figure_follows_from(editor: TestClient, pledge: dict[str, Any]) -> None:
    any_version = {"If-Match": "*"}
    for field in ("unit", "contributor", "operation", "category", "part_of", "key"):
        answer = editor.patch(f"{API}/pledges/{KEY}", json={field: "people"}, headers=any_version)
        assert answer.status_code == 422, field
    number = pledge["statements"][0]["id"]
    for field in ("quantity", "on", "status", "source", "evidence", "until", "accepted", "condition"):
        answer = editor.patch(f"{API}/statements/{number}", json={field: "x"}, headers=any_version)
        assert answer.status_code == 422, field
    mended = editor.patch(f"{API}/statements/{number}", json={"speaker": "A minister"}, headers=any_version)
    assert mended.json()["statements"][0]["speaker"] == "A minister"
    assert total(editor) == total(editor)


def test_a_statement_is_replaced_in_one_step(editor: TestClient, pledge: dict[str, Any]) -> None:
    before, number = total(editor), pledge["statements"][0]["id"]
    sent = {**WHY, "statement": STATEMENT | {"quantity": "24"}}
    answer = editor.post(f"{API}/statements/{number}/correction?{DAY}", json=sent)
    assert answer.status_code == 200, answer.text
    old, new = sorted(answer.json()["statements"], key=lambda s: s["id"])
    assert (old["retraction_reason"], new["quantity"], new["retracted_at"]) == (WHY["reason"], 24, None)
    assert total(editor) == before + 4
    after = int(answer.headers["x-data-version"])
    retracted, entered = get(editor, f"changes?after={after - 2}")["items"]
    assert (retracted["action"], retracted["entity_key"]) == ("retracted", str(number))
    assert (entered["after"]["replaces"], entered["reason"]) == (number, WHY["reason"])
    assert retracted["at"] == entered["at"]
    assert editor.post(f"{API}/statements/{number}/correction", json=sent).status_code == 409


def test_a_correction_that_corrects_nothing_is_refused(editor: TestClient, pledge: dict[str, Any]) -> None:
    number, version = pledge["statements"][0]["id"], get(editor, "changes?limit=1")["count"]
    answer = editor.post(f"{API}/statements/{number}/correction", json={**WHY, "statement": STATEMENT})
    assert answer.status_code == 422
    wrong = {"statement": STATEMENT | {"quantity": "1.400"}}
    told = {
        e["pointer"]
        for e in editor.post(f"{API}/statements/{number}/correction", json=wrong).json()["errors"]
    }
    assert told == {"/reason", "/statement/quantity"}
    assert get(editor, "changes?limit=1")["count"] == version


def test_a_retraction_is_undone_as_a_statement_of_its_own(editor: TestClient, pledge: dict[str, Any]) -> None:
    before, number = total(editor), pledge["statements"][0]["id"]
    editor.post(f"{API}/statements/{number}/retraction", json=WHY)
    assert total(editor) == before - 20
    answer = editor.post(f"{API}/statements/{number}/restoration?{DAY}", json={"reason": "it was right"})
    old, new = sorted(answer.json()["statements"], key=lambda s: s["id"])
    assert (old["retraction_reason"], new["retracted_at"]) == (WHY["reason"], None)
    assert total(editor) == before
    again = editor.post(f"{API}/statements/{number}/restoration", json={"reason": "once more"})
    assert again.status_code == 409


def test_undoing_a_correction_takes_the_replacement_out(editor: TestClient, pledge: dict[str, Any]) -> None:
    before, number = total(editor), pledge["statements"][0]["id"]
    sent = {**WHY, "statement": STATEMENT | {"quantity": "500"}}
    replaced = editor.post(f"{API}/statements/{number}/correction?{DAY}", json=sent).json()
    assert total(editor) == before + 480
    answer = editor.post(f"{API}/statements/{number}/restoration?{DAY}", json={"reason": "20 it was"})
    assert total(editor) == before
    assert len(answer.json()["statements"]) == len(replaced["statements"]) + 1
    assert [s["quantity"] for s in answer.json()["statements"] if not s["retracted_at"]] == [20]


def test_a_retracted_pledge_leaves_every_figure_and_can_be_put_back(
    editor: TestClient, pledge: dict[str, Any]
) -> None:
    before, address = total(editor), f"{API}/pledges/{KEY}"
    seen_at = get(editor, "changes?limit=1000&operation=serval&contributor=CAN")["items"][-1]["at"]
    answer = editor.post(f"{address}/retraction", json=WHY)
    assert (answer.status_code, answer.json()["retraction_reason"]) == (200, WHY["reason"])
    gone_at = answer.json()["retracted_at"]
    gone = editor.get(address)
    assert (gone.status_code, gone.json()["reason"]) == (410, WHY["reason"])
    assert total(editor) == before - 20
    assert KEY not in {row["key"] for row in get(editor, f"pledges?limit=1000&{DAY}")["items"]}
    # The record of the moment before still shows it.
    assert get(editor, f"pledges/{KEY}?recorded_by={seen_at}&{DAY}")["committed"] == 20
    for call in (f"pledges/{KEY}/statements", f"statements/{pledge['statements'][0]['id']}/retraction"):
        assert editor.post(f"{API}/{call}", json=STATEMENT).status_code in (410, 422), call
    assert editor.post(f"{address}/retraction", json=WHY).status_code == 410
    back = editor.post(f"{address}/restoration?{DAY}", json={"reason": "it was this one after all"})
    assert (back.status_code, back.json()["committed"], total(editor)) == (200, 20, before)
    # Between the two it was gone, and for whoever asks for that moment it stays so.
    assert editor.get(f"{address}?recorded_by={gone_at}&{DAY}").status_code == 410
    assert editor.post(f"{address}/restoration", json=WHY).status_code == 409


def test_a_pledge_with_parts_is_not_retracted(editor: TestClient, pledge: dict[str, Any]) -> None:
    part = PLEDGE | {"contributor": "FRA", "part_of": KEY, "key": "a-part"}
    assert editor.post(f"{API}/pledges", json=part).status_code == 201
    answer = editor.post(f"{API}/pledges/{KEY}/retraction", json=WHY)
    assert answer.status_code == 409
    assert "a-part" in answer.json()["detail"]
    assert editor.post(f"{API}/pledges/a-part/retraction", json=WHY).status_code == 200
    assert editor.post(f"{API}/pledges/{KEY}/retraction", json=WHY).status_code == 200
    assert editor.post(f"{API}/pledges/a-part/restoration", json=WHY).status_code == 409


def test_twenty_equal_corrections_at_once_make_one(editor: TestClient, pledge: dict[str, Any]) -> None:
    before, number = total(editor), pledge["statements"][0]["id"]
    sent = {**WHY, "statement": STATEMENT | {"quantity": "24"}}
    headers = {"Idempotency-Key": "the-same", "If-Match": f'"{pledge["version"]}"'}

    def post(_n: int) -> int:
        return editor.post(f"{API}/statements/{number}/correction", json=sent, headers=headers).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(post, range(20))) == {200}
    assert total(editor) == before + 4
    assert len(get(editor, f"pledges/{KEY}")["statements"]) == 2


def test_nobody_but_an_editor_corrects(client: TestClient) -> None:
    calls = (
        "pledges/x/retraction",
        "pledges/x/restoration",
        "statements/1/correction",
        "statements/1/restoration",
    )
    assert {client.post(f"{API}/{call}", json=WHY).status_code for call in calls} == {401}
    assert {client.patch(f"{API}/{call}", json={}).status_code for call in ("pledges/x", "statements/1")} == {
        401
    }
