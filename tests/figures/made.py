"""Rows made for tests: contributors with numbers, in one line each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.figures.chosen import Chosen
from app.figures.givers import Giver
from app.figures.schemas import Amount, Numbers
from app.figures.situation import Place, Situation

DAY = date(2013, 1, 17)
MALI = Place("Mali", " for Mali")


def exactly(n: int) -> Amount:
    return Amount(n, n, n)


def at_least(n: int) -> Amount:
    return Amount(n, n, None)


def up_to(n: int) -> Amount:
    return Amount(n, 0, n)


def numbers(deployed: int = 0, committed: int = 0, announced: int = 0) -> Numbers:
    return Numbers(exactly(deployed), exactly(committed), exactly(announced))


def giver(code: str, held: Numbers | None = None, **more: Any) -> Giver:
    """A contributor called by its code, at the stages that its numbers say."""
    held = held or Numbers()
    names = ("deployed", "committed", "announced")
    stages: Mapping[str, int] = {name: 1 for name in names if getattr(held, name).value}
    given = {
        "stages": stages,
        "pledges": 1,
        "unit": "people",
        "as_of": DAY,
        "alpha2": "",
        "name": code,
        **more,
    }
    return Giver(code=code, numbers=held, **given)


def situation(held: Numbers | None = None, **more: Any) -> Situation:
    """An ended operation on a day with something recorded."""
    given: dict[str, Any] = {
        "place": MALI,
        "unit": "people",
        "noun": "troops",
        "as_of": DAY,
        "first_day": date(2012, 11, 11),
        "pledges": 1,
        "chosen": Chosen(),
        "numbers": held or Numbers(),
    }
    return Situation(**{**given, **more})
