"""A stale answer is never served: another process writes, this one reads and keeps what it read, on both engines.

MUSTER_LONG_TESTS=true runs 1,000 rounds on each engine.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.config import ROOT, Settings
from app.db import Database
from app.main import create_app
from tests.conftest import LOCAL
from tests.keeping.support import head_of
from tests.ledger.test_record_machine import make_database
from tests.support.long import LONG

pytestmark = pytest.mark.slow
__all__ = ["make_database"]
ROUNDS = 1_000 if LONG else 20
ACTIONS = ("enter", "enter", "add", "add", "correct", "retract", "undo", "mend", "remove", "put back")
ADDRESSES = (
    "/api/v1/totals?by=contributor&operation=war",
    "/api/v1/pledges",
    "/changes.atom",
)
PAGE = "/pledges?operation=war"


@contextmanager
def reader_of(database: Database, megabytes: int) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=database.url, kept_megabytes=megabytes, _env_file=None))
    with TestClient(app, base_url=LOCAL) as client:
        yield client


@contextmanager
def writer_of(database: Database) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.keeping.writer", database.url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        assert process.wait() == 0


def tell(process: subprocess.Popen[str], step: list[Any]) -> None:
    assert process.stdin
    process.stdin.write(json.dumps(step) + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    return int(process.stdout.readline())


def is_heard(process: subprocess.Popen[str]) -> bool:
    assert process.stdout
    return bool(select.select([process.stdout], [], [], 0)[0])


def version_at(client: TestClient, address: str) -> int:
    return int(client.get(address).headers["x-data-version"])


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_stale_answer_is_never_served(engine: str, make_database: Any) -> None:
    database, random = make_database(engine), Random(engine)  # noqa: S311 - steps to take, no secret
    with (
        reader_of(database, 64) as keeping,
        reader_of(database, 0) as fresh,
        writer_of(database) as writer,
    ):
        newest = version_at(fresh, ADDRESSES[0])
        again = 0
        for n in range(ROUNDS):
            # Kept once more before each write, and asked for while it goes on.
            for address in ADDRESSES:
                assert version_at(keeping, address) == newest
            tell(writer, [random.choice(ACTIONS), random.randrange(50), random.randrange(900), n % 5])
            # Asked without a pause, so that whatever is remembered for a moment only is still remembered at the end.
            seen = [newest]
            while not is_heard(writer):
                seen.append(version_at(keeping, ADDRESSES[0]))
            version = hear(writer)
            seen.append(version_at(keeping, ADDRESSES[0]))
            assert seen == sorted(seen)
            assert seen[-1] == version
            again += version == newest
            newest = version
            for address in (*ADDRESSES, *([PAGE] if n % 10 == 0 else [])):
                first, kept, made = keeping.get(address), keeping.get(address), fresh.get(address)
                assert int(first.headers["x-data-version"]) == newest
                for answer in (first, kept):
                    assert (answer.content, head_of(answer)) == (made.content, head_of(made))
                    assert answer.status_code == 200
            assert len(keeping.app.state.shelf) >= len(ADDRESSES)  # type: ignore[attr-defined]
        assert newest > ROUNDS // 2, "the writer wrote too little to show anything"
        assert again < ROUNDS
