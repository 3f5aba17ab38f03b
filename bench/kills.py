"""Killed while it writes: a client logs each write that was acknowledged, and after every kill all of them are there.

`python -m bench.kills` kills 200 times on each engine; `python -m bench.kills 20` that many times.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from sqlalchemy import text

from app.config import ROOT
from app.db import Database
from app.ledger.revisions import broken_links
from app.system.check import checks
from tests.support.postgres import find_programs, own_cluster

KILLS = 200
WRITERS = 4
PATIENCE_SECONDS = 60
# How long after the first acknowledged write of a round the kill comes, at most: some dozen writes.
LATEST_SECONDS = 0.5
# The store itself is killed too, every so many rounds, where it is a server of its own.
STORE_EVERY = 5
PLEDGE = {"operation": "serval", "contributor": "CAN", "category": "transport-aircraft"}
STATEMENT = {"on": "2013-01-14", "status": "committed", "quantity": "1", "source": {"title": "A page"}}


@dataclass
class Told:
    """What the client knows: which pledges were said to be stored, said not to be, and never heard of again."""

    log: Path
    unanswered: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    n: int = 0

    def next_key(self) -> str:
        """The key of the next pledge; unanswered until it is acknowledged."""
        self.n += 1
        key = f"killed-{self.n}"
        self.unanswered.add(key)
        return key

    def acknowledge(self, key: str) -> None:
        """Log that a pledge was said to be stored."""
        self.unanswered.discard(key)
        with self.log.open("a", encoding="ascii") as log:
            log.write(f"{key}\n")

    def refuse(self, key: str) -> None:
        """A pledge was said not to be stored."""
        self.unanswered.discard(key)
        self.refused.add(key)

    def acknowledged(self) -> list[str]:
        """All that were."""
        return self.log.read_text(encoding="ascii").split() if self.log.exists() else []


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: writes by what was said of them, what is lost, and what else is wrong."""

    kills: int
    acknowledged: int
    refused: int
    unanswered: int
    stored_unanswered: int
    lost: list[str]
    faults: list[str]


def kill_on(url: str, kills: int, log: Path, crash_store: Callable[[], None] | None = None) -> Outcome:
    """Serve the seeded record at `url`, write without a pause, and kill the server, again and again.

    `crash_store` crashes what holds the record and starts it again.
    """
    told, dice, found = Told(log), random.Random(kills), []  # noqa: S311 - moments, no secret
    for n in range(1, kills + 1):
        store = crash_store if crash_store and n % STORE_EVERY == 0 else None
        _round(url, told, dice.uniform(0, LATEST_SECONDS), store)
        found += _faults(url, thorough=n == kills)
    stored, acknowledged = _stored(url), told.acknowledged()
    lost = [key for key in acknowledged if key not in stored]
    found += [f"{key} was refused and is there" for key in sorted(told.refused & stored)]
    said = (len(acknowledged), len(told.refused), len(told.unanswered))
    return Outcome(kills, *said, len(told.unanswered & stored), lost, found)


def _round(url: str, told: Told, seconds: float, crash_store: Callable[[], None] | None) -> None:
    """One life of the server, which ends while `WRITERS` clients write."""
    wrote, over = Event(), Event()
    with _serving(url) as (process, port):
        writers = [Thread(target=_write, args=(port, told, wrote, over)) for _n in range(WRITERS)]
        for writer in writers:
            writer.start()
        if not wrote.wait(PATIENCE_SECONDS):
            raise RuntimeError("nothing was written")
        time.sleep(seconds)
        if crash_store:
            crash_store()
        process.kill()
        over.set()
        for writer in writers:
            writer.join()


@contextmanager
def _serving(url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`muster serve`, as the local editor; its process and port."""
    environment = os.environ | {"MUSTER_DATABASE_URL": url, "MUSTER_LOCAL_EDITOR": "true"}
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        try:
            said = process.stdout.readline().decode()
            if not said:
                raise RuntimeError("the server did not start")
            yield process, int(said.rpartition(":")[2])
        finally:
            process.kill()


def _write(port: int, told: Told, wrote: Event, over: Event) -> None:
    """Send one pledge after the other until nobody answers any more."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    with suppress(OSError, http.client.HTTPException):
        while not over.is_set():
            key = told.next_key()
            body = json.dumps({**PLEDGE, "key": key, "statement": STATEMENT})
            connection.request("POST", "/api/v1/pledges", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status == http.client.CREATED:
                told.acknowledge(key)
                wrote.set()
            elif b"it may be there or not" not in said:
                told.refuse(key)
    connection.close()


def _stored(url: str) -> set[str]:
    database = Database(url)
    with database.reading() as reader:
        keys = set(reader.execute(text("SELECT key FROM pledge WHERE key LIKE 'killed-%'")).scalars())
    database.close()
    return keys


def _faults(url: str, *, thorough: bool) -> list[str]:
    """What is wrong after a kill: with file and history; `thorough`: with anything `muster check` looks at."""
    database, found = Database(url), []
    with database.reading() as reader:
        if database.is_sqlite:
            said = reader.execute(text("PRAGMA integrity_check")).scalars()
            found += [line for line in said if line != "ok"]
        looks = checks().values() if thorough else [broken_links]
        found += [problem for look in looks for problem in look(reader)]
    database.close()
    return found


def fill(url: str) -> None:
    """The real record, in a new database."""
    environment = os.environ | {"MUSTER_DATABASE_URL": url}
    for command in ("migrate", "seed"):
        words = [sys.executable, "-m", "app", command]
        subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def report(kills: int = KILLS) -> None:
    """Print a line an engine: what was acknowledged, and what of it was lost."""
    print(f"\nkilled while {WRITERS} clients write; after each kill the file and the history are looked at")
    with TemporaryDirectory() as made:
        url = f"sqlite:///{made}/muster.db"
        fill(url)
        _print("SQLite", kill_on(url, kills, Path(made) / "acknowledged"))
    # As it comes, so that what it says is on the disk is there.
    with TemporaryDirectory() as made, own_cluster(find_programs()) as cluster:

        def crash() -> None:
            cluster.crash()
            cluster.start()

        fill(cluster.url)
        _print("PostgreSQL", kill_on(cluster.url, kills, Path(made) / "acknowledged", crash))


def _print(engine: str, outcome: Outcome) -> None:
    print(
        f"{engine:10} {outcome.kills} kills, {outcome.acknowledged:,} writes acknowledged, {len(outcome.lost)} lost; "
        f"{outcome.refused} refused; {outcome.unanswered} unanswered, {outcome.stored_unanswered} of them stored; "
        f"{len(outcome.faults)} faults",
        flush=True,
    )
    for problem in [*outcome.lost, *outcome.faults][:10]:
        print(f"  {problem}")


if __name__ == "__main__":
    report(*map(int, sys.argv[1:]))
