"""Exports of a large record: rows a second of processor time (others may work on the machine too) and memory, beside a
plain loop and Datasette's export of the same file.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.sheets.writer import XLSX_ROWS
from bench.peers.datasette import query, serve_datasette
from bench.server import Server, serve_muster
from bench.store import Record
from bench.table import Line

PLAIN_QUERY = """
SELECT p.key, o.code, c.code, k.code, p.item, p.unit, p.caveats, s."on", s.status, s.quantity_text, s.until,
  s.condition, s.speaker, s.evidence, s.accepted, q.title, q.publisher, q.url, q.published_on, q.kind, q.language,
  q.author, q.archived_url, s.note, q.accessed_on, q.seen_at
FROM statement s JOIN pledge p ON p.id = s.pledge_id JOIN operation o ON o.id = p.operation_id
  JOIN contributor c ON c.id = p.contributor_id JOIN category k ON k.id = p.category_id
  JOIN source q ON q.id = s.source_id
ORDER BY s.pledge_id, s.id"""
PLAIN = f"""import csv, sqlite3, sys
with open(sys.argv[2], "w", newline="") as file:
    csv.writer(file).writerows(sqlite3.connect(sys.argv[1]).execute({PLAIN_QUERY!r}))"""
LOOK_SECONDS = 0.02
# An export that takes longer is told as one that did not end.
LONGEST_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that passed, seconds of processor time, the most memory in MB, and how many rows came in them."""

    seconds: float
    processor: float
    peak: float
    rows: int = 0


def lines(record: Record) -> Iterator[Line]:
    """Each way out."""
    with tempfile.TemporaryDirectory() as folder:
        told = {**os.environ, "MUSTER_DATABASE_URL": record.url, "MUSTER_CACHE": folder}
        out = Path(folder) / "out"
        plain = measured([sys.executable, "-c", PLAIN, str(record.file), f"{out}.csv"], told)
        yield from _told("a plain csv loop over the driver's cursor", record, plain)
        for ending in ("csv", *(["xlsx"] if record.size < XLSX_ROWS else [])):
            ours = measured([sys.executable, "-m", "app", "export", f"{out}.{ending}"], told)
            target = (100_000, 60) if ending == "csv" else (None, None)
            yield from _told(f"muster export {ending}", record, ours, *target)
    with serve_muster(record) as server:
        served = fetched(server, "/statements.csv")
    yield from _told("GET /statements.csv", record, served, 100_000)
    yield Line(
        "GET /statements.csv / a plain csv loop", f"{record.size:,}", plain.processor / served.processor, ""
    )
    yield from _datasette(record, served)


def _datasette(record: Record, ours: Cost) -> Iterator[Line]:
    """Its CSV of the table, which it streams page by page, and of the joined query, which it answers at once."""
    table = f"/{record.file.stem}/statement.csv?_stream=on&_size=max"
    joined = query(record.file, PLAIN_QUERY, "csv", _size="max")
    cases = (("statement.csv streamed", table, 10_000), ("the joined query, whole", joined, 2_000_000))
    for name, address, most_rows in cases:
        with serve_datasette(record.file, most_rows=most_rows) as server:
            cost = fetched(server, address)
        whole = "" if cost.rows >= record.size else f"; ended after {cost.rows:,} rows, {cost.seconds:.0f} s"
        yield from _told(f"Datasette, {name}{whole}", record, cost)
        theirs, mine = cost.processor / max(1, cost.rows), ours.processor / record.size
        yield Line(f"GET /statements.csv / Datasette, {name}", f"{record.size:,}", theirs / mine, "times")


def _told(
    name: str, record: Record, cost: Cost, rate: float | None = None, peak: float | None = None
) -> Iterator[Line]:
    of, rows = f"{record.size:,} statements", cost.rows or record.size
    note = f"{rows / cost.seconds:,.0f} by the clock"
    yield Line(name, of, rows / cost.processor, "rows a second", at_least=rate, note=note)
    yield Line(f"{name}: memory, most", of, cost.peak, "MB", at_most=peak)


def fetched(server: Server, address: str) -> Cost:
    """What an answer costs its server until all of it was read, or for as long as one waits."""
    begun, before, rows = time.perf_counter(), server.worked(), -1
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=LONGEST_SECONDS)
    try:
        connection.request("GET", address, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        while time.perf_counter() - begun < LONGEST_SECONDS and (block := answer.read(1 << 20)):
            rows += block.count(b"\n")
    except (OSError, http.client.HTTPException) as error:
        print(f"{address[:60]}: {error}", file=sys.stderr)
    finally:
        connection.close()
    passed = time.perf_counter() - begun
    return Cost(passed, server.worked() - before, server.memory("VmHWM"), max(rows, 0))


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """What a program costs from its start to its end."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # The system's own figure for a child counts what this program had when it began it.
    peak = 0.0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        peak = max(peak, _peak_of(process))
        time.sleep(LOOK_SECONDS)
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    if process.returncode:
        raise RuntimeError(f"{command}: exit code {process.returncode}")
    return Cost(time.perf_counter() - begun, ended[2].ru_utime + ended[2].ru_stime, peak)


def _peak_of(process: subprocess.Popen[bytes]) -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)
