"""Copies of a PostgreSQL record by its own programs, `pg_dump` and `pg_restore`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app.backups.contents import VERSIONS, Contents, contents, differences, faults, refuse
from app.db import Database
from app.errors import Unavailable
from app.i18n import _

MAGIC = b"PGDMP"
# Where rows of a table begin, in what pg_restore prints, and where they end.
ROWS = re.compile(rb'COPY (?:\w+|"[^"]+")\."?(\w+)"? .*FROM stdin;\n')
END = b"\\.\n"


def back_up(database: Database, target: Path) -> Contents:
    """Dump one moment of the record to the empty file `target`, and verify the copy. NotSound, Unavailable."""
    with database.reading() as reader:
        original = contents(reader)
        # A dump has no history to walk: it is walked here, at the moment that is dumped.
        refuse(list(faults(reader)), _("The record is not sound; no copy was made (muster check says more):"))
        moment = reader.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        dump(database, target, f"--snapshot={moment}")
    copied = verified(target)
    refuse(list(differences(original, copied)), _("The copy is not what the record is; nothing was kept:"))
    return copied


def dump(database: Database, target: Path, *words: str) -> None:
    """Dump the record to a file, as it is. Unavailable."""
    _run(database, "pg_dump", "--format=custom", "--no-owner", *words, f"--file={target}")


def verified(file: Path) -> Contents:
    """What a dump holds, after all of it was read. NotSound, Unavailable."""
    command = [_program("pg_restore"), "--data-only", "--file=-", str(file)]
    counts: dict[str, int] = {}
    migration = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:  # noqa: S603 - our own words
        assert reading.stdout
        assert reading.stderr
        for name, row in _rows(reading.stdout):
            counts[name] = counts.get(name, 0) + (row is not None)
            if name == VERSIONS and row is not None:
                migration = row.decode().strip()
        said = reading.stderr.read().decode(errors="replace").splitlines()
    what = _("{file} is no sound copy:", file=file.name)
    if reading.returncode:
        refuse(said or [f"pg_restore: {reading.returncode}"], what)
    return Contents(migration, counts)


def _rows(lines: Iterator[bytes]) -> Iterator[tuple[str, bytes | None]]:
    """Each table as it begins (without a row), then each of its rows."""
    name = ""
    for line in lines:
        if name and line == END:
            name = ""
        elif name:
            yield name, line
        elif begun := ROWS.fullmatch(line):
            name = begun[1].decode()
            yield name, None


def put_back(file: Path, database: Database) -> None:
    """Let a verified dump take the record's place, all of it or nothing. Unavailable."""
    replacing = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner")
    _run(database, "pg_restore", *replacing, str(file))


def _run(database: Database, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on the record. The password goes where others on the machine cannot read it."""
    parts = make_url(database.url).translate_connect_args(username="user", database="dbname")
    password = str(parts.pop("password", "") or "")
    address = make_conninfo(**parts, **dict(make_url(database.url).query))  # type: ignore[arg-type]
    command = [_program(program), f"--dbname={address}", *words]
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if ended.returncode:
        raise Unavailable(_("{program} could not do it: {said}", program=program, said=ended.stderr.strip()))


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        message = _(
            "{program} is not on this machine. It comes with PostgreSQL's client programs (Debian: apt-get install "
            "postgresql-client), in the server's version or a newer one.",
            program=name,
        )
        raise Unavailable(message)
    return found
