"""What goes out goes in again: the sheets of any record, loaded into an empty one, come out of it byte by byte."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import Connection, select

from app.db import Database
from app.ledger.change import Change
from app.models import Pledge, Statement
from app.pledges.commands import add_statement, retract_statement
from app.pledges.schemas import StatementCreate
from app.sheets.loader import load_folder
from tests.releases.support import contents, release, sheets_of, verify, write_all
from tests.support.long import examples
from tests.support.records import FIRST, Row, add_reference, enter, records

pytestmark = pytest.mark.slow
either = examples(6)
# What spreadsheets stumble over, and anything else.
odd_texts = st.text(alphabet="=+-@'\"\t\r\n,;: é0aZ–\u2028", min_size=1, max_size=8) | st.text(min_size=1)


class Undo(Exception):
    """Takes an example back."""


@contextmanager
def undone(database: Database) -> Iterator[Change]:
    """A change that is taken back when the block ends: the database stays empty."""
    try:
        with database.writing() as session:
            yield Change(session, "test")
            raise Undo
    except Undo:
        pass


def say(change: Change, words: list[str]) -> None:
    """A statement for each text that a statement may hold, of the first pledge."""
    pledge = change.session.scalars(select(Pledge).order_by(Pledge.id)).first()
    assert pledge
    for number, text in enumerate(words):
        said = dict.fromkeys(("condition", "speaker", "evidence", "note"), text)
        source = {"title": f"{text}{number}", "publisher": text, "author": text}
        try:
            given = StatementCreate.model_validate(
                {"on": FIRST, "status": "requested", **said, "source": source}
            )
        except ValidationError:
            continue
        add_statement(change, pledge, given)


def load(change: Change, files: dict[str, bytes]) -> Connection:
    with TemporaryDirectory() as folder:
        load_folder(change, write_all(Path(folder), files), lambda _rows: None)
    return change.session.connection()


@either
@given(rows=records(), words=st.lists(odd_texts, max_size=4), seed=st.integers(0, 2**16))
def test_a_random_record_comes_back_byte_by_byte(
    any_database: Database, rows: list[Row], words: list[str], seed: int
) -> None:
    order = random.Random(seed)  # noqa: S311 - an order, no secret
    with undone(any_database) as change:
        add_reference(change)
        enter(change, order.sample(rows, len(rows)))
        say(change, words)
        ids = list(change.session.scalars(select(Statement.id).order_by(Statement.id)))
        for statement in order.sample(ids, len(ids) // 3):
            retract_statement(change, statement, "Misread.")
        before = sheets_of(change.session.connection())
    with undone(any_database) as change:
        assert sheets_of(load(change, before)) == before


def test_the_real_record_comes_back_byte_by_byte(
    released: Path, any_database: Database, tmp_path: Path
) -> None:
    before = {name: content for name, content in contents(released).items() if name.startswith("sheets/")}
    with any_database.writing() as session:
        change = Change(session, "test")
        load(change, before)
        change.finish()
    again = release(any_database, tmp_path / "again")
    assert {name: (again / name).read_bytes() for name in before} == before
    # Standings and totals follow from the sheets; only the record's own history is another.
    for name in ("standings.csv", "totals.csv", "quantities.csv"):
        assert (again / name).read_bytes() == (released / name).read_bytes(), name
    assert verify(again)[0] == 0


@examples(3)
@given(rows=records(), words=st.lists(odd_texts, max_size=3))
def test_a_random_release_counts_up(database: Database, rows: list[Row], words: list[str]) -> None:
    with undone(database) as change, TemporaryDirectory() as folder:
        add_reference(change)
        enter(change, rows)
        say(change, words)
        change.finish()
        code, said = verify(frozen(change.session.connection(), Path(folder) / "one"))
        assert code == 0, said


def frozen(reader: Connection, folder: Path) -> Path:
    from app.releases.freeze import freeze

    freeze(reader, folder, "", lambda _name: None)
    return folder
