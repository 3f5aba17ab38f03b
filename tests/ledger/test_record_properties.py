"""What must hold for every record, on both engines: a random record is entered, asked, and counted again."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from app.db import Database
from app.figures.queries import BY, totals_by
from app.figures.timeline import timeline_by
from app.ledger import projection
from app.ledger.change import Change
from app.ledger.revisions import next_moment
from app.models import Statement
from app.pledges.commands import retract_statement
from app.pledges.filter import PledgeFilter
from app.pledges.queries import list_pledges
from app.pledges.scope import scope_of
from tests.oracle import recount
from tests.support.long import examples
from tests.support.records import DAYS, FIRST, Row, add_reference, enter, records, write_sheets

pytestmark = pytest.mark.slow

NUMBERS = ("deployed", "committed", "announced")
BOUNDED = [f"{name}{bound}" for name in NUMBERS for bound in ("", "_low", "_high")]

# The database is emptied by rolling back, so the fixture may be shared by the examples.
either = examples(12)
some_day = st.integers(0, DAYS + 25).map(lambda n: FIRST + timedelta(days=n))
some_filter = st.builds(
    PledgeFilter,
    operation=st.sampled_from([(), ("war",), ("north",), ("south", "north")]),
    contributor=st.sampled_from([(), ("FRA",), ("FRA", "TCD"), ("ECOWAS",)]),
    category=st.sampled_from([(), ("troops",), ("services",), ("personnel", "helicopters")]),
    stage=st.sampled_from([(), ("deployed",), ("committed", "announced"), ("closed", "ended")]),
    unit=st.sampled_from(["", "people", "tonnes"]),
    as_of=some_day,
)


class Undo(Exception):
    """Takes an example back."""


@contextmanager
def entered(database: Database, rows: list[Row]) -> Iterator[tuple[Change, Connection]]:
    """The record with these rows, for as long as the block lasts."""
    try:
        with database.writing() as session:
            change = Change(session, "test")
            add_reference(change)
            enter(change, rows)
            change.finish()
            yield change, session.connection()
            raise Undo
    except Undo:
        pass


def answers(connection: Connection, filter: PledgeFilter, by: tuple[str, ...] = ("contributor",)) -> Any:
    scope = scope_of(connection, filter)
    assert scope.faults == []
    return totals_by(connection, scope, by), list_pledges(connection, scope, limit=1000).rows


def add(values: list[int | None]) -> int | None:
    return None if None in values else sum(v for v in values if v is not None)


@either
@given(
    rows=records(),
    filter=some_filter,
    by=st.lists(st.sampled_from(list(BY)), min_size=1, max_size=2, unique=True),
)
def test_every_total_is_the_sum_of_its_rows(
    any_database: Database, rows: list[Row], filter: PledgeFilter, by: list[str]
) -> None:
    with entered(any_database, rows) as (_, connection):
        totals, pledges = answers(connection, filter, tuple(by))
    for total in totals.totals:
        items = [item for item in totals.items if item["unit"] == total["unit"]]
        own = [p for p in pledges if p["unit"] == total["unit"]]
        assert total["pledges"] == len(own) == sum(i["pledges"] for i in items)
        assert total["unquantified"] == sum(p["unquantified"] for p in own)
        assert total["total"] == sum(total[name] for name in NUMBERS)
        for name in BOUNDED:
            assert total[name] == add([item[name] for item in items])
        for name in NUMBERS:
            assert total[name] == sum(p[name] or 0 for p in own)
            assert total[f"{name}_low"] <= total[name] <= (total[f"{name}_high"] or total[name])
    assert {p["unit"] for p in pledges} == {t["unit"] for t in totals.totals}


@either
@given(rows=records(), filter=some_filter)
def test_unknown_is_never_zero(any_database: Database, rows: list[Row], filter: PledgeFilter) -> None:
    with entered(any_database, rows) as (_, connection):
        _totals, pledges = answers(connection, filter)
    for pledge in pledges:
        if pledge["unquantified"]:
            assert all(pledge[name] != 0 for name in (*NUMBERS, "delivered", "claim"))
            assert pledge["stage"] in ("deployed", "committed", "announced")
        else:
            assert all(pledge[name] is not None for name in NUMBERS)


@either
@given(
    rows=records(),
    day=some_day,
    by=st.sampled_from(["contributor", "operation", "category", "group", "stage"]),
)
def test_totals_equal_an_independent_recount(
    any_database: Database, rows: list[Row], day: date, by: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = recount.load(write_sheets(rows, Path(folder)))
    counted = recount.totals(record, operation="war", day=day, by=(by,))
    with entered(any_database, rows) as (_, connection):
        totals, pledges = answers(connection, PledgeFilter(operation=("war",), as_of=day), (by,))
    assert sorted(totals.items, key=lambda row: (row[by], row["unit"])) == counted
    for pledge in pledges:
        standing = recount.standing_on(record, pledge["key"], day)
        assert standing is not None
        said = (standing.stage, standing.pending, standing.unquantified, standing.stated_on)
        assert (pledge["stage"], pledge["pending"], pledge["unquantified"], pledge["stated_on"]) == said


@either
@given(rows=records(), seed=st.randoms(use_true_random=False))
def test_order_of_entry_does_not_matter(any_database: Database, rows: list[Row], seed: random.Random) -> None:
    with entered(any_database, rows) as (_, connection):
        straight = said(connection)
    shuffled = rows.copy()
    seed.shuffle(shuffled)
    with entered(any_database, shuffled) as (_, connection):
        assert said(connection) == straight


def said(connection: Connection) -> list[tuple[Any, ...]]:
    """Everything the standings of today's record say, by pledge key."""
    scope = scope_of(connection, PledgeFilter())
    keys = [pledge["key"] for pledge in list_pledges(connection, scope).rows]
    days = [FIRST + timedelta(days=n) for n in range(0, DAYS + 25, 3)]
    rows: list[tuple[Any, ...]] = [tuple(keys)]
    for day in days:
        pledges = list_pledges(connection, scope_of(connection, PledgeFilter(as_of=day))).rows
        hidden = ("version", "updated_at")
        rows += [tuple((k, str(v)) for k, v in pledge.items() if k not in hidden) for pledge in pledges]
    return rows


@either
@given(rows=records(), choice=st.integers(0, 10_000))
def test_retraction_leaves_what_a_rebuild_would_make(
    any_database: Database, rows: list[Row], choice: int
) -> None:
    with entered(any_database, rows) as (change, connection):
        before = said(connection)
        ids = change.session.scalars(select(Statement.id).order_by(Statement.id)).all()
        moment = change.at
        change.at = moment + timedelta(seconds=1)
        retract_statement(change, ids[choice % len(ids)], "wrong")
        change.finish()
        assert list(projection.differences(connection)) == []
        assert projection.rebuild(change.session, moment + timedelta(seconds=2)) == 0
        then = PledgeFilter(recorded_by=moment)
        assert [p["key"] for p in list_pledges(connection, scope_of(connection, then)).rows] == list(
            before[0]
        )


@either
@given(rows=records(), filter=some_filter, interval=st.sampled_from(["day", "month"]))
def test_the_timeline_ends_where_the_totals_are(
    any_database: Database, rows: list[Row], filter: PledgeFilter, interval: str
) -> None:
    with entered(any_database, rows) as (_, connection):
        scope = scope_of(connection, filter)
        totals = totals_by(connection, scope, ("contributor",)).items
        periods = timeline_by(connection, scope, ("contributor",), interval)
    last = {
        (r["contributor"], r["unit"]): r for r in periods if r["period"] == max(p["period"] for p in periods)
    }
    for row in totals:
        ended = last[(row["contributor"], row["unit"])]
        assert {name: ended[name] for name in BOUNDED} == {name: row[name] for name in BOUNDED}


def test_moments_of_the_record_never_repeat_when_the_clock_is_set_back() -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    assert next_moment(later) > later
