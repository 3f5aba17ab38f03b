"""Freezing the record into a folder that never changes. The same record gives the same bytes: no file knows when, or by
which machine, it was made; its moment is that of the last revision.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.config import ROOT
from app.errors import MusterError
from app.i18n import _
from app.ledger.revisions import Head, head
from app.releases.database_file import write_database
from app.releases.papers import citation, data_package, readme
from app.releases.tables import TABLES
from app.sheets.writer import csv_chunks

KIT = ROOT / "templates" / "release"
PROGRAMS = ("figures.py", "reading.py", "recount.py", "verify.py")
SUMS = "SHA256SUMS"
BLOCK = 1 << 20
READ_ONLY = 0o444


def name_of(newest: Head) -> str:
    """What the release of a state of the record is called: the day of its last revision, and its data version."""
    return f"{newest.at:%Y-%m-%d}-v{newest.number}"


def freeze(reader: Connection, folder: Path, address: str, told: Callable[[str], None]) -> Head:
    """Write the release to `folder`, which must not be there; `told` is called with each file. Its last revision.

    All of it is there or nothing. `address`: where readers find the record, empty where it has no address. MusterError.
    """
    newest = head(reader)
    if not newest.number:
        raise MusterError(_("The record is empty: there is nothing to release."))
    with _unfinished(folder) as made:
        described = [_table(reader, made, path, told) for path in TABLES]
        write_database(reader, made / "muster.db")
        told("muster.db")
        for program in PROGRAMS:
            shutil.copyfile(KIT / program, made / program)
        shutil.copyfile(ROOT / "docs" / "method.md", made / "METHOD.md")
        _write(made / "datapackage.json", data_package(newest, described, address))
        _write(made / "CITATION.cff", citation(newest, address))
        _write(made / "README.md", readme(newest, described, address))
        _write(made / SUMS, "".join(f"{digest_of(made / name)}  {name}\n" for name in _names(made)))
    return newest


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder beside it that gets its name when all is there, and whose files then cannot be written."""
    if folder.exists():
        raise MusterError(_("{folder} is there already: a release never changes.", folder=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = folder.with_name(f".{folder.name}.{os.getpid()}")
    made.mkdir()
    try:
        yield made
        for name in _names(made):
            (made / name).chmod(READ_ONLY)
        # On one file system: it refuses where somebody else was faster.
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _table(reader: Connection, made: Path, path: str, told: Callable[[str], None]) -> dict[str, Any]:
    """Write a table; where it lies, its columns, how many rows and bytes it has, and its hash."""
    columns, rows = TABLES[path]
    (made / path).parent.mkdir(exist_ok=True)
    count = 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for row in rows(reader):
            count += 1
            yield row

    with (made / path).open("wb") as file:
        file.writelines(csv_chunks(columns, counted()))
    told(path)
    size = (made / path).stat().st_size
    return {"path": path, "columns": columns, "rows": count, "bytes": size, "sha256": digest_of(made / path)}


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file of any size."""
    found = sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            found.update(block)
    return found.hexdigest()
