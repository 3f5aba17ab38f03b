"""Making releases, and running the program that they bring."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import Connection

from app.db import Database
from app.releases.freeze import SUMS, digest_of, freeze
from app.releases.tables import TABLES
from app.sheets.writer import csv_chunks

SHEETS = [path for path in TABLES if path.startswith("sheets/")]


def release(database: Database, folder: Path) -> Path:
    with database.reading() as reader:
        freeze(reader, folder, "https://muster.example", lambda _name: None)
    return folder


def verify(folder: Path) -> tuple[int, str]:
    """The exit code of a release's verify.py and what it says. `-I`: nothing but the standard library is found."""
    run = f"runpy.run_path({str(folder / 'verify.py')!r}, run_name='__main__')"
    program = f"import runpy, sys; sys.path[0:0] = [{str(folder)!r}]; {run}"
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def sum_up_again(folder: Path) -> None:
    """Whoever alters a file may alter the list of checksums too."""
    lines = (folder / SUMS).read_text().splitlines()
    names = [line.partition("  ")[2] for line in lines]
    (folder / SUMS).write_text("".join(f"{digest_of(folder / name)}  {name}\n" for name in names))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def sheets_of(reader: Connection) -> dict[str, bytes]:
    """The sheets that `muster seed` reads, by name."""
    return {path: b"".join(csv_chunks(TABLES[path][0], TABLES[path][1](reader))) for path in SHEETS}


def write_all(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "sheets"
