"""Limits that all workers share: windows of time, counted in the database, which hold no reader's address."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, case, delete, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from app.db import Database
from app.models import Rate, Secret

RT = Rate.__table__.c
# A reader does not wait for a long load to end; and a count that is lost with the power is no loss.
HURRIED = ("PRAGMA busy_timeout=500", "PRAGMA synchronous=NORMAL")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of `what` in `seconds`."""

    what: str
    most: int
    seconds: int


class Counters:
    """The counters of one record, for everything that is limited."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hurried = Database(database.url, 2)
        if database.is_sqlite:
            event.listen(self._hurried.engine, "connect", _hurry)
        self._secret = cache(self._read_secret)

    def take(self, limit: Limit, who: str, now: float | None = None) -> int:
        """Count one for `who`: 0 where that is within the limit, else the seconds until the next one is."""
        return self._take(self._database, limit, who, now)

    def take_to_read(self, limit: Limit, who: str, now: float | None = None) -> int:
        """The same for what only reads: where the store cannot be written just now, nobody is kept from reading."""
        try:
            return self._take(self._hurried, limit, who, now)
        except DBAPIError:
            return 0

    def close(self) -> None:
        """Give the connections back that are not the database's own."""
        self._hurried.close()

    def _take(self, database: Database, limit: Limit, who: str, now: float | None) -> int:
        at = int(time.time() if now is None else now)
        key = f"{limit.what}:{hmac.new(self._secret(), who.encode(), sha256).hexdigest()}"
        with database.engine.begin() as connection:
            since, count = _count(connection, key, at, limit.seconds)
        return 0 if count <= limit.most else max(1, since + limit.seconds - at)

    def _read_secret(self) -> bytes:
        with self._database.reading() as reader:
            return secret_of(reader)


def secret_of(reader: Connection) -> bytes:
    """What this installation signs with."""
    value: str = reader.execute(select(Secret.value).where(Secret.name == "forms")).scalar_one()
    return value.encode()


def _count(connection: Connection, key: str, at: int, seconds: int) -> tuple[int, int]:
    """One more under this key: since when it counts, and how many there are."""
    insert: Any = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(Rate)
    # A window far ahead was begun before the clock was set back: nobody waits for that day.
    is_over = (RT.ends <= at) | (RT.since > at + seconds)
    again = {
        "since": case((is_over, at), else_=RT.since),
        "ends": case((is_over, at + seconds), else_=RT.ends),
        "count": case((is_over, 1), else_=RT.count + 1),
    }
    one = insert.values(key=key, since=at, ends=at + seconds, count=1)
    counted = one.on_conflict_do_update(index_elements=[RT.key], set_=again).returning(RT.since, RT.count)
    since, count = connection.execute(counted).one()
    if count == 1:
        # Whoever begins a window sweeps out those that have ended.
        connection.execute(delete(Rate).where(is_over, RT.key != key))
    return since, count


def _hurry(connection: Any, _record: object) -> None:
    for pragma in HURRIED:
        connection.execute(pragma)
