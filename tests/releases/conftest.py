"""One release of the real record, to read, and copies of it to alter."""

import shutil
from pathlib import Path

import pytest

from app.db import Database
from tests.releases.support import release


@pytest.fixture(scope="session")
def released(seeded: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real record's release: to read only."""
    return release(seeded, tmp_path_factory.mktemp("releases") / "2026-01-01-v1")


@pytest.fixture
def altered(released: Path, tmp_path: Path) -> Path:
    """A copy of it whose files can be written."""
    copy = Path(shutil.copytree(released, tmp_path / "copy"))
    for path in copy.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return copy
