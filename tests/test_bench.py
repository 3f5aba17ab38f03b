"""What `make bench` measures with: a record that is the same every time and loads whole, and a table that judges."""

from pathlib import Path

from app.db import Database
from app.ledger.change import changing
from app.ledger.projection import differences
from app.sheets.loader import load_folder
from bench.record import write_record
from bench.table import Line, as_markdown

STATEMENTS = 300


def test_the_record_is_the_same_every_time_and_loads_whole(tmp_path: Path, database: Database) -> None:
    first, again = (write_record(tmp_path / name, STATEMENTS) for name in ("first", "again"))
    for sheet in first.iterdir():
        assert sheet.read_bytes() == (again / sheet.name).read_bytes()
    with changing(database, "bench") as change:
        report = load_folder(change, first, lambda _rows: None)
    counts = {kind: report.created(kind) for kind in ("statement", "operation", "category")}
    assert counts == {"statement": STATEMENTS, "operation": 60, "category": 20}
    assert report.differences == []
    with database.reading() as reader:
        assert list(differences(reader)) == []


def test_a_line_says_whether_its_target_is_met() -> None:
    more, less = Line("a", "", 3, "", at_least=3), Line("a", "", 2.99, "", at_least=3)
    low, high = Line("a", "", 60, "ms", at_most=60), Line("a", "", 61, "ms", at_most=60)
    assert [line.cells[-1] for line in (more, less, low, high)] == ["met", "missed", "met", "missed"]
    assert "| 61 ms  | at most 60 | missed |" in as_markdown([high])
