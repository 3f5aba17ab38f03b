"""Measure importing: statements a second of processor time and peak memory, against the least any program could do, csv
and executemany.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it publishes no types

from app.contributors.countries import ensure_countries
from app.db import Database
from app.ledger.change import changing
from app.migrate import upgrade
from app.sheets.cleaning.mapping import NO_MAP
from app.sheets.importing import ALL, names_of, run
from app.sheets.loader import load_folder
from app.sheets.prepare import prepare
from bench.store import Record, cache, load, sheets
from bench.table import Line

ROWS = 100_000
STATEMENTS_OF_A_PLEDGE = 5
COUNTRIES = ("FRA", "TCD", "NGA", "DEU", "GBR", "USA", "CAN", "BEL", "NER", "SEN", "TGO", "BEN", "MLI", "ESP")
STATUSES = ("announced", "committed", "deployed", "deployed", "ended")
COLUMNS = (
    *("pledge", "operation", "contributor", "category", "item", "on", "status", "quantity", "evidence"),
    *("source_title", "source_publisher", "source_published_on"),
)
GROUND = {
    "operations.csv": "code,name\nlong,A long operation\n",
    "categories.csv": "code,name,group,unit\ntroops,Troops,personnel,people\ntrucks,Trucks,land,vehicles\n",
}


def rows(n: int) -> Iterator[tuple[str, ...]]:
    """The same statements every time: five of each pledge, from a source for each day."""
    first = date(2000, 1, 1)
    for i in range(n):
        pledge, step = divmod(i, STATEMENTS_OF_A_PLEDGE)
        on = (first + timedelta(days=pledge % 7_000 + step * 30)).isoformat()
        country = COUNTRIES[pledge % len(COUNTRIES)]
        number = str(pledge % 900 + step)
        said = (on, STATUSES[step], number, f"{number} of them, a spokesman said on day {i}")
        source = (f"Dispatch of {on}", "The Daily Record", on)
        yield (
            f"p{pledge}",
            "long",
            country,
            "troops" if pledge % 2 else "trucks",
            f"Contingent {pledge}",
            *said,
            *source,
        )


def write_csv(path: Path, n: int) -> Path:
    """A sheet with `n` statements."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(n))
    return path


def write_xlsx(path: Path, n: int) -> Path:
    """The same as a workbook."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((COLUMNS, *rows(n))):
            sheet.write_row(number, 0, row)
    return path


def ground(folder: Path) -> str:
    """A new record with what the statements refer to; its URL."""
    folder.mkdir()
    for name, text in GROUND.items():
        (folder / name).write_text(text)
    database = Database(f"sqlite:///{folder / 'muster.db'}")
    upgrade(database)
    with changing(database, "system") as change:
        ensure_countries(change)
        load_folder(change, folder, lambda _rows: None)
    database.close()
    return database.url


def import_it(path: Path, url: str) -> None:
    """As `muster import` does it."""
    database = Database(url)
    with database.reading() as reader:
        known = names_of(reader)
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(path, path.name, Path(folder), NO_MAP, known)
        outcome = run(database, "import", prepared, ALL, lambda _rows: None)
    assert outcome.stored, outcome.faults[:3]
    database.close()


def copy_it(path: Path, url: str) -> None:
    """The least: every row into one table as it is, without a rule, a source, a standing or a history."""
    with sqlite3.connect(url) as store, path.open(newline="", encoding="utf-8") as file:
        store.execute("PRAGMA synchronous=FULL")
        lines = csv.reader(file)
        names = next(lines)
        store.execute("CREATE TABLE plain (" + ", ".join(f'"{name}" TEXT' for name in names) + ")")
        store.executemany(f"INSERT INTO plain VALUES ({', '.join('?' * len(names))})", lines)  # noqa: S608 - our columns
    store.close()


WAYS = {"import": import_it, "plain": copy_it}


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds that passed, seconds of processor time, and the largest memory in bytes."""

    seconds: float
    processor: float
    peak: int


def measured(way: str, path: Path, url: str) -> Took:
    """What it takes in a process of its own."""
    command = [sys.executable, "-m", "bench.sheets", way, str(path), url]
    return Took(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def one(way: str, path: Path, url: str) -> None:
    """Do it here, and say what it took."""
    start, worked = time.perf_counter(), time.process_time()
    WAYS[way](path, url)
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak}))


def lines(record: Record) -> Iterator[Line]:
    """The record's own sheet of statements into an empty record, and once more; the plain loop; and a workbook."""
    with tempfile.TemporaryDirectory(dir=cache()) as name:
        folder = Path(name)
        others = shutil.copytree(sheets(record.size), folder / "others")
        sheet = (others / "pledges-random.csv").rename(folder / "sheet.csv")
        url = _empty(others, folder / "csv.db")
        first = measured("import", sheet, url)
        yield from _told("import CSV", record.size, first, 20_000, 300)
        yield from _told("import CSV again, nothing new", record.size, measured("import", sheet, url))
        plain = measured("plain", sheet, str(folder / "plain.db"))
        yield from _told("a plain csv loop and executemany", record.size, plain)
        n = min(record.size, ROWS)
        book = write_xlsx(folder / "sheet.xlsx", n)
        yield from _told("import XLSX of simple rows", n, measured("import", book, ground(folder / "xlsx")))


def _empty(folder: Path, file: Path) -> str:
    """A new record with what the statements of a folder refer to; its URL."""
    load(f"sqlite:///{file}", folder)
    return f"sqlite:///{file}"


def _told(
    name: str, n: int, took: Took, rate: float | None = None, most: float | None = None
) -> Iterator[Line]:
    of, note = f"{n:,} statements", f"{n / took.seconds:,.0f} by the clock"
    yield Line(name, of, n / took.processor, "statements a second", at_least=rate, note=note)
    yield Line(f"{name}: memory, most", of, took.peak / 2**20, "MB", at_most=most)


def main(arguments: list[str]) -> None:
    """One way, in this process: what `measured` runs."""
    way, path, url = arguments
    one(way, Path(path), url)


if __name__ == "__main__":
    main(sys.argv[1:])
