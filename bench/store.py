"""Records to measure: made once for each size through the program's own loader, and kept between runs."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Table, create_engine, func, insert, select, text

from app import migrate
from app.db import Base, Database
from bench import record
from tests.support.postgres import start_postgres

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Record:
    """A record of some size: where it is, and the process of its database server (SQLite: 0)."""

    size: int
    url: str
    server: int = 0

    @property
    def engine(self) -> str:
        """What keeps it, in words."""
        return "PostgreSQL" if self.server else "SQLite"

    @property
    def file(self) -> Path:
        """Of SQLite."""
        return Path(self.url.removeprefix("sqlite:///"))


def cache() -> Path:
    """The folder for what is kept between runs, outside of the project."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "muster-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sheets(size: int) -> Path:
    """The folder of sheets of a record."""
    folder = cache() / f"sheets-{size}-{_maker()}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=cache()) as made:
            record.write_record(Path(made) / "sheets", size)
            (Path(made) / "sheets").rename(folder)
    return folder


def _maker() -> str:
    """Another maker makes another record."""
    return sha256(Path(record.__file__).read_bytes()).hexdigest()[:8]


def sqlite_record(size: int) -> Record:
    """The SQLite file of a record at this program's migration: only to be read. The million takes minutes."""
    file = cache() / f"record-{size}-{_maker()}-{migrate.newest()}.db"
    if not file.exists():
        print(f"making a record of {size:,} statements ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(dir=cache()) as made:
            part = Path(made) / "record.db"
            load(f"sqlite:///{part}", sheets(size))
            part.rename(file)
    return Record(size, f"sqlite:///{file}")


def load(url: str, folder: Path) -> None:
    """A new record from a folder of sheets, as people load it."""
    for command in (["migrate"], ["seed", str(folder)]):
        subprocess.run(
            [sys.executable, "-m", "app", *command],
            env={**os.environ, "MUSTER_DATABASE_URL": url},
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def sqlite_copy(size: int) -> Iterator[Record]:
    """A copy that may be written to, thrown away at the end."""
    with tempfile.TemporaryDirectory(dir=cache()) as folder:
        copy = Path(folder) / "record.db"
        shutil.copyfile(sqlite_record(size).file, copy)
        yield Record(size, f"sqlite:///{copy}")


@contextmanager
def postgres_copy(size: int) -> Iterator[Record]:
    """The same record, row by row, in a PostgreSQL of its own that is thrown away at the end."""
    # Many rows at once take long; that is no news here.
    logging.getLogger("muster.queries").setLevel(logging.ERROR)
    with start_postgres() as url:
        database = Database(url)
        migrate.upgrade(database)
        source = create_engine(sqlite_record(size).url)
        with source.connect() as reader, database.engine.begin() as writer:
            for table in Base.metadata.sorted_tables:
                _copy(reader, writer, table)
            server = _parent(writer.execute(text("SELECT pg_backend_pid()")).scalar_one())
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        database.close()
        source.dispose()
        yield Record(size, url, server)


def _copy(reader: Connection, writer: Connection, table: Table) -> None:
    present: set[Any] = set(writer.scalars(select(*table.primary_key)).all())
    rows = reader.execute(
        select(table).order_by(*table.primary_key).execution_options(yield_per=ROWS_AT_ONCE)
    )
    keys = [column.key for column in table.primary_key]
    for some in rows.mappings().partitions():
        new = [dict(row) for row in some if row[keys[0]] not in present]
        if new:
            writer.execute(insert(table), new)
    if keys == ["id"] and isinstance(table.c.id.type, Integer):
        newest = func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 1)
        writer.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), newest)))


def _parent(process: int) -> int:
    """The server of a PostgreSQL connection's process."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
