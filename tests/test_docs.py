"""The documents say what the code does: every setting, command and filter parameter is in the README."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.cli import main
from app.config import Settings
from app.pledges.filter import PledgeFilter

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `MUSTER_{name.upper()}` |" in README


def test_no_setting_is_documented_that_is_not_there() -> None:
    named = set(re.findall(r"\| `MUSTER_(\w+)` \|", README))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_commands_are_those_documented() -> None:
    assert set(re.findall(r"\| `muster ([\w-]+)[^`]*` \|", README)) == set(main.commands)


@pytest.mark.parametrize("command", main.commands)
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert f"muster {command}" in (main.commands[command].help or "")


@pytest.mark.parametrize("name", [field.name for field in fields(PledgeFilter)])
def test_every_parameter_of_the_filter_is_documented(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "CONTRIBUTING.md"], ids=str
)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []
