"""The log of corrections and the versions of records: as pages, as a feed, as data."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from app.changes.feeds import ATOM
from app.changes.shapes import CorrectionItem
from app.shapes import Listed
from tests.api.support import API, get

pytestmark = pytest.mark.slow
FRANCE, CANADA = "serval-fra-troops", "serval-can-c17"
ANY = {"If-Match": "*"}


@pytest.fixture
def corrected(editor: TestClient) -> TestClient:
    """A record in which a statement was replaced and put back, a slip mended and a pledge retracted."""
    said = next(s for s in get(editor, f"pledges/{FRANCE}")["statements"] if s["on"] == "2013-01-15")
    new = {"on": said["on"], "status": "deployed", "quantity": "900", "source": {"id": said["source"]["id"]}}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", f"statements/{said['id']}/correction", {"reason": "a wrong number", "statement": new}),
        ("POST", f"statements/{said['id']}/restoration", {"reason": "it was right"}),
        ("PATCH", f"pledges/{FRANCE}", {"item": "Ground troops", "reason": "as they are called"}),
        ("POST", f"pledges/{CANADA}/retraction", {"reason": "entered <twice>"}),
    ]
    for method, path, body in calls:
        answer = editor.request(method, f"{API}/{path}", json=body, headers=ANY)
        assert answer.status_code == 200, answer.text
    return editor


def test_nothing_was_corrected_in_a_new_record(client: TestClient) -> None:
    assert get(client, "corrections")["count"] == 0
    assert "has been corrected yet" in client.get("/corrections").text
    assert client.get("/corrections.atom").status_code == 200


def test_every_kind_is_told_with_old_new_and_why(corrected: TestClient) -> None:
    answer = corrected.get(f"{API}/corrections")
    Listed[CorrectionItem].model_validate_json(answer.content)
    rows = answer.json()["items"]
    kinds = [(row["kind"], row["reason"]) for row in rows]
    assert kinds == [
        ("retracted", "entered <twice>"),
        ("mended", "as they are called"),
        ("restored", "it was right"),
        ("retracted", "it was right"),
        ("replaced", "a wrong number"),
    ]
    mended, replaced = rows[1], rows[4]
    assert "Ground troops" in mended["new"]
    assert ("750" in replaced["old"], "900" in replaced["new"]) == (True, True)
    assert replaced["replaced_by"] is not None
    assert [row["number"] for row in rows] == sorted((row["number"] for row in rows), reverse=True)


def test_page_feed_and_sheets_say_the_same(corrected: TestClient) -> None:
    rows = get(corrected, "corrections")["items"]
    page = corrected.get("/corrections").text
    feed = ET.fromstring(corrected.get("/corrections.atom").content)  # noqa: S314 - our own feed
    entries = feed.findall(f"{{{ATOM}}}entry")
    sheet = list(csv.DictReader(io.StringIO(corrected.get("/corrections.csv").text)))
    assert len(entries) == len(sheet) == len(rows) == page.count('<li class="correction">')
    for row, entry, line in zip(rows, entries, sheet, strict=True):
        assert line["number"] == str(row["number"])
        assert row["reason"] in (entry.findtext(f"{{{ATOM}}}content") or "")
    assert "entered &lt;twice&gt;" in page
    assert corrected.get("/corrections.xlsx").content[:2] == b"PK"
    assert get(corrected, f"corrections?limit=2&cursor={_cursor(corrected)}")["items"] == rows[2:4]
    assert get(corrected, "corrections?contributor=CAN")["count"] == 1
    assert corrected.get("/corrections?contributor=XXX").status_code == 200
    assert corrected.get("/corrections?cursor=nowhere").status_code == 200
    assert corrected.get("/corrections.atom?contributor=XXX").status_code == 400


def _cursor(client: TestClient) -> str:
    following: str = get(client, "corrections?limit=2")["next"]
    return following.partition("cursor=")[2].partition("&")[0]


def test_every_version_has_an_address_of_its_own(corrected: TestClient) -> None:
    for row in get(corrected, "corrections")["items"]:
        page = corrected.get(f"/history/{row['entity']}/{row['entity_key']}/{row['number']}")
        assert page.status_code == 200
        assert row["reason"].replace("<", "&lt;").replace(">", "&gt;") in page.text
    mended = get(corrected, "corrections")["items"][1]
    text = corrected.get(f"/pledges/{FRANCE}/history/{mended['number']}").text
    assert "<ins>Ground troops</ins>" in text
    change = get(corrected, f"changes?after={mended['number'] - 1}&limit=1")["items"][0]
    assert change["hash"] in text
    assert change["previous_hash"] in text


@pytest.mark.parametrize(
    "path", ["operation/serval", "contributor/ECOWAS", "source/1", "statement/1", "pledge/serval-fra-troops"]
)
def test_history_of_any_record(client: TestClient, path: str) -> None:
    page = client.get(f"/history/{path}")
    assert page.status_code == 200
    assert "What it says" in page.text


@pytest.mark.parametrize("path", ["nothing/x", "pledge/none", "pledge/serval-fra-troops/1", "source/1/x"])
def test_history_of_nothing_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/history/{path}").status_code == 404


def test_the_head_of_the_chain_stands_on_the_data_page(client: TestClient) -> None:
    newest = get(client, "changes?limit=1000")
    while newest["next"]:
        newest = client.get(newest["next"]).json()
    assert newest["items"][-1]["hash"] in client.get("/data").text
