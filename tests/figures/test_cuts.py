"""Which of very many a page draws: the largest of each group first, and never in silence."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import Database
from app.figures.cuts import DRAWN, ENOUGH, cut_rows, first_of, most_telling
from app.figures.presence.schemas import Presence, Tally
from app.figures.presence.tally import tally_on
from app.i18n import number
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from tests.conftest import client_of
from tests.figures.drawn import SEVEN_DAYS, load_rows, presence_drawn, presences, texts

MANY = 130
LATE = 105
# Group and size of each.
ROWS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 50)), max_size=3 * ENOUGH)


@given(ROWS)
def test_the_largest_of_each_group_is_drawn_before_the_second_of_any(rows: list[tuple[str, int]]) -> None:
    numbered = [(i, *row) for i, row in enumerate(rows)]
    drawn = most_telling(numbered, lambda row: row[1], lambda row: row[2])
    assert drawn == sorted(drawn)
    if len(rows) <= ENOUGH:
        assert drawn == numbered
        return
    assert len(drawn) == DRAWN
    left = [row for row in numbered if row not in drawn]
    shown = Counter(row[1] for row in drawn)
    for _i, group, size in left:
        assert size <= min(row[2] for row in drawn if row[1] == group)
        assert shown[group] >= max(shown.values()) - 1


def test_a_table_says_what_it_leaves_out() -> None:
    few, many = range(ENOUGH), range(ENOUGH + 1)
    assert (first_of(few), len(first_of(many))) == (few, DRAWN)
    assert cut_rows(7, 7, "/all.csv") is None
    cut = cut_rows(len(first_of(many)), len(many), "/all.csv")
    assert cut is not None
    assert (cut.words, cut.url) == (f"The table has the first {DRAWN} of {ENOUGH + 1} rows.", "/all.csv")


@pytest.mark.parametrize("day", SEVEN_DAYS)
def test_what_is_counted_is_what_every_pledge_adds_up_to(seeded: Database, day: str) -> None:
    there = {key: one for key, one in presences(seeded, day).items() if one.stays}
    with seeded.reading() as reader:
        tally = tally_on(reader, scope_of(reader, PledgeFilter(as_of=date.fromisoformat(day))))
    assert tally == _counted(list(there.values()), tally)
    assert set(tally.drawn) == {one.id for one in there.values()}


def _counted(there: list[Presence], tally: Tally) -> Tally:
    stages = Counter(stay.stage for one in there for stay in one.stays)
    first = min(one.first for one in there)
    return Tally(
        pledges=len(there),
        stays=sum(stages.values()),
        still=stages["deployed"],
        ended=stages["ended"],
        closed=stages["closed"],
        first=first,
        came_first=sum(one.first == first for one in there),
        by_category=Counter(one.category for one in there),
        drawn=tally.drawn,
        firsts=tally.firsts,
    )


def test_a_page_of_very_many_pledges_draws_some_counts_all_and_says_so(
    database: Database, tmp_path: Path
) -> None:
    rows = [
        {
            "pledge": f"p{n}",
            "operation": "war",
            "contributor": ("FRA", "TCD", "NGA")[n % 3],
            "category": "troops" if n else "helicopters",
            "on": "2013-01-05",
            "status": "deployed",
            "quantity": str(1_000 + n),
            "source_title": "A paper",
        }
        for n in range(MANY)
    ]
    late = [
        {
            **rows[n],
            "pledge": f"late{n}",
            "status": "committed",
            "until": f"2013-01-{6 + n % 20:02}",
        }
        for n in range(LATE)
    ]
    load_rows(database, tmp_path, [*rows, *late])
    figure = presence_drawn(database, "war", "2013-02-10")
    keys = {bar.key for bar in (*figure.bars, *figure.more_bars) if bar.segments}
    # The one of its category, and the largest of the other.
    assert keys == {"p0", *(f"p{n}" for n in range(MANY - DRAWN + 1, MANY))}
    assert figure.title == f"{MANY} deployments for war are in place on 10 February 2013"
    assert [bar.label for bar in figure.more_bars if not bar.segments] == [
        f"troops: 39 of {MANY - 1} pledges"
    ]
    assert figure.cut is not None
    assert re.findall(r"\d+", figure.cut.words) == [f"{DRAWN}", f"{MANY}"]
    assert figure.table is not None
    assert figure.table.cut is not None
    assert len(texts(figure.table, "name")) == 2 * DRAWN
    assert len(figure.drawing.overdue) == DRAWN
    assert figure.drawing.cut.words == f"These {DRAWN} of {LATE} are overdue for the longest time."
    # Those that were to end first.
    assert {words.partition("; ")[0][-15:] for _cell, words in figure.drawing.overdue} == {
        f"{day} January 2013" if day > 9 else f" {day} January 2013" for day in range(6, 13)
    }
    with client_of(database, local_editor=False) as client:
        items = client.get("/api/v1/presence?operation=war&as_of=2013-02-10&limit=1").json()
        page = client.get("/operations/war?as_of=2013-02-10").text
    assert items["count"] == MANY + LATE
    assert figure.cut.words in page
    assert page.count(f"{number(DRAWN)} of {LATE}") == 1
