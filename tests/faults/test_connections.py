"""Who is slow, sends too much, or comes in a crowd: the others are answered, and each is told what is wrong.

MUSTER_LONG_TESTS=true opens 10,000 connections at once.
"""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from app.db import Database
from app.web import connections
from tests.browser.conftest import serving
from tests.conftest import copy_of
from tests.support.listening import listening
from tests.support.long import LONG
from tests.support.loops import run

pytestmark = pytest.mark.slow
AT_ONCE = 10_000 if LONG else 300
MB = 1024 * 1024
PAGE = b"GET /pledges HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n\r\n"
POST = b"POST /report HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def address(seeded: Database) -> Iterator[str]:
    with listening(seeded) as found:
        yield found


def connect(address: str, buffer: int = 0) -> socket.socket:
    """A connection; `buffer`: what the system takes in for it at most, in bytes."""
    where = urlsplit(address)
    made = socket.socket()
    made.settimeout(60)
    if buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    made.connect((where.hostname, where.port))
    return made


def is_answered(address: str, path: str = "/pledges") -> None:
    with urlopen(address + path, timeout=60) as answer:  # noqa: S310 - our own server
        assert answer.status == 200


def is_let_go(slow: socket.socket) -> None:
    """The server ends the connection, and sends nothing before."""
    with suppress(ConnectionResetError):
        assert slow.recv(1) == b""


def test_heads_that_never_end_keep_nobody_out_and_are_let_go(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    slow = [connect(address) for _n in range(50)]
    for n, each in enumerate(slow):
        # Some say nothing at all, others a bit now and then.
        each.sendall(PAGE[: n % 30])
    is_answered(address)
    for each in slow:
        is_let_go(each)
        each.close()


def test_a_head_in_small_bits_has_one_deadline(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    with connect(address) as slow:
        slow.settimeout(0.05)
        slow.sendall(b"GET /")
        said = None
        while said is None:
            try:
                slow.sendall(b"X")
                said = slow.recv(1)
            except TimeoutError:
                pass
            except OSError:
                said = b""
        assert said == b""


def test_bodies_that_never_end_keep_nobody_out_and_are_let_go(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 1.0)
    slow = [connect(address) for _n in range(30)]
    for each in slow:
        each.sendall(POST + b"Content-Length: 1000\r\n\r\nmessage=")
    is_answered(address)
    for each in slow:
        is_let_go(each)
        each.close()


def test_who_sends_slowly_but_sends_is_answered(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 30.0)
    with connect(address) as slow:
        for n in range(len(PAGE)):
            slow.sendall(PAGE[n : n + 1])
        assert slow.recv(15) == b"HTTP/1.1 200 OK"


def test_readers_who_take_nothing_keep_nobody_out(seeded: Database, tmp_path: Path) -> None:
    """More of them than there are connections to the record, and nothing on the way that takes it for them."""
    with listening(seeded, buffer=4096, cache=tmp_path) as address:
        slow = [connect(address, buffer=4096) for _n in range(20)]
        for each in slow:
            each.sendall(PAGE.replace(b"/pledges", b"/data/muster.db"))
        is_answered(address)
        is_answered(address, "/api/v1/totals?by=contributor")
        for each in slow:
            each.close()


def test_no_more_connections_than_there_is_room_for(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "room", lambda: 5)
    held = [connect(address) for _n in range(5)]
    for each in held:
        each.sendall(PAGE)
        assert each.recv(15) == b"HTTP/1.1 200 OK"
    with connect(address) as one_more:
        is_let_go(one_more)
    held.pop().close()
    for each in held:
        each.close()


@pytest.mark.parametrize(
    ("path", "kind"), [("/report", "text/html"), ("/api/v1/pledges", "application/problem+json")]
)
def test_50_mb_are_too_much_and_the_sender_is_told(address: str, path: str, kind: str) -> None:
    where = urlsplit(address)
    sender = http.client.HTTPConnection(str(where.hostname), where.port, timeout=120)
    sender.request("POST", path, body=b"x" * (50 * MB), headers={"Content-Type": "application/json"})
    answer = sender.getresponse()
    body = answer.read().decode()
    assert (answer.status, answer.headers.get_content_type()) == (413, kind)
    assert "The body is larger than 10 MB." in body
    sender.close()
    is_answered(address)


async def asking(address: str, n: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """One more reader, who has asked."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(PAGE.replace(b"/pledges", b"/pledges?as_of=2013-01-%02d" % (n % 28 + 1)))
    return reader, writer


async def crowd(address: str, n: int) -> list[bytes]:
    """The first line of what each of `n` readers is answered, none of whom goes before all have come."""
    pairs = []
    for block in range(0, n, 100):
        # As many as a queue of connections takes at once.
        pairs += await asyncio.gather(*(asking(address, block + k) for k in range(min(100, n))))
    lines = await asyncio.gather(*(reader.readline() for reader, _writer in pairs))
    for _reader, writer in pairs:
        writer.close()
    return lines


def test_a_crowd_that_comes_at_once_is_answered(seeded: Database, seeded_file: Path, tmp_path: Path) -> None:
    # A large one needs all the files that a process may open, for itself.
    server = serving(copy_of(seeded_file, tmp_path), local_editor="false") if LONG else listening(seeded)
    with server as address:
        lines = run(crowd(address, AT_ONCE))
        assert lines == [b"HTTP/1.1 200 OK\r\n"] * AT_ONCE
        is_answered(address, "/readyz")


def test_a_process_may_open_as_many_files_as_it_is_allowed() -> None:
    limit = connections.open_files()
    assert connections.room() == max(connections.OTHER_FILES, limit - connections.OTHER_FILES)
    assert len(list(Path("/dev/fd").iterdir())) < connections.room()
