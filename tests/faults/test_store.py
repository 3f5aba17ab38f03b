"""The store of the record fails: reading goes on where it can, writing says why, and nothing is half stored or lost."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy.exc import DBAPIError

from app import db
from app.config import ROOT
from tests.browser.conftest import free_port, wait_for
from tests.conftest import client_of, copy_of, open_sqlite
from tests.faults.support import all_are_read, is_refused, is_sound, pledge, send, stored
from tests.support.listening import listening

pytestmark = pytest.mark.slow
# Linux: the right of the superuser to write what nobody may write, which its programs can do without.
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


@pytest.fixture
def file(seeded_file: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "record"
    folder.mkdir()
    return copy_of(seeded_file, folder)


def pages_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        n: int = connection.execute("PRAGMA page_count").fetchone()[0]
        return n


def test_a_full_disk_refuses_what_does_not_fit_and_loses_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(db, "PRAGMAS", (*db.PRAGMAS, f"PRAGMA max_page_count={pages_of(file) + 2}"))
        database = open_sqlite(file)
        with client_of(database, local_editor=True) as client:
            answers: list[int] = []
            while 503 not in answers:
                answers.append(send(client).status_code)
                assert len(answers) < 200
            # Something smaller may fit into what is left.
            is_refused(client, "its storage is full", tries=50)
            all_are_read(client)
    assert set(answers) <= {201, 503}
    assert len(stored(database)) == answers.count(201)
    # There is room again.
    with client_of(database, local_editor=True) as client:
        assert send(client).status_code == 201
    is_sound(database)


def test_a_locked_database_is_read_and_says_that_another_writes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS, "PRAGMA busy_timeout=50"))
    database = open_sqlite(file)
    with client_of(database, local_editor=True) as client:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            is_refused(client, "another writer is busy")
            all_are_read(client)
        assert send(client).status_code == 201
    is_sound(database)


def test_many_writers_who_wait_for_a_lock_keep_no_reader_out(file: Path) -> None:
    database = open_sqlite(file)
    with listening(database, local_editor=True) as address, ThreadPoolExecutor(20) as pool:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            # More than there are places for requests.
            told = [pool.submit(asked, f"{address}/api/v1/pledges", pledge()) for _n in range(20)]
            for page in ("/pledges?q=france", "/pledges?q=canada", "/operations/mali?as_of=2013-03-01"):
                assert asked(address + page)[0] == 200
            assert [one for one in told if one.done()] == []
        assert [one.result()[0] for one in told] == [201] * 20
    is_sound(database)


def test_a_file_that_was_taken_away_takes_nothing_in_that_would_be_gone(file: Path) -> None:
    database, aside = open_sqlite(file), file.with_name("aside.db")
    with client_of(database, local_editor=True) as client:
        client.get("/pledges")
        file.rename(aside)
        for answer in (send(client), client.get("/api/v1/pledges")):
            assert (answer.status_code, answer.json()["detail"]) == (
                *(503, "The record's file muster.db is not at its place any more."),
            )
        assert "is not at its place any more" in client.get("/pledges").text
        assert client.get("/readyz").status_code == 503
        assert client.get("/livez").status_code == 200
        assert not file.exists(), "an empty record in the place of the real one"
        aside.rename(file)
        assert send(client).status_code == 201
        all_are_read(client)
    is_sound(database)


def test_another_record_in_its_place_is_served_at_once_and_not_what_was_kept(
    file: Path, empty_file: Path
) -> None:
    with client_of(open_sqlite(file), local_editor=False) as client:
        assert [int(client.get("/api/v1/pledges").headers["x-data-version"]) for _n in range(2)] == [897, 897]
        other = file.with_name("other.db")
        other.write_bytes(empty_file.read_bytes())
        other.replace(file)
        assert client.get("/api/v1/pledges").headers["x-data-version"] == "0"


def test_what_was_committed_before_the_store_went_is_not_called_undone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the server of the database ends between the commit and the reading back of what is answered."""
    database = open_sqlite(file)
    with client_of(database, local_editor=True) as client:
        monkeypatch.setattr("app.pledges.api.get_pledge", lose)
        told = send(client)
    assert (told.status_code, "it may be there or not" in told.json()["detail"]) == (503, True)
    assert len(stored(database)) == 1


def lose(*_: object) -> None:
    raise DBAPIError("SELECT", {}, OSError("the server closed the connection"), connection_invalidated=True)


@contextmanager
def served(file: Path, **more: Any) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`muster serve` in a process of its own; more: for that process."""
    port = free_port()
    settings = {"MUSTER_DATABASE_URL": f"sqlite:///{file}", "MUSTER_LOCAL_EDITOR": "true"}
    words = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(
        words,
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **more,
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def asked(address: str, body: dict[str, object] | None = None) -> tuple[int, str]:
    """The status and text of an answer."""
    content = None if body is None else json.dumps(body).encode()
    request = Request(address, content, {"Content-Type": "application/json"} if body else {})  # noqa: S310 - our own server
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def without_the_superuser_s_right() -> None:
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def test_a_read_only_medium_is_served_and_refuses_writing(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        with served(file, preexec_fn=without_the_superuser_s_right) as (_process, address):
            assert asked(f"{address}/pledges")[0] == 200
            assert asked(f"{address}/statements.csv")[0] == 200
            assert asked(f"{address}/readyz")[0] == 200
            status, told = asked(f"{address}/api/v1/pledges", pledge())
            assert (status, "its storage is read-only" in told) == (503, True)
    finally:
        file.parent.chmod(0o755)
        file.chmod(0o644)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_disk_that_takes_no_more_bytes_is_read_and_recovers(file: Path) -> None:
    """The system's own refusal, in a real process: a limit on the size of files, which is lifted again."""
    database = open_sqlite(file)
    with served(file) as (process, address):
        assert asked(f"{address}/api/v1/pledges", pledge())[0] == 201
        written = file.with_name(f"{file.name}-wal").stat().st_size
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (written, resource.RLIM_INFINITY))
        status, told = asked(f"{address}/api/v1/pledges", pledge())
        assert (status, "Nothing was changed." in told) == (503, True)
        assert asked(f"{address}/pledges?q=france")[0] == 200
        assert len(stored(database)) == 1
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert asked(f"{address}/api/v1/pledges", pledge())[0] == 201
    assert len(stored(database)) == 2
    is_sound(database)
