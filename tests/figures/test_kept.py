"""Promise kept: what was delivered of what was promised, only where a source says what became of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from app.db import Database
from app.figures.kept.panel import kept_figure
from app.figures.kept.schemas import (
    DELIVERED,
    NOT_RECORDED,
    UNPROMISED,
    WITHDRAWN,
    Kept,
    Promise,
    kept_of,
    median_of,
)
from app.figures.kept.words import days_in_words, said_of_kept
from app.figures.schemas import Amount, Figure
from tests.api.support import walk
from tests.conftest import SEEDS, client_of, copy_of, open_sqlite
from tests.figures.drawn import SEVEN_DAYS, figure_on, file_of, load_rows, record, rows_of, texts
from tests.figures.made import DAY, exactly, up_to
from tests.figures.pages import Page
from tests.figures.valid import check_figure
from tests.oracle.kept import promises
from tests.oracle.recount import Record, load
from tests.support.records import Row, records

# A failing record is small already; making it smaller takes minutes.
GENERATED = (Phase.explicit, Phase.reuse, Phase.generate)
KEY = ("contributor", "operation", "unit")


def promise(
    name: str, promised: int | None, delivered: int | None, outcome: str = DELIVERED, **more: Any
) -> Promise:
    of = {"operation": "serval", "operation_name": "Serval", "contributor": name, "contributor_name": name}
    amounts = {
        "promised": None if promised is None else exactly(promised),
        "delivered": None if delivered is None else exactly(delivered),
    }
    given = {"key": f"{name}-{promised}", "alpha2": "", "unit": "people", "outcome": outcome, **of, **amounts}
    return Promise(**{**given, **more})


@pytest.mark.parametrize(
    ("days", "median", "words"),
    [
        ([7], None, "7 days in 1 case"),
        ([1], None, "1 day in 1 case"),
        ([3, 5, 5, 9, 11, 40], None, "3 to 40 days in 6 cases"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], None, "1 to 9 days in 9 cases"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, "a median of 5½ days in 10 cases, from 1 to 10"),
        ([1, 2, 3, 4, 6, 6, 7, 8, 9, 10], 6, "a median of 6 days in 10 cases, from 1 to 10"),
        ([0] * 11, 0, "a median of 0 days in 11 cases, from 0 to 0"),
    ],
)
def test_median_is_given_from_ten_cases_on(days: list[int], median: float | None, words: str) -> None:
    assert (median_of(days), days_in_words(days)) == (median, words)


@pytest.mark.parametrize(
    ("promises", "title"),
    [
        (
            [promise("A", 5, 5), promise("B", 5, 4), promise("C", 5, 9)],
            "Of 3 promises of soldiers for Mali with a recorded outcome, 2 were delivered in full by 17 January 2013",
        ),
        (
            [promise("A", 5, 5), promise("B", 5, 4)],
            "Of 2 promises of soldiers for Mali with a recorded outcome, 1 was delivered in full by 17 January 2013",
        ),
        (
            [promise("A", 5, 1), promise("B", 5, 0, WITHDRAWN)],
            "None of 2 promises of soldiers for Mali with a recorded outcome was delivered in full by 17 January 2013",
        ),
        (
            [promise("A", 5, 5), promise("B", 5, 5)],
            "All 2 promises of soldiers for Mali with a recorded outcome were delivered in full",
        ),
        (
            [promise("France", 5, 5)],
            "France delivered in full the soldiers it promised for Mali by 17 January 2013",
        ),
        (
            [promise("France", 5, 4)],
            "France delivered in part the soldiers it promised for Mali by 17 January 2013",
        ),
        (
            [promise("France", 5, 0, WITHDRAWN)],
            "France promised soldiers for Mali; this was withdrawn or turned down by 17 January 2013",
        ),
        (
            [promise("A", 5, None, NOT_RECORDED), promise("A", 6, None, NOT_RECORDED)],
            "What became of 2 promises of soldiers for Mali was not recorded by 17 January 2013",
        ),
        (
            [promise("A", 5, None)],
            "No promise of soldiers for Mali can be measured in numbers by 17 January 2013",
        ),
    ],
)
def test_title_counts_promises_whose_outcome_is_recorded(promises: list[Promise], title: str) -> None:
    assert said_of_kept(kept_of(promises), "soldiers", " for Mali", DAY) == title


def test_only_what_is_measured_is_summed() -> None:
    row = Kept(
        [
            promise("A", 10, 4),
            promise("A", 20, 25),
            promise("A", 30, 0, WITHDRAWN),
            promise("A", 40, None),
            promise("A", None, 3),
            promise("A", 50, None, NOT_RECORDED),
            promise("A", None, 7, UNPROMISED),
        ]
    )
    assert (row.promised, row.delivered) == (exactly(60), exactly(29))
    counts = (len(row.measured), row.full, row.withdrawn, row.unknown)
    assert counts == (3, 1, 1, 2)
    assert (row.count(NOT_RECORDED), row.count(UNPROMISED)) == (1, 1)


def test_up_to_is_measured_against_its_figure() -> None:
    row = Kept([replace(promise("A", 40, 20), promised=up_to(40))])
    assert (row.full, row.promised) == (0, Amount(40, 0, 40))


@cache
def real() -> Record:
    return load(SEEDS)


def check_recount(answered: list[dict[str, Any]], counted: list[dict[str, Any]]) -> None:
    told = [{name: v for name, v in row.items() if name != "contributor_name"} for row in answered]
    assert sorted(told, key=lambda row: [row[name] for name in KEY]) == counted


@pytest.mark.parametrize("day", SEVEN_DAYS)
def test_data_is_the_independent_recount(client: TestClient, day: str) -> None:
    counted = promises(real(), operation="mali", day=date.fromisoformat(day))
    assert counted
    check_recount(list(walk(client, "promises", operation="mali", as_of=day)), counted)


@pytest.mark.slow
@given(records())
@settings(
    max_examples=12,
    deadline=None,
    phases=GENERATED,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_record_is_recounted_and_told_the_same_everywhere(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    database = open_sqlite(copy_of(empty_file, folder))
    counted = load(load_rows(database, folder, rows))
    with client_of(database, local_editor=False) as client:
        for day in ("2013-01-10", "2013-01-25", "2013-02-20"):
            answered = list(walk(client, "promises", operation="war", as_of=day))
            check_recount(answered, promises(counted, operation="war", day=date.fromisoformat(day)))
            for operation in ("war", "south"):
                check_equal(client, figure_on(database, kept_figure, operation, day))
    database.close()


@pytest.mark.parametrize("operation", ["mali", "afisma"])
@pytest.mark.parametrize("day", SEVEN_DAYS)
def test_bars_table_and_data_are_the_same(
    client: TestClient, seeded: Database, operation: str, day: str
) -> None:
    check_equal(client, figure_on(seeded, kept_figure, operation, day))


def check_equal(client: TestClient, figure: Figure | None) -> None:
    """Bars on the page and in Plotly, table, JSON and CSV have the same numbers."""
    if figure is None:
        return
    rows = rows_of(client, _known(client, figure.links["json"]))
    for said, row in zip(file_of(client, _known(client, figure.links["csv"])), rows, strict=True):
        assert {name: said[name] for name in ("promised", "delivered", "pledges", "not_recorded")} == {
            name: str(row[name]) for name in ("promised", "delivered", "pledges", "not_recorded")
        }
    measured = {f"{row['contributor']}-{row['operation']}": row for row in rows if row["pledges"]}
    check_bars(figure, measured)
    check_plot(figure, measured)
    assert sum(map(_number, texts(figure.table, "pledges"))) == sum(row["pledges"] for row in rows)
    for column in ("not_recorded", "unpromised"):
        assert sum(map(_number, texts(figure.table, column))) == sum(row[column] for row in rows)
    in_table = [_written(text) for text in texts(figure.table, "promised") if text]
    assert sorted(in_table) == sorted(row["promised"] for row in measured.values())
    check_title(figure, rows)


def _known(client: TestClient, address: str) -> str:
    """The address without the UN's contingents where a random record has no such category."""
    categories = {row["code"] for row in client.get("/api/v1/categories").json()["items"]}
    return address if "uniformed-personnel" in categories else address.replace(",uniformed-personnel", "")


def check_title(figure: Figure, rows: list[dict[str, Any]]) -> None:
    counted, full = (sum(row[name] for row in rows) for name in ("pledges", "in_full"))
    if 0 < full < counted:
        assert figure.title.startswith(f"Of {counted} promises of ")
        assert f" outcome, {full} w" in figure.title
    if silent := sum(row["not_recorded"] for row in rows):
        assert f"Outcome not recorded: {silent}." in figure.sentence


def check_bars(figure: Figure, measured: dict[str, dict[str, Any]]) -> None:
    """The pieces of a bar: delivered of what was promised, then what is beyond it or short of it."""
    bars = {bar.key: bar for bar in (*figure.bars, *figure.more_bars) if bar.end_text}
    assert bars.keys() == measured.keys()
    scales = set()
    for key, bar in bars.items():
        row = measured[key]
        width = sum(part.width_percent for part in bar.segments)
        most = max(row["promised"], row["delivered"])
        delivered = sum(part.width_percent for part in bar.segments if part.code == "deployed")
        assert delivered == pytest.approx(width * row["delivered"] / (most or 1), abs=0.01)
        assert width <= 100
        if most > 9:
            scales.add(round(most / width, 0 if most < 1000 else -1))
    if figure.plot and scales:
        reach = figure.plot["layout"]["xaxis"]["range"][1] / 100
        assert all(scale == pytest.approx(reach, rel=0.2, abs=1) for scale in scales)


def check_plot(figure: Figure, measured: dict[str, dict[str, Any]]) -> None:
    if not figure.plot_json or figure.plot is None:
        return
    check_figure(figure.plot)
    delivered: dict[str, int] = {}
    short: dict[str, int] = {}
    for trace in figure.plot["data"]:
        into = delivered if trace["meta"]["token"] == "deployed" else short
        for key, n in zip(trace["y"], trace["x"], strict=True):
            into[key] = into.get(key, 0) + (n or 0)
    shown = {bar.key for bar in figure.bars if bar.end_text}
    for key in shown:
        row = measured[key]
        assert delivered.get(key, 0) == row["delivered"]
        assert short.get(key, 0) == max(0, row["promised"] - row["delivered"])


def _written(text: str) -> int:
    """The figure of a cell: "up to 1,800", "730+", "900 to 1,200"."""
    found = [int(word.rstrip("+").replace(",", "")) for word in text.split() if word[:1].isdigit()]
    return found[0] if found else 0


def _number(text: str) -> int:
    return int(text) if text else 0


def test_soldiers_are_not_added_up_over_operations(seeded: Database) -> None:
    several = drawn(seeded, "mali", "2014-06-30")
    assert several.table is not None
    assert not several.table.foot
    assert "would count twice" in several.note
    assert several.bars[1].label == "Chad, FATIM"
    one = drawn(seeded, "afisma", "2013-06-30")
    assert one.table is not None
    [foot] = one.table.foot
    assert foot["delivered"].text == str(f"{sum(_written(t) for t in texts(one.table, 'delivered')):,}+")
    assert one.bars[0].label == "Nigeria"


def test_days_to_deployment_in_the_real_record(seeded: Database) -> None:
    assert "0 to 2 days in 3 cases" in drawn(seeded, "mali", "2013-01-17").sentence
    assert "a median of 28 days in 17 cases, from 0 to 185" in drawn(seeded, "mali", "2014-06-30").sentence


def test_every_number_leads_to_its_pledges(client: TestClient, seeded: Database) -> None:
    table = drawn(seeded, "mali", "2013-07-01").table
    assert table is not None
    chad = next(row for row in table.rows if (row["name"].text, row["operation"].text) == ("Chad", "FATIM"))
    assert (chad["promised"].text, chad["delivered"].text, chad["share"].text) == ("2,000", "2,250", "112%")
    page = client.get(chad["delivered"].url)
    assert page.status_code == 200
    assert set(re.findall(r"/pledges/([a-z0-9]+-[a-z0-9-]+)\?", page.text)) == {"fatim-tcd-troops"}


def test_withdrawn_promise_counts_as_nothing_delivered(database: Database, tmp_path: Path) -> None:
    record(
        database,
        tmp_path,
        "a, war, FRA, troops,,2013-01-05,committed,100",
        "a,,,,,2013-01-09,lapsed",
        "b, war, TCD, troops,,2013-01-05,committed,40",
        "b,,,,,2013-01-20,deployed,40",
        "c, war, NGA, troops,,2013-01-05,committed,30,2013-01-06",
    )
    figure = drawn(database, "war", "2013-02-01")
    said = {bar.key: (bar.end_text, bar.note) for bar in figure.bars}
    assert said == {
        "FRA-war": ("none of 100", "withdrawn or turned down"),
        "TCD-war": ("40 of 40", ""),
        "NGA-war": ("", "outcome not recorded: 1"),
    }
    assert figure.sentence == (
        "140 soldiers promised, 40 delivered: 29%. 1 was withdrawn or turned down. Outcome not recorded: 1. "
        "From promise to first deployment: 15 days in 1 case."
    )


def test_no_promise_no_figure(seeded: Database) -> None:
    assert figure_on(seeded, kept_figure, "serval", "2012-12-01") is None
    assert figure_on(seeded, kept_figure, "mali", "2013-01-17", category=("intelligence",)) is None


def test_page_shows_it(client: TestClient) -> None:
    page = Page(client.get("/operations/afisma?as_of=2013-04-15").text)
    check_figure(page.plot("kept"))
    assert "Of 7 promises of soldiers for AFISMA with a recorded outcome" in page.text
    assert "outcome not recorded: 1" in page.text


def drawn(database: Database, operation: str, day: str) -> Figure:
    figure = figure_on(database, kept_figure, operation, day)
    assert figure is not None
    return figure
