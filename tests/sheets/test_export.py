"""What is exported says the same when it is loaded: into the same record nothing, into an empty one everything."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db import Database
from app.ledger.change import changing
from app.models import Pledge
from app.pledges.commands import retract_statement
from app.sheets.columns import PLEDGE_COLUMNS, STATEMENTS
from app.sheets.export import sheet_rows
from app.sheets.writer import csv_chunks, write_xlsx
from tests.conftest import SEEDS
from tests.sheets.folders import LATER, STATEMENT, asked, load, load_one, load_rows, version

pytestmark = pytest.mark.slow

TOTALS = (
    "SELECT p.key, s.from_on, s.until_on, s.stage, s.pending, s.deployed, s.committed, s.announced, s.delivered,"
    " s.promised, s.unquantified FROM standing s JOIN pledge p ON p.id = s.pledge_id ORDER BY 1, 2"
)


def export(database: Database, path: Path) -> Path:
    with database.reading() as reader, path.open("wb") as file:
        if path.suffix == ".xlsx":
            write_xlsx(file, STATEMENTS.columns, sheet_rows(reader), "Muster")
        else:
            file.writelines(csv_chunks(STATEMENTS.columns, sheet_rows(reader)))
    return path


def rows_of(database: Database) -> list[dict[str, str]]:
    with database.reading() as reader:
        text = b"".join(csv_chunks(STATEMENTS.columns, sheet_rows(reader))).decode()
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_loading_an_export_into_the_same_record_changes_nothing(
    fresh_seeded: Database, tmp_path: Path, name: str
) -> None:
    before = version(fresh_seeded)
    report = load_one(fresh_seeded, export(fresh_seeded, tmp_path / name))
    assert (report.kept("pledge"), report.kept("statement")) == (158, 301)
    assert report.differences == []
    assert version(fresh_seeded) == before


@pytest.mark.parametrize("name", ["pledges.csv", "pledges.xlsx"])
def test_an_export_makes_the_same_record_elsewhere(
    seeded: Database, database: Database, tmp_path: Path, name: str
) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    for sheet in ("operations", "categories", "contributors"):
        (facts / f"{sheet}.csv").write_bytes((SEEDS / f"{sheet}.csv").read_bytes())
    load(database, facts)
    load_one(database, export(seeded, tmp_path / name))
    assert asked(database, TOTALS) == asked(seeded, TOTALS)
    assert rows_of(database) == rows_of(seeded)


def test_on_each_engine_an_export_changes_nothing(any_seeded: Database, tmp_path: Path) -> None:
    before = version(any_seeded)
    assert not load_one(any_seeded, export(any_seeded, tmp_path / "out.csv")).changed
    assert version(any_seeded) == before


def test_rows_are_those_of_the_sheet(record: Database, folder: Path) -> None:
    given = STATEMENT | {"on": "2013-02", "quantity": "more than 100", "accepted": "no", "item": "'=1+1"}
    load_rows(record, folder, given, LATER)
    first, second = rows_of(record)
    expected = dict.fromkeys(STATEMENTS.columns, "") | given | {"unit": "people", "source_kind": "other"}
    assert first == expected
    # Every row can be read by itself: it repeats its pledge's own columns.
    pledge = {column: first[column] for column in PLEDGE_COLUMNS}
    said = {"source_kind": "other", "accepted": "yes"}
    assert second == dict.fromkeys(STATEMENTS.columns, "") | LATER | pledge | said
    assert list(first) == list(STATEMENTS.columns)


def test_a_formula_comes_back_as_it_was(record: Database, folder: Path, tmp_path: Path) -> None:
    load_rows(record, folder, STATEMENT | {"item": "'=1+1", "note": "@x"})
    assert asked(record, "SELECT item FROM pledge") == [("=1+1",)]
    assert load_one(record, export(record, tmp_path / "out.csv")).differences == []
    assert load_one(record, export(record, tmp_path / "out.xlsx")).differences == []


def test_what_was_retracted_is_left_out(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT, LATER, STATEMENT | {"pledge": "p2"})
    with changing(record, "an editor") as change:
        retract_statement(change, 1, "Misread.")
        pledge = change.session.scalars(select(Pledge).where(Pledge.key == "p2")).one()
        pledge.retracted_at, pledge.retraction_reason = change.at, "Never said."
    [row] = rows_of(record)
    assert (row["pledge"], row["operation"], row["on"]) == ("p1", "op", "2013-01-18")


def test_a_part_names_its_whole_only_where_the_sheet_holds_it(
    record: Database, folder: Path, tmp_path: Path
) -> None:
    load_rows(
        record, folder, STATEMENT | {"part_of": "whole"}, STATEMENT | {"pledge": "whole", "contributor": "AU"}
    )
    assert [(row["pledge"], row["part_of"]) for row in rows_of(record)] == [("whole", ""), ("p1", "whole")]
    with changing(record, "an editor") as change:
        retract_statement(change, 1 if rows_of(record)[0]["pledge"] == "p1" else 2, "Misread.")
    assert [(row["pledge"], row["part_of"]) for row in rows_of(record)] == [("p1", "")]
    assert not load_one(record, export(record, tmp_path / "out.csv")).changed
