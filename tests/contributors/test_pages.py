"""The contributors' pages, on the real record."""

import pytest
from starlette.testclient import TestClient

from tests.support.html_page import HtmlPage, Table, broken_links, page_of

pytestmark = pytest.mark.slow

DAY = "as_of=2013-01-17"


def countries(client: TestClient, query: str = DAY) -> Table:
    return page_of(client, f"/contributors?{query}").table("Countries")


# Everybody


def test_france_has_both_numbers_and_its_aircraft(client: TestClient) -> None:
    row = countries(client).find("Contributor", "France")
    assert [row[name].text for name in ("Deployed", "Committed", "Announced")] == ["1,400", "", "1,100"]
    # Eight fighters and two tankers; of the drones no number is known.
    assert row["Aircraft"].text == "10 and more deployed"
    assert row["Contributor"].links == [f"/contributors/FRA?{DAY}"]


@pytest.mark.parametrize("name", ["Germany", "Italy"])
def test_a_refusal_is_words_and_never_a_zero(client: TestClient, name: str) -> None:
    row = countries(client).find("Contributor", name)
    assert "1 declined" in row["Pledges by stage"].text
    assert [row[column].text for column in ("Deployed", "Committed", "Announced")] == ["", "", ""]


def test_a_number_that_no_source_gives_is_said_so(client: TestClient) -> None:
    row = countries(client, "as_of=2013-01-11").find("Contributor", "France")
    assert row["Deployed"].text == "not given"


def test_the_numbers_are_those_of_the_totals(client: TestClient) -> None:
    address = f"/api/v1/totals?by=contributor&category=troops,uniformed-personnel&{DAY}"
    names = {
        item["code"]: item["name"] for item in client.get("/api/v1/contributors?limit=1000").json()["items"]
    }
    table = countries(client)
    told = 0
    for item in client.get(address).json()["items"]:
        if item["contributor"] in ("ECOWAS", "EU", "ALLIES"):
            continue
        row = table.find("Contributor", names[item["contributor"]])
        for column in ("deployed", "committed", "announced"):
            told += bool(item[column])
            text = row[column.capitalize()].text
            assert text == (f"{item[column]:,}" if item[column] else ""), (item, column)
    assert told >= 12


def test_an_organisation_says_what_it_said_as_a_whole(client: TestClient) -> None:
    table = page_of(client, "/contributors?as_of=2013-01-15").table("Organisations")
    row = table.find("Contributor", "Economic Community of West African States")
    assert (
        row["What it said"].text
        == "West African force: 3,300 soldiers committed in all, 1,900 not yet named by members"
    )


def test_whoever_pledged_nothing_is_folded(client: TestClient) -> None:
    shown = page_of(client, f"/contributors?{DAY}")
    assert "contributors without a pledge in this record on 17 January 2013" in shown.texts["others"]
    assert "Japan" in shown.texts["others"]
    assert "Japan" not in {row["Contributor"].text for row in shown.table("Countries").rows}
    assert f"/contributors/JPN?{DAY}" in shown.links


@pytest.mark.parametrize("words", ["Ivory Coast", "cote d'ivoire", "CÔTE D’IVOIRE", "ivoire", "CIV"])
def test_search_knows_accents_and_other_names(client: TestClient, words: str) -> None:
    table = countries(client, f"as_of=2013-06-01&q={words}")
    assert [row["Contributor"].text for row in table.rows] == ["Côte d'Ivoire"]


def test_search_knows_how_institutions_write(client: TestClient) -> None:
    shown = page_of(client, "/contributors?q=United Republic of Tanzania")
    assert "Tanzania" in shown.texts["others"]
    assert shown.texts["others"].count("\n") < 10


def test_nobody_found_says_what_to_change(client: TestClient) -> None:
    shown = page_of(client, "/contributors?q=Atlantis")
    assert "No country or organisation of this record is what you asked for." in shown.text
    assert shown.tables == []


def test_members_of_an_organisation_on_the_day(client: TestClient) -> None:
    names = {row["Contributor"].text for row in countries(client, f"member_of=ECOWAS&{DAY}").rows}
    assert "Nigeria" in names
    assert not {"Chad", "France", "Mauritania"} & names


def test_a_category_counts_its_own_people(client: TestClient) -> None:
    shown = page_of(client, "/contributors?category=trainers&as_of=2013-04-24")
    assert "count people in the category chosen" in shown.text
    assert shown.table("Countries").find("Contributor", "France")["Deployed"].text == "48"


def test_sorting_puts_the_largest_first(client: TestClient) -> None:
    table = countries(client, f"{DAY}&sort=-deployed")
    assert table.rows[0]["Contributor"].text == "France"
    assert table.sorted == {"Deployed": "descending"}
    assert table.sort_links["Deployed"] == f"/contributors?{DAY}&sort=deployed"


@pytest.mark.parametrize(("query", "notice"), [("sort=size", "sort 'size'"), ("x=1", "x is no parameter")])
def test_what_is_not_understood_is_named(client: TestClient, query: str, notice: str) -> None:
    shown = page_of(client, f"/contributors?{query}")
    assert f"Left out: {notice}" in shown.notices
    assert len(shown.table("Countries").rows) > 50


# One contributor


@pytest.mark.parametrize(
    ("written", "code"),
    [("fra", "FRA"), ("FR", "FRA"), ("France", "FRA"), ("Ivory Coast", "CIV"), ("UK", "GBR"), ("cedeao", "ECOWAS")],
)  # fmt: skip
def test_every_name_leads_to_the_code(client: TestClient, written: str, code: str) -> None:
    answer = client.get(f"/contributors/{written}?{DAY}&operation=serval", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"/contributors/{code}?{DAY}&operation=serval"


def test_an_organisation_wins_over_a_country_of_two_letters(client: TestClient) -> None:
    assert page_of(client, "/contributors/AU").title.startswith("The African Union had promised")


@pytest.mark.parametrize("code", ["ATLANTIS", "%00", "FRA%0A1"])
def test_nobody_by_that_name(client: TestClient, code: str) -> None:
    assert client.get(f"/contributors/{code}").status_code == 404


def test_figures_are_those_of_the_totals(client: TestClient) -> None:
    totals = client.get("/api/v1/totals?by=operation&contributor=DEU&as_of=2013-04-24").json()["items"]
    names = {item["code"]: item["name"] for item in client.get("/api/v1/operations").json()["items"]}
    rows = page_of(client, "/contributors/DEU?as_of=2013-04-24").table("Figures by operation").rows
    shown = {(row["Operation"].text, row["Counted in"].text): row for row in rows}
    assert len(totals) >= 5
    for item in totals:
        unit = "not counted in numbers" if item["unit"] == "none" else item["unit"]
        row = shown[names[item["operation"]], unit]
        for name in ("deployed", "committed", "announced"):
            assert row[name.capitalize()].text.replace(",", "") == (str(item[name]) if item[name] else "")


def test_a_sum_over_operations_says_what_it_cannot_say(client: TestClient) -> None:
    shown = page_of(client, "/contributors/DEU?as_of=2013-04-24")
    people = next(
        row
        for row in shown.table("Figures by operation").rows
        if row["Operation"].text == "In all" and row["Counted in"].text == "aircraft"
    )
    assert people["Most ever delivered"].text == ""
    assert "What was ever delivered is not summed over several operations" in shown.text


def test_what_it_declined_stands_apart(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/DEU?{DAY}")
    declined = shown.texts["refusals"]
    assert "Combat troops" in declined
    assert "Declined" in declined
    assert "soldiers" not in declined
    tables = [table for table in shown.tables if table.caption.startswith("Its pledges for")]
    assert "Combat troops" not in {row["What"].text for table in tables for row in table.rows}
    assert "2 pledges: 1 deployed, 1 declined." in shown.text


def test_memberships_have_their_days(client: TestClient) -> None:
    row = (
        page_of(client, f"/contributors/GBR?{DAY}")
        .table("Memberships")
        .find("Organisation", "European Union")
    )
    assert [row[c].text for c in ("Since", "Until", "On the day shown")] == [
        "1 Jan 1973",
        "31 Jan 2020",
        "member",
    ]
    later = page_of(client, "/contributors/GBR?as_of=2021-01-01").table("Memberships")
    assert later.find("Organisation", "European Union")["On the day shown"].text == "not a member"


def test_sizes_have_their_year_and_their_source(client: TestClient) -> None:
    shown = page_of(client, "/contributors/FRA")
    row = shown.table("Population, economy and armed forces").find("Year", "2012")
    assert [row[c].text for c in ("Population", "Armed forces")] == ["65,657,659", "325,600"]
    assert "World Bank" in shown.texts["contributor"]


def test_an_organisations_members_and_their_shares(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/ECOWAS?{DAY}")
    table = shown.table("What members named")
    nigeria = table.find("Member", "Nigeria")
    assert nigeria["As part of its pledges"].text == "Troops: 80 soldiers deployed, 1,120 more committed"
    assert f"/pledges/afisma-nga-troops?{DAY}" in nigeria["As part of its pledges"].links
    assert nigeria["On the day shown"].text == "member"
    # Members that named nothing are listed by name; who left before the day, or never belonged, is not.
    assert "6 other members on 17 January 2013" in shown.texts["members"]
    assert "Liberia" in shown.texts["members"]
    assert not any(name in shown.texts["members"] for name in ("Mauritania", "Chad"))


def test_a_filter_narrows_its_figures(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/FRA?operation=serval&unit=aircraft&{DAY}")
    assert {row["Counted in"].text for row in shown.table("Figures by operation").rows} == {"aircraft"}
    assert "Ground force" not in shown.text


def test_another_contributor_means_nothing_here(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/FRA?contributor=DEU&{DAY}")
    assert "contributor means nothing here" in shown.notices
    assert "Ground force" in shown.text


def test_nothing_on_the_day_says_what_to_change(client: TestClient) -> None:
    shown = page_of(client, f"/contributors/JPN?{DAY}")
    assert "No pledge of Japan is what you asked for on this day." in shown.text


@pytest.mark.parametrize(
    "address", [f"/contributors?{DAY}&member_of=ECOWAS", f"/contributors/ECOWAS?{DAY}", "/contributors/DEU"]
)
def test_every_link_answers(client: TestClient, address: str) -> None:
    assert broken_links(client, address) == []


def test_words_stay_words(client: TestClient) -> None:
    answer = client.get('/contributors?q=<script>alert("x")</script>')
    assert "<script>alert" not in answer.text
    assert 'alert("x")' not in answer.text
    assert "No country or organisation" in HtmlPage(answer).text
