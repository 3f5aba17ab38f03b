"""Exports of a large record: rows a second, rows a second of processor time (which tells more where others work on the
machine too), and memory; beside a plain loop and Datasette's export of the same file.

`python -m bench.exports [STATEMENTS]`, 100,000 without a number. Datasette is measured where BENCH_DATASETTE names its
program; it is no dependency of this project: `python -m venv /tmp/d && /tmp/d/bin/pip install datasette`, then
`BENCH_DATASETTE=/tmp/d/bin/datasette python -m bench.exports`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.sheets.writer import XLSX_ROWS
from bench.large import Size, write_large
from bench.server import free_port

STATEMENTS = 100_000
# What bench.large makes of one operation with six categories.
STATEMENTS_AN_OPERATION = 3_100
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
PATIENCE_SECONDS = 120
LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that passed, seconds of processor time, and the most memory in MB."""

    seconds: float
    processor: float
    peak: float


def main(statements: int = STATEMENTS) -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder:
        database, out = Path(folder) / "muster.db", Path(folder) / "out"
        environment = {**os.environ, "MUSTER_DATABASE_URL": f"sqlite:///{database}", "MUSTER_CACHE": folder}
        sheets = write_large(
            Path(folder) / "large",
            Size(operations=max(1, round(statements / STATEMENTS_AN_OPERATION)), pledges=6),
        )
        for command in (["migrate"], ["seed", str(sheets)]):
            run([sys.executable, "-m", "app", *command], environment)
        plain = measured([sys.executable, "-c", PLAIN, str(database), f"{out}.csv"], environment)
        with Path(f"{out}.csv").open("rb") as file:
            rows = sum(line.count(b"\r\n") for line in iter(lambda: file.read(1 << 20), b""))
        print(
            f"\n{'export of ' + format(rows, ',') + ' statements':50} {'rows/s':>9} {'of CPU':>9} {'MB, most':>9}"
        )
        tell("a plain csv loop over the driver's cursor", rows, plain)
        for ending in ("csv", *(["xlsx"] if rows < XLSX_ROWS else [])):
            target = f"{out}.{ending}"
            tell(
                f"muster export {ending}",
                rows,
                measured([sys.executable, "-m", "app", "export", target], environment),
            )
        served(rows, environment)
        datasette(rows, environment, folder)


def served(rows: int, environment: dict[str, str]) -> None:
    """The same over HTTP, from a server of its own; and the SQLite file, which is made first."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--port", str(port)]
    with running(
        [*command, "--log-level", "warning"], environment, f"http://127.0.0.1:{port}/livez"
    ) as process:
        for name, address in (("/statements.csv", "statements.csv"), ("/data/muster.db", "data/muster.db")):
            cost = fetched(process, f"http://127.0.0.1:{port}/{address}")
            tell(f"GET {name}, memory of the whole server", rows, cost)


def datasette(rows: int, environment: dict[str, str], folder: str) -> None:
    """Datasette's streamed CSV of the view `statements` of the same record."""
    program = environment.get("BENCH_DATASETTE")
    [file] = Path(folder).glob("muster-*.db")
    if not program:
        print("Datasette: not measured (set BENCH_DATASETTE)")
        return
    port, copy = free_port(), file.rename(file.with_name("public.db"))
    settings = ["--setting", "max_csv_mb", "0", "--setting", "sql_time_limit_ms", "600000"]
    command = [program, "serve", "--immutable", str(copy), "--port", str(port), *settings]
    with running(command, environment, f"http://127.0.0.1:{port}/-/versions.json") as process:
        for name in ("statement", "statements"):
            address = f"http://127.0.0.1:{port}/public/{name}.csv?_stream=on&_labels=off"
            tell(f"Datasette, {name}.csv streamed", rows, fetched(process, address))


def tell(name: str, rows: int, cost: Cost) -> None:
    """One line."""
    print(f"{name:50} {rows / cost.seconds:9,.0f} {rows / cost.processor:9,.0f} {cost.peak:9.0f}")


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


def run(command: list[str], environment: dict[str, str]) -> None:
    """A program that has to end well."""
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running(
    command: list[str], environment: dict[str, str], address: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from its first answer on."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not answer")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address).close()  # noqa: S310 - a server of this machine
    except OSError:
        return False
    return True


def fetched(process: subprocess.Popen[bytes], address: str) -> Cost:
    """What an answer costs its server until all of it was read; the memory is the most it ever had."""
    begun, before = time.perf_counter(), _processor_of(process)
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - a server of this machine
        while answer.read(1 << 20):
            pass
    return Cost(time.perf_counter() - begun, _processor_of(process) - before, _peak_of(process))


def _processor_of(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time so far, as Linux tells them."""
    times = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def _peak_of(process: subprocess.Popen[bytes]) -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main(*(int(argument.replace(",", "")) for argument in sys.argv[1:2]))
