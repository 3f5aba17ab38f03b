"""Which state the record is in, asked of PostgreSQL (see app/ledger/newest.py)."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg

from app.db import Database
from app.ledger.newest import QUERY, connect_args

PATIENCE_SECONDS = 5


class OfServer:
    """PostgreSQL: one query for all that wait for one, and none for who came after it began."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rounds: _Rounds | None = None

    async def __call__(self) -> str | None:
        """Its hash; None where the server does not answer."""
        loop = asyncio.get_running_loop()
        if self._rounds is None or self._rounds.loop is not loop:
            self.close()
            self._rounds = _Rounds(loop, self._database)
        return await self._rounds.ask()

    def now(self) -> str | None:
        """It cannot be asked without waiting."""
        return None

    def close(self) -> None:
        """Give the connection back."""
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
        where, options = connect_args(self._database)
        return await psycopg.AsyncConnection.connect(*where, autocommit=True, **options)
