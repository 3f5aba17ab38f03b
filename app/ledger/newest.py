"""Which state the record is in, asked of the store itself on every request: no answer that was kept outlives a write.

The hash of the newest revision names the state: it follows from everything before it. A number would not do: a server
that was set back to a backup, or a replica that took over, counts on to the same numbers with other contents.
"""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any, Protocol

from sqlalchemy.engine import make_url

from app.db import Database
from app.in_place import Identity

QUERY = "SELECT hash FROM revision ORDER BY number DESC LIMIT 1"


class Newest(Protocol):
    """Asks for the newest revision that was committed when it was called, whoever wrote it."""

    async def __call__(self) -> str | None:
        """Its hash, empty in an empty record; None where the store does not say so at once."""

    def now(self) -> str | None:
        """The same without waiting; None where that cannot be."""

    def close(self) -> None:
        """Give the connection back."""


def newest_of(database: Database) -> Newest:
    """What asks this record, on a connection of its own, which no request can keep it waiting for."""
    if database.is_sqlite:
        return _OfFile(database)
    # The driver takes a while to load, and who keeps the record in a file need not wait for it.
    from app.ledger.newest_of_server import OfServer  # noqa: PLC0415 - see above

    return OfServer(database)


class _OfFile:
    """SQLite: a few microseconds, in the event loop itself. It waits for no lock."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None
        self._opened: Identity = None
        self._lock = Lock()

    async def __call__(self) -> str | None:
        return self.now()

    def now(self) -> str | None:
        there = self._database.file.identity()
        if there is None:
            return None
        try:
            with self._lock:
                if there != self._opened:
                    self._close()
                self._connection = self._connection or self._open()
                self._opened = there
                # All rows are fetched: a statement that is not at its end holds on to its moment of the record.
                rows = self._connection.execute(QUERY).fetchall()
        except sqlite3.Error:
            return None
        return rows[0][0] if rows else ""

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _open(self) -> sqlite3.Connection:
        where, options = connect_args(self._database)
        options |= {"timeout": 0, "check_same_thread": False, "isolation_level": None}
        return self._database.file.open(where, options)


def connect_args(database: Database) -> tuple[list[Any], dict[str, Any]]:
    """What the driver is called with to reach the same record."""
    engine = database.engine
    where, options = engine.dialect.create_connect_args(make_url(engine.url))
    return list(where), dict(options)
