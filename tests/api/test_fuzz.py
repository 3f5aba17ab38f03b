"""Schemathesis over the whole description: whatever is asked or sent, the answer is one that was promised.

No server error; status, type, headers and shape as documented; what is allowed is accepted, what is not is refused. The
values are those that the record knows, so that most questions reach it. MUSTER_LONG_TESTS=true asks far more, and asks
everything both as anybody and as an editor, on a record that is thrown away.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient

from scripts.openapi import SNAPSHOT
from tests.api.support import API
from tests.support.long import LONG

pytestmark = pytest.mark.slow

KINDS = ("positive", "negative")
PATHS: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))["paths"]
ASKED = [(path, method) for path, methods in PATHS.items() for method in methods]
READS = [path for path, method in ASKED if method == "get"]
WRITES = [(path, method) for path, method in ASKED if method != "get"]


def ask(client: TestClient, path: str, method: str, kind: str, *, strictly: bool = False) -> None:
    """As tests/api/made_up.py does, which takes seconds to start."""
    from tests.api import made_up

    made_up.ask(client, path, method, kind, strictly=strictly)


@pytest.mark.parametrize("path", READS)
def test_what_is_allowed_is_answered_as_documented(client: TestClient, path: str) -> None:
    ask(client, path, "get", "positive", strictly="{" not in path)


@pytest.mark.parametrize("path", [path for path in READS if LONG or not path.endswith(".xlsx")])
def test_what_is_not_allowed_is_refused(client: TestClient, path: str) -> None:
    ask(client, path, "get", "negative", strictly=True)


@pytest.mark.parametrize(("path", "method"), WRITES)
def test_whatever_is_sent_is_written_or_refused(throw_away: TestClient, path: str, method: str) -> None:
    ask(throw_away, path, method, "positive")
    ask(throw_away, path, method, "negative", strictly=True)


@pytest.mark.parametrize(("path", "method"), WRITES if LONG else WRITES[::9])
def test_whatever_anybody_sends_is_refused(client: TestClient, path: str, method: str) -> None:
    for kind in KINDS:
        ask(client, path, method, kind)


@pytest.mark.skipif(not LONG, reason="reading is the same for an editor: the long run alone asks")
@pytest.mark.parametrize("path", READS)
def test_an_editor_reads_the_same_way(throw_away: TestClient, path: str) -> None:
    for kind in KINDS:
        ask(throw_away, path, "get", kind)


@pytest.mark.parametrize(
    "query",
    [
        *("%", "%ff%fe", "=", "&&", "a=%F0%9F", "operation=%00", "q=%25%5F%5C", "as_of", "limit=１"),
        *("q=" + "é " * 90, "contributor=%C3%9A%C3%91", "contributor=un"),
    ],
)
def test_odd_addresses_are_no_crash(client: TestClient, query: str) -> None:
    assert client.get(f"{API}/pledges?{query}").status_code in (200, 400)


@pytest.mark.parametrize("key", ["..", ".", "%", "a/b", "\0", "é", " ", "a" * 3000, "ÚÑ", "un"])
@pytest.mark.parametrize("name", ["operations", "contributors", "sources", "pledges"])
def test_no_name_is_a_crash(client: TestClient, name: str, key: str) -> None:
    written = quote_plus(key).replace("+", "%20")
    assert client.get(f"{API}/{name}/{written}").status_code in (200, 404)
