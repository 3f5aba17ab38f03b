"""Answers that are kept, under many connections: beside a bare ASGI answer of the same bytes, and beside none kept."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.server import Server, serve_bytes, serve_muster

ROUNDS, CONNECTIONS, SECONDS = 5, 32, 0.6
PAGE = "/operations/mali?as_of=2013-07-15"
ADDRESSES = ("/api/v1/categories/troops", "/api/v1/pledges?limit=100", "/pledges/serval-fra-troops", PAGE)
SLOW = 3.0
OWN = ("date", "server")


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked for, and what the reader says with it."""

    address: str
    encoding: str = "br"
    known: str = ""

    @property
    def request(self) -> bytes:
        """The request as it goes over the wire."""
        known = f"If-None-Match: {self.known}\r\n" if self.known else ""
        return (
            f"GET {self.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {self.encoding}\r\n{known}\r\n"
        ).encode()


def report(database: Path) -> None:
    """Print the processor time of each kept answer, and ratios of rounds that were run in turn.

    Time is the server's own, so that other work of the machine, and the client's, count for little. The bare answer has
    the same head and body; the "short" one says nothing but its kind and length.
    """
    print(f"\nkept answers, {CONNECTIONS} connections, processor time, medians of {ROUNDS} rounds in turn")
    print(
        f"{'address':40} {'bytes':>7} {'us':>5} {'of bare':>8} {'of short':>9} {'304':>6} {'kept / not':>11}"
    )
    with serve_muster(database) as kept, serve_muster(database, kept_megabytes=0) as made:
        for address in ADDRESSES:
            print(_line(kept, made, Case(address)))


def _line(kept: Server, made: Server, case: Case) -> str:
    head, body = asyncio.run(_first(kept, case))
    known = Case(case.address, known=dict(head)["etag"])
    unchanged, _none = asyncio.run(_first(kept, known))
    with (
        serve_bytes(body, head) as bare,
        serve_bytes(body) as short,
        serve_bytes(b"", unchanged, 304) as bare_304,
    ):
        servers = ((kept, case), (bare, case), (short, case), (kept, known), (bare_304, case))
        rounds = [[_cost(*each) for each in servers] for _ in range(ROUNDS)]
    whole = statistics.median(costs[0] for costs in rounds)
    of_bare, of_short, of_304 = (
        statistics.median(costs[theirs] / costs[ours] for costs in rounds)
        for ours, theirs in ((0, 1), (0, 2), (3, 4))
    )
    times = _cost(made, case, SLOW) / whole
    figures = f"{whole * 1e6:5.0f} {of_bare:8.2f} {of_short:9.2f} {of_304:6.2f} {times:11,.0f}"
    return f"{case.address:40} {len(body):7,} {figures}"


def _cost(server: Server, case: Case, seconds: float = SECONDS) -> float:
    """The server's processor seconds for one answer."""
    before = server.worked()
    count = asyncio.run(_drive(server, case.request, seconds))
    return (server.worked() - before) / count


async def _first(server: Server, case: Case) -> tuple[list[tuple[str, str]], bytes]:
    reader, writer = await _open(server)
    head, body = await _get(reader, writer, case.request)
    writer.close()
    lines = [line.partition(": ") for line in head.decode().split("\r\n")[1:] if line]
    # The server's own are put there by each server itself.
    return [(name.lower(), value) for name, _, value in lines if name.lower() not in OWN], body


async def _drive(server: Server, request: bytes, seconds: float) -> int:
    """How many are answered while all connections ask again as soon as they are."""
    ends = time.perf_counter() + seconds
    return sum(await asyncio.gather(*(_ask_on(server, request, ends) for _ in range(CONNECTIONS))))


async def _ask_on(server: Server, request: bytes, ends: float) -> int:
    reader, writer = await _open(server)
    count = 0
    while time.perf_counter() < ends:
        await _get(reader, writer, request)
        count += 1
    writer.close()
    return count


async def _open(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(server.base)
    return await asyncio.open_connection(where.hostname, where.port, limit=1 << 22)


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[bytes, bytes]:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if head[9:12] not in (b"200", b"304"):
        raise RuntimeError(head.decode())
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return head, await reader.readexactly(int(length or 0))
