"""What a connection sends by itself is what the application sends, is never stale, and is no more than is safe."""

from __future__ import annotations

import asyncio
import http.client
import logging
import re
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.config import Settings
from app.db import Database
from app.ledger.change import changing
from app.ledger.revisions import data_version
from app.main import create_app
from app.operations.commands import known_categories, put_category
from app.operations.schemas import CategoryCreate
from app.web.connections import MOST_BESIDE, Patient
from tests.keeping.support import until
from tests.support.listening import listening
from tests.support.loops import run

PATH = "/api/v1/categories/troops"
FIRST = [(b"date", b"Sat, 28 Nov 2026 12:00:00 GMT")]


class Wire(asyncio.Transport):
    """The other end of a connection: holds what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent, self.is_closed = b"", False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 80) if name in ("peername", "sockname") else default

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def abort(self) -> None:
        self.close()

    def pause_reading(self) -> None:
        """There is nothing to read but what is handed in."""

    resume_reading = pause_reading


def is_over(server: ServerState, wire: Wire, due: int) -> bool:
    return server.total_requests >= due or wire.is_closed


class Reader:
    """Asks an application on a connection, and counts how often the application itself was asked."""

    def __init__(self, database: Database, **settings: Any) -> None:
        self.app = create_app(Settings(database_url=database.url, _env_file=None, **settings))
        self.state, self.made = self.app.state, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.made += 1
        await self.app(scope, receive, send)

    async def ask(self, *requests: bytes, hops: str = "", ends: int = 1) -> bytes:
        """What comes back on a new connection: to each of these so many answers, before the next is sent."""
        proxies: dict[str, Any] = {"proxy_headers": bool(hops), "forwarded_allow_ips": hops}
        config = uvicorn.Config(self, lifespan="off", log_config=None, access_log=False, **proxies)
        config.load()
        server, wire = ServerState(), Wire()
        server.default_headers = FIRST
        connection = Patient(config, server, {})
        connection.connection_made(wire)
        for request in requests:
            already = server.total_requests
            connection.data_received(request)
            due = already + ends
            await until(partial(is_over, server, wire, due))
        connection.connection_lost(ConnectionError())
        return wire.sent


def get(path: str = PATH, *lines: str, version: str = "1.1", method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/{version}", "Host: muster.example", *lines, "", ""]).encode()


def without_id(answer: bytes) -> bytes:
    return re.sub(rb"x-request-id: [0-9a-f]{12}\r\n", b"", answer)


@pytest.fixture
def reader(seeded: Database) -> Reader:
    return Reader(seeded)


def asked_after(reader: Reader, *requests: bytes, **how: Any) -> bytes:
    """What comes back where the first answer is kept already."""

    async def twice() -> bytes:
        await reader.ask(get(), hops=how.get("hops", ""))
        reader.made = 0
        return await reader.ask(*requests, **how)

    return run(twice())


@pytest.mark.parametrize("lines", [(), ("If-None-Match: {tag}",), ('If-None-Match: "0-z", W/{tag}',)])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_sends_what_the_application_sends(reader: Reader, lines: tuple[str, ...], method: str) -> None:
    tag = re.findall(r"etag: (\S+)", asked_after(reader, get()).decode())[0]
    request = get(PATH, *(line.format(tag=tag) for line in lines), method=method)
    at_once = asked_after(reader, request)
    assert reader.made == 0
    reader.state.prompt = None
    made = asked_after(reader, request)
    assert reader.made == 1
    assert without_id(at_once) == without_id(made)
    is_known = any(tag in line for line in request.decode().split("\r\n"))
    assert at_once.startswith(b"HTTP/1.1 304 " if is_known else b"HTTP/1.1 200 ")


def test_each_is_counted_and_told_with_its_own_id(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="muster.requests")
    sent = asked_after(reader, get(), get(), get())
    ids = re.findall(rb"x-request-id: (\S+)", sent)
    lines = [record.getMessage() for record in caplog.records if record.name == "muster.requests"]
    assert len(set(ids)) == 3
    assert [line.split()[0] for line in lines[-3:]] == [f"id={each.decode()}" for each in ids]
    assert f" route=/api/v1/categories/{{code}} path={PATH} status=200 " in lines[-1]
    assert reader.state.shelf.hits == 3
    [requests, seconds] = reader.state.counts.collect()
    assert [sample.value for sample in requests.samples if sample.labels["status"] == "200"] == [4]
    assert [sample.value for sample in seconds.samples if sample.name.endswith("_count")] == [4]


@pytest.mark.parametrize("request_", [
    get(PATH, "Cookie: a=1"), get(PATH, "Authorization: Bearer x"), get(PATH, "Range: bytes=0-1"),
    get(PATH, "Content-Length: 0"), get(PATH, "Expect: 100-continue"), get(PATH, "Connection: close"),
    get(version="1.0"), get(PATH, "Connection: keep-alive", version="1.0"), get("/api/v1/categor%69es/troops"),
    get("/livez"), get(PATH, "Connection: upgrade", "Upgrade: h2c"),
])  # fmt: skip
def test_what_may_be_somebody_s_own_or_goes_on_is_the_application_s(reader: Reader, request_: bytes) -> None:
    assert asked_after(reader, request_).startswith(b"HTTP/1.1 ")
    assert reader.made == 1


def test_who_does_not_wait_for_answers_has_them_in_order(reader: Reader) -> None:
    sent = asked_after(reader, get() + get("/livez") + get(), ends=3)
    assert re.findall(rb"content-type: (\S+)", sent) == [
        b"application/json",
        b"text/plain;",
        b"application/json",
    ]
    assert reader.made == 2


TOO_MUCH = "A: 1\r\n" * 50_000
REFUSED = {
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": get(PATH, "Host: other.example"),
    "nonsense": b"NONSENSE\r\n\r\n",
    "a head without an end": get(PATH, "X: " + "x" * MOST_BESIDE)[:-4],
    "headers without an end": get(PATH, TOO_MUCH)[:-4],
    "more behind a body": get(PATH, "Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n" + TOO_MUCH.encode(),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_request_or_too_long_is_refused(reader: Reader, kind: str) -> None:
    request = REFUSED[kind]
    parts = [request[n : n + 60_000] for n in range(0, len(request), 60_000)]
    assert b"HTTP/1.1 400 Bad Request" in run(reader.ask(*parts, ends=0))


def test_a_trusted_proxy_says_how_it_was_asked(reader: Reader) -> None:
    secure = get(PATH, "X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.1")
    for hops, made in (("127.0.0.1", 1), ("10.0.0.1", 0)):
        # Believed, it is another address than the one that is kept; not believed, the same.
        asked_after(reader, secure, hops=hops)
        assert reader.made == made
    assert asked_after(reader, secure, hops="127.0.0.1").startswith(b"HTTP/1.1 200")
    assert reader.made == 0


def test_nothing_is_sent_so_beside_the_local_editor(seeded: Database) -> None:
    assert not hasattr(
        create_app(Settings(database_url=seeded.url, _env_file=None, local_editor=True)).state, "prompt"
    )


def test_on_a_real_server_a_write_shows_at_once(fresh_seeded: Database) -> None:
    """Several connections that stay open, asked again before and after each write."""
    with listening(fresh_seeded) as address:
        where = urlsplit(address)
        readers = [
            http.client.HTTPConnection(where.hostname or "", where.port, timeout=60) for _n in range(3)
        ]

        def versions() -> set[int]:
            for each in readers:
                each.request("GET", PATH)
            return {int(a.headers["X-Data-Version"]) for a in [r.getresponse() for r in readers] if a.read()}

        for n in range(20):
            with changing(fresh_seeded, "test") as change:
                given = CategoryCreate(code=f"thing-{n}", name=f"Thing {n}", group="other", unit="things")
                put_category(change, given, known_categories(change.session))
            with fresh_seeded.reading() as connection:
                newest = data_version(connection)
            assert [versions() for _ in range(3)] == [{newest}] * 3
        for each in readers:
            each.close()
