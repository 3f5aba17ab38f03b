"""How soon a server answers that was just begun."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT
from bench.server import serve_muster
from bench.store import Record, load
from bench.table import Line

ROUNDS = 5


def lines(record: Record) -> Iterator[Line]:
    """With the founding record, and with a large one."""
    with tempfile.TemporaryDirectory() as folder:
        seeded = Record(0, f"sqlite:///{Path(folder) / 'muster.db'}")
        load(seeded.url, ROOT / "seeds")
        yield _line(seeded, "the seeded record", 1.5)
    yield _line(record, f"{record.size:,} statements", None)


def _line(record: Record, of: str, most: float | None) -> Line:
    passed, worked = [], []
    for _ in range(ROUNDS):
        with serve_muster(record) as server:
            passed.append(server.started)
            worked.append(server.worked())
    note = f"{statistics.median(worked):.2f} s of processor time"
    return Line(
        "start of the server to its first answer", of, statistics.median(passed), "s", at_most=most, note=note
    )
