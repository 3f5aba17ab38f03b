"""The lock files pin everything with hashes, and name no host: the machine that installs knows its own index."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from app.config import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def pins(lock: str) -> dict[str, set[str]]:
    """The versions of each package in a lock file; a few have one for old and one for new Pythons."""
    found: dict[str, set[str]] = {}
    for name, version, _ in ENTRY.findall((ROOT / lock).read_text()):
        found.setdefault(name, set()).add(version)
    return found


def wanted(*groups: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [entry for group in groups for entry in project["dependency-groups"][group]]
    return [
        Requirement(entry)
        for entry in (named if groups == ("node",) else project["project"]["dependencies"] + named)
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: str) -> None:
    text = (ROOT / lock).read_text()
    rest = [line for line in ENTRY.sub("", text).splitlines() if line and not line.lstrip().startswith("#")]

    assert pins(lock)
    assert rest == []
    assert "://" not in text


@pytest.mark.parametrize(
    ("lock", "groups"),
    [
        ("requirements.txt", ("build",)),
        ("requirements-dev.txt", ("build", "dev")),
        ("requirements-node.txt", ("node",)),
    ],
)
def test_a_lock_has_what_the_project_asks_for(lock: str, groups: tuple[str, ...]) -> None:
    locked = pins(lock)
    missing = [
        str(asked)
        for asked in wanted(*groups)
        if not any(asked.specifier.contains(version) for version in locked.get(asked.name.lower(), ()))
    ]

    assert missing == [], "Run `make lock`."


def test_tests_run_on_the_versions_that_serve() -> None:
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: dev.get(name) for name in runtime} == runtime


def test_the_front_end_lock_has_integrity_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = json.loads((ROOT / "package.json").read_text())
    exact = asked["dependencies"] | asked["devDependencies"]

    installed = {name.removeprefix("node_modules/"): entry for name, entry in packages.items() if name}
    assert {name: entry["version"] for name, entry in installed.items()} == exact
    assert all(
        entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in installed.values()
    )
