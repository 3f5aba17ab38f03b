"""A release is the record as it stood: the same record gives the same bytes, and they count up to what they say."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # it publishes no types
from frictionless import Package, system
from sqlalchemy import func, insert, select

from app.db import Base, Database
from app.errors import MusterError
from app.ledger.revisions import head
from app.models import Standing
from app.releases.database_file import write_database
from app.releases.tables import TABLES
from tests.releases.support import SHEETS, contents, release, sum_up_again, verify

pytestmark = pytest.mark.slow


def test_the_program_it_brings_counts_the_same(released: Path, seeded: Database) -> None:
    code, said = verify(released)
    with seeded.reading() as reader:
        newest = head(reader).number
    assert code == 0, said
    assert f"revisions.csv: {newest:,} revisions" in said
    days = re.search(r"standings.csv: ([\d,]+) days of 158 pledges", said)
    assert days
    assert int(days[1].replace(",", "")) > 406
    totals = (released / "totals.csv").read_text()
    assert f"totals.csv: {totals.count(chr(10)) - 1:,} sums" in said
    # The day of the worked example is one of them, and leaves nothing behind.
    assert "\n2013-01-17," in totals
    assert not (released / "__pycache__").exists()


@pytest.mark.parametrize("name", [*SHEETS, "totals.csv", "revisions.csv"])
def test_one_byte_that_is_another_is_told(altered: Path, name: str) -> None:
    content = bytearray((altered / name).read_bytes())
    content[len(content) // 2] ^= 1
    (altered / name).write_bytes(content)
    code, said = verify(altered)
    assert code == 1
    assert f"DIFFERENT: {name}" in said


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("sheets/pledges.csv", ",deployed,4000,", ",deployed,2300,", "serval-fra-troops on 2013-02-06"),
        ("sheets/pledges.csv", ",deployed,4000,", ",announced,4000,", "serval-fra-troops on 2013-02-06"),
        ("sheets/pledges.csv", ",deployed,4000,", ",deployed,4321,", "4321"),
        ("sheets/operations.csv", "2014-07-15", "2014-07-05", "2014-07-"),
        ("standings.csv", ",1400,1400,1400,", ",1400,1400,1401,", "deployed_high is 1400"),
        (
            "totals.csv",
            "2013-01-17,serval,,,people,1400",
            "2013-01-17,serval,,,people,1401",
            "deployed is 1400",
        ),
        ("quantities.csv", "1400,1400,1400,1400", "1400,1300,1400,1400", "'1400'"),
        ("revisions.csv", "France", "Franze", "does not follow"),
    ],
)
def test_a_number_that_is_another_is_told_though_the_checksums_agree(
    altered: Path, name: str, before: str, after: str, told: str
) -> None:
    text = (altered / name).read_bytes().decode()
    assert before in text
    (altered / name).write_bytes(text.replace(before, after).encode())
    sum_up_again(altered)
    code, said = verify(altered)
    assert code == 1
    assert "DIFFERENT: " in said
    assert told in said


def test_a_file_more_or_less_is_told(altered: Path) -> None:
    (altered / "more.csv").write_text("a\n")
    assert "more.csv is not in SHA256SUMS" in verify(altered)[1]
    (altered / "more.csv").unlink()
    (altered / "totals.csv").unlink()
    assert "totals.csv is missing" in verify(altered)[1]


def test_the_same_record_gives_the_same_bytes(released: Path, seeded: Database, tmp_path: Path) -> None:
    assert contents(release(seeded, tmp_path / "again")) == contents(released)


@pytest.mark.postgres
def test_the_same_record_gives_the_same_bytes_on_the_other_engine(
    released: Path, seeded: Database, postgres: Database, tmp_path: Path
) -> None:
    with seeded.reading() as reader, postgres.writing() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name != "secret"]
        # The countries that every record begins with are those of the other record here; it has no revision yet.
        for table in (table for table in reversed(tables) if table.name != "revision"):
            session.execute(table.delete())
        for table in tables:
            rows = [row._asdict() for row in reader.execute(select(table).order_by(*table.primary_key))]
            if rows:
                session.execute(insert(table), rows)
    assert contents(release(postgres, tmp_path / "again")) == contents(released)


def test_it_never_changes(released: Path, seeded: Database) -> None:
    before = contents(released)
    with pytest.raises(MusterError, match="a release never changes"):
        release(seeded, released)
    assert contents(released) == before
    assert {path.stat().st_mode & 0o222 for path in released.rglob("*") if path.is_file()} == {0}
    assert list(released.parent.iterdir()) == [released]


def test_what_fails_leaves_nothing_behind(
    seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TABLES, "sheets/broken.csv", (("a",), lambda _reader: iter([1 / 0])))
    with pytest.raises(ZeroDivisionError):
        release(seeded, tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


def test_the_data_package_is_valid(released: Path, altered: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(released / "datapackage.json")).validate()
        assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
        assert report.stats["tasks"] == len(TABLES)
        # It can find fault: another type, and a link that leads nowhere.
        text = (altered / "sheets/indicators.csv").read_text().replace("ARE,2012,", "ZZZ,last year,", 1)
        (altered / "sheets/indicators.csv").write_text(text)
        faults = Package(str(altered / "datapackage.json")).validate().flatten(["type"])
    assert {"type-error", "foreign-key", "hash-count"} <= {fault[0] for fault in faults}


def test_its_papers_say_which_state_it_is(released: Path, seeded: Database) -> None:
    with seeded.reading() as reader:
        newest = head(reader)
    package = json.loads((released / "datapackage.json").read_text())
    cited = yaml.safe_load((released / "CITATION.cff").read_text())
    assert package["version"] == cited["version"] == str(newest.number)
    assert package["created"] == f"{newest.at:%Y-%m-%dT%H:%M:%SZ}"
    assert (cited["cff-version"], str(cited["date-released"])) == ("1.2.0", f"{newest.at:%Y-%m-%d}")
    assert newest.hash in (released / "README.md").read_text()
    for resource in package["resources"]:
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]


def test_its_database_has_the_public_tables_alone(released: Path, seeded: Database, tmp_path: Path) -> None:
    with seeded.reading() as reader:
        write_database(reader, tmp_path / "again.db")
        standings = reader.execute(select(func.count()).select_from(Standing)).scalar_one()
    assert (tmp_path / "again.db").read_bytes() == (released / "muster.db").read_bytes()
    with closing(sqlite3.connect(f"file:{released / 'muster.db'}?mode=ro", uri=True)) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == {
            *("category", "contributor", "indicator", "membership", "operation", "pledge", "readme"),
            *("requirement", "revision", "source", "standing", "statement"),
        }
        [(example,)] = file.execute("SELECT text FROM readme WHERE topic = '3 a day'")
        assert ("FRA", 1400, 0, 1100) in file.execute(example).fetchall()
        assert file.execute("SELECT count(*) FROM standing").fetchone() == (standings,)
        assert file.execute("SELECT count(*) FROM statements").fetchone() == (301,)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        # What nobody counted is null, never 0.
        open_numbers = (
            "SELECT deployed FROM standings WHERE pledge = 'serval-fra-troops' AND from_on = '2013-01-11'"
        )
        assert file.execute(open_numbers).fetchone() == (None,)


def test_an_empty_record_is_no_release(tmp_path: Path) -> None:
    from app import migrate

    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    migrate.upgrade(database)
    with pytest.raises(MusterError, match="nothing to release"):
        release(database, tmp_path / "one")
    database.close()
