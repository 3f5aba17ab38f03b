"""Servers to measure, each in a process of its own on a free port of this machine."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and how many seconds passed from its start to its first answer."""

    connection: http.client.HTTPConnection
    started: float
    process: int

    @property
    def base(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{self.connection.host}:{self.connection.port}"

    def worked(self) -> float:
        """The processor seconds it has used so far (Linux)."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serve_muster(database: Path, *sheets: Path, kept_megabytes: int = 64) -> Iterator[Server]:
    """Muster on a new database with the real record, or with that of a folder of `sheets`."""
    begun = time.perf_counter()
    environment = {
        **os.environ,
        "MUSTER_DATABASE_URL": f"sqlite:///{database}",
        "MUSTER_KEPT_MEGABYTES": str(kept_megabytes),
    }
    for command in (["migrate"], ["seed", *map(str, sheets)]):
        subprocess.run(
            [sys.executable, "-m", "app", *command], env=environment, check=True, stdout=subprocess.DEVNULL
        )
    with _running("app.main:create_app", environment, begun, factory=True) as server:
        yield server


@contextmanager
def serve_bytes(body: bytes, headers: Sequence[tuple[str, str]] = (), status: int = 200) -> Iterator[Server]:
    """The least a server can do: an ASGI function that sends these bytes, with a length or with these headers."""
    with NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        told = {"BENCH_BODY": file.name, "BENCH_HEADERS": json.dumps(headers), "BENCH_STATUS": str(status)}
        environment = {**os.environ, **told}
        with _running("bench.bare:app", environment, time.perf_counter()) as server:
            yield server


@contextmanager
def _running(
    app: str, environment: dict[str, str], begun: float, *, factory: bool = False
) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen([*command, *(["--factory"] if factory else [])], env=environment)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        _wait(connection, process)
        yield Server(connection, time.perf_counter() - begun, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(connection: http.client.HTTPConnection, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            connection.close()
            time.sleep(0.05)
    raise RuntimeError("the server did not answer")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def get(server: Server, address: str) -> bytes:
    """The body at an address; RuntimeError where it is not answered with 200."""
    server.connection.request("GET", address)
    answer = server.connection.getresponse()
    body = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{address}: {answer.status}")
    return body
