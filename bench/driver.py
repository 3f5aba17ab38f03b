"""Asks a server as fast as it answers, over many connections that stay open; and what its answers cost.

One process with bare protocols of asyncio, so that it is not what is measured: see `limit`.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

from bench.server import Server

CONNECTIONS, ROUNDS = 32, 3
# A round lasts until the server has worked so long, or until one has waited so long: the machine may be busy.
WORKING_SECONDS, PATIENCE_SECONDS, LOOK_SECONDS = 0.8, 30.0, 0.02
HOST = "127.0.0.1"
OK = (b"200", b"304")
OWN = ("date", "server", "transfer-encoding")


@dataclass(slots=True)
class Round:
    """What came of asking for a while: seconds to each answer, and what was answered with anything but 200 or 304."""

    seconds: float = 0.0
    processor: float = 0.0
    driver: float = 0.0
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    statuses: set[bytes] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many were answered well."""
        return len(self.waits)

    @property
    def cost(self) -> float:
        """The server's processor seconds for one answer."""
        if not self.count:
            raise RuntimeError(f"nothing was answered well: {self.errors[:3]}")
        return self.processor / self.count

    @property
    def limit(self) -> float:
        """How many answers a second the driver itself could ask for, on a processor of its own."""
        return self.count / self.driver

    def wait(self, share: float) -> float:
        """The seconds within which this share of the answers came."""
        return sorted(self.waits)[min(self.count - 1, int(share * self.count))]


def asked(address: str, **headers: str) -> bytes:
    """A request as it goes over the wire."""
    told = {"Host": HOST, "Accept-Encoding": "identity", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"GET {address} HTTP/1.1\r\n{lines}\r\n".encode()


@dataclass(slots=True)
class Bell:
    """Rings when enough was asked: after so many seconds, or as soon as the server has worked so long."""

    server: Server
    seconds: float
    working: float = float("inf")
    rung: bool = False

    def set(self) -> None:
        """From now on."""
        self._look(time.perf_counter() + self.seconds, self.server.worked() + self.working)

    def _look(self, ends: float, worked: float) -> None:
        self.rung = time.perf_counter() >= ends or self.server.worked() >= worked
        if not self.rung:
            asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look, ends, worked)


def drive(server: Server, requests: Sequence[bytes], bell: Bell, connections: int = CONNECTIONS) -> Round:
    """Ask for these in turn, again and again, on each connection as soon as it is answered, until the bell rings."""
    told = Round()
    begun, before, own = time.perf_counter(), server.worked(), time.process_time()
    asyncio.run(_all(cycle(requests), told, bell, connections))
    told.seconds = time.perf_counter() - begun
    told.processor, told.driver = server.worked() - before, time.process_time() - own
    return told


def costs(cases: Iterable[tuple[Server, Sequence[bytes]]], connections: int = CONNECTIONS) -> list[float]:
    """The processor seconds of an answer of each case: medians of rounds that were run in turn."""
    every = list(cases)
    turns = [[_cost(*case, connections) for case in every] for _ in range(ROUNDS)]
    return [statistics.median(turn[i] for turn in turns) for i in range(len(every))]


def _cost(server: Server, requests: Sequence[bytes], connections: int) -> float:
    return drive(server, requests, Bell(server, PATIENCE_SECONDS, WORKING_SECONDS), connections).cost


async def _all(requests: Iterable[bytes], told: Round, bell: Bell, connections: int) -> None:
    where, loop = urlsplit(bell.server.base), asyncio.get_running_loop()
    host, port = where.hostname or "", where.port or 80
    made = []
    bell.set()
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        one = _Asking(requests, told, bell, done)
        made.append(done)
        await loop.create_connection(lambda one=one: one, host, port)  # type: ignore[misc]
    await asyncio.gather(*made)


class _Asking(asyncio.Protocol):
    """One connection."""

    def __init__(
        self, requests: Iterable[bytes], told: Round, bell: Bell, done: asyncio.Future[None]
    ) -> None:
        self.requests, self.told, self.bell, self.done = iter(requests), told, bell, done
        self.held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.held.clear()
        self.needed = -1
        self.begun = time.perf_counter()
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        self.held += data
        if self.needed < 0 and (end := self.held.find(b"\r\n\r\n")) >= 0:
            self._read_head(bytes(self.held[:end]), end + 4)
        if 0 < self.needed <= len(self.held) or (not self.needed and self.held.endswith(b"0\r\n\r\n")):
            self._answered()

    def _read_head(self, head: bytes, length: int) -> None:
        """`needed`: the bytes of the whole answer; 0: it comes in chunks."""
        self.status = head[9:12]
        lower = head.lower()
        if b"transfer-encoding: chunked" in lower:
            self.needed = 0
            return
        told = lower.partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
        self.needed = length + (0 if self.status == b"304" else int(told or 0))

    def _answered(self) -> None:
        now = time.perf_counter()
        self.told.statuses.add(self.status)
        if self.status in OK:
            self.told.waits.append(now - self.begun)
        else:
            self.told.errors.append(self.held[:200].decode(errors="replace"))
        if self.bell.rung:
            self.transport.close()
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc or not self.bell.rung:
            self.told.errors.append(f"the connection broke: {exc}")
        if not self.done.done():
            self.done.set_result(None)
