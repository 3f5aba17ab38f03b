"""Files as they come: encodings, delimiters, worksheets, and what a workbook can do to whoever opens it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.sheets.faults import SheetError
from app.sheets.raw import opened
from app.sheets.raw.parts import SMALL
from tests.sheets.sending import as_xlsx

TEXT = "op;Côte d’Ivoire\n1;é\n"


def read(path: Path, worksheet: str = "") -> list[tuple[int, list[str]]]:
    return list(opened(path, path.name, worksheet).lines)


def told(path: Path, worksheet: str = "") -> str:
    with pytest.raises(SheetError) as error:
        read(path, worksheet)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert read(path) == [(1, ["op", "Côte d’Ivoire"]), (2, ["1", "é"])]


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(b"op,x\n1,\xff\x81\x8d\n")
    assert told(path) == "sheet.csv:2 (empty): the text cannot be read from here: save the sheet as CSV UTF-8"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_out(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(f'a{sign}"b, c; d"\n1{sign}"2, 3, 4"\n')
    assert read(path) == [(1, ["a", "b, c; d"]), (2, ["1", "2, 3, 4"])]


def test_a_line_that_tells_the_delimiter_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("sep=;\na,a,a;b\n")
    assert read(path) == [(2, ["a,a,a", "b"])]


def test_a_cell_that_is_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("a,b\n1," + "x" * 1_000_001 + "\n")
    assert told(path).startswith("sheet.csv:2 (empty): a cell is longer than 1,000,000 characters")


def _values(book: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 0, date(2013, 1, 17), book.add_format({"num_format": "d mmm yyyy"}))
    sheet.write_boolean(1, 1, False)
    sheet.write_number(1, 2, 1400.0)
    sheet.write_number(1, 3, 12.5)
    sheet.write_formula(1, 4, "=1+1", None, 2)
    sheet.write_formula(1, 5, '="a"&"b"', None, "ab")
    sheet.write_rich_string(1, 6, "plain ", book.add_format({"bold": True}), "bold")
    sheet.write_number(1, 7, 1400, book.add_format({"num_format": '#,##0 "days"'}))
    sheet.write_row(3, 1, ["behind an empty row"])


def test_a_workbook_s_values_are_read_as_the_sheet_writes_them(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "book.xlsx", [["a", "a"]], _values)
    rows = [(line, cells) for line, cells in read(path) if any(cells)]
    assert rows == [
        (1, ["a", "a"]),
        (2, ["2013-01-17", "no", "1400", "12.5", "2", "ab", "plain bold", "1400"]),
        (4, ["", "behind an empty row"]),
    ]


def test_a_merged_cell_holds_for_the_rows_it_covers(tmp_path: Path) -> None:
    def merge(_book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 3, 0, "France")

    rows: list[list[Any]] = [["country", "n"], ["", 1], ["", 2], ["", 3], ["Chad", 4]]
    path = as_xlsx(tmp_path / "book.xlsx", rows, merge)
    assert [cells for _line, cells in read(path)[1:]] == [
        ["France", "1"],
        ["France", "2"],
        ["France", "3"],
        ["Chad", "4"],
    ]


def _others(book: Any, _sheet: Any) -> None:
    book.add_worksheet("Other").write(0, 0, "here")


def _hide(book: Any, sheet: Any) -> None:
    _others(book, sheet)
    sheet.hide()
    book.get_worksheet_by_name("Other").activate()
    book.get_worksheet_by_name("Other").set_first_sheet()


def test_a_worksheet_is_chosen(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "book.xlsx", [["first"]], _others)
    assert (read(path), read(path, "Other")) == ([(1, ["first"])], [(1, ["here"])])
    assert told(path, "Third") == "book.xlsx:1 Third: there is no worksheet Third: there are Data, Other"
    assert read(as_xlsx(tmp_path / "hidden.xlsx", [["first"]], _hide)) == [(1, ["here"])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and nothing", "the workbook cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old workbook (.xls), or one with a password"),
    ],
)
def test_a_file_that_is_no_workbook_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert said in told(path)


def _changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a workbook in which a part says something else."""
    copy = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as other:
        for name in book.namelist():
            other.writestr(name, change(book.read(name)) if name == part else book.read(name))
    return copy


SHEET = "xl/worksheets/sheet1.xml"


def _bomb(sheet: bytes) -> bytes:
    return sheet.replace(b"</sheetData>", b"</sheetData>" + b" " * (SMALL + 1))


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself(tmp_path: Path) -> None:
    path = _changed(as_xlsx(tmp_path / "book.xlsx", [["a"]]), SHEET, _bomb)
    assert path.stat().st_size < 100_000
    assert "would unpack to more than it should hold" in told(path)


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    path = _changed(as_xlsx(tmp_path / "book.xlsx", [["a"]]), SHEET, _bomb)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        size = book.getinfo(SHEET).file_size.to_bytes(4, "little")
    path.write_bytes(content.replace(size, (500).to_bytes(4, "little")))
    # It is cut off where it said that it ends, and that does not add up.
    assert "the workbook cannot be read" in told(path)


def test_xml_that_grows_or_names_other_files_is_refused(tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = _changed(
        as_xlsx(tmp_path / "book.xlsx", [["a"]]),
        SHEET,
        lambda s: s.replace(b"<worksheet", doctype + b"<worksheet", 1),
    )
    assert "it declares a document type" in told(path)


def test_a_workbook_in_an_encoding_that_nobody_knows_is_told(tmp_path: Path) -> None:
    path = _changed(
        as_xlsx(tmp_path / "book.xlsx", [["a"]]), SHEET, lambda s: s.replace(b'"UTF-8"', b'"UTF-V"', 1)
    )
    assert "unknown encoding: UTF-V" in told(path)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_workbook_with_a_broken_part_is_told(tmp_path: Path, part: str) -> None:
    path = _changed(as_xlsx(tmp_path / "book.xlsx", [["a"]]), part, lambda s: s[: len(s) // 2])
    assert "the workbook cannot be read" in told(path)


def test_a_cell_far_out_is_told(tmp_path: Path) -> None:
    def far(_book: Any, sheet: Any) -> None:
        sheet.write(1, 16_000, "x")

    message = "the cell stands in column 16001: a sheet has at most 1000"
    assert message in told(as_xlsx(tmp_path / "book.xlsx", [["a"]], far))


def _attribute(sheet: bytes) -> bytes:
    return sheet.replace(b"<sheetData>", b'<sheetData x="' + b"y" * (5 << 20) + b'">')


def _rows(sheet: bytes) -> bytes:
    cell = b'<c t="str"><v>' + b"z" * 900_000 + b"</v></c>"
    return sheet.replace(b"</sheetData>", b"<row>" + cell * 5 + b"</row></sheetData>")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_attribute, "would unpack to more than it should hold"),
        (_rows, "the row holds more than 4,000,000 characters"),
        (lambda s: _rows(s).replace(b"z", b"zz", 200_000), "the cell is longer than 1,000,000 characters"),
    ],
)
def test_what_grows_inside_one_piece_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    assert said in told(_changed(as_xlsx(tmp_path / "book.xlsx", [["a"]]), SHEET, change))


def test_a_list_of_very_many_parts_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for n in range(20_000):
            book.writestr(f"part{n}", b"")
    assert "would unpack to more than it should hold" in told(path)
