"""The tests' own browser: found, installed, or an error with the command to run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from tests.support import chromium
from tests.support.chromium import NoChromium, chromium_path, make_playwright_run


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH: nothing in it yet, and no browser of Playwright's own."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setattr(chromium, "PLAYWRIGHT", (("false",),))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_one_on_the_machine_is_taken(empty: Path, name: str) -> None:
    found = program(empty, name, "")

    assert chromium_path() == str(found)


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="only Debian has these packages")
def test_root_on_debian_installs_the_package(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    install = f"echo > {empty}/chromium; /bin/chmod 755 {empty}/chromium"
    steps = f'echo "$@" >> {empty}/steps\n[ "$1" = update ] || {{ {install}; }}'
    program(empty, "apt-get", steps)

    assert chromium_path() == str(empty / "chromium")
    first, second = (empty / "steps").read_text().splitlines()
    assert first.startswith("update")
    assert second.startswith("install -y")
    assert second.endswith(" chromium")


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="only Debian has these packages")
def test_what_playwright_lacks_is_installed(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    node = program(empty, "node", "exit 127")
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))
    repair = f"case \"$*\" in *libatomic1) printf '#!/bin/sh\\necho Version 1.2\\n' > {node};; esac"
    program(empty, "apt-get", repair)

    assert make_playwright_run() == "Version 1.2"


def test_where_nothing_can_be_installed_the_error_says_what_to_run(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = program(empty, "failing", "echo 'no network' >&2; exit 1")
    monkeypatch.setattr(chromium, "PLAYWRIGHT", ((str(failing), "install", "chromium"),))

    with pytest.raises(
        NoChromium, match=r"failing install chromium: no network(?s:.*)apt-get install chromium"
    ):
        chromium_path()


DRAW = """
from playwright.sync_api import sync_playwright
from tests.support.chromium import launch
with sync_playwright() as playwright:
    page = launch(playwright).new_page()
    page.set_content("<title>Muster</title><p id=a>Mali</p>")
    print(page.title(), page.inner_text("#a"))
"""


@pytest.mark.browser
def test_the_browser_draws_a_page() -> None:
    # In a process of its own: another test of this one may have a browser open, and a second is refused.
    drawn = subprocess.run([sys.executable, "-c", DRAW], cwd=ROOT, capture_output=True, text=True, check=True)
    assert drawn.stdout.split() == ["Muster", "Mali"]
