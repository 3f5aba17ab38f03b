"""Sheets of a folder, as programs write them: with and without a mark at the start, with lines in cells."""

from pathlib import Path

import pytest

from app.sheets.columns import CATEGORIES
from app.sheets.faults import Faults, SheetError
from app.sheets.reader import count_rows, read_sheet

HEADER = b"code,name,group,unit\n"


def read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows, where nothing is wrong."""
    faults = Faults()
    rows = [(where.line, where.row) for where in read_sheet(path, CATEGORIES, faults)]
    faults.raise_if_any()
    return rows


def told(path: Path) -> tuple[list[int], list[str]]:
    """The lines that could be read, and what is wrong with the others."""
    faults = Faults()
    lines = [where.line for where in read_sheet(path, CATEGORIES, faults)]
    with pytest.raises(SheetError) as error:
        faults.raise_if_any()
    return lines, [str(fault) for fault in error.value.faults]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "categories.csv"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_mark_at_the_start_and_either_line_end_make_no_difference(
    path: Path, mark: bytes, end: bytes
) -> None:
    path.write_bytes(mark + (HEADER + "é,Zoé,,x\n".encode()).replace(b"\n", end))
    assert read(path) == [(2, {"code": "é", "name": "Zoé", "group": "", "unit": "x"})]


def test_a_row_is_known_by_the_line_on_which_it_starts(path: Path) -> None:
    path.write_bytes(HEADER + b'a,"one\ntwo\nthree",,x\n\n,,,\nb,B,,y\n"c",C,"g\r\nh",z\nd,D,,w\n')
    assert [line for line, _row in read(path)] == [2, 7, 8, 10]


def test_a_short_row_is_filled_with_nothing(path: Path) -> None:
    path.write_bytes(HEADER + b"a,A\n")
    assert read(path) == [(2, {"code": "a", "name": "A"})]


def test_an_apostrophe_before_a_formula_is_taken_off_once(path: Path) -> None:
    path.write_bytes(HEADER + b"'=a,''+b,'c,it's\n")
    assert [list(row.values()) for _line, row in read(path)] == [["=a", "'+b", "'c", "it's"]]


def test_empty_columns_at_the_end_are_nothing(path: Path) -> None:
    path.write_bytes(b"code,name,unit,,\na,A,x,,\n")
    assert read(path) == [(2, {"code": "a", "name": "A", "unit": "x"})]


def test_a_row_with_a_cell_too_many_is_told_and_reading_goes_on(path: Path) -> None:
    path.write_bytes(HEADER + b"a,A,,x,more\nb,B,,y\n")
    assert told(path) == (
        [3],
        ["categories.csv:2 more: the row has more cells than the first row has columns (4)"],
    )


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_stands(path: Path) -> None:
    path.write_bytes(HEADER + b'a,A,,x\nb,"B,,y\nc,C,,z\n')
    lines, faults = told(path)
    assert lines == [2]
    assert faults == [
        "categories.csv:3 (empty): the row cannot be read (unexpected end of data): check its quotation marks"
    ]


def test_text_that_is_not_utf8_is_told_where_it_stands(path: Path) -> None:
    path.write_bytes(HEADER + b"a,A,,x\nb,C\xf4te,,y\n")
    assert told(path) == ([2], ["categories.csv:3 b,C?: save the sheet as UTF-8"])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_sheet_is_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert told(path) == (
        [],
        ["categories.csv:1 (empty): the sheet is empty: its first row names the columns"],
    )


def test_a_sheet_that_is_gone_is_told(path: Path) -> None:
    assert told(path) == (
        [],
        ["categories.csv:1 (empty): the file cannot be read: No such file or directory"],
    )


def test_rows_are_counted_for_progress(path: Path) -> None:
    path.write_bytes(HEADER + b"a,A,,x\nb,B,,y\n")
    assert count_rows(path) == 3
