"""Writing sheets: rows of values as CSV or XLSX, streamed. It knows no database."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

from app.errors import MusterError
from app.i18n import _
from app.sheets.text import may_calculate, safe_cell

ROWS_AT_ONCE = 500
# The limits of the file format.
XLSX_ROWS = 1_048_576
LONGEST_TITLE = 31
LONGEST_CELL = 32_767
LARGEST_EXACT = 2**53
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
# Text stays text: nothing in a cell becomes a formula, a link or a number.
XLSX = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Rows = Iterable[Sequence[object]]


def csv_chunks(columns: Sequence[str], rows: Rows, *, is_text: bool = False) -> Iterator[bytes]:
    """A CSV sheet (RFC 4180, UTF-8, lines end in CR LF) in chunks of some hundred rows, the first with the columns.

    `is_text`: every cell is a text, a whole number or None, so that a chunk is looked at as one.
    """
    head = [list(columns)]
    remaining = iter(rows)
    while True:
        some = list(islice(remaining, ROWS_AT_ONCE))
        text = _csv(some) if is_text else ""
        if not is_text or may_calculate(text):
            text = _csv([_csv_cell(value) for value in row] for row in some)
        yield (_csv(head) + text).encode()
        if len(some) < ROWS_AT_ONCE:
            return
        head = []


def _csv(rows: Rows) -> str:
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def write_xlsx(target: IO[bytes] | Path, columns: Sequence[str], rows: Rows, title: str) -> None:
    """An XLSX workbook with one sheet, without holding the rows in memory.

    MusterError where there are more rows than the format holds.
    """
    # Hardly any command writes workbooks, and none should wait for this at its start.
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - see above; it publishes no types

    given = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(given, XLSX) as workbook:
        # The same rows give the same bytes, whenever they are written: an ETag says so.
        workbook.set_properties({"created": CREATED})
        sheet = workbook.add_worksheet(_title(title))
        sheet.freeze_panes(1, 0)
        bold = workbook.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, bold)
        for number, row in enumerate(rows, 1):
            if number >= XLSX_ROWS:
                raise MusterError(_("An XLSX sheet holds {n} rows: write CSV.", n=XLSX_ROWS - 1))
            for place, value in enumerate(row):
                _write(sheet, number, place, value)


def _write(sheet: Any, row: int, place: int, value: object) -> None:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_EXACT:
        sheet.write_number(row, place, value)
    elif text := cell_text(value):
        sheet.write_string(row, place, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…")


def cell_text(value: object) -> str:
    """A value as sheets write it: null is empty, lists are joined by ;, days as 2013-01-17, yes and no."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case list() | tuple():
            return ";".join(cell_text(part) for part in value)
    return str(value)


def _csv_cell(value: object) -> object:
    # Most cells: quick, for exports of millions.
    if value is None or type(value) is int:
        return value
    if isinstance(value, str):
        return safe_cell(value)
    text = cell_text(value)
    return safe_cell(text) if isinstance(value, (list, tuple)) else text


def _title(title: str) -> str:
    """A title that the format accepts as a sheet's name."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")
    return kept[:LONGEST_TITLE] or "Muster"
