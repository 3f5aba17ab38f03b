"""A backup under write load is whole, and a restored record is the record."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from app import migrate
from app.backups import files, postgres_dump, sqlite_file
from app.db import Database
from app.ledger.change import changing
from tests.backups.conftest import exported, on, path_of
from tests.support.long import LONG

pytestmark = pytest.mark.slow
DONE, PROBLEM = 0, 1
UNDER_LOAD = ["sqlite", *(["postgres"] if LONG else [])]
TAMPERING = ("DROP TRIGGER revision_no_update", "UPDATE revision SET actor = 'nobody' WHERE number = 400")


@pytest.fixture
def backed_up(fresh_seeded: Database, tmp_path: Path) -> tuple[Path, Path]:
    """A record's file, and a copy of it."""
    fresh_seeded.close()
    copy = tmp_path / "copies" / "muster.db"
    assert on(fresh_seeded.url)("backup", copy).exit_code == DONE
    return path_of(fresh_seeded), copy


@contextmanager
def written_to(database: Database) -> Iterator[Callable[[], None]]:
    """Somebody who writes two revisions a transaction without a pause; calling it waits for the next one."""
    stop, wrote = Event(), Event()

    def write() -> None:
        while not stop.is_set():
            with changing(database, "load") as change:
                for what in ("first", "second"):
                    change.remark("noted", "standing", "all", after={"what": what}, reason="load")
            wrote.set()

    def wait() -> None:
        wrote.clear()
        assert wrote.wait(60)

    writer = Thread(target=write)
    writer.start()
    try:
        yield wait
    finally:
        stop.set()
        writer.join()


@pytest.mark.parametrize("any_seeded", UNDER_LOAD, indirect=True)
@pytest.mark.usefixtures("with_programs")
def test_copies_under_write_load_are_whole_each_of_another_moment_and_come_back(
    any_seeded: Database, tmp_path: Path
) -> None:
    """MUSTER_LONG_TESTS=true makes 20 on each engine, and restores them all."""
    muster, before = on(any_seeded.url), exported(any_seeded.url)
    copies = [tmp_path / f"copy-{n}" for n in range(20 if LONG else 3)]
    with written_to(any_seeded) as next_write:
        for copy in copies:
            next_write()
            told = muster("backup", copy)
            assert (told.exit_code, told.stderr) == (DONE, "")
    looked_at = sqlite_file.verified if any_seeded.is_sqlite else postgres_dump.verified
    versions = [looked_at(copy).version for copy in copies]
    assert versions == sorted(set(versions))
    # A transaction is in a copy or is not: half of one would leave an odd number of revisions.
    assert {(version - 897) % 2 for version in versions} == {0}
    for copy in copies if LONG else copies[-1:]:
        destroy(any_seeded)
        assert muster("restore", copy).exit_code == DONE
        assert exported(any_seeded.url) == before
        assert muster("check").exit_code == DONE


def test_a_backup_is_one_file_with_its_checksum_for_its_owner_alone(backed_up: tuple[Path, Path]) -> None:
    _place, copy = backed_up
    assert sorted(path.name for path in copy.parent.iterdir()) == ["muster.db", "muster.db.sha256"]
    assert files.checksum_of(copy).read_text() == f"{files.digest(copy)}  muster.db\n"
    assert {path.stat().st_mode & 0o777 for path in copy.parent.iterdir()} == {0o600}


@pytest.mark.usefixtures("with_programs")
def test_destroyed_and_restored_the_export_is_byte_equal(any_seeded: Database, tmp_path: Path) -> None:
    muster, copy = on(any_seeded.url), tmp_path / "copies" / "copy"
    before = exported(any_seeded.url)
    backup = muster("backup", copy)
    assert (backup.exit_code, backup.stderr) == (DONE, "")
    destroy(any_seeded)
    restored = muster("restore", copy)
    assert (restored.exit_code, restored.stderr) == (DONE, "")
    assert restored.stdout.endswith("rows, version 897.\n")
    assert exported(any_seeded.url) == before
    assert muster("check").stdout == "The record is sound.\n"
    with any_seeded.writing() as session, pytest.raises(Exception, match="append-only"):
        session.execute(text("UPDATE revision SET actor = 'nobody'"))


def destroy(database: Database) -> None:
    if database.is_sqlite:
        database.close()
        path_of(database).unlink()
        return
    with database.writing() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))


@pytest.mark.usefixtures("with_programs")
def test_a_record_that_is_there_is_replaced_by_force_alone_and_kept(
    any_seeded: Database, tmp_path: Path
) -> None:
    muster, copy = on(any_seeded.url), tmp_path / "copies" / "copy"
    muster("backup", copy)
    before = exported(any_seeded.url)
    with changing(any_seeded, "test") as change:
        change.remark("noted", "standing", "all", after={}, reason="later than the copy")
    any_seeded.close()
    refused = muster("restore", copy)
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert "give --force to replace it" in refused.stderr
    forced = muster("restore", copy, "--force")
    assert (forced.exit_code, exported(any_seeded.url)) == (DONE, before)
    kept = Path(forced.stderr.strip().rpartition(" ")[2])
    destroy(any_seeded)
    assert muster("restore", kept).stdout.endswith("version 898.\n")


def test_a_dry_run_verifies_and_stores_nothing(backed_up: tuple[Path, Path], tmp_path: Path) -> None:
    _place, copy = backed_up
    elsewhere = tmp_path / "elsewhere" / "muster.db"
    told = on(f"sqlite:///{elsewhere}")("restore", copy, "--dry-run")
    assert (told.exit_code, elsewhere.exists()) == (DONE, False)


def flip(copy: Path, *, at: float) -> None:
    """Change one byte, at this share of the file."""
    written = bytearray(copy.read_bytes())
    written[int(len(written) * at)] ^= 0xFF
    copy.write_bytes(written)


@pytest.mark.parametrize("at", [0.001, 0.5, 0.999])
def test_a_copy_that_is_not_what_was_written_is_refused(backed_up: tuple[Path, Path], at: float) -> None:
    place, copy = backed_up
    before = place.read_bytes()
    flip(copy, at=at)
    refused = on(f"sqlite:///{place}")("restore", copy, "--force")
    assert (refused.exit_code, refused.stdout, place.read_bytes()) == (PROBLEM, "", before)
    assert "its checksum is another" in refused.stderr
    assert [path.name for path in place.parent.iterdir() if "replaced" in path.name] == []


def tamper(copy: Path, *statements: str) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda copy: tamper(copy, *TAMPERING), "revision 400 does not follow"),
        (lambda copy: tamper(copy, "DELETE FROM category"), "points at a row of category that is not there"),
        (lambda copy: os.truncate(copy, copy.stat().st_size // 2), "is no sound copy"),
        (lambda copy: Path(f"{copy}-wal").write_bytes(b"x"), "copied while in use"),
        (lambda copy: copy.write_text("a letter"), "is no copy of the kind of database"),
        (lambda copy: tamper(copy, "UPDATE alembic_version SET version_num = 'f'"), "of a later version"),
        (lambda copy: tamper(copy, "DELETE FROM alembic_version"), "holds no record"),
    ],
)  # fmt: skip
def test_a_copy_without_a_checksum_is_looked_at_all_the_same(
    backed_up: tuple[Path, Path], tmp_path: Path, change: Callable[[Path], object], told: str
) -> None:
    _place, copy = backed_up
    files.checksum_of(copy).unlink()
    change(copy)
    elsewhere = tmp_path / "elsewhere" / "muster.db"
    refused = on(f"sqlite:///{elsewhere}")("restore", copy)
    assert (refused.exit_code, refused.stdout, elsewhere.exists()) == (PROBLEM, "", False)
    assert told in " ".join(refused.stderr.split())


def test_a_record_that_is_not_sound_is_not_copied_and_takes_no_good_copy_away(
    fresh_seeded: Database, tmp_path: Path
) -> None:
    muster, folder = on(fresh_seeded.url), tmp_path / "copies"
    fresh_seeded.close()
    assert muster("backup", folder / "muster.db", "--keep", 1).exit_code == DONE
    good = sorted(folder.iterdir())
    tamper(path_of(fresh_seeded), *TAMPERING)
    refused = muster("backup", folder / "muster.db", "--keep", 1)
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert "revision 400 does not follow" in refused.stderr
    assert sorted(folder.iterdir()) == good


def test_the_newest_copies_are_kept_and_nothing_else_is_touched(
    backed_up: tuple[Path, Path],
) -> None:
    place, copy = backed_up
    for day in ("20260101T000000000000Z", "20260102T000000000000Z", "20260103T000000000000Z"):
        older = copy.with_name(f"muster-{day}.db")
        shutil.copy(copy, older)
        files.checksum_of(older).write_text("")
    told = on(f"sqlite:///{place}")("backup", copy, "--keep", 2)
    [newest] = {path.name for path in copy.parent.glob("muster-*.db")} - {"muster-20260103T000000000000Z.db"}
    assert told.stdout.startswith(str(copy.with_name(newest)))
    assert told.stderr.count("Removed: ") == 2
    names = ["muster.db", newest, "muster-20260103T000000000000Z.db"]
    assert {p.name for p in copy.parent.iterdir()} == {n + e for n in names for e in ("", ".sha256")}
    assert files.verified_copies(copy.parent)[0].name == newest


def test_a_clock_that_was_set_back_takes_no_new_copy_away(backed_up: tuple[Path, Path]) -> None:
    place, copy = backed_up
    ahead = copy.with_name("muster-20990101T000000000000Z.db")
    shutil.copy(copy, ahead)
    told = on(f"sqlite:///{place}")("backup", copy, "--keep", 1)
    assert Path(told.stdout.partition(": ")[0]).exists()
    assert not ahead.exists()


def test_a_backup_never_overwrites(backed_up: tuple[Path, Path]) -> None:
    place, copy = backed_up
    before = copy.read_bytes()
    refused = on(f"sqlite:///{place}")("backup", copy)
    assert (refused.exit_code, copy.read_bytes()) == (PROBLEM, before)
    assert "is there already: name another, or give --keep" in refused.stderr


def test_a_record_that_is_in_use_is_not_replaced(backed_up: tuple[Path, Path]) -> None:
    place, copy = backed_up
    with closing(sqlite3.connect(place)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("SELECT count(*) FROM revision").fetchall()
        refused = on(f"sqlite:///{place}")("restore", copy, "--force")
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert "is in use: stop muster serve" in refused.stderr


def test_a_broken_record_can_be_replaced(backed_up: tuple[Path, Path]) -> None:
    place, copy = backed_up
    before = exported(f"sqlite:///{place}")
    place.write_bytes(b"This is no database. " * 500)
    Path(f"{place}-wal").write_bytes(b"left behind")
    forced = on(f"sqlite:///{place}")("restore", copy, "--force")
    assert (forced.exit_code, forced.stdout.count("Restored: ")) == (DONE, 1), forced.stderr
    assert exported(f"sqlite:///{place}") == before
    assert len(list(place.parent.glob("*.replaced-*"))) == 2


def test_a_copy_of_an_earlier_version_says_to_migrate(database: Database, tmp_path: Path) -> None:
    muster = on(database.url)
    muster("backup", tmp_path / "copy.db")
    database.close()
    older = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    migrate.downgrade(older, "-1")
    older.close()
    tamper(tmp_path / "copy.db", "PRAGMA journal_mode=DELETE")
    files.checksum_of(tmp_path / "copy.db").unlink()
    told = muster("restore", tmp_path / "copy.db", "--force")
    assert told.exit_code == DONE
    assert "run muster migrate now" in told.stderr
    assert muster("migrate").exit_code == DONE


@pytest.mark.postgres
def test_without_pg_dump_the_way_to_it_is_told(
    postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = on(postgres.url)("backup", tmp_path / "copy")
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert "apt-get install postgresql-client" in refused.stderr
    assert [path.name for path in tmp_path.glob("*copy*")] == []


@pytest.mark.postgres
@pytest.mark.usefixtures("with_programs")
def test_a_corrupt_dump_is_refused(postgres: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    on(postgres.url)("backup", copy)
    files.checksum_of(copy).unlink()
    os.truncate(copy, copy.stat().st_size * 3 // 4)
    refused = on(postgres.url)("restore", copy, "--force")
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert "is no sound copy" in refused.stderr
    assert on(postgres.url)("check").exit_code == DONE
