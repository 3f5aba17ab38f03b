"""What is written is safe to open and reads back as it was."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from app.errors import MusterError
from app.sheets import writer
from app.sheets.text import plain_cell, safe_cell
from app.sheets.writer import Rows, csv_chunks, write_xlsx

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1"]


def xlsx_bytes(columns: Sequence[str], rows: Rows, title: str) -> bytes:
    buffer = BytesIO()
    write_xlsx(buffer, columns, rows, title)
    return buffer.getvalue()


def written(*rows: Sequence[object]) -> str:
    return b"".join(csv_chunks(["a", "b"], rows)).decode()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_could_be_a_formula_gets_one_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["", "'", "''", "it's", "'quoted'", "a=b", "1-2", "x"])
def test_another_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == plain_cell(text) == text


@given(st.text(alphabet="'=+-@\t\rab ", max_size=8) | st.text())
def test_what_is_made_safe_reads_back_and_begins_with_no_formula(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert safe_cell(text)[:1] not in set("=+-@\t\r")


def test_values_are_written_as_the_contract_says() -> None:
    row: tuple[object, ...] = (
        None,
        True,
        False,
        0,
        -5,
        2.5,
        date(2013, 1, 17),
        ["FRA", "=x"],
        datetime(2026, 1, 2, 3, tzinfo=UTC),
        [],
    )
    line = b"".join(csv_chunks([], [row])).decode().splitlines()[1]
    assert line == ",yes,no,0,-5,2.5,2013-01-17,FRA;=x,2026-01-02T03:00:00+00:00,"


def test_lines_end_in_cr_lf_and_cells_with_signs_are_quoted() -> None:
    assert written(("a,b", 'say "x"'), ("line\nbreak", "=1")) == (
        'a,b\r\n"a,b","say ""x"""\r\n"line\nbreak",\'=1\r\n'
    )


@pytest.mark.parametrize("rows", [0, 1, 499, 500, 501, 1001])
def test_chunks_hold_some_hundred_rows_and_all_of_them(rows: int) -> None:
    chunks = list(csv_chunks(["a", "b"], ((n, "é") for n in range(rows))))
    assert [row["a"] for row in csv.DictReader(StringIO(b"".join(chunks).decode()))] == [
        str(n) for n in range(rows)
    ]
    assert max(chunk.count(b"\r\n") for chunk in chunks) <= 501


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers() -> None:
    rows = [[text, 1400, None, True, "http://example.org", "0012", 2**60] for text in FORMULAS]
    content = xlsx_bytes(list("abcdefg"), rows, "Mali: [all]/*?")
    sheet = load_workbook(BytesIO(content)).get_sheet_by_index(0)
    assert sheet.name == "Mali   all"
    assert sheet.to_python()[1:] == [
        [text, 1400.0, "", "yes", "http://example.org", "0012", str(2**60)] for text in FORMULAS
    ]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def test_a_workbook_without_rows_has_its_columns() -> None:
    sheet = load_workbook(BytesIO(xlsx_bytes(["a", "b"], [], ""))).get_sheet_by_index(0)
    assert (sheet.name, sheet.to_python()) == ("Muster", [["a", "b"]])


def test_more_rows_than_a_workbook_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "XLSX_ROWS", 4)
    assert xlsx_bytes(["a"], [[1]] * 3, "x")
    with pytest.raises(MusterError, match="An XLSX sheet holds 3 rows: write CSV"):
        xlsx_bytes(["a"], [[1]] * 4, "x")


def test_a_workbook_is_written_to_a_file_too(tmp_path: Path) -> None:
    writer.write_xlsx(tmp_path / "x.xlsx", ["a"], [["b"]], "x")
    assert load_workbook(tmp_path / "x.xlsx").get_sheet_by_index(0).to_python() == [["a"], ["b"]]


CELLS = st.text(alphabet="'=+-@\t\r\n\", ab", max_size=6) | st.text() | st.integers() | st.none()


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8), st.booleans())
def test_no_cell_of_a_sheet_begins_like_a_formula_and_each_reads_back(
    rows: list[list[object]], is_text: bool
) -> None:
    content = b"".join(csv_chunks(["a", "b"], rows, is_text=is_text)).decode(errors="surrogatepass")
    [_head, *read] = csv.reader(StringIO(content, newline=""))
    for row, cells in zip(rows, read, strict=True):
        for value, cell in zip(row, cells, strict=True):
            assert isinstance(value, int) or cell[:1] not in set("=+-@\t\r")
            assert (cell if isinstance(value, int) else plain_cell(cell)) == (
                "" if value is None else str(value)
            )


@settings(deadline=None, max_examples=50)
@given(st.lists(CELLS, max_size=6))
def test_a_workbook_holds_no_formula(cells: list[object]) -> None:
    with zipfile.ZipFile(BytesIO(xlsx_bytes(["a"], [[cell] for cell in cells], "x"))) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"<f " not in archive.read(name)
