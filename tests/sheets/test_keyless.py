"""Rows without a pledge's key: each is its own pledge, and loading it again adds nothing."""

from pathlib import Path

from app.db import Database
from app.models import Pledge, Statement
from tests.sheets.folders import STATEMENT, asked, count, faults, load_rows, version

KEYLESS = STATEMENT | {"pledge": ""}
KEYS = "SELECT key FROM pledge ORDER BY id"


def test_each_row_is_its_own_pledge_with_a_made_key(record: Database, folder: Path) -> None:
    load_rows(record, folder, KEYLESS, KEYLESS | {"quantity": "200"}, KEYLESS | {"item": "Medics"})
    assert asked(record, KEYS) == [("op-fra-troops",), ("op-fra-troops-2",), ("op-fra-troops-3",)]
    assert count(record, Statement) == 3


def test_loading_again_adds_nothing(record: Database, folder: Path) -> None:
    rows = (KEYLESS, KEYLESS | {"quantity": "200"}, KEYLESS | {"item": "Medics"})
    load_rows(record, folder, *rows)
    before = version(record)
    report = load_rows(record, folder, *rows)
    assert (report.kept("statement"), report.changed, version(record)) == (3, False, before)


def test_the_same_row_twice_is_one_pledge(record: Database, folder: Path) -> None:
    report = load_rows(record, folder, KEYLESS, KEYLESS)
    assert (count(record, Pledge), report.kept("statement")) == (1, 1)


def test_a_difference_is_reported(record: Database, folder: Path) -> None:
    load_rows(record, folder, KEYLESS)
    report = load_rows(record, folder, KEYLESS | {"note": "More"})
    assert [str(d) for d in report.differences] == ["pledges.csv:2 note More: the record keeps (empty)"]


def test_a_made_key_is_none_that_a_row_gives_or_the_record_has(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT | {"pledge": "op-fra-troops-2"})
    load_rows(
        record, folder, KEYLESS | {"quantity": "7"}, STATEMENT | {"pledge": "op-fra-troops", "quantity": "8"}
    )
    assert asked(
        record, "SELECT key, quantity FROM pledge p JOIN statement s ON s.pledge_id = p.id ORDER BY 2"
    ) == [
        ("op-fra-troops-3", 7),
        ("op-fra-troops", 8),
        ("op-fra-troops-2", 100),
    ]


def test_a_row_with_a_key_that_says_the_same_is_found(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT, KEYLESS)
    assert asked(record, KEYS) == [("p1",)]


def test_another_source_of_a_faulty_load_is_no_known_one(record: Database, folder: Path) -> None:
    """Sources are not stored once something is wrong; rows of two of them are still two rows."""
    late = KEYLESS | {"on": "2015-01-01"}
    rows = (STATEMENT | {"status": "no"}, late | {"source_title": "One"}, late | {"source_title": "Two"})
    assert [told.split(" ")[0] for told in faults(record, folder, *rows)] == [
        "pledges.csv:2",
        "pledges.csv:3",
        "pledges.csv:4",
    ]


def test_rows_with_and_without_a_key_may_both_be_at_fault(record: Database, folder: Path) -> None:
    rows = (STATEMENT | {"operation": "opp"}, KEYLESS, KEYLESS | {"category": "trop"})
    assert [told.split(":")[1] for told in faults(record, folder, *rows)] == [
        "2 operation opp",
        "4 category trop",
    ]
