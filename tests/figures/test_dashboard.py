"""Every number of a dashboard: sentence, table, chart, placeholder, data and database agree, whatever is chosen."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.figures.schemas import PROMISED
from app.pledges.filter import parse_filter
from app.pledges.scope import scope_of
from tests.figures.pages import Page
from tests.figures.valid import check_figure

pytestmark = pytest.mark.slow

DAYS = ("2013-01-11", "2013-01-17", "2013-02-15", "2013-07-15", "2014-06-30", "2014-07-16", "2012-01-01")
FILTERS = (
    "",
    "category=aircraft",
    "category=funding",
    "contributor=CAN",
    "contributor=FRA,TCD",
    "member_of=ECOWAS",
    "stage=committed",
    "unit=people",
    "q=gao",
    "category=personnel",
)
OPERATIONS = ("mali", "serval", "afisma", "fatim", "eutm-mali", "minusma", "addis-2013", "mali-other")
ADDRESSES = [
    *(f"/?as_of={day}" for day in DAYS),
    *(f"/?{chosen}" for chosen in FILTERS if chosen),
    *(f"/?as_of=2013-07-15&{chosen}" for chosen in FILTERS if chosen),
    *(f"/operations/{code}" for code in OPERATIONS),
]


# The record that all tests read does not change, so each page is asked for once.
SEEN: dict[str, Page] = {}


def page(client: TestClient, address: str) -> Page:
    if address not in SEEN:
        answer = client.get(address)
        assert answer.status_code == 200
        SEEN[address] = Page(answer.text)
    return SEEN[address]


def numbers_in(text: str) -> set[int]:
    """The numbers of a text, whole days left out; "318 million" is 318,000,000."""
    bare = re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}", "", text)
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)( million)?", bare)
    return {round(float(n.replace(",", "")) * (1_000_000 if million else 1)) for n, million in found}


def written(cell: str) -> int:
    """The figure of a cell of a table; 0 where nothing is recorded."""
    found = sorted(numbers_in(cell))
    return 0 if "nothing recorded" in cell or not found else found[0] if " to " in cell else found[-1]


def totals_of(table: list[list[str]]) -> list[int]:
    """Deployed, committed, announced and their sum, as the table's last row says."""
    return [written(cell) for cell in table[-1][1:5]]


def sums_of(plot: dict[str, Any]) -> dict[str, int]:
    bars = [trace for trace in plot.get("data", []) if trace["type"] == "bar"]
    return {trace["meta"]["token"]: sum(x or 0 for x in trace["x"]) for trace in bars}


def items_of(client: TestClient, address: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows and totals behind a figure's JSON link."""
    link = next(href for href in page(client, address).hrefs() if "/totals.json" in href)
    answer = client.get(link)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return body["items"], body["totals"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_figure_by_contributor_is_its_data(client: TestClient, address: str) -> None:
    found = page(client, address)
    table = found.tables.get("contributors-data")
    if table is None:
        assert "No pledge" in found.headline or "Nothing is recorded" in found.headline
        return
    items, totals = items_of(client, address)
    assert len(totals) == 1
    expected = [totals[0][name] for name in (*PROMISED, "total")]
    assert totals_of(found.tables["contributors-data"]) == expected
    plot = found.plot("contributors")
    if plot:
        check_figure(plot)
    charted = {key for trace in plot.get("data", []) for key in trace["y"]}
    for name in PROMISED:
        drawn = sum(row[name] for row in items if row["contributor"] in charted)
        assert sums_of(plot).get(name, 0) == drawn
    assert len([row for row in items if row["total"]]) <= 15 or len(charted) == 15 + len(words_of(found))


def words_of(found: Page) -> list[str]:
    """Rows of the chart that have words and no bar."""
    return [key for key, pieces in found.bar_widths("contributors").items() if not pieces]


@pytest.mark.parametrize("address", ADDRESSES)
def test_placeholder_is_the_plot(client: TestClient, address: str) -> None:
    found = page(client, address)
    plot = found.plot("contributors")
    if not plot:
        return
    reach = plot["layout"]["xaxis"]["range"][1]
    widths = found.bar_widths("contributors")
    for trace in (trace for trace in plot["data"] if trace["type"] == "bar"):
        for key, value in zip(trace["y"], trace["x"], strict=True):
            drawn = widths[key].get(trace["meta"]["token"], 0)
            assert drawn == pytest.approx(100 * (value or 0) / reach, abs=0.001)


@pytest.mark.parametrize("address", ADDRESSES)
def test_sentence_and_headline_have_the_numbers_of_the_table(client: TestClient, address: str) -> None:
    found = page(client, address)
    if "contributors-data" not in found.tables or "This record follows" in found.headline:
        return
    *parts, total = totals_of(found.tables["contributors-data"])
    said = numbers_in(found.sentence("contributors"))
    assert {n for n in (*parts, total) if n} <= said
    in_headline = numbers_in(found.headline.partition("“")[0])
    assert in_headline <= {*parts, total, 0}
    assert not total or total in in_headline
    figures = list(found.key_figures().values())[:3]
    assert [written(figure) for figure in figures] == parts or "not counted in numbers" in found.headline


@pytest.mark.parametrize("address", ADDRESSES)
def test_line_over_time_ends_where_the_bars_are(client: TestClient, address: str) -> None:
    found = page(client, address)
    plot = found.plot("over-time")
    if not plot or "This record follows" in found.headline:
        return
    check_figure(plot)
    ends = {trace["meta"]["token"]: trace["y"][-1] for trace in plot["data"]}
    *parts, _total = totals_of(found.tables["contributors-data"])
    assert [ends.get(name, 0) for name in PROMISED] == parts
    newest = found.tables["over-time-data"][1]
    assert [written(cell) for cell in newest[1:4]] == parts


@pytest.mark.parametrize("address", ["/", "/?as_of=2013-07-15", "/operations/minusma", "/?category=aircraft"])
def test_csv_beside_a_figure_is_its_table(client: TestClient, address: str) -> None:
    found = page(client, address)
    link = next(href for href in found.hrefs() if "/totals.csv" in href)
    rows = list(csv.DictReader(io.StringIO(client.get(link).text)))
    table = found.tables["contributors-data"][1:-1] + found.tables.get("contributors-more", [])[1:]
    assert sorted(int(row["total"]) for row in rows) == sorted(written(row[4]) for row in table)
    assert sum(int(row["deployed"]) for row in rows) == totals_of(found.tables["contributors-data"])[0]


def test_the_founding_day(client: TestClient) -> None:
    found = page(client, "/")
    assert found.headline == "Of 8,264 soldiers promised for Mali by 17 January 2013, 1,720 were deployed"
    assert found.title == f"{found.headline} · Muster"
    assert found.key_figures() == {
        "Soldiers deployed": "1,720",
        "Committed": "5,444",
        "Announced": "1,100",
        "Aircraft deployed": "19",
        "Declined": "5",
        "Asked for more": "4",
    }
    france = next(row for row in found.tables["contributors-data"] if row[0] == "France")
    assert france[1:5] == ["1,400", "–nothing recorded", "1,100", "2,500"]
    widths = found.bar_widths("contributors")
    assert widths["DEU"] == widths["ITA"] == {}


def test_day_with_no_number_shows_none_as_zero(client: TestClient) -> None:
    found = page(client, "/?as_of=2013-01-11")
    assert found.headline == "Soldiers were deployed for Mali by 11 January 2013, the number not given"
    assert found.key_figures()["Soldiers deployed"] == "not given"
    assert found.plot("contributors") == {}
    france = next(row for row in found.tables["contributors-data"] if row[0] == "France")
    assert "0" not in "".join(france[1:5])


@pytest.mark.parametrize("address", ["/", "/?as_of=2013-02-15", "/operations/eutm-mali"])
def test_every_key_figure_leads_to_its_rows(client: TestClient, address: str) -> None:
    found = page(client, address)
    links = re.findall(r'<dd class="kpi-figure[^"]*"><a href="([^"]*)"', found.text)
    values = [value for value in found.key_figures().values() if value != "none"]
    assert len(links) == len(values)
    for link in links:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in found.text
        else:
            assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_row_links_lead_to_the_pledges_that_make_it(client: TestClient) -> None:
    found = page(client, "/?as_of=2013-07-15")
    soldiers = "/pledges?operation=mali&contributor=NGA&category=troops,"
    links = {href for href in found.hrefs() if href.startswith(soldiers) and "as_of=2013-07-15" in href}
    [link] = {href for href in links if "sort" not in href}
    database = client.app.state.database  # type: ignore[attr-defined]
    with database.reading() as reader:
        parsed = parse_filter([tuple(part.split("=", 1)) for part in link.partition("?")[2].split("&")])  # type: ignore[misc]
        assert not parsed.faults
        assert not scope_of(reader, parsed.filter).faults
    assert (parsed.filter.contributor, parsed.filter.unit) == (("NGA",), "people")
    assert parsed.filter.category == ("troops", "uniformed-personnel")
    assert client.get(link).text.count("/pledges/minusma-nga") == 1
