"""SIGTERM: nobody new is let in, and what is under way is finished."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import free_port, wait_for
from tests.conftest import copy_of, open_sqlite

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
PLEDGE = {
    "operation": "serval",
    "contributor": "CAN",
    "category": "transport-aircraft",
    "key": "written-late",
    "statement": {"on": "2013-01-14", "status": "committed", "quantity": "1", "source": {"title": "A page"}},
}


def test_a_pledge_that_is_being_sent_is_stored_and_answered(seeded_file: Path, tmp_path: Path) -> None:
    file, port, body = copy_of(seeded_file, tmp_path), free_port(), json.dumps(PLEDGE).encode()
    environment = os.environ | {"MUSTER_DATABASE_URL": f"sqlite:///{file}", "MUSTER_LOCAL_EDITOR": "true"}
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        wait_for(f"http://127.0.0.1:{port}", server)
        with socket.create_connection(("127.0.0.1", port)) as sender:
            sender.sendall(
                b"POST /api/v1/pledges HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)
            )
            # The application waits for the body now.
            assert sender.recv(1000).startswith(b"HTTP/1.1 100 ")
            server.send_signal(signal.SIGTERM)
            while is_open(port):
                assert server.poll() is None
            sender.sendall(body)
            assert sender.recv(1000).startswith(b"HTTP/1.1 201 ")
        assert server.wait(60) in (0, -signal.SIGTERM)
    database = open_sqlite(file)
    with database.reading() as reader:
        [n] = reader.exec_driver_sql("SELECT count(*) FROM pledge WHERE key = 'written-late'").one()
    database.close()
    assert n == 1


def is_open(port: int) -> bool:
    """Whether somebody new is let in."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True
