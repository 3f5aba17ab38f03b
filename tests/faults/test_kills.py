"""Killed in the middle of writing: what was acknowledged is there, on both engines; the others go on.

`python -m bench.kills` kills 200 times on each.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from app.db import Database
from app.ledger.change import changing
from app.sheets.loader import load_folder
from bench.kills import kill_on
from tests.browser.conftest import free_port, wait_for
from tests.conftest import SEEDS, copy_of, open_sqlite
from tests.faults.support import is_sound, pledge, stored
from tests.faults.test_store import asked
from tests.support.long import LONG

pytestmark = pytest.mark.slow


def test_killed_while_it_writes_nothing_acknowledged_is_lost(seeded_file: Path, tmp_path: Path) -> None:
    outcome = kill_on(f"sqlite:///{copy_of(seeded_file, tmp_path)}", 3, tmp_path / "acknowledged")
    assert (outcome.lost, outcome.faults) == ([], [])
    assert outcome.acknowledged >= 3


@pytest.mark.postgres
def test_killed_on_postgres_nothing_acknowledged_is_lost(seeded_postgres: Database, tmp_path: Path) -> None:
    outcome = kill_on(seeded_postgres.url, 2, tmp_path / "acknowledged")
    assert (outcome.lost, outcome.faults) == ([], [])
    assert outcome.acknowledged >= 2


@pytest.fixture
def seeded_postgres(postgres: Database) -> Database:
    with changing(postgres, "seed") as change:
        load_folder(change, SEEDS, lambda _rows: None)
    return postgres


def test_a_loss_would_be_noticed(seeded_file: Path, tmp_path: Path) -> None:
    log = tmp_path / "acknowledged"
    log.write_text("killed-1\n")
    assert kill_on(f"sqlite:///{copy_of(seeded_file, tmp_path)}", 0, log).lost == ["killed-1"]


@pytest.mark.skipif(not LONG, reason="three processes; MUSTER_LONG_TESTS=true starts them")
def test_a_killed_worker_takes_nothing_with_it_and_is_replaced(seeded_file: Path, tmp_path: Path) -> None:
    file, port = copy_of(seeded_file, tmp_path), free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"MUSTER_DATABASE_URL": f"sqlite:///{file}", "MUSTER_LOCAL_EDITOR": "true"}
    words = ["-m", "uvicorn", "app.main:create_app", "--factory", "--workers", "2", "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        try:
            workers = started(process, 2)
            wait_for(address, process)
            assert asked(f"{address}/api/v1/pledges", pledge())[0] == 201
            os.kill(workers.pop(), signal.SIGKILL)
            statuses = [until_answered(address) for _n in range(10)]
            started(process, 1)
        finally:
            process.terminate()
    database = open_sqlite(file)
    assert statuses == [201] * 10
    assert len(stored(database)) >= 11
    is_sound(database)


def started(process: subprocess.Popen[bytes], n: int) -> list[int]:
    """The next `n` workers that have started, as the log names them."""
    assert process.stderr
    found: list[int] = []
    while len(found) < n:
        line = process.stderr.readline().decode()
        assert line, "the server has ended"
        if told := re.search(r"Started server process \[(\d+)\]", line):
            found.append(int(told[1]))
    return found


def until_answered(address: str) -> int:
    """Write a pledge; one that went to the worker that was killed is sent again."""
    while True:
        try:
            return asked(f"{address}/api/v1/pledges", pledge())[0]
        except OSError:
            pass
