"""What the real application keeps: the same bytes as without, for nobody but those it was made for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from app.config import Settings
from app.db import Base, Database
from app.main import create_app
from app.site.asking import ask
from tests.accounts.support import close_all, make, session_of, stranger, token_of
from tests.conftest import LOCAL, client_of
from tests.keeping.support import head_of
from tests.support.loops import run

ADDRESSES = (
    *("/", "/operations", "/contributors", "/contributors/FRA?as_of=2013-02-01", "/pledges?as_of=2013-02-01"),
    *(
        "/pledges/serval-fra-troops",
        "/pledges/serval-fra-troops/history",
        "/sources",
        "/sources/1",
        "/categories",
    ),
    *("/compare?contributor=FRA,TCD&operation=mali&per=gdp", "/changes", "/corrections", "/method"),
    *("/search?q=troops", "/sitemap.xml", "/changes.atom", "/embed/map.svg?operation=mali", "/pledges.json"),
    *("/embed/map?operation=mali", "/embed/map.txt?operation=mali", "/operations/mali/totals.json"),
    *("/api/v1/pledges?limit=20", "/api/v1/totals?by=contributor&operation=mali"),
)
# What no revision tells of: answers that depend on it would be kept too long.
NOT_IN_HISTORY = {
    *("account", "account_log", "proposal", "rate", "recovery_code", "secret", "sign_in", "sign_in_failure"),
    *("submission", "token"),
}
ENCODINGS = ("br", "gzip", "identity")


@pytest.fixture
def without(seeded: Database) -> Iterator[TestClient]:
    """The same record where nothing is kept."""
    app = create_app(Settings(database_url=seeded.url, kept_megabytes=0, _env_file=None))
    with TestClient(app, base_url=LOCAL) as reader:
        yield reader


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def shelf_of(client: TestClient) -> Any:
    return client.app.state.shelf  # type: ignore[attr-defined]


@pytest.mark.slow
def test_what_is_kept_is_what_is_made_and_rests_on_the_record_alone(
    client: TestClient, without: TestClient
) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        asked.append(statement)

    reading = client.app.state.database._reader  # type: ignore[attr-defined]
    event.listen(reading, "before_cursor_execute", note)
    assert set(Base.metadata.tables) >= NOT_IN_HISTORY
    client.get("/")
    assert "standing" in " ".join(asked), "what is asked is not seen"
    for address in ADDRESSES:
        made, first = without.get(address), client.get(address)
        tables = set(re.findall(r"(?:FROM|JOIN) \"?(\w+)", " ".join(asked)))
        assert not tables & NOT_IN_HISTORY, address
        asked.clear()
        kept = client.get(address)
        assert not asked, f"{address} was not kept"
        for answer in (first, kept):
            assert (answer.status_code, answer.content) == (200, made.content), address
            assert head_of(answer) == head_of(made), address
    assert len(shelf_of(client)) == len(ADDRESSES)


def test_each_encoding_is_kept_as_it_is_made(client: TestClient, without: TestClient) -> None:
    tags = set()
    for encoding in ENCODINGS:
        asked = {"Accept-Encoding": encoding}
        made = without.get("/pledges", headers=asked)
        for _ in range(2):
            kept = client.get("/pledges", headers=asked)
            assert (head_of(kept), kept.content) == (head_of(made), made.content)
        assert kept.headers["x-request-id"] != made.headers["x-request-id"]
        known = client.get("/pledges", headers={**asked, "If-None-Match": kept.headers["etag"]})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", kept.headers["etag"])
        head, plain = client.head("/pledges", headers=asked), without.head("/pledges", headers=asked)
        assert (head.status_code, head.content, head_of(head)) == (200, b"", head_of(plain))
        tags.add(kept.headers["etag"])
    assert len(tags) == len(ENCODINGS) == len(shelf_of(client))


def test_answers_name_the_host_they_were_asked_at(client: TestClient) -> None:
    for host in ("127.0.0.1:8000", "muster.example", "evil.example", "muster.example"):
        page = client.get("/pledges", headers={"Host": host}).text
        assert set(re.findall(r'href="http://([^/"]+)/pledges', page)) == {host}


def test_the_front_page_leads_to_a_readers_language_though_it_is_kept(client: TestClient) -> None:
    english = [client.get("/", headers={"Accept-Language": "en"}) for _ in range(2)]
    assert {answer.status_code for answer in english} == {200}
    led = client.get("/", headers={"Accept-Language": "fr"}, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (302, "/fr/")
    back = client.get("/", headers={"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"})
    assert back.content == english[0].content
    assert "Accept-Language" in english[1].headers["vary"]
    assert len(shelf_of(client)) == 1


def test_the_local_editor_s_pages_are_nobody_else_s(editor: TestClient) -> None:
    for path in ("/pledges", "/", "/pledges/serval-fra-troops", "/api/v1/pledges"):
        assert editor.get(path).status_code == 200
    assert len(shelf_of(editor)) == 0
    # The same address as somebody has it who comes by way of another machine, and then the editor again.
    elsewhere = [editor.get("/pledges", headers={"Via": "1.1 proxy"}).text for _ in range(2)]
    assert elsewhere[0] == elsewhere[1]
    assert "/review" not in elsewhere[1]
    assert "/review" in editor.get("/pledges").text


def test_what_is_answered_to_a_person_is_never_kept(fresh_seeded: Database) -> None:
    anna = make(fresh_seeded, "anna", "editor")
    reader = stranger(fresh_seeded)
    cookie = {"Cookie": f"muster={session_of(fresh_seeded, anna)}"}
    token = token_of(fresh_seeded, anna, "read")
    for own in (cookie, token):
        for path in ("/pledges", "/account", "/api/v1/pledges"):
            said = reader.get(path, headers=own).headers["cache-control"]
            assert "private" in said or "no-store" in said
        assert len(shelf_of(reader)) == 0
    public = [reader.get("/pledges") for _ in range(2)]
    assert len(shelf_of(reader)) == 1
    signed_in = reader.get("/pledges", headers=cookie)
    assert "Anna" in signed_in.text
    assert signed_in.headers["cache-control"] == "private, no-cache"
    for answer in (*public, reader.get("/pledges")):
        assert "Anna" not in answer.text
        assert answer.headers["cache-control"] == "no-cache"


def test_forms_files_and_the_machine_s_own_are_not_kept(client: TestClient) -> None:
    for path in (
        "/data",
        "/data/muster.db",
        "/livez",
        "/readyz",
        "/report",
        "/sign-in",
        "/pledges.csv",
        "/static/x",
    ):
        client.get(path)
    kept = [answer for answer, _size in shelf_of(client)._answers.values() if answer.tag]
    assert kept == []


def test_fifty_readers_read_the_record_once(fresh_seeded: Database) -> None:
    app = create_app(Settings(database_url=fresh_seeded.url, _env_file=None))
    begun: list[object] = []
    event.listen(app.state.database._reader, "begin", begun.append)

    async def many() -> list[Any]:
        return await asyncio.gather(*(ask(app, "/pledges") for _ in range(50)))

    answers = run(many())
    assert len(begun) == 1
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    for held in (app.state.newest, app.state.limits.counters, app.state.database):
        held.close()


class Clock(datetime):
    """A clock that stands where the test puts it."""

    at: ClassVar[datetime]

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.at


def test_pages_that_show_today_change_at_midnight(seeded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.frozen.datetime", Clock)
    with client_of(seeded, local_editor=False) as client:
        shown = []
        for at in ((1, 31, 23, 59, 59), (2, 1, 0, 0, 0)):
            Clock.at = datetime(2013, *at, tzinfo=UTC)
            pages = [client.get("/api/v1/totals?by=contributor&unit=people") for _ in range(2)]
            assert pages[0].content == pages[1].content
            shown.append(pages[0].headers["x-as-of"])
    assert shown == ["2013-01-31", "2013-02-01"]


@pytest.mark.postgres
def test_a_lost_connection_is_made_again(postgres: Database) -> None:
    with client_of(postgres, local_editor=False) as client:
        assert client.get("/operations").status_code == 200
        assert len(shelf_of(client)) == 1
        with postgres.engine.begin() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        # Asked of a connection that is gone, nothing kept is sent; after that it is there again.
        assert [client.get("/operations").status_code for _ in range(3)] == [200] * 3
        assert len(shelf_of(client)) == 1
