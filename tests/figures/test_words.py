"""Numbers and names as figures write them."""

import pytest

from app.figures.schemas import Amount
from app.figures.words import (
    bare,
    brief,
    figure,
    in_words,
    name_in_text,
    no_things,
    short_name,
    some_names,
    things,
    written,
)

EXACT, OPEN, CEILING = Amount(1400, 1400, 1400), Amount(200, 200, None), Amount(24, 0, 24)
RANGE, LOOSE = Amount(900, 900, 1200), Amount(200, 176, None)


@pytest.mark.parametrize(
    ("amount", "cell", "chart", "sentence"),
    [
        (EXACT, "1,400", "1,400", "1,400"),
        (OPEN, "200+", "200+", "at least 200"),
        (CEILING, "up to 24", "≤24", "up to 24"),
        (RANGE, "900 to 1,200", "900–1,200", "900 to 1,200"),
        (LOOSE, "about 200", "~200", "about 200"),
        (Amount(500, 300, 700), "about 500", "~500", "about 500"),
    ],
)
def test_number_is_written_with_its_bounds(amount: Amount, cell: str, chart: str, sentence: str) -> None:
    assert (written(amount, "people"), brief(amount, "people"), bare(amount, "people")) == (
        cell,
        chart,
        sentence,
    )


def test_low_of_a_sum_is_never_printed() -> None:
    assert "176" not in in_words(LOOSE, "people") + written(LOOSE, "people") + brief(LOOSE, "people")


@pytest.mark.parametrize(
    ("n", "unit", "category", "words"),
    [
        (1, "people", "troops", "1 soldier"),
        (2, "people", "troops", "2 soldiers"),
        (1, "people", "", "1 person"),
        (3, "people", "uniformed-personnel", "3 soldiers and police"),
        (1, "people", "trainers", "1 military trainer"),
        (1, "aircraft", "", "1 aircraft"),
        (1, "USD", "", "1 US dollar"),
        (318_000_000, "USD", "funding", "318 million US dollars"),
        (1_250_001, "EUR", "", "1,250,001 euros"),
        (5, "blankets", "", "5 blankets"),
    ],
)
def test_things_are_counted_in_the_right_number(n: int, unit: str, category: str, words: str) -> None:
    assert in_words(Amount(n, n, n), unit, category) == words


def test_bounds_stand_before_the_things() -> None:
    assert in_words(OPEN, "people", "trainers") == "at least 200 military trainers"
    assert in_words(CEILING, "people", "trainers") == "up to 24 military trainers"
    assert in_words(RANGE, "people", "troops") == "900 to 1,200 soldiers"


def test_money_is_shortened_only_where_nothing_is_lost() -> None:
    assert [figure(n, "USD") for n in (999_999, 1_500_000, 1_550_000)] == [
        "999,999",
        "1.5 million",
        "1,550,000",
    ]
    assert figure(1_500_000, "people") == "1,500,000"


def test_things_have_a_word_of_their_own() -> None:
    assert things("people", "troops") == "soldiers"
    assert things("none", "intelligence") == "intelligence"
    assert things("none", "whatever") == "support"
    assert no_things("people", "uniformed-personnel") == "no soldiers or police"
    assert no_things("aircraft") == "no aircraft"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["France"], "France"),
        (["France", "Chad"], "France and Chad"),
        (["France", "Chad", "Togo"], "France, Chad and Togo"),
        (["France", "Chad", "Togo", "Benin"], "France, Chad and 2 more"),
    ],
)
def test_names_beyond_the_first_are_counted(names: list[str], words: str) -> None:
    assert some_names(names) == words


def test_long_organisation_goes_by_its_initials() -> None:
    assert short_name("ECOWAS", "Economic Community of West African States") == "ECOWAS"
    assert short_name("EU", "European Union") == "European Union"
    assert (
        short_name("ALLIES", "France's allies (countries not named)")
        == "France's allies (countries not named)"
    )


def test_name_in_a_sentence_has_its_article_and_no_brackets() -> None:
    assert name_in_text("USA", "United States") == "the United States"
    assert name_in_text("FRA", "France") == "France"
    assert name_in_text("ECOWAS", "Economic Community of West African States") == "ECOWAS"
    assert name_in_text("ALLIES", "France's allies (countries not named)") == "France's allies"
