"""Sources that disagree, promises that were extended, what became of a promise: a pledge's page on the real record."""

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.pledges.disagreement import disagreements_of
from app.pledges.extended import extended_in_words
from app.pledges.links import Links
from tests.support.html_page import broken_links, page_of

DAY = "as_of=2013-01-17"
SOURCE = {
    **dict.fromkeys(("title", "publisher", "url", "language"), ""),
    "id": 1,
    "published_on": None,
    "dead_on": None,
    "kind": "newspaper",
}


def statement(id_: int, on: str, status: str, quantity: int | None = None, **more: Any) -> dict[str, Any]:
    given = {
        **dict.fromkeys(("evidence", "speaker", "condition", "note", "retraction_reason"), ""),
        "precision": "day",
        "until": None,
        "accepted": True,
        "retracted_at": None,
        "source": SOURCE,
        **more,
    }
    number = {"quantity": quantity, "quantity_low": quantity, "quantity_high": quantity}
    text = "" if quantity is None else str(quantity)
    return {
        "id": id_,
        "on": date.fromisoformat(on),
        "status": status,
        **number,
        "quantity_text": text,
        **given,
    }


def pairs(*statements: dict[str, Any]) -> list[tuple[int, int | None]]:
    row = {"statements": statements, "unit": "people", "category": "troops"}
    found = disagreements_of(row, Links({}))
    return [(pair.other["id"], pair.counted["id"] if pair.counted else None) for pair in found]


def test_the_other_stands_beside_what_counted_on_its_day() -> None:
    assert pairs(
        statement(1, "2013-01-10", "deployed", 100),
        statement(2, "2013-01-17", "deployed", 144),
        statement(3, "2013-01-17", "deployed", 150, accepted=False),
        statement(4, "2013-01-20", "deployed", 160),
    ) == [(3, 2)]


def test_a_promise_is_not_set_against_a_delivery() -> None:
    assert pairs(
        statement(1, "2013-01-10", "committed", 900),
        statement(2, "2013-01-17", "deployed", 80),
        statement(3, "2013-01-17", "committed", 1000, accepted=False),
        statement(4, "2013-01-18", "requested", None, accepted=False),
    ) == [(3, 1), (4, None)]


def test_before_anything_counted_the_first_that_does_stands_beside_it() -> None:
    assert pairs(
        statement(1, "2013-01-10", "announced", 900, accepted=False),
        statement(2, "2013-01-17", "committed", 80),
    ) == [(1, 2)]


def test_what_was_retracted_is_no_disagreement() -> None:
    gone = {"retracted_at": date(2020, 1, 1)}
    assert pairs(
        statement(1, "2013-01-10", "deployed", 900, accepted=False, **gone),
        statement(2, "2013-01-10", "deployed", 90, **gone),
        statement(3, "2013-01-10", "deployed", 91, accepted=False),
    ) == [(3, None)]


WEEK = [
    statement(1, "2013-01-14", "committed", 1, until=date(2013, 1, 21)),
    statement(2, "2013-01-15", "deployed", 1),
    statement(3, "2013-01-24", "committed", 1, until=date(2013, 2, 15)),
    statement(4, "2013-02-14", "committed", 1, until=date(2013, 3, 15)),
    statement(5, "2013-02-20", "committed", 1, until=date(2013, 12, 31), accepted=False),
    statement(6, "2013-03-31", "ended", 1),
]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2013-01-10", ""),
        ("2013-01-17", "Promised until 21 January 2013."),
        ("2013-01-24", "First promised until 21 January 2013, then extended 1 time: until 15 February 2013."),
        (
            "2013-04-01",
            (
                "First promised until 21 January 2013, then extended 2 times: until 15 February 2013 and "
                "15 March 2013. It ended on 31 March 2013."
            ),
        ),
    ],
)
def test_an_extended_promise_is_told_as_far_as_the_day(day: str, words: str) -> None:
    assert extended_in_words(WEEK, date.fromisoformat(day)) == words


def test_a_promise_without_a_last_day_is_not_told() -> None:
    assert extended_in_words([statement(1, "2013-01-14", "committed", 1)], date(2013, 2, 1)) == ""


@pytest.mark.slow
def test_every_statement_that_does_not_count_is_in_the_section(client: TestClient) -> None:
    listed = client.get("/api/v1/statements?limit=1000").json()["items"]
    disputed = {row["pledge"] for row in listed if row["accepted"] in (False, "no")}
    assert len(disputed) >= 15
    for key in sorted(disputed)[:6]:
        body = client.get(f"/api/v1/pledges/{key}").json()
        section = page_of(client, f"/pledges/{key}").texts["disagreement"]
        for said in body["statements"]:
            if not said["accepted"]:
                assert said["source"]["title"] in section
                assert (said["note"] or "no reason is noted") in section


@pytest.mark.slow
def test_without_disagreement_there_is_no_section(client: TestClient) -> None:
    assert "disagreement" not in page_of(client, "/pledges/serval-can-c17").ids


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "/pledges/serval-can-c17",
            "Yes, in full: 1 transport aircraft promised, 1 transport aircraft delivered.",
        ),
        (
            f"/pledges/serval-fra-troops?{DAY}",
            "In part so far: 2,500 soldiers promised, 1,400 soldiers delivered.",
        ),
        (
            f"/pledges/afisma-gin-troops?{DAY}",
            "Not recorded: no source says that it was delivered, or withdrawn.",
        ),
    ],
)
def test_the_page_says_whether_it_was_kept(client: TestClient, address: str, words: str) -> None:
    assert words in page_of(client, address).texts["outcome"]


@pytest.mark.slow
def test_a_refusal_is_no_promise_to_keep(client: TestClient) -> None:
    assert "outcome" not in page_of(client, f"/pledges/serval-deu-troops?{DAY}").ids


@pytest.mark.slow
def test_it_is_cited_by_an_address_that_stays(client: TestClient) -> None:
    shown = page_of(client, f"/pledges/serval-fra-troops?{DAY}")
    assert "1,400 soldiers deployed" in shown.texts["pledge-citation"]
    [frozen] = [link for link in shown.links if "recorded_by=" in link]
    assert page_of(client, frozen).title == shown.title


@pytest.mark.slow
def test_one_pledge_leads_to_the_next_and_back(client: TestClient) -> None:
    listed = client.get("/api/v1/pledges?contributor=FRA&as_of=2014-12-31").json()["items"]
    keys, address = {row["key"] for row in listed}, "/pledges/serval-fra-troops"
    shown = page_of(client, address)
    beside = {link for link in shown.links if link.removeprefix("/pledges/") in keys}
    assert beside
    for link in beside:
        assert address in page_of(client, link).links
    assert broken_links(client, address) == []
