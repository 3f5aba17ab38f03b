"""The files in deploy/ name commands, settings, paths and files that exist, and agree with each other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]  # it brings no types

from app.accounts.permissions import PERMISSIONS
from app.cli import main
from app.cli.server import PATIENCE_SECONDS
from app.config import Settings
from app.safety import dangers

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
CONTAINER = (DEPLOY / "Containerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
MUSTER = re.compile(
    r"(?:/opt/muster/\.venv/bin/muster|compose run --rm muster|compose exec muster muster|`muster) ([^#`\n]*)"
)


def calls(words: str) -> None:
    """Let the command line take these words as it would, without running the command. UsageError."""
    name, *rest = shlex.split(words)
    command: click.Command = main.commands[name]
    if isinstance(command, click.Group) and rest:
        command, rest = command.commands[rest[0]], rest[1:]
    command.make_context(name, rest)


def test_there_is_what_it_takes() -> None:
    assert [path.name for path in FILES] == [
        *("Caddyfile", "Containerfile", "compose.yaml"),
        *("muster-backup.service", "muster-backup.timer", "muster.service"),
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_and_setting_is_there(path: Path) -> None:
    written = path.read_text()
    for words in MUSTER.findall(written):
        calls(words)
    known = {f"MUSTER_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"MUSTER_[A-Z_]+", written)) <= known


def test_a_command_that_is_not_there_would_be_noticed() -> None:
    with pytest.raises(KeyError):
        calls("backups /data")
    with pytest.raises(click.UsageError):
        calls("backup /data/muster.db --keeps 14")


def test_the_container_starts_what_there_is() -> None:
    assert 'ENTRYPOINT ["muster"]' in CONTAINER
    [words] = re.findall(r"^CMD \[(.*)\]$", CONTAINER, re.MULTILINE)
    calls(words.replace(",", ""))
    [asked] = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", CONTAINER)
    assert PERMISSIONS["GET", asked] == "anybody"
    assert re.search(r"^USER 10001$", CONTAINER, re.MULTILINE)


def test_what_the_image_needs_is_not_left_out_of_it() -> None:
    left_out = set((ROOT / ".dockerignore").read_text().split())
    needed = {
        "app",
        "locale",
        "migrations",
        "scripts",
        "seeds",
        "static",
        "templates",
        "docs",
        "Makefile",
        ".npmrc",
    }
    assert needed & left_out == set()
    assert [name for name in needed if not (ROOT / name).exists()] == []
    assert {".env", ".git", "data"} <= left_out


def test_all_that_is_written_goes_where_writing_is_allowed() -> None:
    """The root is read-only: every setting that names a folder lies in /data, or in the unit's state."""
    folders = [name for name, about in Settings.model_fields.items() if about.annotation is Path]
    for name in (*folders, "database_url"):
        setting = f"MUSTER_{name.upper()}"
        assert re.search(rf"{setting}=(sqlite:///)?/data/", CONTAINER)
        for unit in ("muster.service", "muster-backup.service"):
            assert re.search(
                rf"^Environment={setting}=(sqlite:///)?/var/lib/muster/",
                (DEPLOY / unit).read_text(),
                re.MULTILINE,
            )


def test_compose_is_a_safe_start_behind_its_proxy() -> None:
    service = COMPOSE["services"]["muster"]
    values = {name: str(value) for name, value in service["environment"].items()}
    filled = {name: re.sub(r"\$\{SITE:[^}]*\}", "muster.example", value) for name, value in values.items()}
    filled = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in filled.items()}
    settings = Settings(_env_file=None, **{n.removeprefix("MUSTER_").lower(): v for n, v in filled.items()})  # type: ignore[arg-type]
    assert list(dangers(settings, "0.0.0.0")) == []  # noqa: S104 - nothing listens
    assert settings.trusted_proxies == COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])  # noqa: S108
    assert "ports" not in service
    assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert COMPOSE["services"]["postgres"]["profiles"] == ["postgres"]
    used = {
        v.split(":")[0] for s in COMPOSE["services"].values() for v in s["volumes"] if not v.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])


def test_whoever_stops_it_waits_longer_than_it_takes() -> None:
    assert int(COMPOSE["services"]["muster"]["stop_grace_period"].removesuffix("s")) > PATIENCE_SECONDS
    [seconds] = re.findall(r"^TimeoutStopSec=(\d+)$", (DEPLOY / "muster.service").read_text(), re.MULTILINE)
    assert int(seconds) > PATIENCE_SECONDS


@pytest.mark.parametrize(
    "unit", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name
)
def test_units_are_confined(unit: Path) -> None:
    lines = set(unit.read_text().splitlines())
    assert {"User=muster", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="} <= lines


def test_the_timer_has_its_service() -> None:
    assert (DEPLOY / "muster-backup.timer").with_suffix(".service").is_file()
