"""Strength over time: steps, scales, and the words beside them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import Database
from app.figures.level_words import levels_in_words, said_of_levels
from app.figures.levels import MOST_STEPS, ONE_DAY, SQUARE, STEPS, Level, drawn, over_time, thinned
from app.figures.schemas import Numbers, Steps
from app.figures.timeline import moves_both, steps_in, steps_of
from app.models.columns import P, S
from tests.figures.drawn import SEVEN_DAYS, ground_on
from tests.figures.made import at_least, exactly, numbers
from tests.figures.valid import check_figure

D = date(2013, 1, 1)


def levels(*steps: tuple[int, Numbers]) -> list[Level]:
    return [Level(D + timedelta(days=n), held) for n, held in steps]


SOME = levels(
    (0, numbers()), (9, numbers(committed=500)), (14, numbers(750, 3300)), (16, numbers(1720, 5444, 1100))
)


def highest(steps: Steps, code: str) -> float:
    points = dict(steps.areas)[code].split()
    return min(float(point.split(",")[1]) for point in points)


def test_line_begins_the_day_before_the_first_number() -> None:
    found = drawn(SOME)
    assert [(level.on - D).days for level in found] == [8, 9, 14, 16]
    assert found[0].numbers == Numbers()
    assert drawn(levels((0, numbers()), (5, numbers()))) == []


def test_placeholder_and_plot_have_the_same_scale() -> None:
    steps, plot = over_time(drawn(SOME), D + timedelta(days=16), "people")
    check_figure(plot)
    top = plot["layout"]["yaxis"]["range"][1]
    assert highest(steps, "announced") == pytest.approx(SQUARE - SQUARE * 8264 / top, abs=0.1)
    assert [tick.text for tick in steps.up] == plot["layout"]["yaxis"]["ticktext"]
    assert [tick.text for tick in steps.across] == plot["layout"]["xaxis"]["ticktext"]
    assert {trace["name"]: trace["y"][-1] for trace in plot["data"]} == {
        "Deployed": 1720,
        "Committed": 5444,
        "Announced": 1100,
    }
    assert [tick.text for tick in steps.ends] == ["1,720", "5,444", "1,100"]


def test_last_level_is_wide_enough_to_be_seen() -> None:
    last = D + timedelta(days=400)
    _steps, plot = over_time(drawn([*SOME, Level(last, numbers(9))]), last, "people")
    begin, end = (date.fromisoformat(day) for day in plot["layout"]["xaxis"]["range"])
    assert (end - last) / (end - begin) >= 1 / 50


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_every_level_fits_its_axis(held: list[tuple[int, int]]) -> None:
    found = drawn(levels(*((n * 3, numbers(*pair)) for n, pair in enumerate(held))))
    if not found:
        return
    steps, plot = over_time(found, D + timedelta(days=60), "people")
    check_figure(plot)
    for _name, points in steps.areas:
        assert all(
            -0.01 <= float(part) <= SQUARE + 0.01 for point in points.split() for part in point.split(",")
        )
    assert 2 <= len(steps.up) <= 7
    texts = [tick.percent for tick in steps.ends]
    assert all(low - high >= 6 for low, high in pairwise(texts))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (SOME, "1,720 soldiers deployed, up from none on 1 January 2013"),
        (levels((0, numbers(5)), (60, numbers(3))), "3 soldiers deployed, down from 5 on 31 January 2013"),
        (levels((0, numbers(5)), (60, numbers(5, 1))), "5 soldiers deployed, as many as on 31 January 2013"),
        (
            levels((0, numbers(0, 5)), (60, numbers(0, 9))),
            "9 soldiers promised, up from 5 on 31 January 2013",
        ),
        (levels((0, numbers(5)), (60, numbers())), "No soldiers deployed, down from 5 on 31 January 2013"),
        (levels((0, numbers(5)), (20, numbers()), (60, numbers(0, 1))), "No soldiers deployed"),
        (
            levels((0, numbers(1)), (60, Numbers(at_least(2)))),
            "At least 2 soldiers deployed, up from 1 on 31 January 2013",
        ),
    ],
)
def test_title_says_where_it_came_to_and_from_where(found: list[Level], said: str) -> None:
    assert said_of_levels(found, found[-1].on, [], "people", "troops") == said


def test_nothing_is_compared_across_the_end_of_a_record() -> None:
    found = levels((0, numbers(500)), (60, numbers(300)))
    end = D + timedelta(days=59)
    assert (
        said_of_levels(found, found[-1].on, [end], "people", "troops")
        == "300 soldiers deployed on 2 March 2013"
    )
    gone = levels((0, numbers(500)), (60, numbers()))
    assert said_of_levels(gone, gone[-1].on, [end], "people", "troops") == (
        "500 soldiers deployed at the most, on 1 January 2013"
    )
    long_ago = D - timedelta(days=400)
    assert "down from 500" in said_of_levels(found, found[-1].on, [long_ago], "people", "troops")


def test_sentence_has_the_last_day_and_the_highest() -> None:
    assert levels_in_words(SOME, SOME[-1].on, "people") == (
        "On 17 January 2013: 1,720 deployed, 5,444 committed and 1,100 announced."
    )
    found = levels((0, numbers(5)), (60, numbers(3)))
    assert levels_in_words(found, found[-1].on, "people") == (
        "On 2 March 2013: 3 deployed. The highest was 5 deployed, on 1 January 2013."
    )


def test_money_is_short_along_the_axis() -> None:
    found = drawn(levels((0, Numbers(committed=exactly(318_000_000)))))
    steps, _plot = over_time(found, D, "USD")
    assert [tick.text for tick in steps.up] == [
        "0",
        "100 million",
        "200 million",
        "300 million",
        "400 million",
    ]
    assert [tick.text for tick in steps.ends] == ["318 million"]


def test_a_chart_of_a_great_many_steps_has_the_level_at_the_end_of_equal_lengths() -> None:
    first = date(2000, 1, 1)
    levels = [Level(first + n * ONE_DAY, Numbers(exactly(n))) for n in range(1_000)]
    last = first + 1_010 * ONE_DAY
    assert thinned(levels[:MOST_STEPS], last) == (levels[:MOST_STEPS], 0)
    thin, days = thinned(levels, last)
    assert (days, len(thin) <= STEPS + 1, thin[0], thin[-1]) == (6, True, levels[0], levels[-1])
    ends = [(level.on - first).days for level in thin[1:-1]]
    assert ends == [days * (i + 1) - 1 for i in range(len(ends))]


@pytest.mark.parametrize("day", SEVEN_DAYS)
def test_what_is_read_once_makes_the_same_steps(seeded: Database, day: str) -> None:
    with ground_on(seeded, "mali", day) as ground:
        reader, scope = ground.reading.connection, ground.whole
        every, by_contributor = moves_both(reader, scope)
        assert list(steps_in(every)) == list(steps_of(reader, scope))
        parents = select(P.part_of_id).where(P.part_of_id.is_not(None))
        parts = replace(scope, conditions=[*scope.conditions, S.pledge_id.not_in(parents)])
        steps = list(steps_of(reader, parts, ("contributor",)))
        assert list(steps_in(by_contributor, ("contributor",))) == steps
        [some, *_others] = sorted({step["on"] for step in steps}, reverse=True)
        only = list(steps_in(by_contributor, ("contributor",), {some}))
        assert [step for step in only if step["on"] == some] == [step for step in steps if step["on"] == some]
        for before in (step for step in only if step["on"] != some):
            known = [s for s in steps if s["on"] < some and s["contributor"] == before["contributor"]]
            assert {**before, "on": None} == {
                **[s for s in known if s["unit"] == before["unit"]][-1],
                "on": None,
            }
