"""Every total opens: its rows add up to it, and what it leaves out stands below it with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from sqlalchemy import Connection
from starlette.testclient import TestClient

from app.db import Database
from app.figures.schemas import PROMISED, Amount, Numbers, numbers_of
from app.figures.words import written
from app.ledger.change import changing
from app.ledger.standing import UNCOUNTED
from app.pledges.filter import PledgeFilter, parse_filter
from app.pledges.left_out import REASONS, left_out_by_reason, left_out_rows, order_of
from app.pledges.left_out_words import groups_of, why
from app.pledges.links import Links
from app.pledges.opened import open_total, sums_of
from app.pledges.queries import list_pledges
from app.pledges.scope import Scope, scope_of
from app.sheets.loader import load_folder
from tests.api.support import get, table
from tests.conftest import copy_of, open_sqlite
from tests.support.html_page import Cell, HtmlPage, page_of
from tests.support.long import examples
from tests.support.records import DAYS, Row, records, write_sheets

DAYS_OF_MALI = (
    "2013-01-12",
    "2013-01-17",
    "2013-02-15",
    "2013-04-15",
    "2013-07-01",
    "2013-12-31",
    "2014-06-30",
)
NOTHING = ("none", "not given")
# The columns of tables that hold a total's numbers, as every figure calls them.
COLUMNS = {
    "Deployed": "deployed",
    "Delivered": "deployed",
    "Deployed or delivered": "deployed",
    "Committed": "committed",
    "Announced": "announced",
    "In all": "total",
}


def scope_at(reader: Connection, address: str) -> Scope:
    """What the address of a page means."""
    parsed = parse_filter(parse_qsl(address.partition("?")[2]))
    assert not parsed.faults, address
    scope = scope_of(reader, parsed.filter)
    assert not scope.faults, address
    return scope


def added_up(reader: Connection, scope: Scope) -> dict[str, Numbers]:
    """The rows of the page, by unit, added one by one."""
    sums: dict[str, Numbers] = {}
    for row in list_pledges(reader, scope).rows:
        if row["unit"] != UNCOUNTED:
            sums[row["unit"]] = sums.get(row["unit"], Numbers()) + numbers_of(row)
    return sums


def number_links(page: HtmlPage) -> Iterator[tuple[str, str, str]]:
    """Of each number that leads to pledges: its address, which number it is, and its words."""
    for found in page.tables:
        if not {"Committed", "Announced"} <= set(found.columns):
            continue
        for row in found.rows:
            for label, name in COLUMNS.items():
                for link in row[label].links if label in row else ():
                    if link.startswith("/pledges?"):
                        yield link, name, row[label].text


def headline_links(text: str) -> Iterator[tuple[str, str, str]]:
    """The numbers under the headline, and the key figures."""
    for code, link, words in re.findall(
        r'<i class="sw sw-(\w+)" aria-hidden="true"></i><a href="(.*?)">(.*?)</a>', text
    ):
        if code in PROMISED:
            yield unescape(link), code, words.rpartition(" ")[0]
    kpi = r'<div class="k-(deployed|committed|announced)">.*?<a href="(.*?)">(.*?)</a>'
    for code, link, words in re.findall(kpi, text, re.DOTALL):
        yield unescape(link), code, words


@pytest.mark.slow
@pytest.mark.parametrize("on", DAYS_OF_MALI)
def test_every_number_of_the_dashboard_opens_into_rows_that_add_up_to_it(client: TestClient, on: str) -> None:
    answer = client.get(f"/?as_of={on}")
    links = [*number_links(HtmlPage(answer)), *headline_links(answer.text)]
    assert {name for _link, name, _words in links} >= {"deployed", "total"}
    assert len(links) > 10
    known: dict[str, dict[str, Numbers]] = {}
    with client.app.state.database.reading() as reader:  # type: ignore[attr-defined]
        for link, name, words in links:
            if link not in known:
                known[link] = added_up(reader, scope_at(reader, link))
            [(unit, numbers)] = known[link].items()
            amount: Amount = getattr(numbers, name)
            # What no source numbers, and what there is none of, is a word and adds 0.
            told = words if words in NOTHING and not amount.value else written(amount, unit)
            assert told == words, (link, name)


def all_rows(client: TestClient, address: str | None) -> list[dict[str, Cell]]:
    """The rows of the list, page after page."""
    rows = []
    while address:
        shown = page_of(client, address)
        rows += shown.tables[0].rows
        address = next((link for link in shown.links if "cursor=" in link), None)
    return rows


def figure_of(text: str) -> int:
    """A cell's figure, whatever stands before or after it: "up to 24", "200+", "900 to 1,200"."""
    figure = text.partition(" to ")[0] if text[0].isdigit() else text
    return int(re.sub(r"\D", "", figure))


@pytest.mark.slow
@pytest.mark.parametrize("on", DAYS_OF_MALI)
def test_the_page_shows_the_sum_and_rows_that_add_up_to_it(client: TestClient, on: str) -> None:
    address = f"/pledges?operation=mali&category=troops,uniformed-personnel&unit=people&as_of={on}"
    shown = page_of(client, address)
    opened = " ".join(shown.texts["opened-title"].split())
    assert opened == "What these pledges add up to"
    totals = get(client, address.replace("/pledges", "totals", 1))["totals"]
    [total] = [row for row in totals if row["unit"] == "people"]
    text = client.get(address).text
    strip = dict(re.findall(r'opened-number o-(\w+)">.*?<dd[^>]*>(?:<a [^>]*>)?([^<]*)', text, re.DOTALL))
    rows = all_rows(client, address)
    for label in ("Deployed", "Committed", "Announced", "In all"):
        name = COLUMNS[label]
        figures = [figure_of(row[label].text) for row in rows if row[label].text]
        assert sum(figures) == total[name]
        assert (strip[name] in NOTHING) == (total[name] == 0)
        if total[name]:
            assert f"{total[name]:,}" in strip[name]
    assert total["pledges"] == len(rows)


@pytest.mark.slow
def test_what_is_left_out_is_in_page_file_and_api(client: TestClient) -> None:
    query = "operation=mali&category=troops,uniformed-personnel&unit=people&as_of=2013-01-17"
    items = get(client, f"left-out?{query}&limit=1000")["items"]
    assert {item["reason"] for item in items} >= {"members_share", "not_accepted", "declined", "asked"}
    rows = table(client.get(f"/pledges/left-out.csv?{query}").text)
    assert [row["why"] for row in rows] == [item["why"] for item in items]
    shown = page_of(client, f"/pledges?{query}")
    for reason in {item["reason"] for item in items}:
        count = sum(item["reason"] == reason for item in items)
        assert re.search(rf"\b{count}\b", shown.texts[f"left-out-{reason}"]), reason
    [force] = [item for item in items if item["pledge"] == "afisma-ecowas-force"]
    assert (force["claim"], force["counted"]) == (3300, 0)
    wide = get(client, "left-out?operation=mali&unit=aircraft&as_of=2013-01-17&limit=1000")["items"]
    other = {item["unit"] for item in wide if item["reason"] == "other_unit"}
    assert "people" in other
    assert "aircraft" not in other


@pytest.mark.slow
def test_a_retracted_statement_is_listed_with_its_reason(editor: TestClient) -> None:
    said = editor.get("/api/v1/pledges/serval-deu-troops").json()["statements"][0]
    reason = {"reason": "Entered twice"}
    assert editor.post(f"/api/v1/statements/{said['id']}/retraction", json=reason).status_code == 200
    query = "operation=serval&contributor=DEU&category=troops&as_of=2013-01-17"
    [gone] = [i for i in get(editor, f"left-out?{query}")["items"] if i["reason"] == "retracted"]
    assert (gone["statement"], gone["why"]) == (said["id"], "Entered twice")
    assert "Entered twice" in page_of(editor, f"/pledges?{query}").texts["left-out-retracted"]
    assert "1 statement was retracted." in get(editor, f"totals?{query}")["boundary"]


def test_each_reason_has_words_and_a_place_in_the_method(any_seeded: Database) -> None:
    method = (Path(__file__).parents[2] / "docs/method.md").read_text(encoding="utf-8")
    assert all(f"`{reason}`" in method for reason in REASONS)
    with any_seeded.reading() as reader:
        scope = scope_of(reader, PledgeFilter(as_of=date(2013, 4, 15), unit="people"))
        rows, first = left_out_rows(reader, scope), left_out_by_reason(reader, scope, 3)
    assert len({order_of(row) for row in rows}) == len(rows)
    assert all(
        why(row).endswith((".", "!", "?", ")", "”")) for row in rows if row["reason"] != "not_accepted"
    )
    groups = groups_of(first, Links({}))
    assert [group["code"] for group in groups] == [
        r for r in REASONS if any(row["reason"] == r for row in rows)
    ]
    for group in first:
        every = [row for row in rows if row["reason"] == group.reason]
        assert (group.count, group.rows) == (len(every), every[:3])
    assert any(group["more"] for group in groups)


@pytest.mark.slow
@given(records())
@examples(10)
def test_of_any_record_every_pledge_counts_or_is_left_out_for_a_reason(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("opened")
    database = open_sqlite(copy_of(empty_file, folder))
    try:
        with changing(database, "test") as change:
            load_folder(change, write_sheets(rows, folder / "sheets"), lambda _rows: None)
        with database.reading() as reader:
            for on in (date(2013, 1, 10), date(2013, 1, 1 + DAYS // 2), date(2013, 2, 20)):
                for unit in ("", "people"):
                    _check(reader, rows, PledgeFilter(as_of=on, unit=unit))
    finally:
        database.close()


def _check(reader: Connection, sheet: list[Row], filter: PledgeFilter) -> None:
    scope = scope_of(reader, filter)
    if scope.faults:
        return
    sums = added_up(reader, scope)
    for line in sums_of(open_total(reader, scope), filter):
        unit = parse_filter(parse_qsl(line["url"].partition("?")[2])).filter.unit
        for number in line["numbers"]:
            amount: Amount = getattr(sums[unit], number["code"])
            assert number["text"] == (written(amount, unit) if amount.value else number["text"])
            assert number["is_nothing"] == (amount.value == 0)
    left_out = left_out_rows(reader, scope)
    named = {row["pledge"] for row in left_out if row["statement"] is None and row["reason"] != "other_unit"}
    for row in list_pledges(reader, scope).rows:
        counted = sum(row[name] or 0 for name in PROMISED)
        is_whole = counted > 0 and counted == row["claim"] and not row["unquantified"]
        assert (row["key"] not in named) == is_whole, row
    if not filter.unit:
        known = {(row["pledge"], str(row["on"])) for row in left_out if row["reason"] == "not_accepted"}
        refused = {
            (r["pledge"], r["on"]) for r in sheet if r["accepted"] == "no" and r["on"] <= str(filter.as_of)
        }
        assert known == refused
        assert not [row for row in left_out if row["reason"] in ("other_unit", "retracted")]
    else:
        others = {row["pledge"] for row in left_out if row["reason"] == "other_unit"}
        everywhere = {row["key"] for row in list_pledges(reader, scope_of(reader, filter.but(unit=""))).rows}
        assert others == everywhere - {row["key"] for row in list_pledges(reader, scope).rows}
