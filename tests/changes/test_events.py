"""What happened, by day, on the real record and on random ones."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from starlette.testclient import TestClient

from app.changes.events import list_events, newest_events
from app.changes.latest import latest_changes
from app.changes.log import list_moments
from app.changes.sentences import event_sentence
from app.changes.views import days_of, moments_of
from app.db import Database
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links
from app.pledges.queries import with_unknown
from app.pledges.scope import scope_of
from tests.api.support import get, walk
from tests.ledger.test_record_properties import entered
from tests.support.long import examples
from tests.support.records import FIRST, Row, records

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 24)


def events(reader: Connection, until: date = TODAY, **filter: Any) -> list[dict[str, Any]]:
    return list_events(reader, scope_of(reader, PledgeFilter(**filter)), until).rows


def sentences(database: Database, **filter: Any) -> list[str]:
    with database.reading() as reader:
        return [event_sentence(row) for row in events(reader, **filter)]


def test_chad_in_april(seeded: Database) -> None:
    assert (
        "Chad: 1,800 soldiers deployed, 200 more committed → 2,250 soldiers deployed, 15 April 2013"
        " (AFP (ReliefWeb, feed copy))" in sentences(seeded, contributor=("TCD",))
    )


@pytest.mark.parametrize(
    ("contributor", "sentence"),
    [
        ("CIV", "Côte d'Ivoire: declined → 235 soldiers committed, 2 May 2013 (Abidjan.net)"),
        ("FRA", "France: 3,200 → 1,700 soldiers deployed, 13 July 2014 (Pambazuka)"),
        ("ESP", "Spain: 1 transport aircraft deployed → ended, 1 August 2013"),
        (
            "ECOWAS",
            "Economic Community of West African States: 3,300 soldiers committed, 15 January 2013 (The Guardian)",
        ),
    ],
)
def test_other_days_of_the_record(seeded: Database, contributor: str, sentence: str) -> None:
    assert sentence in sentences(seeded, contributor=(contributor,))


def test_the_end_of_a_record_is_no_news(seeded: Database) -> None:
    with seeded.reading() as reader:
        last = {row["on"] for row in events(reader) if row["after"]["stage"] == "closed"}
        ends = {row.covered_until or row.ended_on for row in _operations(reader)}
    assert not last & {end + timedelta(days=1) for end in ends if end}


def _operations(reader: Connection) -> Any:
    from sqlalchemy import select

    from app.models.columns import OP

    return reader.execute(select(OP.covered_until, OP.ended_on)).all()


def test_days_before_are_as_they_were_then(seeded: Database) -> None:
    with seeded.reading() as reader:
        every = events(reader)
        early = events(reader, date(2013, 1, 17))
    assert early == [row for row in every if row["on"] <= date(2013, 1, 17)]
    assert 0 < len(early) < len(every)


def test_a_filter_keeps_the_days_of_its_pledges(seeded: Database) -> None:
    with seeded.reading() as reader:
        every = events(reader)
        of_serval = events(reader, operation=("serval",))
        # The stage is one of the day; what came before it is told too.
        ended = events(reader, stage=("ended",), contributor=("ESP",), as_of=TODAY)
    assert of_serval == [row for row in every if row["operation"] == "serval"]
    assert {row["after"]["stage"] for row in ended} >= {"ended", "deployed"}


def test_pages_hold_every_day_once(client: TestClient) -> None:
    whole = get(client, "events", limit=1000)
    assert list(walk(client, "events", limit=7)) == whole["items"]
    assert whole["count"] == len(whole["items"]) > 200
    assert all(a["on"] >= b["on"] for a, b in pairwise(whole["items"]))


def test_the_section_of_other_pages(seeded: Database) -> None:
    with seeded.reading() as reader:
        scope = scope_of(reader, PledgeFilter(operation=("serval",), as_of=date(2013, 2, 15)))
        latest = latest_changes(reader, scope, Links({"as_of": "2013-02-15"}))
        nothing = latest_changes(
            reader, scope_of(reader, PledgeFilter(operation=("serval",), as_of=date(2012, 1, 1))), Links({})
        )
    assert latest is not None
    assert sum(len(each["lines"]) for each in latest["days"]) == 8
    assert latest["all_url"] == "/operations/serval/changes?as_of=2013-02-15"
    assert [url for _, _, url in latest["feeds"]] == [
        "/operations/serval/changes.atom",
        "/operations/serval/changes.feed.json",
    ]
    assert nothing is None


def test_both_engines_say_the_same(any_seeded: Database, seeded: Database) -> None:
    assert sentences(any_seeded) == sentences(seeded)
    with any_seeded.reading() as reader:
        [moment] = [
            row for row in list_moments(reader, scope_of(reader, PledgeFilter())).rows if row["pledges"]
        ]
        lines = [line for each in moments_of([moment], Links({})) for line, _url in each["lines"]]
    assert f"statements about {moment['pledges']} pledges" in lines[0]


@examples(8)
@given(rows=records(), day=st.integers(0, 70).map(lambda n: FIRST + timedelta(days=n)))
def test_a_random_record_is_told_whole(any_database: Database, rows: list[Row], day: date) -> None:
    with entered(any_database, rows) as (_change, reader):
        scope = scope_of(reader, PledgeFilter(as_of=day))
        found = list_events(reader, scope, day)
        paged = list_events(reader, scope, day, limit=2)
        assert found.count == len(found.rows)
        assert paged.rows == found.rows[:2]
        assert all(sentence for sentence in map(event_sentence, found.rows))
        assert {row["key"] for row in newest_events(reader, scope, day, 50)} <= {
            row["key"] for row in found.rows
        }
        _follow(found.rows)
        assert sum(len(each["lines"]) for each in days_of(found.rows, Links({}))) == found.count
        assert all(each["lines"] for each in moments_of(list_moments(reader, scope).rows, Links({})))


def _follow(rows: list[dict[str, Any]]) -> None:
    """A pledge's events begin with its first day, and each goes on where the one before it left off.

    Or where the record's end left it: that is no news, so no event tells it.
    """
    by_key: dict[str, list[dict[str, Any]]] = {}
    for row in reversed(rows):
        by_key.setdefault(row["key"], []).append(row)
    for told in by_key.values():
        assert told[0]["before"] is None
        for earlier, later in pairwise(told):
            if not later["is_whole"] and later["before"]["stage"] != "closed":
                assert _numbers(earlier["after"]) == _numbers(later["before"])


def _numbers(standing: dict[str, Any]) -> dict[str, Any]:
    names = ("stage", "pending", "deployed", "committed", "announced", "unquantified")
    return {name: with_unknown(dict(standing))[name] for name in names}


def test_a_record_without_pledges(database: Database) -> None:
    with database.reading() as reader:
        assert events(reader) == []
        scope = scope_of(reader, PledgeFilter())
        assert latest_changes(reader, scope, Links({})) is None
        assert list_moments(reader, scope).rows == []
