"""What the tests share: real databases on both engines, the real record, and clients of the application."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from starlette.testclient import TestClient

from app import migrate
from app.config import Settings
from app.contributors.countries import ensure_countries
from app.db import Database
from app.ledger.change import changing
from app.main import create_app
from tests.support.postgres import start_postgres

SEEDS = Path(__file__).parent.parent / "seeds"
LOCAL = "http://127.0.0.1:8000"


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
    from app.sheets.folder import load_folder

    with changing(database, "seed") as change:
        load_folder(change, SEEDS)
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
    """A PostgreSQL of the tests' own, with a migrated database `muster_empty` to copy."""
    with start_postgres() as url:
        database = Database(_create(url, "muster_empty"))
        prepare(database)
        database.close()
        yield url


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[Database]:
    """A PostgreSQL database without a record."""
    name = f"muster_{uuid4().hex[:12]}"
    fresh = Database(_create(postgres_server, name, template="muster_empty"))
    yield fresh
    fresh.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_database(request: pytest.FixtureRequest) -> Database:
    """A database without a record, on each engine in turn."""
    found: Database = request.getfixturevalue("database" if request.param == "sqlite" else "postgres")
    return found


@pytest.fixture
def any_seeded(any_database: Database) -> Database:
    """The real record, this test's own, on each engine in turn."""
    from app.sheets.folder import load_folder

    with changing(any_database, "seed") as change:
        load_folder(change, SEEDS)
    return any_database


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


def client_of(database: Database, *, local_editor: bool) -> TestClient:
    """A client of an application on `database`, at this machine's own address; `client.app.state.database` is it."""
    app = create_app(Settings(database_url=database.url, local_editor=local_editor, _env_file=None))
    return TestClient(app, base_url=LOCAL, client=("127.0.0.1", 50000))


def _create(url: str, name: str, template: str | None = None) -> str:
    """A new database beside the one `url` names; its own URL."""
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        copied = f" TEMPLATE {template}" if template else ""
        connection.execute(f'CREATE DATABASE "{name}"{copied}')  # type: ignore[arg-type]
    start, _, rest = url.partition("://")
    server, _, tail = rest.partition("/")
    query = "?" + tail.partition("?")[2] if "?" in tail else ""
    return f"{start}://{server}/{name}{query}"
