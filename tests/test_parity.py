"""A page, its JSON and its CSV hold the same numbers: whoever follows a link to the data finds what the page said."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

pytestmark = pytest.mark.slow

NUMBERS = ("deployed", "committed", "announced")
SCALES = {"million": 1_000_000, "billion": 1_000_000_000}
# What the list of contributors counts as people.
SOLDIERS = "troops,uniformed-personnel"
DAYS = ("2013-01-11", "2013-01-17", "2013-02-15", "2013-07-15", "2014-06-30")


class Tables(HTMLParser):
    """A page's tables: a caption, and rows of text by column; and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.links: list[str] = []
        self._place = ""
        self._text = ""
        self._caption = ""
        self._columns: list[str] = []
        self._row: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (address := dict(attrs).get("href")):
            self.links.append(address)
        if tag in ("caption", "thead", "tbody", "tfoot"):
            self._place = tag
        if tag == "tr":
            self._row = []
        if tag in ("caption", "th", "td"):
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self._caption = " ".join(self._text.split())
            self.tables[self._caption] = []
        if tag in ("th", "td"):
            self._row.append(" ".join(self._text.split()))
        if tag == "tr" and self._place == "thead":
            self._columns = self._row
        if tag == "tr" and self._place == "tbody":
            self.tables[self._caption].append(dict(zip(self._columns, self._row, strict=True)))

    def under(self, caption: str) -> list[dict[str, str]]:
        """The rows of every table whose caption begins so."""
        return [row for name, rows in self.tables.items() if name.startswith(caption) for row in rows]

    def data_at(self, beginning: str) -> str:
        """The address of data that the page offers, by its beginning."""
        return next(address for address in self.links if address.startswith(beginning))


def read(client: TestClient, address: str) -> Tables:
    answer = client.get(address)
    assert answer.status_code == 200
    page = Tables()
    page.feed(answer.text)
    return page


def items(client: TestClient, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while address:
        answer = client.get(address).json()
        found += answer["items"]
        address = answer["next"] or ""
    return found


def same_as_csv(client: TestClient, address: str, rows: list[dict[str, Any]]) -> None:
    """The CSV at the same address has the JSON's numbers."""
    path, _, query = address.partition(".json")
    kept = "&".join(f"{name}={value}" for name, value in parse_qsl(query.lstrip("?")) if name != "limit")
    written = list(csv.DictReader(StringIO(client.get(f"{path}.csv?{kept}").text, newline="")))
    assert len(written) == len(rows)
    for from_csv, from_json in zip(written, rows, strict=True):
        for name, value in from_json.items():
            if isinstance(value, int) and not isinstance(value, bool):
                assert from_csv[name] == str(value)
            elif value is None:
                assert from_csv[name] == ""


def shown(text: str) -> int:
    """The number that a cell shows: "1,400", "about 200", "530+", "222 million"; 0 where it shows none."""
    found = re.search(r"(\d[\d,]*(?:\.\d+)?)(?: (million|billion))?", text)
    if found is None:
        assert "nothing recorded" in text or text in ("none", "not given")
        return 0
    return round(float(found[1].replace(",", "")) * SCALES.get(found[2] or "", 1))


def names(client: TestClient) -> dict[str, str]:
    return {row["name"]: row["code"] for row in items(client, "/contributors.json?limit=1000")}


@pytest.mark.parametrize("day", DAYS)
def test_dashboard_shows_the_numbers_of_its_data(client: TestClient, day: str) -> None:
    page = read(client, f"/operations/mali?as_of={day}")
    address = page.data_at("/operations/mali/totals.json")
    data = items(client, address)
    codes = names(client)
    rows = {codes[row["Contributor"]]: row for row in page.under("By contributor")}
    assert set(rows) == {row["contributor"] for row in data}
    for row in data:
        on_page = rows[row["contributor"]]
        assert tuple(shown(on_page[name.title()]) for name in NUMBERS) == tuple(row[name] for name in NUMBERS)
        assert shown(on_page["In all"]) == row["total"]
        assert shown(on_page["Pledges"]) == row["pledges"]
        assert shown(on_page["Without a number"]) == row["unquantified"]
        for name in NUMBERS:
            assert ("+" in on_page[name.title()]) == (row[f"{name}_high"] is None)
    same_as_csv(client, address, data)


def test_dashboard_draws_what_its_data_add_up_to(client: TestClient) -> None:
    page = read(client, "/operations/mali?as_of=2013-02-15")
    query = urlsplit(page.data_at("/operations/mali/totals.json")).query
    asked = {name: value for name, value in parse_qsl(query) if name != "as_of"}
    steps = page.under("Day by day")
    assert len(steps) > 5
    for step in steps:
        day, month, year = step["From"].split()
        number = {"November": 11, "December": 12, "January": 1, "February": 2}[month]
        on = f"{year}-{number:02}-{int(day):02}"
        answer = client.get("/operations/mali/totals.json", params={**asked, "as_of": on}).json()
        [people] = answer["totals"]
        assert tuple(shown(step[name.title()]) for name in NUMBERS) == tuple(people[name] for name in NUMBERS)


@pytest.mark.parametrize("day", ["2013-01-17", "2013-02-15"])
def test_dashboard_shows_the_requirements_of_its_data(client: TestClient, day: str) -> None:
    rows = read(client, f"/operations/mali?as_of={day}").under("Requirements")
    data = items(client, f"/operations/mali/requirements.json?as_of={day}")
    asked = sorted((row["quantity"], *(row[name] for name in NUMBERS)) for row in data)
    assert (
        sorted((shown(row["Required"]), *(shown(row[n.title()]) for n in NUMBERS)) for row in rows) == asked
    )
    same_as_csv(client, f"/operations/mali/requirements.json?as_of={day}", data)


@pytest.mark.parametrize(
    "query",
    [
        "operation=serval",
        "as_of=2013-02-15&contributor=FRA,TCD,NGA&sort=-deployed",
        "as_of=2013-07-15&category=aircraft",
        "as_of=2013-02-15&stage=declined,requested",
        "as_of=2013-02-15&q=train&unit=people",
    ],
)
def test_list_shows_the_pledges_of_its_data(client: TestClient, query: str) -> None:
    page = read(client, f"/pledges?{query}")
    address = page.data_at("/pledges.json")
    data = items(client, address)[:100]
    rows = page.under("Pledges")
    assert len(rows) == len(data) > 0
    stages = {"requested": "Asked", "closed": "Outcome not in this record"}
    for row, pledge in zip(rows, data, strict=True):
        assert row["Contributor"].startswith(pledge["contributor_name"])
        assert row["Stage"].startswith(
            stages.get(pledge["stage"], pledge["stage"].replace("_", " ").capitalize())
        )
        check_words(row["Number"], pledge)
    same_as_csv(client, address, items(client, address))


def check_words(words: str, pledge: dict[str, Any]) -> None:
    """Words name each of a live pledge's numbers; of an organisation, what it claims before its parts are taken off."""
    said = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)}
    numbers = {pledge[name] for name in NUMBERS if pledge[name]}
    if pledge["stage"] in NUMBERS and pledge["claim"] == sum(numbers):
        assert said >= numbers
    for number in said:
        assert number in {
            *numbers,
            pledge["claim"],
            pledge["delivered"],
            *(pledge[f"{n}_high"] for n in NUMBERS),
        }


@pytest.mark.parametrize("operation", ["serval", "afisma", "eutm-mali"])
def test_other_dashboards_show_the_numbers_of_their_data(client: TestClient, operation: str) -> None:
    page = read(client, f"/operations/{operation}?as_of=2013-02-15")
    data = items(client, page.data_at(f"/operations/{operation}/totals.json"))
    rows = page.under("By contributor")
    assert len(rows) == len(data)
    for name in NUMBERS:
        assert sum(shown(row[name.title()]) for row in rows) == sum(row[name] for row in data)


def test_contributors_are_shown_with_their_numbers(client: TestClient) -> None:
    rows = read(client, "/contributors?as_of=2013-02-15").under("Countries")
    data = items(client, f"/api/v1/totals?as_of=2013-02-15&unit=people&category={SOLDIERS}&limit=1000")
    people = {row["contributor"]: row for row in data}
    codes = names(client)
    checked = 0
    for row in rows:
        code = codes[row["Contributor"]]
        if code in people:
            cells = [row[name.title()] for name in NUMBERS]
            assert [shown(text) for text in cells] == [people[code][name] for name in NUMBERS]
            assert ("not given" in cells) == (people[code]["unquantified"] > 0)
            checked += 1
    assert checked > 20


def test_sources_are_shown_with_what_rests_on_them(client: TestClient) -> None:
    rows = read(client, "/sources").under("Sources")
    counted = {
        row["title"] or row["url"]: row["statements"] for row in items(client, "/sources.json?limit=1000")
    }
    assert rows
    assert all(shown(row["Statements"]) == counted[row["Source"]] for row in rows if row["Source"] in counted)
    assert sum(row["Source"] in counted for row in rows) > len(rows) / 2
