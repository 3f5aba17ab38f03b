"""The days that a chart over time marks: the largest steps, told by who made them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.figures.levels import Level
from app.figures.movers import largest_steps, moved_in_words, movers_on
from app.figures.schemas import Amount, Numbers

BEFORE, FIRST, NEXT, SECOND, LAST = (date(2013, 1, day) for day in (1, 2, 3, 20, 31))


def exactly(n: int) -> Amount:
    return Amount(n, n, n)


def level(on: date, deployed: int) -> Level:
    return Level(on, Numbers(deployed=exactly(deployed)))


def step(on: date, contributor: str, *numbers: int, unit: str = "people") -> dict[str, Any]:
    row: dict[str, Any] = {"on": on, "contributor": contributor, "unit": unit}
    for name, n in zip(("deployed", "committed", "announced"), (*numbers, 0, 0, 0), strict=False):
        row |= {name: n, f"{name}_low": n, f"{name}_high": n}
    return row


LEVELS = [level(BEFORE, 0), level(FIRST, 500), level(NEXT, 900), level(SECOND, 700), level(LAST, 710)]


def test_steps_are_marked_that_stand_apart() -> None:
    assert largest_steps(LEVELS, LAST) == [FIRST, SECOND, LAST]


def test_a_day_whose_step_nobody_made_is_not_marked() -> None:
    assert largest_steps(LEVELS, LAST, without=[FIRST]) == [NEXT, SECOND, LAST]


def told(days: Sequence[date], *rows: dict[str, Any]) -> list[str]:
    movers = movers_on(days, rows, "people")
    lines = moved_in_words(movers, "people", str.title, lambda day, codes: f"{day}:{','.join(codes)}")
    return [f"{line.day}: {line.text}" for line in lines]


def test_a_move_says_from_what_to_what() -> None:
    rows = [step(FIRST, "chad", 0, 2000), step(SECOND, "chad", 200, 1800), step(LAST, "chad")]
    assert told([FIRST], *rows) == ["2 Jan 2013: Chad 2,000 committed"]
    assert told([SECOND], *rows) == ["20 Jan 2013: Chad 200 deployed"]
    assert told([LAST], *rows) == ["31 Jan 2013: Chad 1,800 → none committed"]


def test_those_who_moved_most_come_first_and_the_rest_is_counted() -> None:
    rows = [
        step(FIRST, "a", 1),
        *(step(SECOND, code, n) for code, n in zip("abcde", (1, 5, 4, 9, 2), strict=True)),
    ]
    assert told([SECOND], *rows) == ["20 Jan 2013: D 9 deployed, B 5 deployed and 2 more"]


def test_another_unit_and_a_number_that_stays_move_nothing() -> None:
    rows = [step(FIRST, "chad", 5), step(SECOND, "chad", 5), step(SECOND, "mali", 3, unit="aircraft")]
    assert movers_on([SECOND], rows, "people") == {}
