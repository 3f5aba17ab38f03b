"""What the tests share: real databases on both engines, the real record, and clients of the application."""

import atexit
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from app import migrate
from app.config import Settings
from app.contributors.countries import ensure_countries
from app.db import Database
from app.ledger.change import changing
from app.main import create_app
from app.sheets.loader import load_folder
from tests.support.postgres import start_postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEEDS = Path(__file__).parent.parent / "seeds"
# What the applications of these tests keep beside their records.
FOLDERS = TemporaryDirectory(prefix="muster-tests-")
atexit.register(FOLDERS.cleanup)
LOCAL = "http://127.0.0.1:8000"
LONG = ("browser", "slow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests first: begun last, one of them would keep one process at work and the others idle."""
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in LONG)}
    items.sort(key=lambda item: item.path not in long)


def prepare(database: Database) -> None:
    """The tables and the world's countries."""
    migrate.upgrade(database)
    with changing(database, "system") as change:
        ensure_countries(change)


def open_sqlite(path: Path) -> Database:
    return Database(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without a record, to copy."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    database = open_sqlite(path)
    prepare(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def seeded_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the real record, to copy or to read."""
    path = copy_of(empty_file, tmp_path_factory.mktemp("seeded"))
    database = open_sqlite(path)
    with changing(database, "seed") as change:
        load_folder(change, SEEDS, lambda _rows: None)
    database.close()
    return path


def copy_of(file: Path, folder: Path) -> Path:
    """A copy of a closed SQLite file: closing has folded the write-ahead log into it."""
    assert not file.with_name(file.name + "-wal").exists()
    return Path(shutil.copy(file, folder / "muster.db"))


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database without a record."""
    fresh = open_sqlite(copy_of(empty_file, tmp_path))
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def seeded(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The real record, shared by all tests: to read only."""
    shared = open_sqlite(copy_of(seeded_file, tmp_path_factory.mktemp("shared")))
    yield shared
    shared.close()


@pytest.fixture
def fresh_seeded(seeded_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The real record, this test's own."""
    own = open_sqlite(copy_of(seeded_file, tmp_path))
    yield own
    own.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a migrated database to copy, on a PostgreSQL of the tests' own."""
    with start_postgres() as url:
        # A name of its own: two runs may share a server that is named to them.
        template = f"muster_{uuid4().hex[:12]}"
        database = Database(_create(url, template))
        prepare(database)
        database.close()
        yield _named(url, template)


@pytest.fixture(scope="session")
def seeded_postgres(postgres_server: str) -> str:
    """The URL of a PostgreSQL database with the real record, to copy."""
    database = Database(copy_on(postgres_server))
    with changing(database, "seed") as change:
        load_folder(change, SEEDS, lambda _rows: None)
    database.close()
    return database.url


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[Database]:
    """A PostgreSQL database without a record."""
    fresh = Database(copy_on(postgres_server))
    yield fresh
    fresh.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_database(request: pytest.FixtureRequest) -> Database:
    """A database without a record, on each engine in turn."""
    found: Database = request.getfixturevalue("database" if request.param == "sqlite" else "postgres")
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_seeded(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The real record, this test's own, on each engine in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("fresh_seeded")
        return
    own = Database(copy_on(request.getfixturevalue("seeded_postgres")))
    yield own
    own.close()


@pytest.fixture
def client(seeded: Database) -> Iterator[TestClient]:
    """A reader of the real record, from anywhere."""
    with client_of(seeded, local_editor=False) as reader:
        yield reader


@pytest.fixture
def editor(fresh_seeded: Database) -> Iterator[TestClient]:
    """The local editor of a record of the test's own."""
    with client_of(fresh_seeded, local_editor=True) as writer:
        yield writer


@pytest.fixture(scope="module")
def throw_away(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The local editor of a record that all of a module's made-up writing goes to."""
    database = open_sqlite(copy_of(seeded_file, tmp_path_factory.mktemp("throw-away")))
    with client_of(database, local_editor=True) as editor:
        yield editor
    database.close()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium, found or brought: one a process, since its driver keeps a loop in the thread of the tests."""
    from playwright.sync_api import sync_playwright

    from tests.support.chromium import launch

    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


def client_of(database: Database, *, local_editor: bool, releases: Path | None = None) -> TestClient:
    """A client of an application on `database`, at this machine's own address; `client.app.state.database` is it."""
    kept = Path(FOLDERS.name)
    app = create_app(
        Settings(
            database_url=database.url,
            local_editor=local_editor,
            cache=kept / "cache",
            releases=releases or kept / "releases",
            _env_file=None,
        )
    )
    return TestClient(app, base_url=LOCAL, client=("127.0.0.1", 50000))


def copy_on(template: str) -> str:
    """A copy of a PostgreSQL database that nobody uses, beside it; the copy's URL."""
    return _create(template, f"muster_{uuid4().hex[:12]}", make_url(template).database)


def _create(url: str, name: str, template: str | None = None) -> str:
    """A new database on the server of `url`; its own URL."""
    server = make_url(url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        copied = SQL(" TEMPLATE {}").format(Identifier(template)) if template else SQL("")
        connection.execute(SQL("CREATE DATABASE {}{}").format(Identifier(name), copied))
    return _named(url, name)


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
