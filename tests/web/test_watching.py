"""Every answer has an id, every request a line in the log, and neither holds what is private."""

from __future__ import annotations

import logging
import re

import pytest
from starlette.testclient import TestClient

from app.accounts.permissions import PERMISSIONS
from app.web import failures
from app.web.watching import shown

LINE = re.compile(r"id=([0-9a-f]{12}) method=(\S+) route=(\S+) path=(\S+) status=(\d{3}) ms=\d+ bytes=(\d+)")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="muster.requests")
    return caplog


def told(lines: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in lines.records if record.name == "muster.requests"]


def test_a_request_is_one_line_with_the_id_of_its_answer(
    client: TestClient, lines: pytest.LogCaptureFixture
) -> None:
    answer = client.get(
        "/pledges/serval-can-c17?as_of=2013-01-17&q=secret", headers={"Cookie": "muster=secret"}
    )
    [line] = told(lines)
    found = LINE.fullmatch(line)
    assert found
    assert found.groups()[:5] == (
        *(answer.headers["X-Request-Id"], "GET", "/pledges/{key}", "/pledges/serval-can-c17", "200"),
    )
    assert int(found[6]) == int(answer.headers["Content-Length"])


def test_what_is_asked_for_all_the_time_is_not_told(
    client: TestClient, lines: pytest.LogCaptureFixture
) -> None:
    for path in ("/livez", "/static/nothing.css"):
        assert client.get(path).headers["X-Request-Id"]
    assert told(lines) == []


@pytest.mark.parametrize("path", sorted({path for _method, path in PERMISSIONS if "{token}" in path}))
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_no_private_link_is_in_the_log(
    client: TestClient, lines: pytest.LogCaptureFixture, path: str, prefix: str
) -> None:
    address = prefix + path.replace("{token}", "dGVzdA-geheim")
    for send in (client.get, client.post):
        assert send(f"{address}?key=geheim").status_code >= 400
    assert len(told(lines)) == 2
    # The client of the tests may log for itself, under its own name.
    ours = [record.getMessage() for record in lines.records if record.name.startswith("muster")]
    assert [line for line in ours if "geheim" in line] == []


def test_a_line_is_a_line_whatever_is_asked_for(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get("/a%0Aid=000000000000%20status=200/%22b")
    [line] = told(lines)
    assert LINE.fullmatch(line)
    assert shown('/a\nb="c d') == "/a%0Ab%3D%22c%20d"


def test_the_number_of_a_crash_is_the_id(
    client: TestClient, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.system.health.problems_of", None)
    answer = client.get("/readyz", headers={"Accept": "application/json"})
    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert number in answer.text
    assert [r.getMessage() for r in lines.records if r.name == failures.logger.name] == [
        f"error {number} at /readyz"
    ]
    assert LINE.fullmatch(told(lines)[0])
