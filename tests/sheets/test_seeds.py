"""The real record goes in whole, and only once."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from app.db import Database
from app.ledger import projection, revisions
from app.ledger.change import changing
from app.models import Contributor, Indicator, Membership, Pledge, Requirement, Source, Statement
from app.sheets.loader import folder_rows, load_folder
from app.system.check import checks
from tests.conftest import SEEDS
from tests.sheets.folders import count, load, version

pytestmark = pytest.mark.slow


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))


def test_every_row_of_the_sheets_is_a_statement_of_its_own(seeded: Database) -> None:
    rows = [row for path in SEEDS.glob("pledges*.csv") for row in read(path)]
    assert count(seeded, Statement) == len(rows) == 301
    assert count(seeded, Pledge) == len({row["pledge"] for row in rows}) == 158


def test_a_source_that_many_rows_name_is_one_source(seeded: Database) -> None:
    rows = [row for path in SEEDS.glob("pledges*.csv") for row in read(path)]
    rows += read(SEEDS / "requirements.csv")
    named = {tuple(row[f"source_{n}"] for n in ("title", "publisher", "url", "published_on")) for row in rows}
    assert count(seeded, Source) == len(named) + 1  # and that of the indicators


def test_the_other_sheets_are_there_too(seeded: Database) -> None:
    assert count(seeded, Contributor) == 256
    assert count(seeded, Membership) == 131
    assert count(seeded, Requirement) == 6
    assert count(seeded, Indicator) == 118


def test_loading_again_changes_nothing_and_finds_no_difference(fresh_seeded: Database) -> None:
    before = version(fresh_seeded)
    report = load(fresh_seeded, SEEDS)
    assert version(fresh_seeded) == before
    assert not report.changed
    assert report.differences == []
    assert (report.kept("pledge"), report.kept("statement")) == (158, 301)


def test_on_each_engine_the_loaded_record_is_sound(any_seeded: Database) -> None:
    with any_seeded.reading() as reader:
        assert {what: list(find(reader)) for what, find in checks().items() if list(find(reader))} == {}
    before = version(any_seeded)
    assert not load(any_seeded, SEEDS).changed
    assert version(any_seeded) == before


def test_every_entry_has_one_revision_that_says_what_it_is(seeded: Database) -> None:
    with seeded.reading() as reader:
        rows = reader.exec_driver_sql(
            "SELECT entity, count(*), count(DISTINCT entity_key) FROM revision WHERE action = 'created' GROUP BY entity"
        )
        created = {row[0]: row[1:] for row in rows}
        said = reader.exec_driver_sql(
            "SELECT after FROM revision WHERE entity_key = 'serval-can-c17'"
        ).scalar_one()
    assert created["statement"] == (301, 301)
    assert created["pledge"] == (158, 158)
    assert (json.loads(said)["operation"], json.loads(said)["contributor"]) == ("serval", "CAN")


def test_progress_is_told_for_every_row(database: Database) -> None:
    told: list[int] = []
    with changing(database, "seed") as change:
        load_folder(change, SEEDS, told.append)
    # Header rows are counted and not told.
    assert folder_rows(SEEDS) - 12 < sum(told) <= folder_rows(SEEDS)


def test_what_is_loaded_with_keep_false_is_gone(database: Database) -> None:
    before = version(database)
    with changing(database, "seed", keep=False) as change:
        report = load_folder(change, SEEDS, lambda _rows: None)
    assert report.created("statement") == 301
    assert version(database) == before
    assert count(database, Pledge) == 0


def test_the_history_is_chained_though_it_is_written_in_steps(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ledger.change.REVISIONS_AT_ONCE", 7)
    load(database, SEEDS)
    with database.reading() as reader:
        assert list(revisions.broken_links(reader)) == []
        assert revisions.data_version(reader) == 897


def test_batches_make_no_difference(
    database: Database, seeded: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, size in {
        "statements.ROWS_AT_ONCE": 3,
        "pledges.PLEDGES_AT_ONCE": 2,
        "statements.AT_HAND": 2,
    }.items():
        monkeypatch.setattr(f"app.sheets.loader.{name}", size)
    load(database, SEEDS)
    with database.reading() as one, seeded.reading() as other:
        assert list(projection.differences(one)) == []
        query = "SELECT count(*), sum(deployed), sum(committed), sum(announced), max(from_on) FROM standing"
        assert one.exec_driver_sql(query).one() == other.exec_driver_sql(query).one()
