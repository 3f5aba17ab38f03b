"""Sheets as people bring them, and importing them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it publishes no types

from app.db import Database
from app.sheets.bad_rows import bad_rows
from app.sheets.cleaning.mapping import NO_MAP, Map, read_map
from app.sheets.importing import ALL, Outcome, names_of, run
from app.sheets.prepare import Prepared, prepare

HEADER = ("operation", "contributor", "category", "on", "status", "quantity", "source_title")
GOOD = ("op", "FRA", "troops", "2013-01-17", "committed", "100", "A page")


def sent(
    database: Database, path: Path, way: str = ALL, how: Map = NO_MAP, folder: Path | None = None
) -> tuple[Prepared, Outcome]:
    """What came of a file: as the page, the API and the command line have it."""
    with database.reading() as reader:
        known = names_of(reader)
    made = Path(tempfile.mkdtemp(dir=folder or path.parent))
    prepared = prepare(path, path.name, made, how, known)
    return prepared, run(database, "import", prepared, way, lambda _rows: None)


def faults_of(outcome: Outcome) -> list[str]:
    """Each fault as `line column value: message`."""
    return [str(fault).partition(":")[2] for fault in outcome.faults]


def repairs_of(prepared: Prepared) -> list[tuple[str, str, str]]:
    """Column, what was written, what it was read as."""
    return [(r.column, r.value, r.read_as) for r in prepared.repairs]


def bad_file(prepared: Prepared, outcome: Outcome, path: Path) -> Path:
    """The bad rows with reasons, as a file."""
    path.write_bytes(b"".join(bad_rows(prepared, outcome.faults)))
    return path


def as_csv(path: Path, *rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Plain text, cells as they are."""
    text = "".join(f"{delimiter.join(row)}\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def as_xlsx(path: Path, rows: Sequence[Sequence[Any]], *more: Any) -> Path:
    """A workbook; `more`: functions that change its worksheet before it is closed."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for change in more:
            change(book, sheet)
    return path


def mapped(text: str) -> Map:
    """A map from its TOML."""
    return read_map(text.encode())
