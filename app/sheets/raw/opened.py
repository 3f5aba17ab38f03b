"""Opening a file by what it holds, not by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.i18n import _
from app.sheets.raw import text_files, workbook
from app.sheets.raw.told import Line, unreadable

ZIP = b"PK\x03\x04"
# Compound files: workbooks of before 2007, and newer ones behind a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class Raw:
    """A file's rows, each with the line on which it starts, and what was found out to read them, in words."""

    lines: Iterator[Line]
    notes: list[str] = field(default_factory=list)


def opened(path: Path, name: str, worksheet: str = "") -> Raw:
    """The rows of a CSV or XLSX file, one after the other: none of it is held in memory.

    `name`: what faults call the file. `worksheet`: the one to read; without it the first that is shown. SheetError
    (also while reading): what cannot be read, and where.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(COMPOUND))
    except OSError as error:
        raise unreadable(name, 1, "", _("the file cannot be read: {error}", error=error.strerror)) from None
    if start.startswith(COMPOUND):
        message = _(
            "an old workbook (.xls), or one with a password: save it as .xlsx without a password, or as CSV"
        )
        raise unreadable(name, 1, "", message)
    if start.startswith(ZIP):
        return Raw(*workbook.rows_of(path, name, worksheet))
    return Raw(*text_files.rows_of(path, name))
