"""Records that are empty, hostile or random: the pages stand, and say what there is."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from app.config import Settings
from app.db import Database
from app.ledger.change import changing
from app.main import create_app
from app.sheets.loader import load_folder
from tests.conftest import LOCAL, client_of, copy_of, open_sqlite
from tests.figures.pages import Page
from tests.figures.valid import check_figure
from tests.support.long import examples
from tests.support.records import Row, records, write_sheets

pytestmark = pytest.mark.slow

SHEETS: dict[str, list[dict[str, str]]] = {
    "operations.csv": [
        {"code": "war", "name": "<script>alert(1)</script>", "kind": "</title>", "summary": "a & b"}
    ],
    "categories.csv": [
        {"code": "troops", "name": "Troops", "group": "personnel", "unit": "people", "sort": "1"}
    ],
    "contributors.csv": [{"code": "BAD", "kind": "organisation", "name": '"><img src=x onerror=alert(1)>'}],
    "pledges.csv": [
        {
            "pledge": "one",
            "operation": "war",
            "contributor": "BAD",
            "category": "troops",
            "on": "2026-01-01",
            "status": "deployed",
            "quantity": "5",
            "source_title": "</script><b>",
        },
        {
            "pledge": "two",
            "operation": "war",
            "contributor": "FRA",
            "category": "troops",
            "on": "2026-01-01",
            "status": "declined",
            "quantity": "",
            "source_title": "A paper",
        },
    ],
}


def load(database: Database, folder: Path, sheets: dict[str, list[dict[str, str]]]) -> None:
    for name, rows in sheets.items():
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    with changing(database, "test") as change:
        load_folder(change, folder, lambda _rows: None)


def reader_of(database: Database, featured: str) -> TestClient:
    """A reader of an installation that shows `featured` on its front page."""
    configuration = Settings(database_url=database.url, featured=featured, _env_file=None)
    return TestClient(create_app(configuration), base_url=LOCAL)


@pytest.fixture
def odd(database: Database, tmp_path: Path) -> Iterator[TestClient]:
    """A record whose names are markup, still followed today."""
    load(database, tmp_path, SHEETS)
    with reader_of(database, "war") as client:
        yield client


def shown(client: TestClient, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.text)


def test_front_page_without_its_operation_leads_to_others(seeded: Database) -> None:
    with reader_of(seeded, "nowhere") as client:
        found = shown(client, "/")
        assert "no operation called nowhere" in found.text
        assert "/operations/serval" in found.hrefs()
        assert client.get("/operations/serval").status_code == 200


def test_empty_record_says_how_to_fill_it(database: Database) -> None:
    with client_of(database, local_editor=False) as client:
        assert "muster seed" in client.get("/").text
        assert "No operation is recorded yet" in client.get("/operations").text


def test_operation_without_pledges_says_so(database: Database, tmp_path: Path) -> None:
    load(
        database,
        tmp_path,
        {"operations.csv": SHEETS["operations.csv"], "categories.csv": SHEETS["categories.csv"]},
    )
    with reader_of(database, "war") as client:
        assert shown(client, "/").headline == "No pledge is recorded for <script>alert(1)</script> yet"


def test_names_never_become_markup(odd: TestClient) -> None:
    for address in ("/", "/?q=%3Cscript%3Ealert(1)", "/operations", "/?contributor=BAD"):
        text = odd.get(address).text
        assert "<img src=x" not in text
        assert "<script>alert(1)" not in text
    found = Page(odd.get("/").text)
    plot = found.plot("contributors")
    check_figure(plot)
    assert "<" not in json.dumps([trace["customdata"] for trace in plot["data"]])
    assert found.headline == "All 5 soldiers promised for <script>alert(1)</script> are deployed"


def test_operation_under_way_speaks_of_today(odd: TestClient) -> None:
    assert shown(odd, "/?as_of=2026-01-02").headline == (
        "All 5 soldiers promised for <script>alert(1)</script> by 2 January 2026 are deployed"
    )


@given(records())
@examples(6)
def test_any_record_can_be_drawn(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    database = open_sqlite(copy_of(empty_file, folder))
    with changing(database, "test") as change:
        load_folder(change, write_sheets(rows, folder / "sheets"), lambda _rows: None)
    with reader_of(database, "war") as client:
        for address in (
            "/?as_of=2013-01-20",
            "/?as_of=2013-02-20",
            "/operations/south",
            "/?category=troops",
            "/operations",
        ):
            found = shown(client, address)
            for figure in ("contributors", "over-time"):
                check_figure(found.plot(figure))
            check_sums(found)
    database.close()


def check_sums(found: Page) -> None:
    """The rows of the table, folded ones too, add up to its last."""
    table = found.tables.get("contributors-data", [])
    rows = table[1:-1] + found.tables.get("contributors-more", [])[1:]

    def figures(row: list[str]) -> list[int]:
        return [_first_number(cell) for cell in row[1:5]]

    if table:
        assert [sum(column) for column in zip(*map(figures, rows), strict=True)] == figures(table[-1])


def _first_number(cell: str) -> int:
    found: Any = re.search(r"\d[\d,]*", cell)
    return int(found[0].replace(",", "")) if found else 0
