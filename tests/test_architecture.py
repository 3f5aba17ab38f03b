"""The house keeps its shape: small functions, small files, and no word that does not belong in it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
APP = sorted((ROOT / "app").rglob("*.py"))
LONGEST_FUNCTION = 40
LONGEST_FILE = 250


def functions() -> Iterator[tuple[str, int]]:
    for file in APP:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_a_reader_can_hold() -> None:
    assert [(name, lines) for name, lines in functions() if lines > LONGEST_FUNCTION] == []


def test_functions_are_small_on_the_whole() -> None:
    assert median(lines for _, lines in functions()) <= 9


def test_no_file_holds_two_things() -> None:
    lengths = {str(file.relative_to(ROOT)): file.read_text().count("\n") for file in APP}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_sql_is_only_where_it_belongs() -> None:
    """HTTP knows no SQL: pages and api read through queries and write through commands."""
    speakers = [f for f in APP if f.stem in {"pages", "api", "charts", "sentences", "headline"}]
    guilty = [
        str(f)
        for f in speakers
        if re.search(r"^from sqlalchemy|^import sqlalchemy", f.read_text(), re.MULTILINE)
    ]
    assert guilty == []


FETCHING = (
    "urllib.request",
    "http.client",
    "httpx",
    "httpx2",
    "requests",
    "aiohttp",
    "ftplib",
    "mcp.client",
    "mcp",
)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_fetches_an_address() -> None:
    """So no address that somebody enters leads into the network of the server."""
    assert [(str(file), name) for file in APP for name in imported(file) if name in FETCHING] == []


def test_nobody_commits() -> None:
    guilty = [str(f) for f in APP if re.search(r"\.commit\(\)", f.read_text())]
    assert guilty == []


@pytest.mark.parametrize(
    "word", ["/root/", "/work/", "pythonhosted", "registry.npmjs", "files.pypi", "localhost:3"]
)
def test_no_tracked_file_names_a_machine_or_a_host(word: str) -> None:
    found = subprocess.run(
        ["git", "grep", "-l", "-F", word, "--", ".", f":!{Path(__file__).relative_to(ROOT)}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
