"""The list of pledges and each pledge's page, on the real record."""

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.pledges.words import IN_ORDER
from tests.support.html_page import broken_links, page_of

pytestmark = pytest.mark.slow

DAY = "as_of=2013-01-17"


def pledges(client: TestClient, address: str) -> list[dict[str, Any]]:
    return page_of(client, address).tables[0].rows


# The list


def test_france_is_there_with_both_numbers_in_words(client: TestClient) -> None:
    row = page_of(client, f"/pledges?{DAY}&contributor=FRA").tables[0].find("What", "Ground force")
    assert row["Number"].text == "1,400 soldiers deployed, 1,100 more announced"
    assert row["What"].links == [f"/pledges/serval-fra-troops?{DAY}"]


@pytest.mark.parametrize(
    ("query", "stage", "number"),
    [
        ("contributor=DEU&category=troops", "Declined", "declined"),
        ("contributor=ITA&category=troops", "Declined", "declined"),
        ("operation=eutm-mali&contributor=EU", "Committed", "at least 200 military trainers"),
        ("contributor=USA&category=airlift&operation=serval", "Committed", "committed, number not given"),
        ("contributor=USA&category=intelligence", "Deployed", "not counted in numbers"),
        ("contributor=GBR&category=support", "Asked", "asked, no promise"),
        (
            "contributor=CAN&category=transport-aircraft",
            "Deployed, more under review",
            "1 transport aircraft deployed",
        ),
    ],
)
def test_what_has_no_number_has_words_and_never_a_zero(
    client: TestClient, query: str, stage: str, number: str
) -> None:
    [row] = pledges(client, f"/pledges?{DAY}&{query}")
    assert row["Stage"].text == stage
    assert row["Number"].text.startswith(number)


def test_every_row_says_the_numbers_of_the_api(client: TestClient) -> None:
    items = client.get(f"/api/v1/pledges?{DAY}&limit=1000").json()["items"]
    rows = {row["What"].links[0]: row for row in pledges(client, f"/pledges?{DAY}")}
    assert len(rows) == len(items)
    told = 0
    for item in items:
        words = rows[f"/pledges/{item['key']}?{DAY}"]["Number"].text
        if item["claim"] == sum(item[name] or 0 for name in IN_ORDER):
            for name in IN_ORDER:
                told += bool(item[name])
                assert not item[name] or f"{item[name]:,}" in words, (item["key"], words)
    assert told > 20


def test_every_link_of_a_page_carries_its_day(client: TestClient) -> None:
    # One operation is named, so the page opens on that operation's own day.
    shown = page_of(client, "/pledges?operation=serval")
    assert "As of 17 January 2013." in shown.text
    into_the_record = [link for row in shown.tables[0].rows for cell in row.values() for link in cell.links]
    assert into_the_record
    assert all(DAY in link for link in into_the_record)
    assert f"/pledges.csv?operation=serval&{DAY}" in shown.links


def test_a_day_that_nobody_asked_for_is_not_put_into_links(client: TestClient) -> None:
    row = page_of(client, "/pledges?q=Ground force").tables[0].find("What", "Ground force")
    assert row["What"].links == ["/pledges/serval-fra-troops"]


def test_an_old_figure_says_how_old_it_is(client: TestClient) -> None:
    counted = (
        page_of(client, "/pledges?as_of=2013-05-17&contributor=FRA").tables[0].find("What", "Ground force")
    )
    assert counted["Last counted"].text == "6 Feb 2013, 100 days before"
    assert 'class="old"' in client.get("/pledges?as_of=2013-05-17&contributor=FRA").text
    # On the ninetieth day it is not old yet.
    [young] = pledges(client, "/pledges?as_of=2013-05-07&contributor=FRA&category=troops")
    assert young["Last counted"].text == "6 Feb 2013"


def test_pages_follow_each_other_without_a_gap(client: TestClient) -> None:
    everything = client.get("/api/v1/pledges?as_of=2013-09-30&limit=1000").json()["items"]
    seen: list[str] = []
    address: str | None = "/pledges?as_of=2013-09-30&sort=-claim"
    while address:
        shown = page_of(client, address)
        seen += [row["What"].links[0] for row in shown.tables[0].rows]
        address = next((link for link in shown.links if "cursor=" in link), None)
    assert len(everything) > 100
    assert sorted(seen) == sorted(f"/pledges/{item['key']}?as_of=2013-09-30" for item in everything)


def test_columns_say_how_they_are_sorted_and_turn(client: TestClient) -> None:
    table = page_of(client, f"/pledges?{DAY}&sort=-claim").tables[0]
    assert table.sorted == {"Number": "descending"}
    assert table.sort_links["Number"] == f"/pledges?{DAY}&sort=claim"
    assert table.sort_links["Last counted"] == f"/pledges?{DAY}&sort=-stated_on"
    assert table.rows[0]["Number"].text.startswith("3,300 soldiers committed in all")


def test_an_organisation_says_what_it_said(client: TestClient) -> None:
    [force] = pledges(client, "/pledges?operation=afisma&contributor=ECOWAS&as_of=2013-01-15")
    # The Guardian, 15 January: 3,300 in all; Nigeria's 900 and Burkina Faso's 500 are named.
    assert force["Number"].text == "3,300 soldiers committed in all, 1,900 not yet named by members"
    [trainers] = pledges(client, f"/pledges?operation=eutm-mali&contributor=EU&{DAY}")
    assert trainers["Number"].text.startswith("at least 200 military trainers committed in all, ")


@pytest.mark.parametrize("words", ["cote d'ivoire", "Ivory Coast", "CÔTE D’IVOIRE"])
def test_search_knows_accents_and_other_names(client: TestClient, words: str) -> None:
    rows = pledges(client, f"/pledges?as_of=2013-06-01&q={words}")
    assert "Côte d'Ivoire" in {row["Contributor"].text for row in rows}


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("colour=blue", "Left out: colour is no parameter here"),
        ("as_of=soon", "Left out: as_of 'soon' is no day"),
        ("contributor=ATLANTIS", "Left out: contributor 'ATLANTIS' is not in this record"),
        ("sort=size", "Left out: sort 'size' is no column to sort by"),
        ("cursor=abc", "Left out: cursor is not a cursor"),
        ("stage=broken", "Left out: stage 'broken' is no stage"),
    ],
)
def test_what_is_not_understood_is_named_and_the_page_is_drawn(
    client: TestClient, query: str, notice: str
) -> None:
    shown = page_of(client, f"/pledges?{query}")
    assert notice in shown.notices
    assert len(shown.tables[0].rows) == 50


def test_an_empty_selection_says_what_to_change(client: TestClient) -> None:
    shown = page_of(client, f"/pledges?q=zeppelin&{DAY}")
    assert shown.tables == []
    assert "No pledge of this record is what you asked for on this day." in shown.text
    assert f"/pledges?{DAY}" in shown.links


def test_a_day_after_the_record_says_so(client: TestClient) -> None:
    assert (
        "This record follows what happened until 15 July 2014."
        in page_of(client, "/pledges?operation=serval&as_of=2020-01-01").text
    )
    assert "This record follows" not in page_of(client, f"/pledges?operation=serval&{DAY}").text


def test_the_record_before_it_was_made_is_empty(client: TestClient) -> None:
    shown = page_of(client, f"/pledges?{DAY}&recorded_by=2020-01-01T00:00:00Z")
    assert shown.tables == []
    assert "0 pledges. As of 17 January 2013, as this record said on 1 January 2020" in shown.text


def test_an_answer_that_the_reader_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"/pledges?{DAY}")
    again = client.get(f"/pledges?{DAY}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


# Every link


@pytest.mark.parametrize(
    "address",
    [
        f"/pledges?{DAY}",
        "/pledges?operation=mali&as_of=2013-09-30&sort=-claim",
        "/pledges?q=zeppelin",
    ],
)
def test_every_link_answers(client: TestClient, address: str) -> None:
    assert broken_links(client, address) == []


def test_a_day_is_a_day(client: TestClient) -> None:
    assert f'value="{date(2013, 1, 17)}"' in client.get(f"/pledges?{DAY}").text
