"""How /mcp stands inside the application: who may ask, what is refused before, and that asking changes nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.main import create_app
from app.web.headers import HEADERS
from tests.conftest import copy_of, open_sqlite
from tests.mcp.conftest import results, text_of
from tests.support.listening import listening

pytestmark = pytest.mark.slow

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "find", "arguments": {"words": "mali"}},
}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def ask(client: TestClient, **headers: str) -> Any:
    return client.post("/mcp", json=CALL, headers={**ACCEPT, **headers})


def test_anybody_may_ask_and_gets_the_headers_of_every_answer(client: TestClient) -> None:
    answer = ask(client)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["result"]["structuredContent"]["found"]
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "set-cookie" not in answer.headers
    assert "mcp-session-id" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"Origin": "https://elsewhere.example"}, 403, "comes from another site"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "comes from another site"),
        ({"Host": "elsewhere.example"}, 421, "not known as elsewhere.example"),
        ({"Host": "elsewhere.example", "Origin": "http://elsewhere.example"}, 421, "MUSTER_PUBLIC_URL"),
    ],
)
def test_pages_of_other_sites_cannot_ask(
    client: TestClient, headers: dict[str, str], status: int, words: str
) -> None:
    answer = ask(client, **headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_what_is_no_question_is_refused(client: TestClient) -> None:
    for method in ("GET", "DELETE"):
        answer = client.request(method, "/mcp", headers=ACCEPT)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert answer.headers["content-type"] == "application/problem+json"
    assert (
        client.post("/mcp", content=b"{", headers={**ACCEPT, "Content-Type": "application/json"}).status_code
        == 400
    )
    assert client.post("/mcp", content=b"x" * (11 * 1024 * 1024), headers=ACCEPT).status_code == 413


def test_an_unknown_tool_is_an_error_that_names_those_there_are(client: TestClient) -> None:
    sent = {**CALL, "params": {"name": "delete", "arguments": {}}}
    error = client.post("/mcp", json=sent, headers=ACCEPT).json()["error"]
    assert error["message"] == "there is no tool 'delete': there are find, figure, compare, evidence, changes"


def test_a_public_server_is_asked_by_its_own_name(seeded_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{copy_of(seeded_file, tmp_path)}"
    # Asking is no writing: the limit of what is written does not stop it.
    settings = Settings(
        database_url=url, public_url="https://muster.example", writes_per_minute=1, _env_file=None
    )
    with TestClient(
        create_app(settings), base_url="https://muster.example", client=("192.0.2.1", 50000)
    ) as client:
        found = [ask(client) for _ in range(3)]
    assert [answer.status_code for answer in found] == [200, 200, 200]
    assert (
        found[0]
        .json()["result"]["structuredContent"]["permalink"]
        .startswith("https://muster.example/search")
    )


def test_a_crash_tells_a_number_and_nothing_else(
    seeded_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = copy_of(seeded_file, tmp_path)
    with sqlite3.connect(path) as store:
        store.execute("ALTER TABLE indicator RENAME TO indicator_gone")
    store.close()
    database = open_sqlite(path)
    with listening(database) as server:
        asked = {"contributors": ["FRA", "TCD"], "operation": "mali", "per": "gdp"}
        [result] = results(server, ("compare", asked))
    database.close()
    told = text_of(result)
    assert result.is_error
    assert told.startswith("Something went wrong here. It is in the log as ")
    assert "indicator" not in told
    assert told.removesuffix(".").rpartition(" ")[2] in caplog.text


def test_starting_the_application_does_not_wait_for_the_sdk() -> None:
    loaded = "import sys, app.main; sys.exit('mcp.server' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
