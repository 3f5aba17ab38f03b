"""The page of what can be taken away."""

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.revisions import head
from tests.support.html_page import broken_links, page_of

pytestmark = pytest.mark.slow


def test_every_file_is_there(client: TestClient) -> None:
    links = page_of(client, "/data").links
    files = [link for link in links if link.endswith((".csv", ".xlsx", ".json"))]
    assert {"/statements.csv", "/pledges.xlsx", "/sources.json", "/api/v1/changes.csv"} <= set(files)
    assert broken_links(client, "/data") == []


def test_it_says_which_state_this_is(client: TestClient, seeded: Database) -> None:
    with seeded.reading() as connection:
        newest = head(connection)
    shown = page_of(client, "/data")
    assert newest.hash in shown.text
    assert f"{newest.number:,}" in shown.text
    assert f"Data version {newest.number}." in shown.text


def test_it_says_the_terms_and_whom_to_name(client: TestClient) -> None:
    text = page_of(client, "/data").text
    for words in (
        "CC BY 4.0",
        "MIT",
        "World Bank",
        "International Institute for Strategic Studies",
        "Gapminder",
    ):
        assert words in text


def test_a_new_change_is_a_new_version(editor: TestClient) -> None:
    before = page_of(editor, "/data").text
    said = editor.get("/api/v1/pledges/serval-deu-troops").json()["statements"][0]
    editor.post(f"/api/v1/statements/{said['id']}/retraction", json={"reason": "Entered twice"})
    assert page_of(editor, "/data").text != before


def test_an_empty_record_says_so(database: Database) -> None:
    from tests.conftest import client_of

    with client_of(database, local_editor=False) as client:
        for address in ("/data", "/pledges", "/contributors", "/sources", "/method", "/contributors/FRA"):
            assert client.get(address).status_code == 200, address
