"""One contributor's page on the real record: its finding, its life, its shares, promises, refusals and ratios."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from app.contributors.finding import Height, Told, finding, height_in_words, rise_in_words
from app.contributors.mains import most_given
from app.contributors.share_chart import share_in_words
from app.db import Database
from app.figures.schemas import Amount, Numbers
from app.figures.situation import Place
from tests.conftest import client_of
from tests.figures.made import MALI, at_least, exactly, numbers, up_to
from tests.support.html_page import HtmlPage, page_of

DAY = "as_of=2013-01-17"


def told(held: Numbers | None = None, **more: object) -> Told:
    given = {
        "name": "the United Kingdom",
        "place": MALI,
        "unit": "people",
        "noun": "troops",
        "as_of": date(2013, 1, 17),
        "first_day": date(2013, 1, 10),
        "numbers": held or Numbers(),
        **more,
    }
    return Told(**given)  # type: ignore[arg-type]  # a test names only what it is about


# The finding, from numbers made for it


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            told(numbers(1400, 0, 1100)),
            "The United Kingdom had 1,400 soldiers deployed and 1,100 announced for Mali by 17 January 2013",
        ),
        (
            told(numbers(0, 1), is_today=True),
            "The United Kingdom has 1 soldier committed for Mali",
        ),
        (
            told(numbers(5), unknown=1),
            "The United Kingdom had 5 soldiers deployed for Mali by 17 January 2013, and more without a number",
        ),
        (
            told(unknown=1, stages={"deployed": 1}),
            "The United Kingdom had soldiers deployed for Mali by 17 January 2013, the number not given",
        ),
        (
            told(numbers(120_000_000), unit="USD", noun="funding"),
            "The United Kingdom had 120 million US dollars delivered for Mali by 17 January 2013",
        ),
        (
            told(stages={"declined": 1}),
            "The United Kingdom declined to give soldiers for Mali by 17 January 2013",
        ),
        (
            told(stages={"ended": 1}),
            "The United Kingdom no longer had soldiers deployed for Mali by 17 January 2013",
        ),
        (
            told(stages={"requested": 1}),
            "Soldiers were asked of the United Kingdom for Mali by 17 January 2013",
        ),
        (told(first_day=None), "No pledge of the United Kingdom is in this record"),
        (
            told(first_day=None, is_filtered=True),
            "No pledge of the United Kingdom matches these filters on any day",
        ),
        (
            told(as_of=date(2013, 1, 9)),
            "Nothing is recorded of the United Kingdom before 10 January 2013",
        ),
        (
            told(claim=exactly(3300)),
            (
                "The United Kingdom promised 3,300 soldiers in all for Mali by 17 January 2013, "
                "and its members named all of them"
            ),
        ),
        (
            told(numbers(0, 173), claim=at_least(200)),
            (
                "The United Kingdom promised at least 200 soldiers in all for Mali by 17 January 2013, "
                "of which 173 were not yet named by members"
            ),
        ),
        (
            told(
                stages={"closed": 2},
                is_over=True,
                height=Height(date(2013, 2, 6), exactly(4000), True, "troops"),
            ),
            "At its height, the United Kingdom had 4,000 soldiers deployed for Mali, on 6 February 2013",
        ),
    ],
)
def test_the_finding_says_what_the_numbers_say(made: Told, words: str) -> None:
    assert finding(made) == words


def test_what_never_arrived_has_no_height_but_a_promise() -> None:
    height = Height(date(2013, 1, 29), exactly(50), False, "troops")
    assert (
        height_in_words(told(), height)
        == "the United Kingdom had promised 50 soldiers for Mali by 29 January 2013"
    )


def test_a_rise_is_told_from_its_first_number() -> None:
    since = Height(date(2013, 2, 6), exactly(4000), True, "troops", date(2013, 1, 15), at_least(750))
    assert rise_in_words(told(), since).startswith(
        "the United Kingdom went from at least 750 soldiers deployed on 15 January 2013 to 4,000 on"
    )
    at_once = Height(date(2013, 2, 6), exactly(750), True, "troops", date(2013, 2, 6), exactly(750))
    assert rise_in_words(told(), at_once) == height_in_words(told(), at_once)


def test_one_staff_officer_is_not_what_a_country_gave() -> None:
    def row(category: str, unit: str, total: int) -> dict[str, object]:
        return {"category": category, "unit": unit, "total": total, "delivered": total}

    officer, planes = row("uniformed-personnel", "people", 1), row("transport-aircraft", "aircraft", 2)
    everybody = [row("uniformed-personnel", "people", 4000), row("transport-aircraft", "aircraft", 3)]
    assert most_given([officer, planes], [officer, planes], everybody) == [planes]
    force = row("uniformed-personnel", "people", 500)
    assert most_given([force, planes], [force, planes], everybody) == [force]


# Shares are said no more exactly than their numbers are


@pytest.mark.parametrize(
    ("own", "whole", "unknown", "words"),
    [
        (exactly(17), exactly(100), (0, 0), "17%"),
        (exactly(8), exactly(8), (0, 0), "all"),
        (exactly(8), exactly(8), (0, 1), "at most 100%"),
        # The whole does not say whose part of it is open.
        (at_least(17), at_least(100), (0, 0), "about 17%"),
        (at_least(8), at_least(8), (0, 0), "all"),
        (exactly(17), at_least(100), (0, 0), "at most 17%"),
        (exactly(17), Amount(100, 90, 100), (0, 0), "at least 17%"),
        (up_to(17), Amount(100, 83, 100), (0, 0), "at most 17%"),
        (up_to(17), Amount(100, 50, None), (0, 0), "about 17%"),
        (exactly(17), exactly(100), (1, 0), "at least 17%"),
        (exactly(17), exactly(100), (1, 1), "about 17%"),
    ],
)
def test_a_share_keeps_its_bounds(own: Amount, whole: Amount, unknown: tuple[int, int], words: str) -> None:
    assert share_in_words(own, whole, *unknown) == words


# The page


def figure_table(shown: HtmlPage, caption: str) -> dict[str, dict[str, str]]:
    table = shown.table(caption)
    return {
        next(iter(row.values())).text: {name: cell.text for name, cell in row.items()} for row in table.rows
    }


@pytest.mark.slow
def test_france_on_the_day_of_the_article(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/FRA?{DAY}")
    assert shown.title == "France had 1,400 soldiers deployed and 1,100 announced for Mali by 17 January 2013"
    assert "France had four in five of the soldiers deployed for Mali" in shown.texts["shares-title"]
    assert "France went from at least 750 soldiers deployed" in shown.texts["life-title"]


@pytest.mark.slow
def test_its_shares_are_those_of_the_totals(client: TestClient) -> None:
    rows = figure_table(page_of(client, f"/contributors/FRA?{DAY}"), "Its share of each total")
    whole = client.get(f"/api/v1/totals?by=category&operation=mali&category=troops&{DAY}").json()["totals"][0]
    own = client.get(f"/api/v1/totals?by=category&contributor=FRA&category=troops&{DAY}").json()["totals"][0]
    row = rows["Soldiers, all operations"]
    assert row["In place"] == f"{own['deployed']:,}"
    assert row["Its share"] == f"{own['deployed'] / whole['deployed']:.0%} of {whole['deployed']:,}"
    assert row["In all"] == f"{own['total']:,}"
    assert row["Share of all"] == f"{own['total'] / whole['total']:.0%} of {whole['total']:,}"


@pytest.mark.slow
def test_after_its_record_the_page_is_not_empty(client: TestClient) -> None:
    shown = page_of(client, "/contributors/FRA")
    assert shown.title == "At its height, France had 4,000 soldiers deployed for Mali, on 6 February 2013"
    assert "until 15 July 2014" in shown.text
    for day in ("2013-01-17", "2013-02-06", "2014-07-15"):
        assert f"/contributors/FRA?as_of={day}" in shown.links
    assert "6 February 2013" in shown.texts["shares"]
    ground = figure_table(shown, "Its pledges for Operation Serval")["Ground force"]
    assert ground["Most delivered"] == "4,000 soldiers"


@pytest.mark.slow
def test_the_life_line_is_the_timeline(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/TCD?{DAY}")
    rows = shown.table("Day by day").rows
    data = next(link for link in shown.links if "timeline.json" in link)
    items = {item["period"]: item for item in client.get(data + "&limit=1000").json()["items"]}
    assert len(rows) >= 5
    for row in rows:
        day = row["From"].links[0].rpartition("as_of=")[2]
        assert row["From"].links[0].startswith("/contributors/TCD?")
        number = row["Deployed"].text.replace(",", "").removesuffix("+")
        assert number == (str(items[day]["deployed"]) if items[day]["deployed"] else "")


@pytest.mark.slow
def test_promises_are_told_by_their_outcome(client: TestClient) -> None:
    shown = page_of(client, "/contributors/DEU")
    rows = shown.table("Promises with a known outcome").rows
    assert {"Delivered in full", "Delivered, no number to measure it by"} <= {
        row["Outcome"].text for row in rows
    }
    assert "Outcome not recorded:" in shown.texts["kept"]
    assert "broken" not in shown.text.lower()


@pytest.mark.slow
def test_a_refusal_has_its_words_and_its_source(client: TestClient) -> None:
    refusals = page_of(client, f"/contributors/ITA?{DAY}").texts["refusals"]
    assert "Giulio Terzi" in refusals
    assert "Read the original" in refusals
    asked = page_of(client, f"/contributors/CAN?{DAY}").texts["refusals"]
    assert "no decision had been taken" in asked


@pytest.mark.slow
def test_ratios_name_their_year_and_their_source(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/FRA?{DAY}")
    row = shown.table("For its size").find("Measured against", "Per million people")
    # 1,400 of 65,997,932 people.
    assert row["Deployed"].text == "21.2"
    assert "(2013)" in row["Its size"].text
    assert row["Its size"].links[0].startswith("/sources/")
    assert any(link.startswith("/compare?") and "contributor=FRA,TCD" in link for link in shown.links)
    assert "ratios" not in page_of(client, f"/contributors/ECOWAS?{DAY}").ids


@pytest.mark.slow
def test_an_organisation_is_told_by_its_claim_and_not_by_what_is_left(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/ECOWAS?{DAY}")
    assert shown.title.startswith("ECOWAS promised 3,300 soldiers in all for AFISMA by 17 January 2013")
    life = shown.table("The pledge's standing over time")
    assert {row["Said in all"].text for row in life.rows} >= {"3,300", "4,000", "3,500"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "/contributors/UN",
        "/contributors/ALLIES?as_of=2013-01-17",
        "/contributors/EU?as_of=2013-09-30",
        "/contributors/FRA?as_of=2012-01-01",
        "/contributors/FRA?operation=minusma",
        "/contributors/FRA?operation=nowhere",
        "/contributors/FRA?stage=deployed&as_of=2013-02-15",
        "/contributors/USA?unit=none&as_of=2013-01-17",
        "/contributors/JPN?recorded_by=2020-01-01T00:00:00Z",
    ],
)
def test_every_selection_has_a_page(client: TestClient, address: str) -> None:
    shown = page_of(client, address)
    assert len(shown.title) > 20
    assert "None" not in shown.title


def test_a_place_without_words_leaves_none() -> None:
    assert finding(told(numbers(3), place=Place("these operations", ""))) == (
        "The United Kingdom had 3 soldiers deployed by 17 January 2013"
    )


@pytest.mark.slow
def test_each_engine_tells_the_same(any_seeded: Database) -> None:
    with client_of(any_seeded, local_editor=False) as reader:
        ecowas = page_of(reader, f"/contributors/ECOWAS?{DAY}")
        assert ecowas.title.endswith("and its members named all of them")
        france = page_of(reader, "/contributors/FRA")
        assert (
            france.title == "At its height, France had 4,000 soldiers deployed for Mali, on 6 February 2013"
        )
        pledge = page_of(reader, "/pledges/eutm-eu-trainers")
        assert "2 sources say otherwise" in pledge.text
        beside = [link for link in pledge.links if link.startswith("/pledges/eutm-")]
        assert len(beside) >= 2


@pytest.mark.slow
def test_an_empty_record_has_a_page_for_every_country(database: Database) -> None:
    with client_of(database, local_editor=False) as reader:
        shown = page_of(reader, "/contributors/FRA")
    assert shown.title == "No pledge of France is in this record"
    assert shown.tables == []
