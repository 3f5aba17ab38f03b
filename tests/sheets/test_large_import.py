"""Large sheets stream: memory does not grow with the file.

MUSTER_LONG_TESTS=true loads 300,000 rows in a process of its own; a few minutes.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from app.sheets.prepare import prepare
from bench.sheets import ground, measured, write_csv, write_xlsx
from tests.support.long import LONG

pytestmark = pytest.mark.slow
MOST = 300 * 1024 * 1024


def peak(path: Path, folder: Path, rows: int) -> int:
    """The most memory that reading and cleaning takes."""
    folder.mkdir()
    tracemalloc.start()
    try:
        assert prepare(path, path.name, folder).rows == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_reading_a_sheet_takes_no_more_memory_when_it_is_four_times_as_long(
    tmp_path: Path, write: object
) -> None:
    assert callable(write)
    small, large = (write(tmp_path / f"{n}", n) for n in (1_000, 4_000))
    first = peak(small, tmp_path / "first", 1_000)
    assert peak(large, tmp_path / "second", 4_000) < first + 2_500_000


@pytest.mark.skipif(not LONG, reason="takes minutes; set MUSTER_LONG_TESTS=true")
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_300_000_rows_are_loaded_in_300_mb(tmp_path: Path, write: object) -> None:
    assert callable(write)
    path = write(tmp_path / "sheet", 300_000)
    most = measured("import", path, ground(tmp_path / "record")).peak
    assert most < MOST
