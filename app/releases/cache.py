"""The SQLite file of the record as it stands: made once for each state of it, the newest few kept."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection

from app import __version__
from app.errors import Unavailable
from app.i18n import _
from app.ledger.revisions import head
from app.releases.database_file import SCHEMA, write_database

KEPT = 3
_making = Lock()


def database_file(reader: Connection, folder: Path) -> Path:
    """The file for the record as `reader` sees it, in `folder`. Unavailable where it cannot be written."""
    # The hash of the last revision stands for all of the record; the rest for how the file is written.
    state = f"{head(reader).hash}{__version__}{sqlite3.sqlite_version}{SCHEMA.read_text(encoding='utf-8')}"
    path = folder / f"muster-{sha256(state.encode()).hexdigest()[:20]}.db"
    try:
        with _making:
            if not path.exists():
                _make(reader, path)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(_("The file cannot be written just now ({why}).", why=error)) from None
    return path


def _make(reader: Connection, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    try:
        write_database(reader, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in sorted(path.parent.glob("muster-*.db"), key=_age)[KEPT:]:
        # Who reads it now keeps it until the end.
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except FileNotFoundError:
        return 0
