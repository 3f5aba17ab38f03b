"""One statement added, with its standings, its revision and a commit that survives a power loss, beside what the store
itself needs to commit one row. Both are done in turn on the same disk.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
from sqlalchemy import select

from app.db import Database
from app.ledger.change import changing
from app.ledger.standing import UNCOUNTED
from app.models import Pledge
from app.pledges.commands import enter_statement
from app.pledges.schemas import SourceCreate, StatementCreate
from bench.store import Record, cache, sqlite_copy
from bench.table import Line

TIMES, APART = 100, 997
FIRST = date(2024, 1, 1)
TABLE = "CREATE TABLE plain (id INTEGER PRIMARY KEY, pledge INTEGER, day TEXT, status TEXT, words TEXT)"
ROW = "INSERT INTO plain VALUES ({0}, 1, '2024-01-01', 'deployed', 'so many, a spokesman said')"


@dataclass(frozen=True, slots=True)
class Written:
    """Median seconds of one statement, of them on the processor, and of one row of the store's own."""

    ours: float
    worked: float
    theirs: float


def lines(record: Record) -> Iterator[Line]:
    """How much of the store's own rate of commits is left."""
    with nullcontext(record) if record.server else sqlite_copy(record.size) as copy:
        told = in_turn(copy)
    of, least = f"{record.engine}, {record.size:,}", None if record.server else 0.5
    note = f"{told.ours * 1000:.1f} ms against {told.theirs * 1000:.1f} ms"
    measure = "one statement added / the store's own one-row commit"
    yield Line(measure, of, told.theirs / told.ours, "", at_least=least, note=note)
    yield Line("one statement added: processor time", of, told.worked * 1000, "ms")


def in_turn(record: Record) -> Written:
    """What one statement takes, and one row of the store's own."""
    database = Database(record.url)
    pledges = some_pledges(database)
    with tempfile.TemporaryDirectory(dir=cache()) as folder:
        commit = _postgres(record.url) if record.server else _sqlite(Path(folder) / "plain.db")
        add_one(database, pledges[0], 0)
        turns = [
            (*_timed(add_one, database, pledges[n % len(pledges)], n), _timed(commit, n)[0])
            for n in range(1, TIMES + 1)
        ]
    database.close()
    return Written(*map(statistics.median, zip(*turns, strict=True)))


def _timed(call: Callable[..., object], *given: object) -> tuple[float, float]:
    """Seconds that passed, and of processor time here."""
    begun, before = time.perf_counter(), time.process_time()
    call(*given)
    return time.perf_counter() - begun, time.process_time() - before


def some_pledges(database: Database) -> list[int]:
    """Some pledges from all over the record."""
    with database.reading() as reader:
        every = reader.execute(select(Pledge.id).where(Pledge.unit != UNCOUNTED)).scalars().all()
    return list(every[:: max(1, len(every) // APART)])


def add_one(database: Database, pledge_id: int, n: int) -> None:
    """A statement nobody has made yet."""
    day = FIRST + timedelta(days=n % 700)
    source = SourceCreate(title=f"Dispatch {n} on {pledge_id}", publisher="Reuters", published_on=day)
    given = StatementCreate.model_validate(
        {
            "on": day,
            "status": "deployed",
            "quantity": str(n + 1),
            "evidence": f"{n}, he said",
            "source": source,
        }
    )
    with changing(database, "bench") as change:
        enter_statement(change, change.session.get_one(Pledge, pledge_id), given)


def _sqlite(file: Path) -> Callable[[int], object]:
    store = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        store.execute(f"PRAGMA {pragma}")
    store.execute(TABLE)

    def commit(n: int) -> None:
        for word in ("BEGIN IMMEDIATE", ROW.format(n), "COMMIT"):
            store.execute(word)

    return commit


def _postgres(url: str) -> Callable[[int], object]:
    store = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    store.execute(TABLE.encode())
    return lambda n: store.execute(ROW.format(n).encode())
