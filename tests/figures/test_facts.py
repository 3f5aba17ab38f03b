"""What a dashboard reads besides sums, on the real record."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from app.db import Database
from app.figures.facts import (
    asked_and_declined,
    categories_of,
    days_around,
    first_day,
    sources_on,
    wholes_on,
)
from app.figures.matrix.queries import places_on
from app.figures.queries import totals_by
from app.figures.schemas import Amount
from app.figures.subject import SOLDIERS, subject_of
from app.figures.timeline import steps_of, timeline_by
from app.pledges.filter import PledgeFilter
from app.pledges.scope import Scope, scope_of

MALI = PledgeFilter(operation=("mali",))
DAYS = [date(2013, 1, 11), date(2013, 1, 17), date(2013, 2, 15), date(2013, 7, 15), date(2014, 6, 30)]


@pytest.fixture
def reader(seeded: Database) -> Iterator[Connection]:
    with seeded.reading() as connection:
        yield connection


def scope(reader: Connection, **filter: Any) -> Scope:
    return scope_of(reader, MALI.but(**filter))


def test_who_declined_and_who_was_asked(reader: Connection) -> None:
    said = asked_and_declined(reader, scope(reader))
    assert {row["code"] for row in said["declined"]} == {"DEU", "ITA", "CIV", "DZA", "MRT"}
    assert {row["code"] for row in said["under_review"]} == {"CAN"}
    assert {row["code"] for row in said["requested"]} == {"ALLIES", "CAN", "GBR", "ARE"}
    plane = next(row for row in said["under_review"] if row["key"] == "serval-can-c17")
    assert (plane["publisher"], plane["on"]) == ("The Globe and Mail", date(2013, 1, 17))


def test_request_that_is_answered_is_not_waited_for(reader: Connection) -> None:
    later = asked_and_declined(reader, scope(reader, as_of=date(2013, 1, 25)))
    assert "serval-can-c17" not in {row["key"] for row in later["under_review"]}


@pytest.mark.parametrize(
    "filter", [{"q": "globe mail"}, {"source": 2}, {"stage": ("declined",)}, {"member_of": "ECOWAS"}]
)
def test_facts_follow_every_filter(reader: Connection, filter: dict[str, Any]) -> None:
    narrowed, everything = scope(reader, **filter), scope(reader)
    for status, rows in asked_and_declined(reader, narrowed).items():
        assert {row["key"] for row in rows} <= {
            row["key"] for row in asked_and_declined(reader, everything)[status]
        }
    assert 0 < sources_on(reader, narrowed)[0] <= sources_on(reader, everything)[0]
    assert set(places_on(reader, narrowed)) < set(places_on(reader, everything))
    assert places_on(reader, narrowed)
    assert days_around(reader, narrowed)[0] or days_around(reader, narrowed)[1]


def test_days_beside_are_days_of_statements(reader: Connection) -> None:
    before, after = days_around(reader, scope(reader))
    assert (before, after) == (date(2013, 1, 16), date(2013, 1, 18))
    assert days_around(reader, scope(reader, as_of=date(2012, 1, 1)))[0] is None
    assert days_around(reader, scope(reader, as_of=date(2026, 1, 1)))[1] is None
    assert first_day(reader, scope(reader)) == date(2012, 11, 11)


def test_organisation_says_more_than_what_is_left_of_it(reader: Connection) -> None:
    trainers = scope(reader, category=("trainers",), unit="people")
    assert wholes_on(reader, trainers) == {"EU": Amount(200, 200, None)}
    soldiers = scope(reader, category=SOLDIERS, unit="people")
    assert wholes_on(reader, soldiers) == {"ECOWAS": Amount(3300, 3300, 3300)}


@pytest.mark.parametrize("day", DAYS)
def test_steps_end_where_the_totals_are(reader: Connection, day: date) -> None:
    soldiers = scope(reader, category=SOLDIERS, unit="people", as_of=day)
    last = [row for row in steps_of(reader, soldiers) if row["unit"] == "people"][-1]
    [total] = totals_by(reader, soldiers, ("contributor",)).totals
    for name in ("deployed", "committed", "announced"):
        assert [last[f"{name}{bound}"] for bound in ("", "_low", "_high")] == [
            total[f"{name}{bound}"] for bound in ("", "_low", "_high")
        ]


def test_steps_are_the_timeline_without_its_still_days(reader: Connection) -> None:
    soldiers = scope(reader, category=SOLDIERS, unit="people", as_of=date(2013, 7, 15))
    steps = {row["on"].isoformat(): row["deployed"] for row in steps_of(reader, soldiers)}
    for row in timeline_by(reader, soldiers, (), "day"):
        known = [on for on in steps if on <= row["period"]]
        assert row["deployed"] == steps[max(known)]


def subject(reader: Connection, **filter: Any) -> Any:
    found = scope_of(reader, PledgeFilter(**filter))
    rows = totals_by(reader, found, ("category",)).items
    return subject_of(found.filter, rows, categories_of(reader, found.operation_ids))


@pytest.mark.parametrize(
    ("filter", "categories", "unit", "noun"),
    [
        ({"operation": ("mali",)}, SOLDIERS, "people", "troops"),
        ({"operation": ("mali",), "as_of": date(2013, 9, 30)}, SOLDIERS, "people", "uniformed-personnel"),
        ({"operation": ("minusma",)}, ("uniformed-personnel",), "people", "uniformed-personnel"),
        ({"operation": ("eutm-mali",)}, ("trainers",), "people", "trainers"),
        ({"operation": ("addis-2013",)}, (), "USD", "funding"),
        ({"operation": ("mali",), "as_of": date(2012, 1, 1)}, SOLDIERS, "people", "troops"),
        ({"operation": ("mali",), "category": ("aircraft",)}, ("aircraft",), "aircraft", ""),
        ({"operation": ("mali",), "category": ("troops",)}, ("troops",), "people", "troops"),
        (
            {"operation": ("mali",), "category": ("AIRCRAFT",), "contributor": ("JPN",)},
            ("AIRCRAFT",),
            "aircraft",
            "",
        ),
        ({"operation": ("mali",), "category": ("intelligence",)}, ("intelligence",), "none", "intelligence"),
        ({"operation": ("mali",), "unit": "sorties"}, (), "sorties", "airlift"),
        ({"operation": ("mali",), "contributor": ("CAN",)}, (), "aircraft", "transport-aircraft"),
    ],
)
def test_subject_is_what_the_page_is_about(
    reader: Connection, filter: dict[str, Any], categories: tuple[str, ...], unit: str, noun: str
) -> None:
    found = subject(reader, **filter)
    assert (found.categories, found.unit, found.noun) == (categories, unit, noun)


def test_recorded_by_reads_what_the_record_knew(reader: Connection) -> None:
    from datetime import UTC, datetime

    before = scope(reader, recorded_by=datetime(2000, 1, 1, tzinfo=UTC))
    assert places_on(reader, before) == {}
    assert sources_on(reader, before) == (0, [])
    assert days_around(reader, before) == (None, None)
    assert asked_and_declined(reader, before) == {"requested": [], "under_review": [], "declined": []}
