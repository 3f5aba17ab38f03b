"""Tallies: the same sums as of the standings themselves, whatever was written, on both engines."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, text

from app.db import Database
from app.figures.queries import sums_of
from app.ledger import projection, tally
from app.ledger.counted import TOO_LARGE
from app.ledger.months import FIRST_YEAR, MONTHS, is_told, month_of, nodes_before, nodes_with
from app.models import Statement
from app.models.columns import OP, C, K, S
from app.models.tally import COUNTED, TALLIES
from app.pledges.commands import retract_statement
from app.pledges.filter import PledgeFilter
from app.pledges.scope import Scope, scope_of
from app.pledges.tallied import tallied
from tests.ledger.test_record_properties import either, entered, some_filter
from tests.support.records import FIRST, Row, records

KEYS: dict[str, Any] = {
    "contributor": C.code,
    "operation": OP.code,
    "category": K.code,
    "group": K.group,
}
# Days apart: within a month, over years, and beyond the months that a tally tells apart.
FACTORS = (1, 30, 400, 2_000, -3_000)
months = st.integers(1, MONTHS)


@given(month=months, added=st.dictionaries(months, st.integers(-99, 99)))
def test_nodes_before_a_month_hold_all_earlier_months(month: int, added: dict[int, int]) -> None:
    nodes = dict.fromkeys(range(1, MONTHS + 1), 0)
    for one, number in added.items():
        for node in nodes_with(one):
            nodes[node] += number
    earlier = sum(number for one, number in added.items() if one < month)
    assert sum(nodes[node] for node in nodes_before(month)) == earlier
    assert max(map(len, (nodes_before(month), nodes_with(month)))) <= MONTHS.bit_length()


@given(st.dates(), st.dates())
def test_months_are_in_the_order_of_their_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert 1 <= month_of(first) <= month_of(last) <= MONTHS
    if is_told(last) and (first.year, first.month) < (last.year, last.month):
        assert month_of(first) < month_of(last)
    assert is_told(last) == (date(FIRST_YEAR, 2, 1) <= last < date(2070, 9, 1))


def moved(rows: Sequence[Row], factor: int) -> list[Row]:
    """The same record over another stretch of time; a statement holds as long as it did, or not at all."""

    def later(written: str) -> str:
        return (FIRST + (date.fromisoformat(written) - FIRST) * factor).isoformat() if written else ""

    # The record of "south" closes early.
    rows = [{**row, "operation": "north"} if row.get("operation") == "south" else row for row in rows]
    return [
        {**row, "on": later(row["on"]), "until": later(row["until"]) if factor > 0 else ""} for row in rows
    ]


def sums(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    """By key, unit and stage; PostgreSQL adds to decimals."""
    return sorted((*row[:3], *map(int, row[-len(COUNTED) :])) for row in rows)


def same_sums(reader: Connection, scope: Scope) -> int:
    """How many ways of grouping a tally could tell; each as the standings do."""
    told = 0
    for name, column in KEYS.items():
        keys = [column.label(f"by_{name}"), S.unit, S.stage]
        rows = tallied(reader, scope, keys)
        if rows is not None:
            told += 1
            if name != "group":  # a tally's rows are finer there
                assert sums(rows) == sums(sums_of(reader, scope.on_the_day, keys))
    return told


@pytest.mark.slow
@either
@given(rows=records(), factor=st.sampled_from(FACTORS), days=st.integers(-5, 60), filter=some_filter)
def test_tallies_say_what_the_standings_say(
    any_database: Database, rows: list[Row], factor: int, days: int, filter: PledgeFilter
) -> None:
    day = FIRST + timedelta(days=days * abs(factor)) * (1 if factor > 0 else -1)
    with entered(any_database, moved(rows, factor)) as (change, reader):
        assert list(tally.differences(reader)) == []
        everything = scope_of(reader, PledgeFilter(as_of=day))
        assert same_sums(reader, everything) == (len(KEYS) if is_told(day) else 0)
        same_sums(reader, scope_of(reader, filter.but(as_of=day)))
        ids = change.session.scalars(select(Statement.id)).all()
        change.at += timedelta(seconds=1)
        retract_statement(change, ids[days % len(ids)], "wrong")
        change.finish()
        assert list(tally.differences(reader)) == []
        same_sums(reader, everything)
        kept = stored(reader)
        tally.rebuild(change.session)
        assert stored(reader) == kept


def stored(reader: Connection) -> set[tuple[Any, ...]]:
    """All rows of the tallies that add something."""
    rows = {(table.name, *row) for table in TALLIES for row in reader.execute(select(table))}
    return {row for row in rows if any(row[-len(tally.NUMBERS) :])}


LARGE: list[Row] = [
    {
        "pledge": "p",
        "operation": "war",
        "contributor": "FRA",
        "category": "troops",
        "part_of": "",
        "on": "2013-01-05",
        "status": "deployed",
        "quantity": str(TOO_LARGE),
        "until": "2013-03-05",
        "accepted": "",
        "source_title": "One paper",
    }
]


def test_numbers_too_large_for_a_tally_are_added_all_the_same(any_database: Database) -> None:
    with entered(any_database, LARGE) as (_change, reader):
        during = scope_of(reader, PledgeFilter(as_of=date(2013, 2, 1)))
        assert same_sums(reader, during) == 0
        assert same_sums(reader, scope_of(reader, PledgeFilter(as_of=date(2012, 12, 31)))) == len(KEYS)
        assert list(tally.differences(reader)) == []


def test_a_large_number_that_is_over_leaves_nothing_behind(any_database: Database) -> None:
    promised: Row = {**LARGE[0], "status": "announced", "until": ""}
    lapsed: Row = {**promised, "on": "2013-03-05", "status": "lapsed", "quantity": ""}
    beside: Row = {**promised, "pledge": "q", "quantity": "7"}
    also: Row = {**lapsed, "pledge": "r", "on": "2013-01-05"}
    with entered(any_database, [promised, beside, also, lapsed]) as (_change, reader):
        for day in (date(2013, 3, 4), date(2013, 3, 6), date(2013, 3, 31), date(2013, 4, 1)):
            same_sums(reader, scope_of(reader, PledgeFilter(as_of=day)))


def test_a_question_of_another_kind_is_for_the_standings(any_database: Database) -> None:
    with entered(any_database, LARGE) as (change, reader):
        keys = [C.code.label("by_contributor"), S.unit, S.stage]
        for filter in (
            PledgeFilter(recorded_by=change.at),
            PledgeFilter(q="paper"),
            PledgeFilter(operation=("war",)),
            PledgeFilter(source=1),
        ):
            assert tallied(reader, scope_of(reader, filter), keys) is None


def test_what_is_wrong_in_a_tally_is_found_and_mended(any_seeded: Database) -> None:
    wrong = text("UPDATE operation_tally SET deployed = deployed + 1 WHERE stage = 'deployed'")
    with any_seeded.writing() as session:
        session.execute(wrong)
    with any_seeded.reading() as reader:
        found = list(tally.differences(reader))
        assert found
        assert all(
            re.fullmatch(r"the tallies of [\w-]+ are not the sums of .*: run muster rebuild", f)
            for f in found
        )
    with any_seeded.writing() as session:
        assert tally.mend(session) == len(found)
    with any_seeded.reading() as reader:
        assert list(tally.differences(reader)) == []


def test_a_large_load_makes_what_many_small_ones_make(
    any_seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with any_seeded.reading() as reader:
        kept = stored(reader)
    monkeypatch.setattr(projection, "MANY", 0)
    with any_seeded.writing() as session:
        for table in TALLIES:
            session.execute(delete(table))
        projection.rebuild(session, datetime.now(UTC))
    with any_seeded.reading() as reader:
        assert stored(reader) == kept
