"""Measure importing: rows a second and peak memory, against the least any program could do, csv and executemany.

Run alone: python -m bench.sheets 100000 1000000
"""

from __future__ import annotations

import csv
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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
    with tempfile.TemporaryDirectory() as folder, database.reading() as reader:
        prepared = prepare(path, path.name, Path(folder), NO_MAP, names_of(reader))
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


def measured(way: str, path: Path, url: str) -> tuple[float, int]:
    """Seconds and the largest memory in bytes, in a process of its own."""
    command = [sys.executable, "-m", "bench.sheets", "--one", way, str(path), url]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told["seconds"], told["peak"]


def one(way: str, path: Path, url: str) -> None:
    """Do it here, and say what it took."""
    start = time.perf_counter()
    WAYS[way](path, url)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak}))


def report(n: int) -> None:
    """Three lines: a CSV sheet, the same as XLSX, and the plain loop."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = write_csv(folder / "sheet.csv", n)
        tell("import CSV", n, measured("import", sheet, ground(folder / "csv")))
        tell("import CSV again", n, measured("import", sheet, f"sqlite:///{folder / 'csv' / 'muster.db'}"))
        if n <= 1_000_000:
            book = write_xlsx(folder / "sheet.xlsx", n)
            tell("import XLSX", n, measured("import", book, ground(folder / "xlsx")))
        tell("csv and executemany", n, measured("plain", sheet, str(folder / "plain.db")))


def tell(what: str, n: int, took: tuple[float, int]) -> None:
    """One line of the table."""
    seconds, peak = took
    print(
        f"{what:24} {n:>10,} rows {seconds:8.1f} s {n / seconds:>10,.0f} rows/s {peak / 2**20:8.0f} MB",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    """Measure as many rows as are asked for."""
    if arguments[:1] == ["--one"]:
        way, path, url = arguments[1:]
        one(way, Path(path), url)
        return
    for n in arguments or [str(ROWS)]:
        report(int(n))


if __name__ == "__main__":
    main(sys.argv[1:])
