"""A filled record of every revision is brought to this version, and one step down, on both engines: nothing changes.

Each is made by the migrations up to its revision, then filled as it stood: with the real record, and with a row of the
kind in every table that the real record leaves empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)

from app import migrate
from app.backups import files, sqlite_file
from app.db import Base, Database
from app.ledger import tally
from app.ledger.revisions import broken_links
from app.models.types import Moment
from tests.backups.conftest import on, with_programs
from tests.conftest import _create, open_sqlite
from tests.test_migrations import LIST, TRIGGERS

__all__ = ["with_programs"]
pytestmark = pytest.mark.slow
REVISIONS = [found.revision for found in ScriptDirectory.from_config(migrate.CONFIG).walk_revisions()][::-1]
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
WORDS, TALLIES = "f75000281100", "7a11e5281500"
EVIDENCE = {"source", "statement", "pledge", "revision", "operation", "requirement", "indicator", "standing"}
Rows = dict[str, list[dict[str, Any]]]
Picture = dict[str, tuple[list[str], int, str]]


@pytest.fixture(params=ENGINES)
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table, on each engine in turn."""
    if request.param == "sqlite":
        made = open_sqlite(tmp_path / "muster.db")
    else:
        server: str = request.getfixturevalue("postgres_server")
        made = Database(_create(server, f"muster_{uuid4().hex[:12]}"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def real(seeded: Database) -> Rows:
    """The real record's rows by table; where it has none, one that is made up."""
    with seeded.reading() as reader:
        found = {
            each.name: [dict(row._mapping) for row in reader.execute(select(each))]
            for each in Base.metadata.sorted_tables
        }
    return {name: rows or [made_up(Base.metadata.tables[name])] for name, rows in found.items()}


def made_up(of: Table) -> dict[str, Any]:
    return {column.name: _value(of, column) for column in of.columns}


def _value(of: Table, column: Column[Any]) -> Any:
    checks = [str(found.sqltext) for found in of.constraints if isinstance(found, CheckConstraint)]
    if allowed := [
        found[1] for check in checks if (found := re.match(rf"{column.name} IN \('(\w+)'", check))
    ]:
        return allowed[0]
    made = {
        Boolean: True,
        Integer: 1,
        Moment: datetime(2026, 11, 23, 8, tzinfo=UTC),
        Date: date(2026, 11, 23),
    }
    made |= {JSON: {"a": [1]}}
    return next((value for kind, value in made.items() if isinstance(column.type, kind)), "made up")


def as_it_is(connection: Connection) -> list[Table]:
    """The tables of the record at its revision, with the columns that they have there."""
    there = {name: {c["name"] for c in inspect(connection).get_columns(name)} for name in names(connection)}
    return [
        Table(
            each.name,
            MetaData(),
            *(Column(c.name, c.type) for c in each.columns if c.name in there[each.name]),
        )
        for each in Base.metadata.sorted_tables
        if each.name in there
    ]


def names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def fill(database: Database, rows: Rows) -> None:
    with database.engine.begin() as connection:
        for each in as_it_is(connection):
            if not connection.execute(select(func.count()).select_from(table(each.name))).scalar_one():
                given = [{c.name: row[c.name] for c in each.columns} for row in rows[each.name]]
                connection.execute(insert(each), given)


def picture(database: Database, like: Picture | None = None) -> Picture:
    """Of each table its columns, how many rows it has, and a hash of all that they hold; `like`: of those columns."""
    with database.reading() as reader:
        found = {}
        for each in as_it_is(reader):
            columns = like[each.name][0] if like and each.name in like else [c.name for c in each.columns]
            if set(columns) <= {c.name for c in each.columns}:
                held = sorted(
                    repr(tuple(row)) for row in reader.execute(select(*(each.c[c] for c in columns)))
                )
                found[each.name] = (columns, len(held), sha256("\n".join(held).encode()).hexdigest())
        return found


def shared(one: Picture, other: Picture) -> Picture:
    return {name: one[name] for name in one if name in other}


def is_whole(database: Database) -> None:
    with database.reading() as reader:
        engine = reader.dialect.name
        found = set(reader.execute(text(LIST[engine])).scalars())
        revision = REVISIONS.index(migrate.current(database) or "")
        # Those that keep the index of words came with it.
        words = revision >= REVISIONS.index(WORDS)
        assert found == {name for name in TRIGGERS[engine] if words or not name.startswith("fts_")}
        assert list(broken_links(reader)) == []
        if revision >= REVISIONS.index(TALLIES):
            assert list(tally.differences(reader)) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_record_of_every_revision_is_upgraded_and_goes_a_step_down(
    nothing: Database, real: Rows, revision: str
) -> None:
    migrate.upgrade(nothing, revision)
    fill(nothing, real)
    before = picture(nothing)
    assert [name for name, (_columns, n, _hash) in before.items() if n == 0] == []
    assert before.keys() >= EVIDENCE
    migrate.upgrade(nothing)
    assert shared(picture(nothing, before), before) == before
    is_whole(nothing)
    up = picture(nothing)
    migrate.downgrade(nothing, "-1")
    assert migrate.current(nothing) == REVISIONS[-2]
    is_whole(nothing)
    down = picture(nothing)
    again = picture(nothing, up)
    assert shared(again, up) == shared(up, again)
    migrate.upgrade(nothing)
    assert shared(picture(nothing, down), down) == down
    is_whole(nothing)


def test_a_change_would_be_noticed(nothing: Database, real: Rows) -> None:
    migrate.upgrade(nothing)
    fill(nothing, real)
    before = picture(nothing)
    with nothing.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE source SET title = 'Another' WHERE id = 7")
    assert {name for name, found in picture(nothing).items() if found != before[name]} == {"source"}


@pytest.mark.usefixtures("with_programs")
def test_migrate_makes_a_verified_copy_first(nothing: Database, real: Rows, tmp_path: Path) -> None:
    older = nothing
    migrate.upgrade(older, REVISIONS[-2])
    fill(older, real)
    folder = tmp_path / "backups"
    told = on(older.url)("migrate", MUSTER_BACKUPS=str(folder))
    assert (told.exit_code, told.stderr.startswith("Copied first: ")) == (0, True), told.stderr
    [copy] = files.verified_copies(folder)
    assert copy.name.startswith(f"before-{REVISIONS[-1]}-")
    if older.is_sqlite:
        held = sqlite_file.verified(copy)
        assert (held.migration, held.counts["statement"]) == (REVISIONS[-2], 301)
    assert migrate.current(older) == REVISIONS[-1]
    # Nothing is to be changed any more, so nothing is copied.
    assert on(older.url)("migrate", MUSTER_BACKUPS=str(folder)).stderr == ""
    assert files.verified_copies(folder) == [copy]


def test_migrate_goes_on_without_a_copy_only_where_it_is_told_to(database: Database, tmp_path: Path) -> None:
    migrate.downgrade(database, "-1")
    (tmp_path / "file").touch()
    nowhere = str(tmp_path / "file" / "backups")
    refused = on(database.url)("migrate", MUSTER_BACKUPS=nowhere)
    assert (refused.exit_code, "--no-backup" in refused.stderr) == (1, True)
    assert migrate.current(database) == REVISIONS[-2]
    served = on(database.url)("serve", "--port", "0")
    assert (served.exit_code, "run muster migrate first" in served.stderr) == (1, True)
    told = on(database.url)("migrate", "--no-backup", MUSTER_BACKUPS=nowhere)
    assert (told.exit_code, told.stderr, migrate.current(database)) == (0, "", REVISIONS[-1])


@pytest.mark.postgres
def test_migrate_says_where_it_could_make_no_copy(
    postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.downgrade(postgres, "-1")
    monkeypatch.setenv("PATH", str(tmp_path))
    told = on(postgres.url)("migrate", MUSTER_BACKUPS=str(tmp_path / "backups"))
    assert (told.exit_code, told.stderr) == (0, "No copy was made first: pg_dump is not on this machine.\n")
    assert migrate.current(postgres) == REVISIONS[-1]
