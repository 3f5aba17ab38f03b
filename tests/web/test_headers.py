"""Routes x headers: the security headers are on every answer, whatever it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.accounts.permissions import PERMISSIONS
from app.config import Settings
from app.db import Database
from app.web.headers import FRAMED, HEADERS, PICTURE_POLICY
from app.web.watching import HEADER
from tests.accounts.support import stranger
from tests.conftest import client_of

pytestmark = pytest.mark.slow
# Pages whose address is private tell nobody where their reader comes from.
STRICTER = ("no-referrer", "same-origin")
REAL = {"key": "serval-can-c17", "number": "1", "source_id": "1", "chart": "contributors", "entity": "pledge"}
CODES = {"operations": "mali", "contributors": "FRA", "categories": "troops"}


def filled(path: str) -> str:
    """An address of a route: of something that is there, as far as it is known here."""
    kind = next((code for name, code in CODES.items() if f"/{name}/" in path), "mali")
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: REAL.get(found[1], kind), path)


def missing(client: TestClient, method: str, address: str) -> list[tuple[str, str, str]]:
    """The headers that an answer lacks, or has with another value than its kind has."""
    answer = client.request(method, address)
    wanted = {**HEADERS, **FRAMED} if address.startswith("/embed/") else dict(HEADERS)
    if answer.headers.get("Access-Control-Allow-Origin") == "*":
        wanted["Cross-Origin-Resource-Policy"] = "cross-origin"
    if answer.headers.get("Content-Type", "").startswith("image/svg") and address.startswith("/embed/"):
        wanted["Content-Security-Policy"] = PICTURE_POLICY
    if answer.headers.get("Referrer-Policy") in STRICTER:
        del wanted["Referrer-Policy"]
    lacks = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    return [
        (method, f"{address} {answer.status_code}", name)
        for name in lacks + lacks_id(answer.headers.get(HEADER))
    ]


def lacks_id(value: str | None) -> list[str]:
    return [] if value and re.fullmatch("[0-9a-f]{12}", value) else [HEADER]


def test_every_route_has_every_header(client: TestClient) -> None:
    cells = [(method, filled(path)) for method, path in PERMISSIONS]
    assert len(cells) > 150
    assert [gap for method, address in cells for gap in missing(client, method, address)] == []


def test_who_is_led_to_another_language_gets_them(client: TestClient) -> None:
    client.headers["Accept-Language"] = "fr"
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("method", "address"),
    [
        *(
            ("GET", path)
            for path in ("/nothing", "/api/v1/nothing", "/nothing.csv", "/static/nothing.js", "/fr")
        ),
        *(
            ("GET", path)
            for path in ("/fr/livez", "/en", "/%ff", "//", "/pledges?nothing=1", "/api/v1/pledges?no=1")
        ),
        *(("PUT", "/pledges"), ("DELETE", "/"), ("OPTIONS", "/"), ("TRACE", "/"), ("HEAD", "/")),
        *(("GET", path) for path in ("/changes.atom", "/fr/", "/fr/pledges", "/fr/nothing")),
    ],
)
def test_every_refusal_has_them(client: TestClient, method: str, address: str) -> None:
    assert missing(client, method, address) == []


def test_every_kind_of_static_file_has_them(client: TestClient) -> None:
    page = client.get("/").text
    files = set(re.findall(r'(?:src|href)="(/static/[^"#]+)"', page))
    assert {path.rpartition(".")[2] for path in files} >= {"css", "js", "svg"}
    assert [gap for path in sorted(files) for gap in missing(client, "GET", path)] == []


def test_a_crash_has_them(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.system.health.problems_of", None)
    assert client.get("/readyz").status_code == 500
    assert missing(client, "GET", "/readyz") == []


def test_what_is_too_much_or_from_another_site_has_them(seeded: Database) -> None:
    with client_of(seeded, local_editor=True) as client:
        client.headers["Origin"] = "https://elsewhere.example"
        assert client.post("/pledges/new").status_code == 403
        assert missing(client, "POST", "/pledges/new") == []
    limited = stranger(seeded, exports_per_minute=1)
    assert [limited.get("/sources.csv").status_code for _n in range(2)] == [200, 429]
    assert missing(limited, "GET", "/sources.csv") == []


def test_a_header_that_is_left_out_would_be_noticed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HEADERS, "X-Test", "1")
    assert isinstance(client.app, FastAPI)
    assert missing(client, "GET", "/livez") == []
    monkeypatch.setattr("app.web.headers.HEADERS", {})
    assert len(missing(client, "GET", "/livez")) == len(HEADERS)


def test_whom_to_tell_is_told_where_somebody_is_named(client: TestClient, seeded: Database) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    named = stranger(
        seeded, security_contact="mailto:help@muster.example", public_url="https://muster.example/"
    )
    answer = named.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:help@muster.example"
    assert fields["Canonical"] == "https://muster.example/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert 100 < left.days < 365


@pytest.mark.parametrize(
    "contact", ["help@muster.example", "http://muster.example", "mailto:a@b\nContact: c"]
)
def test_a_contact_is_an_address_that_programs_can_use(contact: str) -> None:
    with pytest.raises(ValidationError, match="must begin with https://, mailto: or tel:"):
        Settings(security_contact=contact, _env_file=None)
