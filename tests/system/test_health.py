"""Whether an installation says rightly that it lives and can answer."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import migrate
from app.config import Settings
from app.db import Database
from app.main import create_app


def client_on(url: str) -> TestClient:
    return TestClient(
        create_app(Settings(database_url=url, _env_file=None)), base_url="http://127.0.0.1:8000"
    )


def test_alive_is_one_word(client: TestClient) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["Cache-Control"] == "no-store"


def test_alive_even_where_no_database_can_be(tmp_path: Path) -> None:
    (tmp_path / "muster.db").mkdir()
    with client_on(f"sqlite:///{tmp_path}/muster.db") as client:
        assert client.get("/livez").text == "ok"
        assert client.get("/readyz").status_code == 503


def test_ready(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "problems": []})


@pytest.mark.postgres
def test_ready_on_postgres(postgres: Database) -> None:
    with client_on(postgres.url) as client:
        assert client.get("/readyz").json() == {"ready": True, "problems": []}


def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    with client_on(f"sqlite:///{tmp_path}/muster.db") as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    [problem] = answer.json()["problems"]
    newest = migrate.newest()
    assert (
        problem == f"the database is at the migration none, this version needs {newest}: run muster migrate"
    )


def test_a_file_that_is_no_database_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "muster.db").write_bytes(b"This is no database. " * 500)
    with client_on(f"sqlite:///{tmp_path}/muster.db") as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "problems": ["the database does not answer"]}
