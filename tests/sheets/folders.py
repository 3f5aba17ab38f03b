"""Small folders of sheets, and loading them."""

import csv
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import func, select, text

from app.db import Base, Database
from app.ledger.change import changing
from app.ledger.revisions import data_version
from app.sheets.faults import SheetError
from app.sheets.loader import Report, load_folder
from tests.sheets.sending import sent

Row = dict[str, str]

OPERATIONS = """\
code,name,part_of,covered_until
op,The operation,,2013-12-31
other,Another operation,,
"""
CATEGORIES = """\
code,name,group,unit
troops,Troops,personnel,people
intelligence,Intelligence,services,none
trucks,Trucks,land,vehicles
"""
CONTRIBUTORS = """\
code,kind,name,aliases
AU,organisation,African Union,
CIV,country,Côte d'Ivoire,Ivory Coast
"""
STATEMENT = {
    "pledge": "p1",
    "operation": "op",
    "contributor": "FRA",
    "category": "troops",
    "on": "2013-01-17",
    "status": "committed",
    "quantity": "100",
    "source_title": "A page",
}
# A later row of the same pledge, without the pledge's own columns.
LATER = STATEMENT | {
    "operation": "",
    "contributor": "",
    "category": "",
    "on": "2013-01-18",
    "quantity": "200",
}


def write(path: Path, rows: Iterable[Row]) -> Path:
    """A CSV sheet with the columns that any of the rows has."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def ground(folder: Path) -> Path:
    """A folder with what statements refer to."""
    folder.mkdir(exist_ok=True)
    (folder / "operations.csv").write_text(OPERATIONS)
    (folder / "categories.csv").write_text(CATEGORIES)
    (folder / "contributors.csv").write_text(CONTRIBUTORS, encoding="utf-8")
    return folder


def load(database: Database, folder: Path) -> Report:
    """Load a folder, as `muster seed` does."""
    with changing(database, "seed") as change:
        return load_folder(change, folder, lambda _rows: None)


def load_rows(database: Database, folder: Path, *rows: Row) -> Report:
    """Load a folder whose one sheet of statements has these rows."""
    write(folder / "pledges.csv", rows)
    return load(database, folder)


def load_one(database: Database, path: Path) -> Report:
    """Load one sheet of statements, as `muster import` does."""
    _prepared, outcome = sent(database, path)
    if outcome.report is None:
        raise SheetError(outcome.faults)
    return outcome.report


def faults(database: Database, folder: Path, *rows: Row) -> list[str]:
    """What is wrong with a folder whose sheet of statements has these rows; nothing may be stored of it."""
    if rows:
        write(folder / "pledges.csv", rows)
    before = version(database)
    try:
        load(database, folder)
    except SheetError as error:
        assert version(database) == before
        return [str(fault) for fault in error.faults]
    return []


def version(database: Database) -> int:
    """The record's data version."""
    with database.reading() as reader:
        return data_version(reader)


def count(database: Database, model: type[Base]) -> int:
    """How many rows a table has."""
    with database.reading() as reader:
        return reader.execute(select(func.count()).select_from(model)).scalar_one()


def asked(database: Database, sql: str) -> list[tuple[object, ...]]:
    """The rows that a query gives."""
    with database.reading() as reader:
        return [tuple(row) for row in reader.execute(text(sql))]
