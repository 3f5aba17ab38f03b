"""The pages and feeds of what changed."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from app.changes.feeds import Entry, Feed, atom
from tests.support.html_page import broken_links

pytestmark = pytest.mark.slow
ATOM = "{http://www.w3.org/2005/Atom}"
PATHS = ("/changes", "/operations/serval/changes", "/contributors/TCD/changes")
BODY = {
    "on": "2013-04-16",
    "status": "deployed",
    "quantity": "2300",
    "source": {"title": "Men & <machines>", "publisher": "A paper"},
}


def feed_of(client: TestClient, address: str) -> ET.Element:
    """An Atom document that has all that RFC 4287 asks for."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = element.findall(f"{ATOM}{name}")
            assert found.text
        assert element.find(f"{ATOM}id").text.startswith("tag:")  # type: ignore[union-attr]
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    [own] = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("href") == str(client.base_url).rstrip("/") + address
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return root


def titles(root: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("path", PATHS)
def test_atom_and_json_feed_hold_the_same(client: TestClient, path: str) -> None:
    root = feed_of(client, f"{path}.atom")
    answer = client.get(f"{path}.feed.json")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == titles(root) != []
    assert [item["id"] for item in feed["items"]] == [
        e.findtext(f"{ATOM}id") for e in root.findall(f"{ATOM}entry")
    ]
    assert all(item["content_text"] and item["url"].startswith("http") for item in feed["items"])
    for item in feed["items"][:3]:
        assert client.get(item["url"].removeprefix(str(client.base_url).rstrip("/"))).status_code == 200


@pytest.mark.parametrize(
    "path", [f"{path}{ending}" for path in PATHS for ending in ("", ".atom", ".feed.json")]
)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", PATHS)
def test_the_page_names_its_feeds(client: TestClient, path: str) -> None:
    text = client.get(path).text
    head = text.partition("</head>")[0]
    assert (
        f'<link rel="alternate" type="application/atom+xml" title="What changed (Atom)" href="{path}.atom">'
        in head
    )
    assert f'href="{path}.feed.json"' in head


@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_somewhere(client: TestClient, path: str) -> None:
    assert broken_links(client, f"{path}?as_of=2013-02-15") == []


@pytest.mark.parametrize("path", PATHS)
def test_days_are_paged(client: TestClient, path: str) -> None:
    seen: list[str] = []
    address: str | None = path
    while address:
        page = client.get(address).text
        seen += page.partition('id="log"')[0].split('class="change-what"')[1:]
        more = (
            page.partition('id="log"')[0].partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        )
        address = more.replace("&amp;", "&") if 'rel="next"' in page.partition('id="log"')[0] else None
    name, _, code = path.rpartition("/changes")[0].strip("/").partition("/")
    query = {name.removesuffix("s"): code} if code else {}
    assert len(seen) == client.get("/api/v1/events", params=query).json()["count"]


def test_a_new_figure_comes_first_and_nothing_old_comes_again(editor: TestClient) -> None:
    path = "/contributors/TCD/changes.atom"
    before = {
        e.findtext(f"{ATOM}id"): e.findtext(f"{ATOM}updated")
        for e in feed_of(editor, path).iter(f"{ATOM}entry")
    }
    added = editor.post("/api/v1/pledges/fatim-tcd-troops/statements", json=BODY)
    assert added.status_code == 201
    root = feed_of(editor, path)
    assert titles(root)[0] == "Chad: 2,250 → 2,300 soldiers deployed, 16 April 2013 (A paper)"
    later = {e.findtext(f"{ATOM}id"): e.findtext(f"{ATOM}updated") for e in root.iter(f"{ATOM}entry")}
    assert {name: moment for name, moment in later.items() if name in before} == before
    assert len(later) == len(before) + 1


def test_a_retraction_is_told_with_its_reason(editor: TestClient) -> None:
    number = _newest(editor.post("/api/v1/pledges/fatim-tcd-troops/statements", json=BODY).json())
    editor.post(f"/api/v1/statements/{number}/retraction", json={"reason": "The paper corrected it."})
    said = (
        "Retracted: Chad, Chadian ground force: deployed, 2,300 soldiers, 16 April 2013 (A paper)."
        " That changed how it stands on 16 April 2013: 2,300 → 2,250 soldiers deployed."
    )
    feed = editor.get("/operations/fatim/changes.feed.json").json()["items"]
    assert feed[0]["title"] == said
    assert feed[0]["content_text"] == f"{said} Reason: The paper corrected it."
    log = editor.get("/operations/fatim/changes").text.partition('id="log"')[2]
    assert f"{said} Reason: The paper corrected it." in log
    assert "Entered: Chad, Chadian ground force: deployed, 2,300 soldiers, 16 April 2013 (A paper)." in log


def _newest(pledge: dict[str, Any]) -> int:
    return max(int(statement["id"]) for statement in pledge["statements"])


def test_as_the_record_said_before(editor: TestClient) -> None:
    moment = editor.get("/api/v1/changes?limit=1000").json()["items"][-1]["at"]
    before = editor.get(f"/changes.feed.json?recorded_by={moment}").json()["items"]
    editor.post("/api/v1/pledges/fatim-tcd-troops/statements", json=BODY)
    assert editor.get(f"/changes.feed.json?recorded_by={moment}").json()["items"] == before
    assert editor.get("/changes.feed.json").json()["items"] != before
    assert "A paper" not in editor.get(f"/changes?recorded_by={moment}&contributor=TCD").text


def test_a_load_is_told_by_its_numbers(client: TestClient) -> None:
    log = client.get("/changes").text.partition('id="log"')[2]
    statements = client.get("/api/v1/statements?limit=1").json()["count"]
    pledges = client.get("/api/v1/pledges?limit=1").json()["count"]
    assert f"{statements} statements about {pledges} pledges" in log


@pytest.mark.parametrize("address", ["/operations/atlantis/changes", "/contributors/narnia/changes.atom"])
def test_nobody_s_changes_are_not_there(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["foo=1", "operation=atlantis", "as_of=then"])
def test_a_feed_refuses_what_it_does_not_know(client: TestClient, query: str) -> None:
    assert client.get(f"/changes.atom?{query}").status_code == 400


@pytest.mark.parametrize("query", ["cursor=x", "log=x", "contributor=FRA", "foo=1"])
def test_a_page_says_what_it_left_out(client: TestClient, query: str) -> None:
    page = client.get(f"/contributors/TCD/changes?{query}")
    assert page.status_code == 200
    assert "Left out:" in page.text


def test_signs_that_xml_has_not_are_left_out() -> None:
    from datetime import UTC, datetime

    odd = Entry(
        "tag:x,2026:1", "a\x00b\x0b<&>\ud800", "text", "https://x.example/", datetime(2026, 1, 1, tzinfo=UTC)
    )
    feed = Feed(
        "tag:x,2026:",
        "t",
        "a",
        "https://x.example/f",
        "https://x.example/",
        "en",
        "M",
        "https://x.example/",
        [odd],
    )
    root = ET.fromstring(atom(feed))  # noqa: S314 - our own feed
    assert titles(root) == ["a b <&> "]
