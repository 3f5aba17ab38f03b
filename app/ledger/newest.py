"""Which state the record is in, asked of the store itself on every request: no answer that was kept outlives a write.

The hash of the newest revision names the state: it follows from everything before it. A number would not do: a server
that was set back to a backup, or a replica that took over, counts on to the same numbers with other contents.
"""

from __future__ import annotations

import asyncio
import sqlite3
from threading import Lock
from typing import Any, Protocol

import psycopg
from sqlalchemy.engine import make_url

from app.db import Database
from app.in_place import Identity

QUERY = "SELECT hash FROM revision ORDER BY number DESC LIMIT 1"
PATIENCE_SECONDS = 5


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
    return _OfFile(database) if database.is_sqlite else _OfServer(database)


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
        where, options = _connect_args(self._database)
        options |= {"timeout": 0, "check_same_thread": False, "isolation_level": None}
        return self._database.file.open(where, options)


class _OfServer:
    """PostgreSQL: one query for all that wait for one, and none for who came after it began."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rounds: _Rounds | None = None

    async def __call__(self) -> str | None:
        loop = asyncio.get_running_loop()
        if self._rounds is None or self._rounds.loop is not loop:
            self.close()
            self._rounds = _Rounds(loop, self._database)
        return await self._rounds.ask()

    def now(self) -> str | None:
        return None

    def close(self) -> None:
        if self._rounds:
            self._rounds.close()
        self._rounds = None


class _Rounds:
    """The queries of one event loop, one after the other, on one connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, database: Database) -> None:
        self.loop = loop
        self._database = database
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._waiting: list[asyncio.Future[str | None]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self) -> str | None:
        """Wait for the next query to begin, and for what it finds."""
        found: asyncio.Future[str | None] = self.loop.create_future()
        self._waiting.append(found)
        if self._task is None or self._task.done():
            self._task = self.loop.create_task(self._ask_on())
        return await found

    def close(self) -> None:
        """Give the connection back; who still waits is told None."""
        if self._connection:
            self._connection.pgconn.finish()
        self._connection = None

    async def _ask_on(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, []
            state = None
            try:
                state = await self._query()
            finally:
                for found in asked:
                    if not found.done():
                        found.set_result(state)

    async def _query(self) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                self._connection = self._connection or await self._open()
                rows = await (await self._connection.execute(QUERY)).fetchall()
        except (psycopg.Error, OSError, TimeoutError):
            self.close()
            return None
        return rows[0][0] if rows else ""

    async def _open(self) -> psycopg.AsyncConnection[Any]:
        where, options = _connect_args(self._database)
        return await psycopg.AsyncConnection.connect(*where, autocommit=True, **options)


def _connect_args(database: Database) -> tuple[list[Any], dict[str, Any]]:
    """What the driver is called with to reach the same record."""
    engine = database.engine
    where, options = engine.dialect.create_connect_args(make_url(engine.url))
    return list(where), dict(options)
