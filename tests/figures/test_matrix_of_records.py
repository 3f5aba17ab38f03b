"""The table of who gives what, on records: cells are the API's totals, feet their sums, one unit a column."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from app.db import Database
from app.figures.ground import Ground, ground_of
from app.figures.matrix.charts import Addresses, matrix_of
from app.figures.matrix.panel import given_on, matrix_figure
from app.figures.matrix.schemas import Matrix
from app.figures.queries import totals_by
from app.figures.schemas import Amount, Figure, amount_of, numbers_of
from app.figures.words import written
from app.ledger.change import changing
from app.ledger.revisions import head
from app.pledges.filter import PledgeFilter
from app.reading import Reading
from app.sheets.loader import load_folder
from tests.conftest import copy_of, open_sqlite
from tests.figures.made import DAY
from tests.support.long import examples
from tests.support.records import Row, records, write_sheets

DAYS = ("2013-01-12", "2013-01-17", "2013-02-15", "2013-04-15", "2013-07-01", "2013-12-31", "2014-06-30")
NOWHERE = Addresses(lambda code: "", lambda code, key: "", lambda key: "")


def ground_on(database_reader: Any, filter: PledgeFilter) -> Ground:
    reading = Reading(cast("Any", None), database_reader, head(database_reader), date(2026, 1, 1))
    return ground_of(reading, "/", filter)


def check_matrix(ground: Ground) -> None:
    """Cells are rows of totals, one each; feet are the totals by category; no column has two units."""
    given_, columns = given_on(ground)
    found = matrix_of(given_, columns, NOWHERE, "")
    reader, scope = ground.reading.connection, ground.whole
    rows = totals_by(reader, scope, ("contributor", "category")).items
    cells = {(row.key, *key): cell for row in found.rows for key, cell in row.cells.items()}
    assert sorted(cells) == sorted((r["contributor"], r["category"], r["unit"]) for r in rows)
    for row in rows:
        cell = cells[row["contributor"], row["category"], row["unit"]]
        first = next((name for name in ("deployed", "committed", "announced") if row[name]), "")
        assert cell.text == (written(amount_of(row, first), row["unit"]) if first else "")
        assert bool(cell.of) == (bool(first) and row["total"] > row[first])
        assert not first or cell.code == first
        assert ("unquantified" in cell.marks) == (row["unquantified"] > 0)
        if row["unit"] == "none":
            assert not re.search(r"\d", cell.text + cell.of + cell.small)
    by_category = {(r["category"], r["unit"]): r for r in totals_by(reader, scope, ("category",)).items}
    assert {c.key for c in found.columns} == by_category.keys()
    check_feet(found, by_category)


def check_feet(found: Matrix, by_category: dict[tuple[str, str], dict[str, Any]]) -> None:
    def texts(amounts: dict[tuple[str, str], Amount]) -> dict[tuple[str, str], str]:
        return {key: written(amount, key[1]) for key, amount in amounts.items() if amount.value}

    done, whole = ({k: c.text for k, c in row.cells.items() if c.text} for row in found.foot)
    assert done == texts({k: amount_of(r, "deployed") for k, r in by_category.items()})
    assert whole == texts({k: numbers_of(r).total for k, r in by_category.items()})


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("operation", ["mali", "serval"])
def test_cells_and_feet_of_the_record_are_its_totals(seeded: Database, day: str, operation: str) -> None:
    with seeded.reading() as reader:
        check_matrix(ground_on(reader, PledgeFilter(operation=(operation,), as_of=date.fromisoformat(day))))


@pytest.mark.slow
@given(rows=records())
@examples(8)
def test_cells_and_feet_of_any_record_are_its_totals(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    database = open_sqlite(copy_of(empty_file, folder))
    with changing(database, "test") as change:
        load_folder(change, write_sheets(rows, folder / "sheets"), lambda _rows: None)
    with database.reading() as reader:
        for on in (date(2013, 1, 10), date(2013, 1, 25), date(2013, 2, 12), date(2013, 3, 1)):
            ground = ground_on(reader, PledgeFilter(operation=("war",), as_of=on))
            check_matrix(ground)
            assert isinstance(matrix_figure(ground), Figure | None)
    database.close()


SCALES = {"": 1, " million": 10**6, " billion": 10**9}
SAID = re.compile(
    r"([\d,]+(?:\.\d+)?)( million| billion|)(?: to [\d,.]+(?: million| billion|))?"
    r" (deployed|delivered|committed|announced)"
)


def numbers_said(words: str) -> dict[str, int]:
    return {
        stage.replace("delivered", "deployed"): round(float(n.replace(",", "")) * SCALES[scale])
        for n, scale, stage in SAID.findall(words)
    }


def items(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address).json()
    assert not answer.get("next")
    return cast("list[dict[str, Any]]", answer["items"])


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_page_says_the_numbers_of_its_data_and_leads_to_the_pledges(client: TestClient, day: str) -> None:
    text = client.get(f"/operations/mali?as_of={day}").text
    figure = text[text.index('id="matrix"') :].split("</figure>")[0]
    found = re.findall(r'class="m-given"><a href="([^"]+)">(.*?)</a>', figure, re.DOTALL)
    said: dict[tuple[str, ...], dict[str, int]] = {}
    for address, inner in found:
        query = {name: values[0] for name, values in parse_qs(urlsplit(unescape(address)).query).items()}
        assert query["as_of"] == day
        words = re.search(r'class="m-full">(.*?)</span>', inner, re.DOTALL)
        said[query["contributor"], query["category"], query["unit"]] = numbers_said(words[1] if words else "")
    data = re.search(r'href="(/operations/mali/totals\.json[^"]*)"', figure)
    assert data
    rows = items(client, unescape(data[1]) + "&limit=1000")
    api = items(client, f"/api/v1/totals?by=contributor,category&operation=mali&as_of={day}&limit=1000")
    assert rows == api
    stages = ("deployed", "committed", "announced")
    expected = {
        (row["contributor"], row["category"], row["unit"]): {n: row[n] for n in stages if row[n]}
        for row in api
    }
    assert said == expected


def test_numbers_of_a_cell_lead_to_pledges_that_add_up_to_it(client: TestClient) -> None:
    figure = client.get("/operations/mali?as_of=2013-02-15").text.split('id="matrix"')[1]
    [address] = re.findall(r'href="(/pledges\?[^"]*contributor=NGA&amp;category=troops[^"]*)"', figure)[:1]
    path, _, query = unescape(address).partition("?")
    pledges = items(client, f"/api/v1{path}?{query}&limit=1000")
    sums: defaultdict[str, int] = defaultdict(int)
    for pledge in pledges:
        for stage in ("deployed", "committed", "announced"):
            sums[stage] += pledge[stage] or 0
    assert (sums["deployed"], sum(sums.values())) == (150, 1200)


def test_addresses_of_cells_are_those_of_their_filter(seeded: Database) -> None:
    with seeded.reading() as reader:
        ground = ground_on(reader, PledgeFilter(operation=("mali",), q="train", as_of=DAY))
        figure = matrix_figure(ground)
        assert figure
        for row in figure.drawing.rows:
            for (category, unit), cell in row.cells.items():
                assert cell.url == ground.pledges(contributor=(row.key,), category=(category,), unit=unit)
        assert figure.drawing.rows


def test_day_on_which_all_is_over_has_no_table(seeded: Database) -> None:
    with seeded.reading() as reader:
        over = PledgeFilter(operation=("afisma",), as_of=date(2020, 1, 1))
        assert matrix_figure(ground_on(reader, over)) is None
        nothing = PledgeFilter(operation=("mali",), contributor=("JPN",), as_of=date(2012, 1, 1))
        assert matrix_figure(ground_on(reader, nothing)) is None


def test_table_of_one_column_is_left_to_the_chart_by_contributor(seeded: Database) -> None:
    with seeded.reading() as reader:
        troops = PledgeFilter(operation=("mali",), category=("troops",), as_of=DAY)
        assert matrix_figure(ground_on(reader, troops)) is None


def test_title_of_some_categories_says_so(seeded: Database) -> None:
    with seeded.reading() as reader:
        aircraft = matrix_figure(
            ground_on(reader, PledgeFilter(operation=("mali",), category=("aircraft",), as_of=DAY))
        )
        assert aircraft
        assert aircraft.title.startswith("Of the categories chosen: France gave or promised help in 3 of 5 ")
