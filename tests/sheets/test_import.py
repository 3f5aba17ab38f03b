"""Sheets as people bring them: what is read, repaired, refused, and loaded in part; none half."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from app.db import Database
from app.models import Pledge, Statement
from app.sheets.importing import ALL, GOOD_ROWS, TRY
from app.vocabulary import STATUSES
from tests.sheets.folders import asked, count, version
from tests.sheets.sending import GOOD, HEADER, as_csv, as_xlsx, bad_file, faults_of, mapped, repairs_of, sent

pytestmark = pytest.mark.slow
STORED = 'SELECT c.code, s."on", s.status, s.quantity, s.until FROM statement s JOIN pledge p ON p.id = s.pledge_id '
STORED += "JOIN contributor c ON c.id = p.contributor_id ORDER BY s.id"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheet.csv"


def test_columns_come_in_any_order_under_french_names(record: Database, path: Path) -> None:
    rows = (
        ("Source", "Nombre", "Statut", "Date", "Type", "Pays", "Opération", "Jusqu'au"),
        (
            "Une page",
            "1 400",
            "Déployé",
            "27 juillet 2013",
            "Troops",
            "Côte d’Ivoire",
            "the operation",
            "until 31/12/2013",
        ),
    )
    prepared, outcome = sent(record, as_csv(path, *rows, delimiter=";", encoding="cp1252"))
    assert faults_of(outcome) == []
    assert asked(record, STORED) == [("CIV", "2013-07-27", "deployed", 1400, "2013-12-31")]
    assert repairs_of(prepared) == [
        ("on", "27 juillet 2013", "2013-07-27"),
        ("operation", "the operation", "op"),
        ("status", "Déployé", "deployed"),
        ("until", "until 31/12/2013", "2013-12-31"),
    ]
    assert prepared.notes[0] == "The text is read as Windows-1252."


def test_each_repair_is_named_once_with_its_rows(record: Database, path: Path) -> None:
    rows = [(*GOOD[:3], f"{n}/27/2013", *GOOD[4:], " Yes ") for n in (3, 4)]
    prepared, outcome = sent(record, as_csv(path, (*HEADER, "accepted"), *rows))
    assert outcome.stored
    assert [(str(r), r.column, r.line, r.rows) for r in prepared.repairs] == [
        ("“ Yes ” read as yes", "accepted", 2, 2),
        ("“3/27/2013” read as 2013-03-27", "on", 2, 1),
        ("“4/27/2013” read as 2013-04-27", "on", 3, 1),
    ]


def test_what_can_be_two_days_is_refused_with_advice(record: Database, path: Path) -> None:
    ambiguous = (*GOOD[:3], "03/04/2013", *GOOD[4:])
    _prepared, outcome = sent(record, as_csv(path, HEADER, ambiguous))
    [fault] = faults_of(outcome)
    assert fault.startswith(
        "2 on 03/04/2013: this can be 2013-04-03 or 2013-03-04: write one of them, or give a map"
    )
    for how, day in (('day_order = "day"', "2013-04-03"), ('day_order = "month"', "2013-03-04")):
        sent(record, path, how=mapped(how))
        assert asked(record, 'SELECT "on" FROM statement ORDER BY id DESC LIMIT 1') == [(day,)]


def test_an_end_where_a_day_belongs_is_refused_with_advice(record: Database, path: Path) -> None:
    as_csv(path, HEADER, (*GOOD[:3], "until 7/27/2013", *GOOD[4:]))
    [fault] = faults_of(sent(record, path)[1])
    assert fault.startswith(
        "2 on until 7/27/2013: this is an end, not the day it was said of: put it in the column until"
    )
    assert sent(record, path, how=mapped("until_in_on = true"))[1].stored
    assert asked(record, STORED)[0][1] == "2013-07-27"


def test_loading_again_changes_nothing_with_or_without_keys(record: Database, path: Path) -> None:
    as_csv(
        path,
        ("pledge", *HEADER),
        ("p1", *GOOD),
        ("", *GOOD[:6], "Another page"),
        ("", "op", "TCD", *GOOD[2:]),
    )
    first, before = sent(record, path)[1], version(record)
    again = sent(record, path)[1]
    assert first.report
    assert first.report.created("statement") == 3
    assert again.report
    assert (again.report.changed, again.report.kept("statement")) == (False, 3)
    assert version(record) == before


def test_a_try_tells_what_would_come_and_stores_nothing(record: Database, path: Path) -> None:
    before = version(record)
    _prepared, outcome = sent(record, as_csv(path, HEADER, GOOD, (*GOOD[:5], "many", GOOD[6])), TRY)
    assert outcome.report
    assert not outcome.stored
    made = [outcome.report.created(kind) for kind in ("pledge", "statement", "source")]
    assert (made, outcome.bad_lines, len(outcome.faults)) == ([1, 1, 1], frozenset({3}), 1)
    assert version(record) == before


def test_nothing_of_a_sheet_with_a_bad_row_is_stored(record: Database, path: Path) -> None:
    before = version(record)
    as_csv(path, HEADER, *[(*GOOD[:5], str(n), GOOD[6]) for n in range(1_200)], ("op", "Mordor", *GOOD[2:]))
    _prepared, outcome = sent(record, path)
    assert (outcome.stored, outcome.report, outcome.bad_lines) == (False, None, frozenset({1202}))
    assert (version(record), count(record, Pledge)) == (before, 0)


def test_good_rows_are_loaded_and_the_bad_ones_can_be_mended(
    record: Database, path: Path, tmp_path: Path
) -> None:
    later = ("p1", "", "", "", "2013-02-01", "deployed", "90", "A page")
    part = ("p3", *GOOD, "p2")
    rows = [
        ("p1", "op", "Mordor", *GOOD[2:], ""),
        (*later, ""),
        ("p2", *GOOD[:4], "promised", *GOOD[5:], ""),
        part,
        ("p4", *GOOD, ""),
    ]
    prepared, outcome = sent(record, as_csv(path, ("pledge", *HEADER, "part_of"), *rows), GOOD_ROWS)
    assert outcome.stored
    assert asked(record, "SELECT key FROM pledge") == [("p4",)]
    assert faults_of(outcome) == [
        "2 contributor Mordor: 'Mordor' is no country or organisation of this record",
        "3 pledge p1: its pledge is described in line 2, which is at fault",
        f"4 status promised: accepted are {', '.join(STATUSES)}",
        "5 part_of p2: there is no pledge p2 to be part of",
    ]
    bad = bad_file(prepared, outcome, tmp_path / "bad.csv")
    told = list(csv.reader(bad.read_text().splitlines()))
    assert [row[-2] for row in told] == ["import_line", "2", "3", "4", "5"]
    assert told[1][:-2] == list(rows[0])
    text = bad.read_text().replace("Mordor", "FRA", 1).replace("promised", "committed", 1)
    bad.write_text(text)
    assert sent(record, bad)[1].stored
    assert asked(record, "SELECT key FROM pledge ORDER BY key") == [("p1",), ("p2",), ("p3",), ("p4",)]


def test_every_fault_of_a_row_is_told_at_once(record: Database, path: Path) -> None:
    as_csv(path, HEADER, ("op", "Mordor", "troop", "03/04/2013", "promised", "many", "A page"))
    columns = [f.column for f in sent(record, path)[1].faults]
    assert columns == ["category", "contributor", "on", "quantity", "status"]


def test_a_sheet_that_breaks_off_is_not_loaded_in_part(record: Database, path: Path) -> None:
    path.write_text(",".join(HEADER) + "\n" + ",".join(GOOD) + '\nop,"FRA,troops\n')
    for way in (ALL, GOOD_ROWS):
        prepared, outcome = sent(record, path, way)
        assert (outcome.stored, outcome.report, prepared.broken) == (False, None, True)
    assert "check its quotation marks" in faults_of(outcome)[0]
    assert count(record, Statement) == 0


def test_a_sheet_with_too_many_faults_says_so(record: Database, path: Path) -> None:
    as_csv(path, HEADER, *[(*GOOD[:3], "until 7/27/2013", *GOOD[4:])] * 10_002)
    prepared, outcome = sent(record, path, TRY)
    assert (prepared.broken, len(outcome.faults) > 10_000, outcome.stored) == (True, True, False)
    assert sent(record, path, GOOD_ROWS)[1].report is None


def test_rows_above_the_names_are_left_out(record: Database, path: Path) -> None:
    as_csv(path, ("Contributions to the operation",), ("as of", "today"), HEADER, GOOD)
    prepared, outcome = sent(record, path)
    assert outcome.stored
    assert prepared.notes == ["Line 3 names the columns; what stands above it is left out."]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "1 (empty): the sheet is empty: its first row names the columns"),
        ([("a", "b")], "1 a: this is no column of the sheet: accepted columns are pledge"),
        ([(*HEADER, "quantitty")], "1 quantitty: this is no column of the sheet: did you mean quantity?"),
        (
            [(*HEADER, "country")],
            "1 country: this column is there twice: contributor stands for contributor too",
        ),
        ([HEADER[1:]], "1 operation: this column is missing and must be there"),
        ([HEADER, (*GOOD, "more")], "2 more: the row has more cells than the first row has columns (7)"),
        ([(*HEADER[:6], "", HEADER[6]), (*GOOD[:6], "x", GOOD[6])], "2 x: column 7 has no name"),
    ],
)
def test_a_sheet_that_does_not_fit_is_told(record: Database, path: Path, rows: Any, told: str) -> None:
    _prepared, outcome = sent(record, as_csv(path, *rows))
    assert not outcome.stored
    assert faults_of(outcome)[0].startswith(told)


def _formulas(_book: Any, sheet: Any) -> None:
    sheet.write_formula(1, 5, "=100+1", None, 101)
    sheet.write_formula(2, 5, "=1/0", None, "#DIV/0!")


def test_formulas_count_as_their_kept_value_or_are_refused(record: Database, tmp_path: Path) -> None:
    book = as_xlsx(tmp_path / "book.xlsx", [HEADER, GOOD, GOOD], _formulas)
    assert faults_of(sent(record, book)[1]) == [
        "3 quantity #DIV/0!: a formula that gives #DIV/0!: mend it, or write the value"
    ]
    assert sent(record, book, GOOD_ROWS)[1].stored
    assert asked(record, "SELECT quantity FROM statement") == [(101,)]


def test_duplicated_keys_must_agree_and_blank_rows_are_nothing(record: Database, path: Path) -> None:
    as_csv(path, ("pledge", *HEADER), ("p1", *GOOD), ("", *[" "] * 7), ("p1", "op", "TCD", *GOOD[2:]))
    assert faults_of(sent(record, path)[1])[-1].startswith(
        "4 contributor TCD: leave it empty or write what the first row of p1 has (sheet.csv:2): FRA"
    )


def test_a_cell_of_a_megabyte_is_told(record: Database, path: Path) -> None:
    as_csv(path, (*HEADER, "note"), (*GOOD, "x" * 999_999))
    [fault] = sent(record, path)[1].faults
    assert (fault.column, fault.message) == ("note", "it is longer than 20000 characters")


def test_undisclosed_and_dashes_are_no_numbers(record: Database, path: Path) -> None:
    as_csv(path, HEADER, *[(*GOOD[:5], text, GOOD[6]) for text in ("undisclosed", "-", "non précisé", "")])
    assert sent(record, path)[1].stored
    assert {row[3] for row in asked(record, STORED)} == {None}


def test_what_a_sheet_says_otherwise_is_told_and_left(record: Database, path: Path) -> None:
    as_csv(path, (*HEADER, "note"), (*GOOD, "one"))
    sent(record, path)
    as_csv(path, (*HEADER, "note"), (*GOOD, "two"))
    report = sent(record, path)[1].report
    assert report
    assert not report.changed
    assert [str(d) for d in report.differences] == ["sheet.csv:2 note two: the record keeps one"]
