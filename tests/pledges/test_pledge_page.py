"""Each pledge's own page, on the real record: its title, its life, its evidence, its history."""

import pytest
from starlette.testclient import TestClient

from tests.support.html_page import HtmlPage, broken_links, page_of

pytestmark = pytest.mark.slow

DAY = "as_of=2013-01-17"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (
            f"/pledges/serval-fra-troops?{DAY}",
            "France: 1,400 soldiers deployed, 1,100 more announced, for Operation Serval",
        ),
        (f"/pledges/serval-deu-troops?{DAY}", "Germany declined: Combat troops, for Operation Serval"),
        (f"/pledges/serval-ita-troops?{DAY}", "Italy declined: Combat troops, for Operation Serval"),
        (
            f"/pledges/serval-gbr-support?{DAY}",
            "United Kingdom was asked: British help for the French force, for Operation Serval",
        ),
        (
            f"/pledges/serval-fra-drones?{DAY}",
            "France: Harfang drones, deployed, number not given, for Operation Serval",
        ),
        (
            "/pledges/serval-can-c17?as_of=2013-04-01",
            "Canada: 1 transport aircraft delivered, now ended, for Operation Serval",
        ),
        (
            "/pledges/serval-usa-refuelling?as_of=2013-06-01",
            "United States: 200 sorties so far, for Operation Serval",
        ),
    ],
)
def test_the_title_is_a_sentence_made_from_the_numbers(client: TestClient, address: str, title: str) -> None:
    assert page_of(client, address).title == title


def test_where_it_stands(client: TestClient) -> None:
    standing = page_of(client, f"/pledges/serval-fra-troops?{DAY}").texts["standing"]
    for words in ("1,400 soldiers", "1,100 soldiers", "2,500 soldiers in all", "17 Jan 2013"):
        assert words in standing


def test_a_promise_keeps_its_bounds(client: TestClient) -> None:
    facts = " ".join(page_of(client, f"/pledges/eutm-eu-trainers?{DAY}").texts["facts"].split())
    assert "Last promise at least 200 military trainers in all" in facts
    assert "Committed at least 200 military trainers" in facts


def test_a_refusal_shows_no_number_at_all(client: TestClient) -> None:
    table = page_of(client, "/pledges/serval-deu-troops").table("The pledge's standing over time")
    [row] = table.rows
    assert [row[name].text for name in ("Stage", "Deployed", "Committed", "Announced")] == [
        "Declined",
        "",
        "",
        "",
    ]


def test_standings_over_time_are_those_of_the_api(client: TestClient) -> None:
    body = client.get("/api/v1/pledges/serval-fra-troops").json()
    rows = page_of(client, "/pledges/serval-fra-troops").table("The pledge's standing over time").rows
    assert len(rows) == len(body["standings"]) >= 8
    for row, standing in zip(rows, body["standings"], strict=True):
        number = row["Deployed"].text.removeprefix("at least ").replace(",", "")
        known = standing["deployed"]
        assert number == ({None: "not given", 0: ""}.get(known, str(known)))
    assert rows[0]["Deployed"].text == "not given"
    assert rows[1]["Deployed"].text == "at least 750"


def test_every_statement_has_its_words_and_its_source(client: TestClient) -> None:
    body = client.get("/api/v1/pledges/serval-can-c17").json()
    shown = page_of(client, "/pledges/serval-can-c17")
    for said in body["statements"]:
        words = shown.texts[f"statement-{said['id']}"]
        assert (said["evidence"] or "") in words
        assert said["source"]["title"] in words
        assert (said["speaker"] or "") in words
        assert f"/sources/{said['source']['id']}#statement-{said['id']}" in shown.links
        assert said["source"]["url"] in shown.links


@pytest.mark.parametrize(
    ("day", "until", "stage"),
    [
        ("2013-01-14", "Promised until 21 January 2013", "Committed"),
        ("2013-01-20", "Promised until 21 January 2013", "Deployed"),
        ("2013-01-22", "", "Deployed"),
        ("2013-02-01", "Promised until 15 February 2013", "Deployed"),
        ("2013-03-20", "", "Deployed"),
    ],
)
def test_a_stated_last_day_is_said(client: TestClient, day: str, until: str, stage: str) -> None:
    words = " ".join(page_of(client, f"/pledges/serval-can-c17?as_of={day}").texts["facts"].split())
    assert words.startswith(f"Stage {stage}")
    assert until in words
    assert bool(until) == ("until" in words)


def test_an_until_is_the_last_day_it_counts_on(client: TestClient) -> None:
    statement = next(
        said
        for said in client.get("/api/v1/pledges/serval-can-c17").json()["statements"]
        if said["until"] == "2013-01-21"
    )
    words = page_of(client, "/pledges/serval-can-c17").texts[f"statement-{statement['id']}"]
    assert "21 January 2013" in words


def test_figures_that_disagree_are_shown_and_not_counted(client: TestClient) -> None:
    # Expatica has 150 soldiers of Guinea, Reuters 144: Reuters is used.
    body = client.get("/api/v1/pledges/afisma-gin-troops").json()
    [known] = [said for said in body["statements"] if not said["accepted"]]
    shown = page_of(client, f"/pledges/afisma-gin-troops?{DAY}")
    assert "150 soldiers" in shown.texts[f"statement-{known['id']}"]
    assert "Known, not counted" in shown.texts[f"statement-{known['id']}"]
    assert shown.title.startswith("Guinea: 144 soldiers committed")


def test_what_was_said_later_stands_apart(client: TestClient) -> None:
    text = page_of(client, f"/pledges/serval-fra-troops?{DAY}").text
    assert text.index("After 17 January 2013") < text.index("2,300 soldiers")


def test_a_quotation_says_its_language(client: TestClient) -> None:
    answer = client.get("/pledges/serval-fra-troops")
    assert '<blockquote lang="en">' in answer.text
    assert "newspaper, in French" in HtmlPage(answer).text


def test_the_whole_and_its_parts(client: TestClient) -> None:
    shown = page_of(client, "/pledges/afisma-ecowas-force?as_of=2013-01-15")
    assert "States: 3,300 soldiers committed in all, 1,900 not yet named by members" in shown.title
    parts = shown.table("What members have named")
    assert parts.find("Member", "Nigeria")["Number"].text == "900 soldiers committed"
    assert parts.find("Member", "Côte d'Ivoire")["Number"].text == "declined"
    words = " ".join(shown.texts["standing"].split())
    assert "Named by 2 members 1,400" in words
    assert "Not yet named by a member 1,900" in words


def test_a_part_leads_to_its_whole(client: TestClient) -> None:
    assert f"/pledges/afisma-ecowas-force?{DAY}" in page_of(client, f"/pledges/afisma-nga-troops?{DAY}").links


def test_before_the_first_word_nothing_is_claimed(client: TestClient) -> None:
    shown = page_of(client, "/pledges/serval-fra-troops?as_of=2013-01-10")
    assert "On this day no source had said anything of it yet." in shown.text
    assert "soldiers" not in shown.title


def test_steps_lead_to_the_days_on_which_something_changed(client: TestClient) -> None:
    links = page_of(client, f"/pledges/serval-fra-troops?{DAY}").links
    assert "/pledges/serval-fra-troops?as_of=2013-01-15" in links
    assert "/pledges/serval-fra-troops?as_of=2013-01-23" in links


def test_an_outcome_that_is_not_known_is_no_broken_promise(client: TestClient) -> None:
    shown = page_of(client, "/pledges/serval-are-c17?as_of=2015-01-01")
    assert shown.title.endswith("The outcome is not in this record")
    assert "broken" not in shown.text.lower()
    assert "2 transport aircraft in all" in shown.text  # what was promised stays


def test_its_history_is_told(client: TestClient) -> None:
    history = page_of(client, "/pledges/serval-fra-troops").texts["history-title"]
    assert history
    text = page_of(client, "/pledges/serval-fra-troops").text
    assert "The pledge was entered." in text
    assert "A statement was entered: Deployed, 15 January 2013, at least 750." in text


@pytest.mark.parametrize("key", ["no-such-pledge", "SERVAL-FRA-TROOPS", "%00", "a%0Ab"])
def test_a_key_that_is_not_there_is_not_found(client: TestClient, key: str) -> None:
    assert client.get(f"/pledges/{key}").status_code == 404


def test_a_parameter_that_means_nothing_here_is_named(client: TestClient) -> None:
    notices = page_of(client, "/pledges/serval-fra-troops?operation=mali&x=1").notices
    assert "operation means nothing here" in notices
    assert "x is no parameter here" in notices


def test_only_who_may_write_is_offered_to(client: TestClient, editor: TestClient) -> None:
    address = "/pledges/serval-fra-troops/statements/new"
    assert address not in page_of(client, "/pledges/serval-fra-troops").links
    assert address in page_of(editor, "/pledges/serval-fra-troops").links


@pytest.mark.parametrize(
    "address", [f"/pledges/afisma-ecowas-force?{DAY}", "/pledges/serval-can-c17?as_of=2013-02-01"]
)
def test_every_link_answers(client: TestClient, address: str) -> None:
    assert broken_links(client, address) == []
