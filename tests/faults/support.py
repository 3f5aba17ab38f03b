"""A reader and a writer of one record, who look on while something goes wrong."""

from __future__ import annotations

from itertools import count

from httpx2 import Response
from sqlalchemy import text
from starlette.testclient import TestClient

from app.db import Database
from app.system.check import checks
from tests.support.html_form import open_form

PLEDGE = {"operation": "serval", "contributor": "CAN", "category": "transport-aircraft"}
STATEMENT = {"on": "2013-01-14", "status": "committed", "quantity": "1", "source": {"title": "A page"}}
NOTE = "What somebody typed for a long time. " * 50
PAGES = ("/", "/pledges", "/api/v1/totals?operation=mali&by=contributor", "/statements.csv")
KEYS = count(1)


def pledge() -> dict[str, object]:
    """A pledge with a key that no other has."""
    return {**PLEDGE, "key": f"in-trouble-{next(KEYS)}", "statement": STATEMENT}


def send(client: TestClient) -> Response:
    """Write a pledge as a program does."""
    return client.post("/api/v1/pledges", json=pledge())


def all_are_read(client: TestClient) -> None:
    """Pages, data and files are answered; asked in another way each time, so that none is a kept one."""
    for address in PAGES:
        mark = "&" if "?" in address else "?"
        answer = client.get(f"{address}{mark}as_of=2013-{next(KEYS) % 12 + 1:02}-17")
        assert (answer.status_code, address) == (200, address)


def is_refused(client: TestClient, why: str, tries: int = 1) -> None:
    """A program and a person are told why nothing was stored; `tries`: a person after some times, at the latest."""
    told = send(client)
    assert (told.status_code, told.headers["content-type"]) == (503, "application/problem+json")
    assert (
        told.json()["detail"]
        == f"The record cannot be written or read just now ({why}). Nothing was changed."
    )
    for _try in range(tries):
        typed = {"title": NOTE[:290], "url": f"https://example.org/{next(KEYS)}"}
        form = open_form(client, "/sources/new").fill(
            **{f"statement__source__{k}": v for k, v in typed.items()}
        )
        page = form.press(client, "save")
        if page.status_code != 303:
            break
    assert (page.status_code, why in page.text) == (503, True), page.text
    assert "Nothing is lost." in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def stored(database: Database) -> set[str]:
    with database.reading() as reader:
        return set(reader.execute(text("SELECT key FROM pledge WHERE key LIKE 'in-trouble-%'")).scalars())


def is_sound(database: Database) -> None:
    """Nothing that `muster check` and the file's own check find."""
    with database.reading() as reader:
        assert [problem for look in checks().values() for problem in look(reader)] == []
        if database.is_sqlite:
            assert reader.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
