"""What changed between two standings, in words: no number is lost, none is made up."""

from datetime import date
from typing import Any

import pytest

from app.changes.sentences import change_between, change_in_words, event_sentence, why_in_words

BOUNDS = ("", "_low", "_high")


def standing(
    stage: str,
    unit: str = "people",
    category: str = "troops",
    pending: str = "",
    unknown: int = 0,
    **numbers: Any,
) -> dict[str, Any]:
    row = {
        f"{name}{bound}": 0
        for name in ("deployed", "committed", "announced", "delivered")
        for bound in BOUNDS
    }
    for name, n in numbers.items():
        row |= {f"{name}{bound}": n for bound in BOUNDS}
    return {
        **row,
        "stage": stage,
        "unit": unit,
        "category": category,
        "pending": pending,
        "unquantified": unknown,
    }


def unknown(stage: str) -> dict[str, Any]:
    row = standing(stage, unknown=1)
    return {**row, stage: None, f"{stage}_low": None, f"{stage}_high": None}


COMMITTED = standing("committed", committed=2000)
DEPLOYED = standing("deployed", deployed=2000)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, COMMITTED, "2,000 soldiers committed"),
        (DEPLOYED, standing("deployed", deployed=2250), "2,000 → 2,250 soldiers deployed"),
        (COMMITTED, DEPLOYED, "2,000 soldiers committed → deployed"),
        (
            COMMITTED,
            standing("deployed", deployed=200, committed=1800),
            "2,000 soldiers committed → 200 soldiers deployed, 1,800 more committed",
        ),
        (DEPLOYED, standing("ended", delivered=2000), "2,000 soldiers deployed → ended"),
        (
            COMMITTED,
            standing("ended", delivered=300),
            "2,000 soldiers committed → 300 soldiers delivered, now ended",
        ),
        (COMMITTED, standing("closed"), "2,000 soldiers committed → outcome not in this record"),
        (standing("requested", pending="requested"), standing("declined"), "asked, no promise → declined"),
        (unknown("deployed"), DEPLOYED, "deployed, number not given → 2,000 soldiers deployed"),
        (DEPLOYED, {**DEPLOYED, "pending": "requested"}, "2,000 soldiers deployed, asked for more"),
        (
            {**DEPLOYED, "pending": "requested"},
            DEPLOYED,
            "2,000 soldiers deployed; what was asked for is answered",
        ),
        (DEPLOYED, DEPLOYED, "2,000 soldiers deployed, as before"),
        (
            DEPLOYED,
            {**DEPLOYED, "deployed_high": None},
            "2,000 → at least 2,000 soldiers deployed",
        ),
    ],
)
def test_a_change_in_words(before: dict[str, Any] | None, after: dict[str, Any], words: str) -> None:
    assert change_between(before, after) == words


def event(**values: Any) -> dict[str, Any]:
    said = {"publisher": "Reuters", "title": "A report"}
    plain = {
        "contributor_name": "Chad",
        "on": date(2013, 4, 15),
        "item": "",
        "category_name": "Ground troops",
    }
    plain |= {
        "unit": "people",
        "before": None,
        "after": DEPLOYED,
        "statements": [said],
        "last_day_passed": False,
    }
    return {**plain, **values}


def test_the_sentence_stands_alone() -> None:
    moved = event(before=DEPLOYED, after=standing("deployed", deployed=2250))
    assert event_sentence(moved) == "Chad: 2,000 → 2,250 soldiers deployed, 15 April 2013 (Reuters)"


def test_a_day_without_a_source_says_why() -> None:
    quiet = event(
        statements=[], last_day_passed=True, before=DEPLOYED, after=standing("ended", delivered=2000)
    )
    assert event_sentence(quiet) == "Chad: 2,000 soldiers deployed → ended, 15 April 2013"
    assert why_in_words(quiet) == "the last day stated for it had passed"


def test_what_is_never_counted_says_what_it_is() -> None:
    help_given = standing("deployed", unit="none", category="intelligence")
    assert change_in_words(event(unit="none", after=help_given, item="Drones")) == "Drones, deployed"
