"""The contracts on imports hold, and each of them notices what it forbids."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT

pytestmark = pytest.mark.slow

LINT = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"

# A contract's id; a module, which may be new; and a line in it that the contract forbids.
VIOLATIONS = {
    "rows": ("app/models/pledge.py", "import app.pledges.schemas"),
    "inside": ("app/pledges/schemas.py", "import app.pledges.queries"),
    "http": ("app/pledges/queries.py", "import fastapi"),
    "sql": ("app/invented/pages.py", "import sqlalchemy"),
    "pure": ("app/ledger/standing.py", "import app.db"),
    "web": ("app/web/invented.py", "import app.pledges.filter"),
    "entries": ("app/invented/api.py", "import app.invented.pages"),
    "writing-pledges": ("app/figures/invented.py", "import app.pledges.commands"),
    "writing-sources": ("app/figures/invented.py", "import app.sources.commands"),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-cache", "--no-logo", *options]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def add(house: Path, module: str, line: str) -> None:
    path = house / module
    for folder in path.relative_to(house).parents:
        (house / folder).mkdir(exist_ok=True)
        if folder.name:
            (house / folder / "__init__.py").touch()
    text = path.read_text() if path.exists() else ""
    path.write_text(f"{text}\n{line}\n")


def test_the_house_keeps_its_contracts(house: Path) -> None:
    answer = lint(house)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_forbidden_import_breaks_its_contract(house: Path, contract: str) -> None:
    add(house, "app/invented/pages.py", "")
    add(house, *VIOLATIONS[contract])

    answer = lint(house, "--contract", contract)

    assert answer.returncode == 1, answer.stdout
    assert "0 kept, 1 broken" in answer.stdout


def test_every_contract_has_a_violation_here() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    ids = {line.removeprefix('id = "').rstrip('"') for line in lines if line.startswith('id = "')}

    assert ids == set(VIOLATIONS)
