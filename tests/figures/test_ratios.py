"""Ratios: which year divides, how they are rounded and written, and what the record said of it at a moment."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contributors.commands import known_indicators, put_indicator
from app.contributors.directory import Directory
from app.contributors.schemas import IndicatorCreate
from app.db import Database
from app.figures.ratios import (
    BILLIONTHS,
    Denominator,
    decimal_of,
    ratio_figure,
    ratios_of,
    size_in_words,
    written_ratio,
)
from app.figures.schemas import Amount
from app.ledger.change import changing

DAY = date(2013, 7, 15)


def put(database: Database, source: str = "A yearbook", **sizes: object) -> None:
    shape = IndicatorCreate.model_validate({"source": {"title": source}, **sizes})
    with changing(database, "test") as change:
        session = change.session
        put_indicator(change, shape, Directory(session), known_indicators(session))


def of(per: str, value: int, year: int = 2013) -> Denominator:
    return Denominator(per, value, year, 1, "A yearbook")


METHOD = (Path(__file__).parents[2] / "docs/method.md").read_text(encoding="utf-8")
# The table of the method: the day shown, the years on record, the one that divides.
RULE = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\d{4}(?:, \d{4})+) \| (\d{4}) \|$", METHOD, re.MULTILINE)


@pytest.mark.parametrize(("day", "years", "year"), [*RULE, ("2013-01-01", "2011, 2013", "2013")])
def test_newest_year_that_is_not_after_the_day_divides_else_the_oldest(
    any_database: Database, day: str, years: str, year: str
) -> None:
    for known in reversed(years.split(", ")):
        put(any_database, contributor="TCD", year=int(known), population=100 * int(known))
    with any_database.reading() as reader:
        found = ratios_of(reader, ["TCD", "FRA", "ECOWAS"], date.fromisoformat(day))
    assert found.keys() == {"TCD"}
    assert found["TCD"].keys() == {"population"}
    size = found["TCD"]["population"]
    assert (size.year, size.value) == (int(year), 100 * int(year))


def test_the_method_says_which_year_divides() -> None:
    assert len(RULE) >= 3


def test_a_year_without_the_size_asked_for_is_passed_over(database: Database) -> None:
    put(database, contributor="TCD", year=2012, population=100, armed_forces=30)
    put(database, contributor="TCD", year=2013, population=300)
    with database.reading() as reader:
        found = ratios_of(reader, ["TCD"], DAY)["TCD"]
    assert {per: size.year for per, size in found.items()} == {"population": 2013, "armed_forces": 2012}


def test_the_record_of_a_moment_divides_by_what_it_held_then(any_database: Database) -> None:
    before = datetime.now(UTC) - timedelta(hours=1)
    put(any_database, contributor="TCD", year=2013, population=100)
    first = datetime.now(UTC)
    put(any_database, contributor="TCD", year=2013, population=200, source="A later yearbook")
    put(any_database, contributor="TCD", year=2012, population=150)
    with any_database.reading() as reader:
        now = ratios_of(reader, ["TCD"], DAY)["TCD"]["population"]
        then = ratios_of(reader, ["TCD"], DAY, first)["TCD"]["population"]
        nothing = ratios_of(reader, ["TCD"], date(2012, 1, 1), first)["TCD"]["population"]
        assert ratios_of(reader, ["TCD"], DAY, before) == {}
    assert (now.value, now.source_title) == (200, "A later yearbook")
    assert (then.value, then.source_title) == (100, "A yearbook")
    # The row of 2012 was not there yet.
    assert nothing.year == 2013


@pytest.mark.parametrize(
    ("per", "value", "n", "ratio"),
    [
        ("population", 2_000_000, 3, 1.5),
        ("gdp", 4 * 10**9, 3, 0.75),
        ("armed_forces", 30_350, 2250, 74.135090610),
        ("population", 3, 1, 333333.333333333),
        ("gdp", 16_155_255_000_000, 1, 0.000061899),
    ],
)
def test_a_ratio_is_the_number_by_the_size_in_its_unit(per: str, value: int, n: int, ratio: float) -> None:
    found = of(per, value).ratio(Amount(n, n, n))
    assert found is not None
    assert decimal_of(found.value) == ratio


def test_nothing_is_divided_by_nothing() -> None:
    assert of("armed_forces", 0).ratio(Amount(5, 5, 5)) is None


@given(st.integers(0, 10**20), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**15))
def test_bounds_stay_around_and_an_open_one_open(value: int, below: int, above: int, size: int) -> None:
    found = of("gdp", size).ratio(Amount(value, max(0, value - below), value + above))
    opened = of("gdp", size).ratio(Amount(value, value, None))
    assert found is not None
    assert found.high is not None
    assert opened is not None
    assert found.low <= found.value <= found.high
    assert (opened.low, opened.high) == (found.value, None)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0, "0"),
        (1, "0.000000001"),
        (61_899, "0.0000619"),
        (945_000_000, "0.945"),
        (BILLIONTHS, "1"),
        (1_999_999_999, "2"),
        (2_345_678_901, "2.35"),
        (21_440_000_000, "21.4"),
        (99_960_000_000, "100"),
        (152_400_000_000, "152"),
        (1_234_567_890_123, "1,235"),
    ],
)
def test_a_ratio_is_written_with_three_digits(ratio: int, words: str) -> None:
    assert ratio_figure(ratio) == words


def test_a_ratio_is_written_with_its_bounds() -> None:
    two, three = 2 * BILLIONTHS, 3 * BILLIONTHS
    assert written_ratio(Amount(two, two, None)) == "2+"
    assert written_ratio(Amount(two, two, three)) == "2 to 3"
    assert written_ratio(Amount(two, 0, two)) == "up to 2"
    # Two bounds that are written alike are one number.
    assert written_ratio(Amount(two, two, two + 1)) == "2"


@given(st.integers(1, 10**18))
def test_what_is_something_is_never_written_as_nothing(ratio: int) -> None:
    words = ratio_figure(ratio).replace(",", "")
    assert float(words) > 0
    assert abs(float(words) - ratio / BILLIONTHS) <= ratio / BILLIONTHS * 0.005 + 1e-9


def test_a_size_says_its_year() -> None:
    assert size_in_words(of("armed_forces", 30_350)) == "30,350 (2013)"
    assert size_in_words(of("population", 13_146_000)) == "13.1 million (2013)"
    assert size_in_words(of("gdp", 2_811_877_000_000, 2012)) == "2.81 trillion (2012)"
