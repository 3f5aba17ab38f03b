"""CSV files: their encoding and delimiter are found out, and their rows read one by one."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from app.i18n import _, number
from app.sheets.raw.told import LARGEST_CELL, Line, unreadable
from app.sheets.text import plain_cell

BLOCK = 1 << 16
# In the order in which one is taken where the file does not decide.
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 20
_TOLD = re.compile(r"sep=(.)\s*", re.IGNORECASE)


def rows_of(path: Path, name: str) -> tuple[Iterator[Line], list[str]]:
    """The rows, and what was found out about the file. SheetError where it is no text."""
    encoding = _encoding_of(path, name)
    with path.open(encoding=encoding, newline="") as file:
        delimiter, skip = _delimiter_of(file.read(BLOCK))
    notes = []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(
            _(
                "The text is read as {encoding}.",
                encoding={"cp1252": "Windows-1252"}.get(encoding, encoding.upper()),
            )
        )
    if delimiter != ",":
        names = {";": _("semicolons"), "\t": _("tabs"), "|": _("upright strokes")}
        words = _("The columns are separated by {delimiter}.", delimiter=names.get(delimiter, delimiter))
        notes.append(words)
    return _rows(path, name, encoding, delimiter, skip), notes


def _encoding_of(path: Path, name: str) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if start.startswith(mark):
            return _sure(path, name, encoding)
    if b"\0" in start:
        return _sure(path, name, "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be")
    return "utf-8" if _bad_line(path, "utf-8") is None else _sure(path, name, "cp1252")


def _sure(path: Path, name: str, encoding: str) -> str:
    if line := _bad_line(path, encoding):
        raise unreadable(name, line, "", _("the text cannot be read from here: save the sheet as CSV UTF-8"))
    return encoding


def _bad_line(path: Path, encoding: str) -> int | None:
    """The line in which the file is not in this encoding, about; None where all of it is."""
    decoder, line = getincrementaldecoder(encoding)(), 1
    with path.open("rb") as file:
        try:
            for block in iter(lambda: file.read(BLOCK), b""):
                line += decoder.decode(block).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
    return None


def _delimiter_of(sample: str) -> tuple[str, bool]:
    """What separates the columns; whether the first line only says so, as spreadsheet programs write it."""
    if told := _TOLD.fullmatch(sample.partition("\n")[0]):
        return told[1], True
    return max(DELIMITERS, key=lambda sign: _fit(sample, sign)), False


def _fit(sample: str, delimiter: str) -> int:
    """How well a delimiter fits: the cells of rows that have the usual number of them, beyond the first."""
    csv.field_size_limit(LARGEST_CELL)
    try:
        rows = [
            len(row)
            for row in islice(csv.reader(sample.splitlines(), delimiter=delimiter), SAMPLE_ROWS)
            if row
        ]
    except csv.Error:
        return 0
    if not rows:
        return 0
    [(usual, often)] = Counter(n for n in rows).most_common(1)
    return (usual - 1) * often + (rows[0] - 1)


def _rows(path: Path, name: str, encoding: str, delimiter: str, skip: bool) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        yield from parsed(name, islice(file, 1, None) if skip else file, delimiter, int(skip))


def parsed(name: str, lines: Iterable[str], delimiter: str = ",", before: int = 0) -> Iterator[Line]:
    """The rows of CSV text; `before`: how many lines of the file stand above it."""
    csv.field_size_limit(LARGEST_CELL)
    # Strict: what a spreadsheet program would never write is told, not guessed at.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 1 + before
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise unreadable(name, start, "", _why(error)) from None
        # Few cells begin with an apostrophe: the others need no look.
        yield start, [plain_cell(cell) if cell[:1] == "'" else cell for cell in cells]
        start = reader.line_num + 1 + before


def _why(error: csv.Error) -> str:
    if "field limit" in str(error):
        n = number(LARGEST_CELL)
        return _("a cell is longer than {n} characters: check its quotation marks, or shorten it", n=n)
    return _("the row cannot be read ({error}): check its quotation marks", error=error)
