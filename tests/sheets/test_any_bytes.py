"""Whatever is sent as a sheet or a map, there is a report of it: never a crash, and nothing half stored."""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import Database
from app.sheets.cleaning.mapping import MapError, read_map
from app.sheets.columns import STATEMENTS
from app.sheets.importing import ALL, GOOD_ROWS, TRY
from tests.conftest import copy_of, open_sqlite
from tests.sheets.folders import asked, ground, load, version
from tests.sheets.sending import GOOD, HEADER, as_xlsx, sent
from tests.support.long import examples

pytestmark = pytest.mark.slow
WAYS = st.sampled_from([ALL, GOOD_ROWS, TRY])


@pytest.fixture(scope="module")
def record(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Shared: each example leaves more in it, or nothing."""
    folder = tmp_path_factory.mktemp("any")
    database = open_sqlite(copy_of(empty_file, folder))
    load(database, ground(folder / "sheets"))
    yield database
    database.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def look(record: Database, folder: Path, content: bytes, way: str) -> None:
    path = folder / "sheet"
    path.write_bytes(content)
    before = version(record)
    _prepared, outcome = sent(record, path, way, folder=folder)
    assert all(fault.message and fault.line >= 0 for fault in outcome.faults)
    if not outcome.stored:
        assert version(record) == before
    if way == ALL:
        assert outcome.stored or outcome.faults
        assert not (outcome.stored and outcome.faults)
    # A pledge without a statement would be half of a row.
    bare = "SELECT p.key FROM pledge p LEFT JOIN statement s ON s.pledge_id = p.id WHERE s.id IS NULL"
    assert asked(record, bare) == []


quick = examples(25)


@quick
@given(
    content=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"]),
    way=WAYS,
)
def test_any_bytes_give_a_report(
    record: Database, folder: Path, content: bytes, start: bytes, way: str
) -> None:
    look(record, folder, start + content, way)


cells = st.one_of(
    st.sampled_from(
        [*GOOD, "03/04/2013", "until 7/27/2013", "Yes ", "1.400", "Mordor", "\0", "'=1", "-", "\ufeff"]
    ),
    st.text(max_size=12),
    st.dates().map(lambda day: f"{day.day}/{day.month}/{day.year}"),
    st.integers().map(str),
)


@quick
@given(
    columns=st.permutations(STATEMENTS.columns),
    rows=st.lists(st.lists(cells, max_size=28), max_size=4),
    sign=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    way=WAYS,
)
def test_any_cells_give_a_report(
    record: Database,
    folder: Path,
    columns: list[str],
    rows: list[list[str]],
    sign: str,
    encoding: str,
    way: str,
) -> None:
    text = StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows([columns, *rows])
    look(record, folder, text.getvalue().encode(encoding, errors="replace"), way)


@quick
@given(seed=st.integers(0, 2**32), n=st.integers(1, 12), way=WAYS)
def test_a_damaged_workbook_gives_a_report(
    record: Database, folder: Path, seed: int, n: int, way: str
) -> None:
    """Bytes changed inside the parts, which are packed again: so that the damage is met by the reader of XML."""
    dice = random.Random(seed)  # noqa: S311 - damage, no secret
    whole = as_xlsx(folder / "whole.xlsx", [HEADER, GOOD])
    damaged = BytesIO()
    with zipfile.ZipFile(whole) as book, zipfile.ZipFile(damaged, "w") as other:
        for name in book.namelist():
            content = bytearray(book.read(name))
            if name.startswith("xl/"):
                for _change in range(n):
                    content[dice.randrange(len(content))] = dice.randrange(256)
            other.writestr(name, bytes(content))
    look(record, folder, damaged.getvalue(), way)


@quick
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_map_is_read_or_told(content: bytes) -> None:
    with suppress(MapError):
        read_map(content)
