"""What cannot be accepted is told: file, line, column, value, and what is accepted; nothing is stored."""

from pathlib import Path

import pytest

from app.db import Database
from app.errors import MusterError
from app.models import Pledge
from tests.sheets.folders import LATER, STATEMENT, Row, count, faults, load, write

FACTS = ("operations.csv", "categories.csv", "contributors.csv")
STATUSES = "requested, under_review, announced, committed, declined, lapsed, deployed, ended"
COLUMNS = (
    "pledge, operation, contributor, category, item, unit, part_of, caveats, on, status, quantity, until, condition, "
    "speaker, evidence, accepted, source_title, source_publisher, source_url, source_published_on, source_kind, "
    "source_language, source_author, source_archived_url, note, source_accessed_on, source_seen_at"
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"on": "17/01/2013"}, "on 17/01/2013: '17/01/2013' is no day: write 2013-01-17, 2013-01 or 2013"),
        ({"on": ""}, "on (empty): this must be given"),
        (
            {"on": "2013-02-30"},
            "on 2013-02-30: '2013-02-30' is not in the calendar: write 2013-01-17, 2013-01 or 2013",
        ),
        ({"status": "promised"}, f"status promised: accepted are {STATUSES}"),
        ({"status": ""}, "status (empty): this must be given"),
        ({"operation": ""}, "operation (empty): this must be given"),
        ({"operation": "opp"}, "operation opp: 'opp' is not known here: accepted are op"),
        (
            {"contributor": "Frnace"},
            "contributor Frnace: 'Frnace' is no country or organisation of this record: accepted are france",
        ),
        ({"category": "troop"}, "category troop: 'troop' is not known here: accepted are troops"),
        (
            {"quantity": "1.400"},
            'quantity 1.400: "1.400" cannot be read as a quantity: a dot can be read in two ways; write 1400 or 1,400',
        ),
        (
            {"until": "2013-01-01"},
            "until 2013-01-01: until 2013-01-01 is before the day it counts from, 2013-01-17",
        ),
        ({"until": "soon"}, "until soon: 'soon' is no day: write it as 2013-01-17"),
        ({"accepted": "maybe"}, "accepted maybe: 'maybe' is neither yes nor no"),
        (
            {"evidence": "word " * 41},
            f"evidence {('word ' * 16)[:79]}…: the quotation has 41 words: quote at most 40",
        ),
        ({"speaker": "x" * 501}, f"speaker {'x' * 79}…: it is longer than 500 characters"),
        (
            {"source_title": ""},
            "source_title (empty): a source needs a title or an address: no figure is published without one",
        ),
        (
            {"source_url": "www.example.org"},
            "source_url www.example.org: 'www.example.org' is no web address: it begins with https:// or http://",
        ),
        (
            {"source_kind": "blog"},
            (
                "source_kind blog: accepted are government, parliament, organisation, agency, newspaper, broadcaster, "
                "specialist, think_tank, reference, social, other"
            ),
        ),
        (
            {"source_published_on": "2013-01"},
            "source_published_on 2013-01: '2013-01' is no day: write it as 2013-01-17",
        ),
        (
            {"pledge": "a key"},
            "pledge a key: a key has letters, digits and hyphens, up to 160, and is not 'new'",
        ),
        ({"pledge": "new"}, "pledge new: a key has letters, digits and hyphens, up to 160, and is not 'new'"),
        ({"part_of": "nothing"}, "part_of nothing: there is no pledge nothing to be part of"),
        (
            {"category": "intelligence"},
            "quantity 100: this category is not counted: give another unit, or leave the quantity empty",
        ),
        (
            {"on": "2014-01-01"},
            (
                "on 2014-01-01: 2014-01-01 counts after the last day on which this record follows op: move its "
                "covered_until first, or enter the statement as not accepted"
            ),
        ),
    ],
)
def test_a_bad_cell_is_told_with_its_place(record: Database, folder: Path, changes: Row, told: str) -> None:
    good = STATEMENT | {"pledge": "good"}
    assert faults(record, folder, good, STATEMENT | changes) == [f"pledges.csv:3 {told}"]
    assert count(record, Pledge) == 0


def test_all_faults_of_all_files_are_told_at_once(database: Database, folder: Path) -> None:
    (folder / "operations.csv").write_text("code,name,started_on\nop,The operation,January\n")
    (folder / "categories.csv").write_text("code,name,unit,sort\ntroops,Troops,people,first\n")
    write(folder / "pledges-a.csv", [STATEMENT | {"status": "promised", "on": "yesterday"}])
    write(folder / "pledges-b.csv", [STATEMENT | {"pledge": "p2", "quantity": "many"}])
    assert [told.split(": ")[0] for told in faults(database, folder)] == [
        "categories.csv:2 sort first",
        "operations.csv:2 started_on January",
        "pledges-a.csv:2 on yesterday",
        "pledges-a.csv:2 status promised",
        "pledges-b.csv:2 quantity many",
    ]


def test_a_pledge_of_a_faulty_operation_is_not_told_as_well(database: Database, folder: Path) -> None:
    (folder / "operations.csv").write_text("code,name,covered_until\nop,,\n")
    assert faults(database, folder, STATEMENT) == ["operations.csv:2 name (empty): this must be given"]


def test_a_part_of_a_faulty_pledge_is_not_told_as_well(record: Database, folder: Path) -> None:
    rows = (STATEMENT | {"operation": "opp"}, STATEMENT | {"pledge": "p2", "part_of": "p1"})
    assert [told.split(" ")[0] for told in faults(record, folder, *rows)] == ["pledges.csv:2"]


@pytest.mark.parametrize(
    ("column", "again"),
    [
        ("operation", "other"),
        ("contributor", "GBR"),
        ("category", "trucks"),
        ("item", "Tanks"),
        ("unit", "hours"),
    ],
)
def test_a_later_row_that_does_not_agree_with_the_first_is_told(
    record: Database, folder: Path, column: str, again: str
) -> None:
    first = STATEMENT.get(column) or "(empty)"
    assert faults(record, folder, STATEMENT, LATER | {column: again}) == [
        (
            f"pledges.csv:3 {column} {again}: leave it empty or write what the first row of p1 has "
            f"(pledges.csv:2): {first}"
        )
    ]


def test_a_later_row_may_say_the_same_in_other_words(record: Database, folder: Path) -> None:
    agreeing = LATER | {"operation": "OP", "contributor": "France", "category": "Troops", "unit": "people"}
    assert faults(record, folder, STATEMENT, agreeing) == []


def test_a_fault_of_an_empty_folder_names_the_sheets(database: Database, tmp_path: Path) -> None:
    with pytest.raises(MusterError, match=r"holds no sheet: accepted are contributors.csv, .*pledges\*.csv"):
        load(database, tmp_path)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "operation,contributor,category,on,status,source_title,colour",
            [f"pledges.csv:1 colour: this is no column of the sheet: accepted columns are {COLUMNS}"],
        ),
        (
            "contributor,category,status,quantity",
            [
                "pledges.csv:1 on: this column is missing and must be there",
                "pledges.csv:1 operation: this column is missing and must be there",
                "pledges.csv:1 source_title: one of these columns must be there: source_title, source_url",
            ],
        ),
        (
            "operation;contributor;category;on;status;source_title",
            [
                (
                    "pledges.csv:1 operation;contributor;category;on;status;source_title: the columns must be "
                    f"separated by commas: accepted columns are {COLUMNS}"
                )
            ],
        ),
        (
            "operation,contributor,category,on,on,status,source_title",
            ["pledges.csv:1 on: this column is there twice"],
        ),
    ],
)
def test_a_header_that_does_not_fit_is_told(
    record: Database, folder: Path, header: str, told: list[str]
) -> None:
    (folder / "pledges.csv").write_text(f"{header}\n")
    assert faults(record, folder) == told
