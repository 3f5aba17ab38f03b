"""The public record as a SQLite file of its own, to open in other tools; the same record gives the same bytes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Connection, Integer

from app.config import ROOT
from app.ledger.revisions import data_version
from app.releases.public import PublicTable, public_tables

SCHEMA = ROOT / "templates" / "release" / "views.sql"
# The sheet's rows are found by pledge and by day.
INDEXES = (
    ("statement", "pledge_id"),
    ("statement", "source_id"),
    ("standing", "pledge_id"),
    ("standing", "from_on"),
    ("revision", "entity_key"),
)
NUMBERS = (BigInteger, Boolean, Integer)


def write_database(reader: Connection, path: Path) -> None:
    """Write the public tables, with views and a table `readme`, to a new file at `path`. OSError, sqlite3.Error."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for pragma in (
            "page_size=4096",
            "journal_mode=OFF",
            "synchronous=OFF",
            f"user_version={data_version(reader)}",
        ):
            file.execute(f"PRAGMA {pragma}")
        file.execute("BEGIN")
        for table in public_tables():
            file.execute(_create(table))
            marks = ", ".join("?" for _column in table.columns)
            file.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', table.rows(reader))  # noqa: S608 - our own names
        for table_name, column in INDEXES:
            file.execute(f'CREATE INDEX "{table_name}_{column}" ON "{table_name}" ("{column}")')
        for statement in SCHEMA.read_text(encoding="utf-8").split(";\n"):
            file.execute(statement)
        file.execute("COMMIT")


def _create(table: PublicTable) -> str:
    public = {other.name for other in public_tables()}
    lines = []
    for column in table.columns:
        kind = "INTEGER" if isinstance(column.type, NUMBERS) else "TEXT"
        key = " PRIMARY KEY" if column.primary_key else ("" if column.nullable else " NOT NULL")
        refers = [f.column for f in column.foreign_keys if f.column.table.name in public]
        link = "".join(f' REFERENCES "{c.table.name}" ("{c.name}")' for c in refers)
        lines.append(f'"{column.name}" {kind}{key}{link}')
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"
