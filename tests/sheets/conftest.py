"""A record with an operation or two and a few categories, and a folder to add to."""

from pathlib import Path

import pytest

from app.db import Database
from tests.sheets.folders import ground, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return ground(tmp_path / "sheets")


@pytest.fixture
def record(database: Database, folder: Path) -> Database:
    load(database, folder)
    return database
