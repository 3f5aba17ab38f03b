"""The clock was ahead and is set back: the record's moments still rise, and nobody is shut out until that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.accounts.altering import altering
from app.accounts.throttle import MOST, attempt
from app.db import Database
from app.ledger.change import changing
from app.review.rates import Counters, Limit
from tests.conftest import client_of
from tests.faults.support import all_are_read, is_sound, send

pytestmark = pytest.mark.slow
AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


def test_what_is_written_after_the_clock_was_ahead_is_later_still(fresh_seeded: Database) -> None:
    with changing(fresh_seeded, "test") as change:
        change.at = AHEAD
        change.remark("noted", "standing", "all", after={}, reason="the clock was ahead")
    with client_of(fresh_seeded, local_editor=True) as client:
        assert send(client).status_code == 201
        all_are_read(client)
        assert client.get("/changes").status_code == 200
    with fresh_seeded.reading() as reader:
        moments = reader.execute(text("SELECT at FROM revision ORDER BY number DESC LIMIT 9")).scalars().all()
    assert min(moments[:2]) >= str(AHEAD.date())
    is_sound(fresh_seeded)


def test_a_limit_that_was_reached_ahead_shuts_nobody_out(any_database: Database) -> None:
    counters, limit, now = Counters(any_database), Limit("export", 1, 60), datetime.now(UTC).timestamp()
    waits = [counters.take(limit, "somebody", at) for at in (AHEAD.timestamp(), AHEAD.timestamp(), now, now)]
    counters.close()
    assert [wait > 0 for wait in waits] == [False, True, False, True]


def test_failures_that_were_counted_ahead_shut_nobody_out(database: Database) -> None:
    with altering(database, "test") as change:
        ahead, later = replace(change, at=AHEAD), replace(change, at=change.at + timedelta(seconds=1))
        waits = [attempt(ahead, "anna", "192.0.2.7").wait for _n in range(MOST + 1)]
        assert [wait > 0 for wait in waits] == [False] * MOST + [True]
        assert attempt(later, "anna", "192.0.2.7").wait == 0
