"""Contributors side by side: what the page finds, that its numbers agree everywhere, and whom it leaves out."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from app.contributors.commands import known_indicators, put_indicator
from app.contributors.directory import Directory
from app.contributors.schemas import IndicatorCreate
from app.figures.chosen import Chosen
from app.figures.compare.ground import rated_of
from app.figures.compare.schemas import Side
from app.figures.compare.words import numbers_of_sides, said_of_sides
from app.figures.ratios import BILLIONTHS, Denominator, ratio_figure
from app.figures.schemas import Amount, Numbers
from app.figures.words import figure
from app.ledger.change import changing
from app.pledges.filter import PER
from app.sheets.loader import load_folder
from tests.conftest import copy_of, open_sqlite
from tests.figures.made import at_least, exactly, giver, numbers
from tests.figures.pages import Page
from tests.figures.test_odd_records import reader_of
from tests.figures.valid import check_figure
from tests.support.frames import frame_of
from tests.support.html_page import HtmlPage, page_of
from tests.support.long import examples
from tests.support.records import CONTRIBUTORS, Row, records, write_sheets

FIVE = "FRA,TCD,NGA,CIV,ECOWAS"
DAYS = ("2013-01-11", "2013-01-17", "2013-02-15", "2013-07-01", "2013-07-15", "2014-06-30", "2014-07-16")


def side(code: str, held: Numbers, size: int | None = None, per: str = "population", **more: Any) -> Side:
    one = giver(code, held, **more)
    sizes = {} if size is None else {per: Denominator(per, size, 2013, 1, "A yearbook")}
    return Side(one, False, sizes, rated_of(one, sizes.get(per)))


def finding(*sides: Side, per: str = "", which: str = "") -> str:
    plain = [Side(one.giver, one.is_organisation, one.sizes, one.rated if per else None) for one in sides]
    return said_of_sides(plain, "people", "troops", per, Chosen(" by some", which))


def test_two_are_told_against_each_other() -> None:
    france, chad = side("FRA", numbers(3200)), side("TCD", numbers(1600))
    assert finding(chad, france) == "FRA had deployed twice as many soldiers as TCD"
    assert finding(side("FRA", numbers(1650)), chad) == "FRA and TCD had deployed about as many soldiers"
    assert finding(side("FRA", numbers(16_100)), chad) == "FRA had deployed 10 times as many soldiers as TCD"
    assert finding(side("FRA", numbers(2000)), chad) == "FRA had deployed 1.3 times as many soldiers as TCD"


def test_what_else_was_chosen_is_not_left_out() -> None:
    sides = side("FRA", numbers(3200)), side("TCD", numbers(1600))
    said = "FRA had deployed twice as many soldiers as TCD"
    assert finding(*sides, which=" in pledges that mention “Gao”") == f"Among those chosen: {said}"
    assert finding(sides[0], side("TCD", Numbers()), which=" x").count("Among those chosen") == 1


def test_of_more_than_two_the_first_is_told_against_the_next() -> None:
    sides = [side("FRA", numbers(4000)), side("TCD", numbers(1800, 200)), side("NGA", numbers(150))]
    assert finding(*sides) == (
        "FRA had deployed the most soldiers of the 3 compared, 4,000: 2.2 times as many as TCD"
    )


def test_what_nobody_has_deployed_is_told_by_its_promises() -> None:
    sides = [side("FRA", numbers(0, 30)), side("TCD", numbers(0, 0, 10))]
    assert finding(*sides) == "FRA had promised 3 times as many soldiers as TCD"


def test_bounds_make_a_multiple_less_than_exact() -> None:
    chad = side("TCD", numbers(100))
    opened = side("FRA", Numbers(at_least(300), exactly(0), exactly(0)))
    ranged = side("FRA", Numbers(Amount(300, 300, 400), exactly(0), exactly(0)))
    assert finding(opened, chad) == "FRA had deployed at least 3 times as many soldiers as TCD"
    assert finding(ranged, chad) == "FRA had deployed at least 3 times as many soldiers as TCD"
    few = side("TCD", Numbers(at_least(100), exactly(0), exactly(0)))
    assert finding(side("FRA", numbers(300)), few) == "FRA had deployed about 3 times as many soldiers as TCD"


def test_a_ratio_turns_the_order() -> None:
    sides = side("FRA", numbers(3200), 66_000_000), side("TCD", numbers(2000), 13_000_000)
    assert finding(*sides, per="population") == (
        "Per million people, TCD had deployed 3.2 times as many soldiers as FRA"
    )
    said = numbers_of_sides(sides, "people", "troops", "population", date(2013, 1, 17))
    assert (
        said
        == "In force on 17 January 2013, soldiers per million people: TCD 154 and FRA 48.5. Population of 2013."
    )


def test_who_has_no_size_is_left_out_by_name() -> None:
    bloc = giver("ECOWAS", numbers(100))
    sides = [
        side("FRA", numbers(3200), 318_000, "armed_forces"),
        side("CIV", numbers(500)),
        side("ISL", numbers(5), 0, "armed_forces"),
        Side(bloc, True),
    ]
    said = numbers_of_sides(sides, "people", "troops", "armed_forces", date(2013, 1, 17))
    assert "FRA 10.1." in said
    assert "an organisation has no size of its own: ECOWAS." in said
    assert "The armed forces of CIV are not in this record" in said
    assert "ISL had no armed forces to divide by" in said
    # One alone cannot be compared, and a claim about some is not made of all.
    assert finding(*sides, per="armed_forces") == "Among those chosen: FRA alone had soldiers deployed"


def test_without_any_size_the_title_says_so() -> None:
    bloc = Side(giver("ECOWAS", numbers(100)), True)
    assert finding(bloc, bloc, per="gdp") == (
        "Soldiers per billion US dollars of GDP can only be said of countries"
    )
    assert finding(bloc, side("CIV", numbers(5)), per="gdp").endswith("the sizes are not in this record")


def test_years_that_differ_are_told_apart() -> None:
    sides = [side("FRA", numbers(3200), 66_000_000), side("TCD", numbers(2000), 13_000_000)]
    older = Denominator("population", 60_000_000, 2011, 1, "A yearbook")
    third = Side(
        giver("NGA", numbers(5)), False, {"population": older}, rated_of(giver("NGA", numbers(5)), older)
    )
    said = numbers_of_sides([*sides, third], "people", "troops", "population", date(2013, 1, 17))
    assert said.endswith("Population of 2011 (NGA) and 2013 (FRA and TCD).")


def items_at(client: TestClient, page: HtmlPage, by: str) -> list[dict[str, Any]]:
    link = next(link for link in page.links if link.startswith("/compare.json") and link.endswith(f"by={by}"))
    found: list[dict[str, Any]] = client.get(f"{link}&limit=1000").json()["items"]
    return found


def check_chart(items: list[dict[str, Any]], page: HtmlPage, per: str) -> None:
    """The chart and its table have each contributor's numbers as the data have them."""
    plot = Page(page.response.text).plot("compare")
    check_figure(plot)
    drawn = {
        (trace["meta"]["token"], code): x
        for trace in plot.get("data", [])
        if trace["type"] == "bar"
        for code, x in zip(trace["y"], trace["x"], strict=True)
    }
    ending = "_per" if per else ""
    for row in items:
        for name in ("deployed", "committed", "announced"):
            number = row[f"{name}{ending}"]
            assert drawn.get((name, row["contributor"])) == (
                pytest.approx(number, abs=2e-9) if number else None
            )


def check_table(items: list[dict[str, Any]], page: HtmlPage, per: str) -> None:
    table = next(table for table in page.tables if "Said besides" in table.columns)
    texts = {row["Contributor"].text: row for row in table.rows}
    for row in items:
        cells = texts[NAMES[row["contributor"]]]
        number = row["total_per" if per else "total"]
        said = cells["In all"].text.replace("nothing recorded", "").rstrip("–+ ")
        words = ratio_figure(round((number or 0) * BILLIONTHS)) if per else figure(number, row["unit"])
        assert (words if number else "") in said
        if per and row["denominator"]:
            assert f"({row['denominator_year']})" in cells["Divided by"].text


NAMES = {
    "FRA": "France",
    "TCD": "Chad",
    "NGA": "Nigeria",
    "CIV": "Côte d'Ivoire",
    "ECOWAS": "Economic Community of West African States",
}


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_chart_table_and_data_agree(client: TestClient, day: str) -> None:
    for per in ("", PER[DAYS.index(day) % len(PER)]):
        address = f"/compare?contributor={FIVE}&operation=mali&as_of={day}" + (f"&per={per}" if per else "")
        page = page_of(client, address)
        if not any(table.rows for table in page.tables):
            continue
        items = items_at(client, page, "contributor")
        check_chart(items, page, per)
        check_table(items, page, per)
        # Operation by operation the rows add up to what the chart draws.
        sums: dict[str, float] = {}
        for row in items_at(client, page, "contributor,operation"):
            number = row["total_per" if per else "total"]
            sums[row["contributor"]] = sums.get(row["contributor"], 0) + (number or 0)
        for row in items:
            assert sums[row["contributor"]] == pytest.approx(
                row["total_per" if per else "total"] or 0, abs=1e-7
            )


@pytest.mark.slow
@pytest.mark.parametrize("caption", ["By category", "Soldiers"])
def test_each_number_leads_to_the_pledges_that_make_it(client: TestClient, caption: str) -> None:
    page = page_of(client, f"/compare?contributor={FIVE}&operation=mali&as_of=2013-02-15")
    table = [one for one in page.tables if one.caption.startswith(caption)][-1]
    seen = 0
    for row in table.rows:
        for cell in list(row.values())[1:]:
            if not cell.links:
                assert cell.text == ""
                continue
            [link] = cell.links
            rows = client.get(link.replace("/pledges?", "/pledges.json?") + "&limit=1000").json()["items"]
            total = sum((row[name] or 0) for row in rows for name in ("deployed", "committed", "announced"))
            assert rows
            assert cell.text.startswith(figure(total, rows[0]["unit"]) if total else ("", "3", "d", "a", "n"))
            seen += bool(total)
    assert seen > 3


@pytest.mark.slow
def test_ratios_leave_organisations_out_and_say_so(client: TestClient) -> None:
    page = page_of(client, f"/compare?contributor={FIVE}&operation=mali&as_of=2013-02-15&per=armed_forces")
    assert "an organisation has no size of its own: ECOWAS" in page.text
    assert "The armed forces of Côte d'Ivoire are not in this record: left out." in page.text
    columns = next(table for table in page.tables if table.caption.startswith("By category")).columns
    assert columns == ["Category", "France", "Chad", "Nigeria"]
    assert {trace for trace, *_ in Page(page.response.text).bar_widths("compare").items()} == {
        "FRA",
        "TCD",
        "NGA",
    }
    absolute = page_of(client, f"/compare?contributor={FIVE}&operation=mali&as_of=2013-02-15")
    assert "ECOWAS" in next(t for t in absolute.tables if t.caption.startswith("By category")).columns


@pytest.mark.slow
def test_sizes_name_their_year_and_lead_to_their_source(client: TestClient) -> None:
    page = page_of(client, "/compare?contributor=FRA,CIV,ECOWAS&operation=mali&as_of=2012-12-31")
    table = page.table("Population, economy and armed forces")
    assert table.find("Contributor", "France")["Population"].text.endswith("(2012)")
    assert client.get(table.find("Contributor", "France")["Population"].links[0]).status_code == 200
    assert table.find("Contributor", NAMES["CIV"])["Armed forces"].text == "not in this record"
    assert table.find("Contributor", NAMES["ECOWAS"])["Population"].text == "an organisation: none"


@pytest.mark.slow
def test_at_most_eight_are_compared(client: TestClient) -> None:
    nine = "FRA,TCD,NGA,DEU,GBR,USA,CAN,SEN,TGO"
    page = page_of(client, f"/compare?contributor={nine}&operation=mali&as_of=2013-02-15")
    assert "Left out: Togo. Eight can be compared." in page.notices
    assert len(Page(page.response.text).bar_widths("compare")) == 8
    assert "Eight are chosen" in page.response.text


@pytest.mark.slow
def test_adding_one_makes_an_address_that_names_all(client: TestClient) -> None:
    answer = client.get("/compare?contributor=FRA&add=TCD&as_of=2013-02-15", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/compare?contributor=FRA,TCD&operation=mali&as_of=2013-02-15"
    # The same address with an ending is its data.
    rows = client.get(answer.headers["location"].replace("/compare?", "/compare.json?")).json()["items"]
    assert {row["contributor"] for row in rows} == {"FRA", "TCD"}


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?contributor=FRA", "?contributor=Narnia,FRA", "?per=gdp"])
def test_fewer_than_two_get_a_way_to_choose(client: TestClient, query: str) -> None:
    page = page_of(client, f"/compare{query}")
    assert page.title == "Compare contributors"
    ways = [link for link in page.links if re.match(r"/compare\?.*contributor=[A-Z]+,[A-Z]+", link)]
    assert len(ways) >= 4
    for way in ways:
        assert page_of(client, way).title != "Compare contributors"
    assert ("Narnia" in page.notices) == ("Narnia" in query)


@pytest.mark.slow
def test_nobody_is_called_giving_who_is_not_there(client: TestClient) -> None:
    page = page_of(client, "/compare?contributor=FRA,BRA&operation=mali&as_of=2013-02-15")
    assert page.title == "Among those chosen: France alone had soldiers deployed"
    assert "no soldiers recorded" in page.text
    empty = page_of(client, "/compare?contributor=BRA,ARG&operation=mali&as_of=2013-02-15")
    assert "No pledge is what you asked for on this day." in empty.text


@pytest.mark.slow
def test_a_day_after_the_record_says_so(client: TestClient) -> None:
    page = page_of(client, "/compare?contributor=FRA,TCD&operation=mali&as_of=2014-08-01")
    assert page.title.startswith("This record follows Mali until 15 July 2014")
    assert "/compare?operation=mali&contributor=FRA,TCD&as_of=2013-01-17" in page.links


@pytest.mark.slow
def test_the_chart_can_be_embedded(client: TestClient) -> None:
    page = client.get("/embed/compare?contributor=FRA,TCD&operation=mali&as_of=2013-02-15")
    assert page.status_code == 200
    assert "France had deployed 2.2 times as many soldiers as Chad" in page.text
    picture = client.get("/embed/compare.svg?contributor=FRA,TCD&operation=mali&as_of=2013-02-15")
    assert "2.2 times as many" in picture.text
    assert client.get("/embed/compare?contributor=FRA&as_of=2013-02-15").status_code == 200


@pytest.mark.slow
def test_every_link_answers_and_data_are_read_without_options(client: TestClient) -> None:
    page = page_of(client, "/compare?contributor=FRA,TCD&operation=mali&per=population&as_of=2013-02-15")
    links = [link for link in page.main_links if not link.startswith(("/pledges/new", "/embed"))]
    assert [link for link in links if client.get(link).status_code != 200] == []
    files = [link for link in links if ".csv?" in link]
    assert len(files) >= 4
    for link in files:
        assert len(frame_of(StringIO(client.get(link).text))) > 0
    assert all("per=" not in link for link in links if link.startswith("/pledges"))


def put_sizes(change: Any) -> None:
    directory, known = Directory(change.session), known_indicators(change.session)
    for code, people in (("FRA", 66_000_000), ("TCD", 13_000_000), ("NGA", 7)):
        sizes = {"contributor": code, "year": 2013, "population": people, "source": {"title": "A yearbook"}}
        put_indicator(change, IndicatorCreate.model_validate(sizes), directory, known)


@pytest.mark.slow
@given(records())
@examples(6)
def test_any_record_can_be_compared(
    empty_file: Any, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    database = open_sqlite(copy_of(empty_file, folder))
    with changing(database, "test") as change:
        load_folder(change, write_sheets(rows, folder / "sheets"), lambda _rows: None)
        put_sizes(change)
    everybody = ",".join((*CONTRIBUTORS, "ECOWAS"))
    with reader_of(database, "war") as client:
        for per in ("", "population"):
            query = f"contributor={everybody}&operation=war&as_of=2013-01-20" + (f"&per={per}" if per else "")
            page = page_of(client, f"/compare?{query}")
            if any(table.rows for table in page.tables):
                items = client.get(f"/compare.json?{query}&by=contributor&limit=1000").json()["items"]
                units = {row["unit"] for row in items} - {"none"}
                # Troops are the only people, and come first; what else the page counts is sure where it is one unit.
                if unit := "people" if "people" in units else units.pop() if len(units) == 1 else "":
                    check_chart([row for row in items if row["unit"] == unit], page, per)
    database.close()
