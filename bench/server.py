"""Servers to measure, each in a process of its own on a free port of this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.store import Record

PATIENCE_SECONDS = 120
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and how many seconds passed from its start to its first answer.

    `beside`: the process of a database server that works for it alone.
    """

    base: str
    process: int
    started: float
    beside: int = 0

    def worked(self) -> float:
        """The processor seconds it has used so far, and its database server with it (Linux)."""
        return sum(map(_worked, [self.process, *_family(self.beside)]))

    def memory(self, what: str = "VmRSS") -> float:
        """Its memory in MB: now, or at most (`VmHWM`)."""
        lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0)


def _worked(process: int) -> float:
    """Of a process, and of those it began that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / TICKS


def _family(parent: int) -> list[int]:
    if not parent:
        return []
    with suppress(OSError):
        return [parent, *map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]
    return [parent]


@contextmanager
def serve_muster(record: Record, kept_megabytes: int = 64) -> Iterator[Server]:
    """Muster as people run it, one worker, with a line in its log for each request."""
    told = {"MUSTER_DATABASE_URL": record.url, "MUSTER_KEPT_MEGABYTES": str(kept_megabytes)}
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}", "/livez", told, record.server) as server:
        yield server


@contextmanager
def serve_orm(record: Record) -> Iterator[Server]:
    """The usual service."""
    with _uvicorn("bench.peers.orm:app", {"PEER_DATABASE_URL": record.url}, "/docs", record.server) as server:
        yield server


@contextmanager
def serve_bytes(body: bytes, headers: Sequence[tuple[str, str]] = (), status: int = 200) -> Iterator[Server]:
    """The least a server can do: an ASGI function that sends these bytes, with a length or with these headers."""
    with NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        told = {"BENCH_BODY": file.name, "BENCH_HEADERS": json.dumps(headers), "BENCH_STATUS": str(status)}
        with _uvicorn("bench.peers.raw:app", told, "/") as server:
            yield server


@contextmanager
def _uvicorn(app: str, told: Mapping[str, str], path: str, beside: int = 0) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "error"]
    with running(command, f"http://127.0.0.1:{port}", path, told, beside) as server:
        yield server


@contextmanager
def running(
    command: list[str], base: str, path: str, told: Mapping[str, str] = {}, beside: int = 0
) -> Iterator[Server]:
    """A server, from its first answer at `path` on, with `told` in its environment. RuntimeError if there is none."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **told}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _answers(base + path):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command} did not answer")
            time.sleep(0.02)
        yield Server(base, process.pid, time.perf_counter() - begun, beside)
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address).close()  # noqa: S310 - a server of this machine
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
