"""Sources entered and edited in forms, and found again by their address."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.errors import Conflict
from app.ledger.change import changing
from app.sources.door import add_source, at_address, edit_source
from app.sources.schemas import SourceRecord
from tests.operations.test_door import HISTORY, assert_sound, database_of, save
from tests.sheets.folders import asked
from tests.support.html_form import open_form

pytestmark = pytest.mark.slow
URL = "https://www.example.org/an-article/"
SOURCE = "statement__source__"


def test_source_is_added_and_edited(editor: TestClient) -> None:
    form = open_form(editor, "/sources/new")
    assert save(editor, form).error_of("statement.source.title").startswith("A source needs a title")
    form.fill(**{f"{SOURCE}title": "An article", f"{SOURCE}url": URL, f"{SOURCE}kind": "newspaper"})
    saved = save(editor, form)
    assert saved.response.status_code == 303, saved.words
    edit = open_form(editor, saved.response.headers["location"])
    edit.fill(
        **{f"{SOURCE}archived_url": "https://web.archive.org/web/2013/x", f"{SOURCE}title": "The xylograph"}
    )
    assert save(editor, edit).response.status_code == 303
    [(action, entity, number)] = asked(database_of(editor), HISTORY)
    assert (action, entity) == ("updated", "source")
    source = editor.get(f"/api/v1/sources/{number}").json()
    assert (source["title"], source["archived_url"]) == (
        "The xylograph",
        "https://web.archive.org/web/2013/x",
    )
    # What it is found and known by follows.
    assert editor.get("/api/v1/sources?q=xylograph").json()["count"] == 1
    assert_sound(database_of(editor))


def test_address_that_is_known_leads_to_its_source(editor: TestClient) -> None:
    known = editor.get("/api/v1/sources/1").json()
    other = known["url"].replace("https://", "http://").replace("http://www.", "http://") + "#top"
    alone = save(editor, open_form(editor, f"/sources/new?url={other}"))
    assert alone.response.headers["location"] == "/sources/1/edit?saved=known"
    form = open_form(editor, "/sources/new").fill(
        **{f"{SOURCE}url": other, f"{SOURCE}title": "Another title"}
    )
    told = save(editor, form)
    assert told.response.status_code == 409
    assert "/sources/1/edit" in told.links
    assert told.fields["statement.source.title"] == "Another title"
    assert told.send(editor, "save-another").response.status_code == 303


def test_two_sources_never_become_one(editor: TestClient) -> None:
    known = editor.get("/api/v1/sources/1").json()
    form = open_form(editor, "/sources/2/edit")
    for name in ("title", "publisher", "url", "published_on"):
        form.type(f"statement.source.{name}", known[name] or "")
    refused = save(editor, form)
    assert refused.response.status_code == 409
    assert "has this source already (number 1)" in refused.words


def test_commands_say_the_same_on_both_engines(any_database: Database) -> None:
    given = SourceRecord(title="T", url=URL)
    with changing(any_database, "test") as change:
        number = add_source(change, given)
    with pytest.raises(Conflict), changing(any_database, "test") as change:
        add_source(change, given)
    with changing(any_database, "test") as change:
        edit_source(change, number, given.model_copy(update={"archived_url": "https://example.net/kept"}))
        reader = change.session.connection()
        found = [at_address(reader, url) for url in ("http://example.org/an-article", "example.net", "")]
        assert [len(rows) for rows in found] == [1, 0, 0]
        assert len(at_address(reader, "https://example.net/kept/")) == 1
    assert asked(any_database, "SELECT version FROM source") == [(2,)]
    assert_sound(any_database)


def test_dead_address_is_marked_and_never_hidden(editor: TestClient) -> None:
    before = editor.get("/api/v1/sources/1").json()
    wrong = open_form(editor, "/sources/1/edit").fill(**{f"{SOURCE}dead_on": "2999-01-01"})
    refused = save(editor, wrong)
    assert "has not come yet" in refused.error_of("statement.source.dead_on")
    kept = "https://web.archive.org/web/2013/x"
    refused.fill(**{f"{SOURCE}dead_on": "2024-03-05", f"{SOURCE}archived_url": kept})
    assert save(editor, refused).response.status_code == 303
    after = editor.get("/api/v1/sources/1").json()
    assert (before["dead_on"], after["dead_on"], after["url"]) == (None, "2024-03-05", before["url"])
    assert "2024-03-05" in editor.get("/api/v1/sources.csv").text
    key = editor.get("/api/v1/pledges?source=1").json()["items"][0]["key"]
    for page in ("/sources/1", f"/pledges/{key}", "/history/source/1"):
        words = open_form(editor, page)
        assert "5 March 2024" in words.words, page
        assert {kept, before["url"]} <= set(words.links) or page.startswith("/history")
    listed = open_form(editor, "/sources?kind=" + before["kind"] + "&q=" + before["title"].split()[0])
    assert kept in listed.links
    told = editor.get(f"/api/v1/pledges/{key}").json()["statements"]
    assert {said["source"]["dead_on"] for said in told if said["source"]["id"] == 1} == {"2024-03-05"}
    tag = {"If-Match": f'"{after["version"]}"'}
    answer = editor.patch("/api/v1/sources/1", json={"dead_on": None}, headers=tag)
    assert (answer.status_code, answer.json()["dead_on"]) == (200, None)


def test_what_has_no_address_cannot_be_dead(editor: TestClient) -> None:
    sent = {"title": "A hearing", "dead_on": "2024-03-05"}
    answer = editor.post("/api/v1/sources", json=sent)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/dead_on")
    form = open_form(editor, "/sources/new").fill(
        **{f"{SOURCE}title": "A hearing", f"{SOURCE}dead_on": "2024-03-05"}
    )
    assert "Without an address" in save(editor, form).error_of("statement.source.dead_on")
