"""Engines, and the two ways to use them: reading a snapshot, writing one transaction.

Traps that were reproduced and are closed here (see docs/decisions/0003-database.md): SQLite's driver sends no BEGIN
before SELECT, so a read-then-write loses edits unless the transaction begins with BEGIN IMMEDIATE; foreign keys are
off by default; `synchronous=NORMAL` loses acknowledged writes when the power fails.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from app.in_place import InPlace
from app.slow import SlowQueries
from app.stored import note_stored

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
)
# Any number will do, as long as every writer of a record names the same one.
WRITE_LOCK = 20130117
# How far a copy of the record has come: revisions are numbered without gaps.
NEWEST = text("SELECT max(number) FROM revision")
# A machine that is gone answers nothing at all; its readers do not wait for it longer than that.
CONNECT_SECONDS = 5
TURN_SECONDS = 0.05

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table is made from."""

    metadata = MetaData(naming_convention=NAMING)


class Database:
    """One record's store: a reading and a writing engine on the same SQLite file or PostgreSQL database."""

    def __init__(self, url: str, pool_size: int = 8, replicas: Sequence[str] = ()) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._reader = _engine(url, pool_size, begin="BEGIN")
        self._writer = _engine(url, pool_size, begin="BEGIN IMMEDIATE")
        self.file = InPlace(url if self.is_sqlite else "sqlite://")
        for engine in (self._reader, self._writer):
            self.file.watch(engine)
        self.replicas = [_engine(replica, pool_size, begin="BEGIN") for replica in replicas]
        self._turn = count()
        self._one_reads = Lock()
        self.slow = SlowQueries(self._reader, self._writer, *self.replicas)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which every query sees the same moment of the record. It can change nothing.

        It sees all that was written before. Only where the primary does not answer, it is the furthest replica's.
        """
        with ExitStack() as held:
            try:
                connection = held.enter_context(_snapshot(self._reader))
            except OperationalError:
                found = self._from_replica(held, None)
                if found is None:
                    raise
                connection = found
            yield connection

    @contextmanager
    def public_reading(self) -> Iterator[Connection]:
        """The same for whoever only reads: from a replica that has come as far as the primary, else the primary's.

        So nobody misses what was written, by themselves or others, and no answer is older than the primary's
        (docs/decisions/0023-reads.md).
        """
        with ExitStack() as held:
            found = self._from_replica(held, self._newest()) if self.replicas else None
            yield found or held.enter_context(self.reading())

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait a moment for whoever reads now: on SQLite many threads at once are slower than one after the other.

        Its driver hands the interpreter to another thread at every row, and an answer costs up to two and a half times
        as much. Nobody waits for a long answer: after `TURN_SECONDS` they go on beside it.
        """
        is_mine = self.is_sqlite and self._one_reads.acquire(timeout=TURN_SECONDS)
        try:
            yield
        finally:
            if is_mine:
                self._one_reads.release()

    def _from_replica(self, held: ExitStack, wanted: int | None) -> Connection | None:
        """A replica's connection that has this revision (None: the furthest there is); they take turns."""
        answering: list[tuple[int, Connection]] = []
        first = next(self._turn)
        for n in range(len(self.replicas)):
            try:
                connection = held.enter_context(_snapshot(self.replicas[(first + n) % len(self.replicas)]))
                reached = connection.execute(NEWEST).scalar() or 0
            except OperationalError:
                continue
            if wanted is not None and reached >= wanted:
                return connection
            answering.append((reached, connection))
        furthest = max(answering, key=itemgetter(0), default=None)
        return furthest[1] if furthest and wanted is None else None

    def _newest(self) -> int | None:
        """The primary's newest revision; None where it does not answer."""
        try:
            with self._reader.connect() as connection:
                return connection.execute(NEWEST).scalar() or 0
        except OperationalError:
            return None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that writes: committed when the block ends well, undone otherwise.

        Writers queue for the record's one lock, so what a writer reads cannot change before it commits.
        """
        with Session(self._writer, expire_on_commit=False) as session:
            with session.begin():
                if not self.is_sqlite:
                    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})
                yield session
                session.flush()
                if not self.is_sqlite:
                    # A server that is gone before it says so may have committed.
                    note_stored()
            note_stored()

    def know_sizes(self) -> None:
        """After a load: let SQLite count how rows are spread over its indexes, for it to choose among them.

        A sample would mislead it: most of the record has one value, "now". PostgreSQL counts by itself. What cannot be
        written (a read-only file) stays as it is.
        """
        if not self.is_sqlite:
            return
        with suppress(OperationalError), self._writer.begin() as connection:
            connection.exec_driver_sql("ANALYZE")

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations."""
        return self._writer

    def close(self) -> None:
        """Give all connections back."""
        for engine in (self._reader, self._writer, *self.replicas):
            engine.dispose()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    is_sqlite = engine.dialect.name == "sqlite"
    if not is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        yield connection


def _engine(url: str, pool_size: int, *, begin: str) -> Engine:
    url = url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            json_serializer=_json,
            # psycopg prepares by itself what a connection has sent five times.
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
    _make_folder(url)
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=0, json_serializer=_json, json_deserializer=orjson.loads
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _make_folder(url: str) -> None:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # isolation_level None: the driver leaves BEGIN to the event above.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)
