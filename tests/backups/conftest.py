"""A command line on a record of either engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.db import Database
from tests.conftest import FOLDERS
from tests.support.postgres import find_programs

Muster = Callable[..., Result]


def on(url: str) -> Muster:
    """The commands on the record at `url`."""

    def muster(*words: object, **environment: str) -> Result:
        settings = {"MUSTER_DATABASE_URL": url, "MUSTER_BACKUPS": f"{FOLDERS.name}/backups", **environment}
        runner = CliRunner(env=settings)
        return runner.invoke(main, [str(word) for word in words], prog_name="muster")

    return muster


def exported(url: str) -> bytes:
    """The record as one sheet."""
    result = on(url)("export", "-")
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


def path_of(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite:///"))


@pytest.fixture
def with_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server that the tests use, or of the machine."""
    import os

    folder = find_programs().folder
    if (folder / "pg_dump").exists():
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
