"""PostgreSQL is restarted under load: everybody is told so or answered, nothing acknowledged is lost, all goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from app.db import Database
from app.ledger.change import changing
from app.sheets.loader import load_folder
from tests.conftest import SEEDS, prepare
from tests.faults.support import is_sound, pledge, stored
from tests.faults.test_store import asked
from tests.support.listening import listening
from tests.support.postgres import find_programs, own_cluster

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
UNSURE = "it may be there or not"


class Load:
    """Readers and writers without a pause; what they were answered."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: list[tuple[str, int, str]] = []
        self.over = Event()

    def write(self) -> None:
        while not self.over.is_set():
            sent = pledge()
            self.answers.append((str(sent["key"]), *asked(f"{self.address}/api/v1/pledges", sent)))

    def read(self) -> None:
        while not self.over.is_set():
            self.answers.append(("", *asked(f"{self.address}/pledges?q=france")))

    def until(self, is_so: Callable[[str, int], bool]) -> None:
        """Wait for an answer from now on that is so: its key, empty for a reader's, and status."""
        seen = len(self.answers)
        while not any(is_so(key, status) for key, status, _told in self.answers[seen:]):
            self.over.wait(0.01)


def test_a_restart_under_load_loses_nothing_and_is_told() -> None:
    with ExitStack() as held:
        cluster = held.enter_context(own_cluster(find_programs()))
        database = Database(cluster.url)
        held.callback(database.close)
        prepare(database)
        with changing(database, "seed") as change:
            load_folder(change, SEEDS, lambda _rows: None)
        load = Load(held.enter_context(listening(database, local_editor=True)))
        pool = held.enter_context(ThreadPoolExecutor(4))
        held.callback(load.over.set)
        working = [pool.submit(work) for work in (load.write, load.write, load.read, load.read)]
        load.until(lambda key, status: bool(key) and status == 201)
        cluster.stop()
        load.until(lambda key, status: bool(key) and status == 503)
        load.until(lambda key, status: not key and status == 503)
        cluster.start()
        load.until(lambda key, status: bool(key) and status == 201)
        load.until(lambda key, status: not key and status == 200)
        load.over.set()
        assert [done.result() for done in working] == [None] * 4
        written = [(key, status, told) for key, status, told in load.answers if key]
        there = stored(database)
        assert {key for key, status, _told in written if status == 201} <= there
        assert not {key for key, status, told in written if status == 503 and UNSURE not in told} & there
        assert {status for _key, status, _told in load.answers} == {200, 201, 503}
        assert any("the database does not answer" in told for key, _status, told in load.answers if not key)
        is_sound(database)
