"""Copies of an SQLite record, taken while others write, and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import quote

import orjson
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.backups import files
from app.backups.contents import Contents, contents, differences, faults, refuse
from app.db import Database
from app.errors import Conflict
from app.i18n import _

MAGIC = b"SQLite format 3\0"
# What stands beside a file that is, or was, in use.
COMPANIONS = ("-wal", "-shm", "-journal")


def back_up(database: Database, target: Path) -> Contents:
    """Copy one moment of the record to the empty file `target`, and verify the copy. NotSound."""
    with database.reading() as reader:
        # The first query fixes the moment; the backup on the same connection reads that one too.
        original = contents(reader)
        source = cast("sqlite3.Connection", reader.connection.driver_connection)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
    copied = verified(target)
    refuse(list(differences(original, copied)), _("The copy is not what the record is; nothing was kept:"))
    return copied


def verified(file: Path) -> Contents:
    """What a copy holds, after all of it was looked at. NotSound."""
    what = _("{file} is no sound copy:", file=file.name)
    if file.with_name(f"{file.name}-wal").exists():
        refuse([_("it was copied while in use: a file {name}-wal is beside it", name=file.name)], what)
    try:
        with _looking(file) as reader:
            refuse(list(faults(reader)), what)
            return contents(reader)
    except DBAPIError as error:
        refuse([str(error.orig)], what)
        raise


@contextmanager
def _looking(file: Path) -> Iterator[Connection]:
    """A connection to a closed file that changes nothing in it and makes nothing beside it."""
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True),
        poolclass=NullPool,
        json_deserializer=orjson.loads,
    )
    with engine.connect() as connection:
        yield connection


def put_back(written: Path, place: Path) -> Path | None:
    """Let the verified `written` take the record's place; where the old one is kept now. Conflict: it is in use."""
    kept = None
    if place.exists():
        _close(place)
        _be_like(written, place)
        kept = place.with_name(f"{place.name}.replaced-{files.stamp()}")
        for ending in (*COMPANIONS, ""):
            old = place.with_name(place.name + ending)
            if old.exists():
                old.rename(kept.with_name(kept.name + ending))
    files.settle(written)
    written.replace(place)
    files.settle(place.parent)
    return kept


def _close(place: Path) -> None:
    """Fold the write-ahead log into the file, which works only where nobody has it open.

    What is broken is the reason for the restore: it is kept as it is.
    """
    if not _is_sqlite(place):
        return  # SQLite would take the log beside it away
    try:
        with closing(sqlite3.connect(place, timeout=1)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            message = _(
                "{place} is in use: stop muster serve, and whatever else has it open, first.", place=place
            )
            raise Conflict(message) from None
        raise
    except sqlite3.DatabaseError:
        pass


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def _be_like(written: Path, old: Path) -> None:
    """The rights of the old file, and its owner where we may say so."""
    shutil.copymode(old, written)
    if os.geteuid() == 0:
        shutil.chown(written, old.stat().st_uid, old.stat().st_gid)
