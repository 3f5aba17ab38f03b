"""Readers of one SQLite file take turns, and wait for nobody long."""

from threading import Event, Thread

import pytest

from app.db import Database


def test_nobody_waits_for_a_reader_who_takes_long(seeded: Database) -> None:
    was_in, may_go = Event(), Event()

    def reads_long() -> None:
        with seeded.turn():
            was_in.set()
            may_go.wait(60)

    long = Thread(target=reads_long)
    long.start()
    assert was_in.wait(60)
    with seeded.turn():
        assert long.is_alive()
    may_go.set()
    long.join(60)
    with seeded.turn():
        assert seeded._one_reads.locked()
    assert not seeded._one_reads.locked()


def test_a_turn_ends_with_an_answer_that_fails(seeded: Database) -> None:
    with pytest.raises(ZeroDivisionError), seeded.turn():
        raise ZeroDivisionError
    assert not seeded._one_reads.locked()
