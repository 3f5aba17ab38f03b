"""200 connections for a minute on one worker, while somebody writes: errors, waits, and the server's memory over time.

`python -m bench.load URL` is the writer: one statement after the other until it is stopped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count

from app.db import Database
from bench.driver import Bell, asked, drive
from bench.reads import DASHBOARD, DAY, EVERYTHING, LIST, SEARCH, TOTALS, days
from bench.server import Server, serve_muster
from bench.store import Record, sqlite_copy
from bench.table import Line
from bench.writes import add_one, some_pledges

CONNECTIONS = 200
SECONDS = float(os.environ.get("BENCH_LOAD_SECONDS", "60"))
LOOK_SECONDS, PAUSE_SECONDS = 2.0, 0.5
# What readers of one day ask for: mostly the same few answers, and now and then one that nobody asked for before.
SAME = (DASHBOARD, TOTALS, LIST, EVERYTHING, SEARCH, DASHBOARD, TOTALS, LIST)


def lines(record: Record) -> Iterator[Line]:
    """Errors, waits and memory."""
    same = [asked(f"{address}{DAY}") for address in SAME]
    requests = [request for new in days(LIST) for request in (*same * 3, new)]
    with (
        nullcontext(record) if record.server else sqlite_copy(record.size) as copy,
        serve_muster(copy) as server,
    ):
        drive(server, same, Bell(server, 1))
        with _writing(copy), _watching(server) as memory:
            told = drive(server, requests, Bell(server, SECONDS), CONNECTIONS)
    of = f"{record.engine}, {record.size:,}, {CONNECTIONS} connections, {SECONDS:.0f} s, one writer"
    for error in sorted(set(told.errors))[:3]:
        print(error, file=sys.stderr)
    yield Line("load: errors", of, len(told.errors), f"of {told.count + len(told.errors):,}", at_most=0)
    yield Line("load: half of the answers within", of, told.wait(0.5) * 1000, "ms")
    yield Line("load: 99 of 100 answers within", of, told.wait(0.99) * 1000, "ms")
    half = len(memory) // 2
    grown = max(memory[half:]) / max(memory[:half]) - 1
    over_time = ", ".join(f"{mb:.0f}" for mb in memory[:: max(1, len(memory) // 6)])
    yield Line(
        "load: the server's memory, 2nd half / 1st half",
        of,
        1 + grown,
        "",
        at_most=1.1,
        note=f"{over_time} MB",
    )


@contextmanager
def _writing(record: Record) -> Iterator[None]:
    writer = subprocess.Popen([sys.executable, "-m", "bench.load", record.url])
    try:
        yield
        if writer.poll() is not None:
            raise RuntimeError("the writer stopped")
    finally:
        writer.terminate()
        writer.wait()


@contextmanager
def _watching(server: Server) -> Iterator[list[float]]:
    """The server's memory in MB, every other second."""
    memory, ended = [server.memory()], threading.Event()

    def watch() -> None:
        while not ended.wait(LOOK_SECONDS):
            memory.append(server.memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield memory
    finally:
        ended.set()
        watcher.join()


def write_on(url: str) -> None:
    """Two statements a second or so, without an end."""
    database = Database(url)
    pledges = some_pledges(database)
    for n in count(1):
        add_one(database, pledges[n % len(pledges)], 10_000 + n)
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    write_on(sys.argv[1])
