"""Every example that readers are shown runs as it stands there, against a running application."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.config import ROOT
from app.db import Database
from tests.accounts.support import make, token_of
from tests.conftest import copy_of, open_sqlite
from tests.support.listening import listening
from tests.support.loops import apart

pytestmark = pytest.mark.slow

README = (ROOT / "README.md").read_text(encoding="utf-8")
IN_README = "http://127.0.0.1:8000"
BLOCK = re.compile(r'<pre tabindex="0" id="([^"]+)" data-runs="(\w*)"><code>(.*?)</code></pre>', re.DOTALL)
OF_THE_PAGE = {
    "curl": {"curl-totals", "curl-pledge", "curl-etag", "curl-changes", "curl-write"},
    "python": {"python-pandas", "python-months", "python-pages", "mcp-python"},
    "json": {"mcp-settings"},
    "": {"r-totals", "excel-totals"},
}


@pytest.fixture(scope="module")
def record(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_sqlite(copy_of(seeded_file, tmp_path_factory.mktemp("examples")))
    yield database
    database.close()


@pytest.fixture(scope="module")
def server(record: Database) -> Iterator[str]:
    with listening(record) as address:
        yield address


@pytest.fixture(scope="module")
def page(server: str) -> dict[str, tuple[str, str]]:
    """By id, what runs an example of the page, and its code."""
    with urlopen(f"{server}/api", timeout=60) as answer:  # noqa: S310 - our own server
        text = answer.read().decode()
    return {name: (runs, unescape(code)) for name, runs, code in BLOCK.findall(text)}


def blocks_of_readme(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


CALLS = [line for block in blocks_of_readme("sh") for line in block.splitlines() if line.startswith("curl ")]


def run_curl(code: str, folder: Path, token: str = "") -> str:
    """What a shell prints; an error of curl's, or an answer that is one, fails."""
    strict = code.replace("curl ", "curl --fail-with-body --silent --show-error ")
    done = subprocess.run(
        ["sh", "-e", "-c", strict],
        cwd=folder,
        env={**os.environ, "MUSTER_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_python(code: str, printed: pytest.CaptureFixture[str]) -> str:
    apart(lambda: exec(compile(code, "example", "exec"), {"__name__": "example"}))  # noqa: S102 - our own page's
    return printed.readouterr().out


def test_the_page_has_every_example(page: dict[str, tuple[str, str]]) -> None:
    found = {runs: {name for name, (by, _code) in page.items() if by == runs} for runs in OF_THE_PAGE}
    assert found == OF_THE_PAGE


@pytest.mark.parametrize("name", sorted(OF_THE_PAGE["curl"]))
def test_curl_on_the_page_runs(
    page: dict[str, tuple[str, str]], record: Database, tmp_path: Path, name: str
) -> None:
    token = ""
    if name == "curl-write":
        number = make(record, "anna", "editor")
        token = token_of(record, number, "write")["Authorization"].removeprefix("Bearer ")
    printed = run_curl(page[name][1], tmp_path, token)
    if name == "curl-etag":
        assert (tmp_path / "record.csv").read_text(encoding="utf-8").startswith("pledge,operation,")
    else:
        assert json.loads(printed)
    if name == "curl-write":
        again = run_curl(page[name][1], tmp_path, token)
        assert len(json.loads(again)["statements"]) == len(json.loads(printed)["statements"])


@pytest.mark.parametrize("name", sorted(OF_THE_PAGE["python"]))
def test_python_on_the_page_runs(
    page: dict[str, tuple[str, str]], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run_python(page[name][1], capsys).strip()


@pytest.mark.parametrize("name", sorted(OF_THE_PAGE[""] | OF_THE_PAGE["json"]))
def test_what_other_programs_are_told_is_there(
    page: dict[str, tuple[str, str]], server: str, name: str
) -> None:
    """R and Excel are not here: their addresses answer, with the columns that the code names."""
    code = page[name][1]
    if name == "mcp-settings":
        assert json.loads(code)["mcpServers"]["muster"] == {"type": "http", "url": f"{server}/mcp"}
        return
    [address] = re.findall(rf'"({re.escape(server)}[^"]+)"', code)
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
        columns = answer.readline().decode().strip().split(",")
    named = re.findall(r"totals\$(\w+)|\{\"(\w+)\", Int64", code)
    assert named
    assert {first or second for first, second in named} <= set(columns)


@pytest.mark.parametrize("line", CALLS)
def test_curl_in_the_readme_runs(server: str, tmp_path: Path, line: str) -> None:
    assert run_curl(line.replace(IN_README, server), tmp_path)


def test_python_in_the_readme_runs(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = blocks_of_readme("python")
    assert found
    for code in found:
        run_python(code.replace(IN_README, server), capsys)


def test_the_readme_shows_calls() -> None:
    assert len(CALLS) >= 5
