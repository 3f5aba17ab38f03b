"""One query, many renderings: for every chart the numbers of sentence, drawing, table, JSON, CSV and XLSX are equal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from app.db import Database
from app.figures.registry import CHARTS
from app.figures.schemas import PROMISED, Figure, Table
from tests.conftest import client_of, copy_of, open_sqlite
from tests.figures.drawn import SEVEN_DAYS, file_of, ground_on, load_rows, rows_of
from tests.support.frames import frame_of
from tests.support.long import examples
from tests.support.pseudo import Texts
from tests.support.records import Row, records

pytestmark = pytest.mark.slow
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}|\b(?:19|20)\d\d\b")
# A share is no number of the data.
SHARE = re.compile(r"[<>]?\d+(?:\.\d+)?%")
NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?(?: million)?")
NUMBERS_OF_A_DAY = ("2013-01-10", "2013-01-20", "2013-02-10")


def figures_on(database: Database, operation: str, day: str) -> Iterator[Figure]:
    with ground_on(database, operation, day) as ground:
        for make in CHARTS.values():
            if figure := make(ground):
                yield figure


def told(text: str) -> set[str]:
    """The numbers that a text prints, days left out."""
    return {found.strip(",") for found in NUMBER.findall(SHARE.sub("", DAY.sub("", text)))}


def printed(table: Table) -> set[str]:
    """The numbers in a table's cells."""
    rows = (*table.rows, *table.more, *table.foot)
    return set().union(*(told(cell.text) for row in rows for cell in row.values())) if rows else set()


def hovered(figure: Figure) -> set[str]:
    """The numbers that a chart shows under the pointer and beside its bars."""
    data: list[dict[str, Any]] = list(figure.plot["data"]) if figure.plot else []
    custom = (point for trace in data for point in trace.get("customdata", ()))
    words = [str(word) for point in custom for word in point[2:]]
    words += [bar.end_text for bar in (*figure.bars, *figure.more_bars)]
    words += [part.text for bar in (*figure.bars, *figure.more_bars) for part in bar.segments]
    return set().union(*map(told, words)) if words else set()


def written(value: str) -> set[str]:
    """A number of the data as pages write it."""
    n = int(value)
    millions = {f"{n // 1_000_000} million"} if n and n % 1_000_000 == 0 else set()
    return {f"{n:,}", *millions}


def in_data(rows: list[dict[str, str]]) -> set[str]:
    """The numbers of a file, and the sums of its columns."""
    found: set[str] = set()
    for name in rows[0] if rows else ():
        column = [row[name] for row in rows if re.fullmatch(r"-?\d+", row[name])]
        found |= set().union(*map(written, column)) if column else set()
        for unit in {row.get("unit", "") for row in rows}:
            of_unit = (row[name] for row in rows if row.get("unit", "") == unit)
            found |= written(str(sum(int(text) for text in of_unit if re.fullmatch(r"-?\d+", text))))
    return found


def check(client: TestClient, figure: Figure) -> None:
    rows = file_of(client, figure.links["csv"])
    items = rows_of(client, figure.links["json"])
    assert [_as_text(item) for item in items] == rows
    # What pandas reads with no option set has the same rows; a file without rows has its head.
    frame = frame_of(io.BytesIO(client.get(figure.links["csv"]).content))
    assert len(frame) == len(rows)
    assert list(frame.columns) == list(rows[0] if rows else frame.columns)
    data = in_data(rows)
    if figure.table:
        known = printed(figure.table) | data | differences(rows) | counts(figure, rows)
        shown = set() if figure.id in OWN_TESTS else told(figure.sentence) | hovered(figure)
        assert shown - known == set(), figure.id


# What these say beyond their rows is proved where they are made: test_presence the counts within one stay, test_map
# the sums by part of the world.
OWN_TESTS = ("presence", "map")


def differences(rows: list[dict[str, str]]) -> set[str]:
    """What is short of a promise or a requirement, or beyond it: pieces of a bar whose ends are in the data."""
    ends = [(row.get("promised"), row.get("delivered")) for row in rows]
    ends += [(row.get("quantity"), str(in_force(row))) for row in rows]
    return {f"{abs(int(one) - int(other)):,}" for one, other in ends if one and other}


def in_force(row: dict[str, str]) -> int:
    return sum(int(row.get(name) or 0) for name in PROMISED)


def counts(figure: Figure, rows: list[dict[str, str]]) -> set[str]:
    """Numbers of rows that a sentence may count: any up to how many there are."""
    table = figure.table
    most = max(len(rows), len((*table.rows, *table.more)) if table else 0, 10)
    return {str(n) for n in range(most + 1)}


def _as_text(item: dict[str, Any]) -> dict[str, str]:
    return {name: _cell(value) for name, value in item.items()}


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        import orjson

        return orjson.dumps(value).decode()
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("day", SEVEN_DAYS)
@pytest.mark.parametrize("operation", ["mali", "serval", "afisma", "eutm-mali"])
def test_of_the_real_record(client: TestClient, seeded: Database, operation: str, day: str) -> None:
    figures = list(figures_on(seeded, operation, day))
    assert figures
    for figure in figures:
        check(client, figure)


@given(records())
@examples(6)
def test_of_random_records(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    database = open_sqlite(copy_of(empty_file, tmp_path_factory.mktemp("equal")))
    load_rows(database, tmp_path_factory.mktemp("sheets"), rows)
    with client_of(database, local_editor=False) as client:
        for day in NUMBERS_OF_A_DAY:
            for figure in figures_on(database, "war", day):
                check(client, figure)
    database.close()


# In French


def page_numbers(html: str) -> list[str]:
    """Every number that a page's texts, tables and drawings have, without what parts its groups, in order of size."""
    drawn = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    drawn = [unescape(json.dumps(json.loads(each)["data"], ensure_ascii=False)) for each in drawn]
    texts = (ADDRESSES.sub("", text) for text in (*Texts(html, other_languages=True).said, *drawn))
    return sorted(GROUPS.sub("", found) for text in texts for found in FIGURES.findall(text))


# Addresses, and the moment at which a page was made.
ADDRESSES = re.compile(r"<iframe.*|https?://[^\s\"]*|\"/[^\"]*\"|\d\d:\d\d")
FIGURES = re.compile(r"\d+(?:[,.\u00a0\u202f]\d+)*")
GROUPS = re.compile(r"[,.\u00a0\u202f]")


@pytest.mark.parametrize("day", SEVEN_DAYS)
def test_numbers_are_the_same_in_french(client: TestClient, day: str) -> None:
    for path in ("/", "/contributors/TCD", "/operations"):
        english, french = (
            page_numbers(client.get(f"{prefix}{path}?as_of={day}").text) for prefix in ("", "/fr")
        )
        assert len(english) > 50
        assert french == english, path


def test_numbers_are_the_same_in_canada(client: TestClient) -> None:
    english, canadian = (client.get(f"{prefix}/?as_of=2013-01-17").text for prefix in ("", "/fr-ca"))
    assert '<html lang="fr-CA"' in canadian
    assert "8\u00a0264" in canadian
    assert page_numbers(canadian) == page_numbers(english)
