"""What holds for every quantity, and for any text at all."""

import math
import time
from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.ledger.quantity import (
    LONGEST,
    MAX,
    Quantity,
    QuantityError,
    add_to_known,
    parse_quantity,
    quantity_in_words,
)
from tests.support.long import examples

NUMBERS = st.one_of(st.integers(0, 20_000), st.integers(0, MAX))
SEPARATORS = st.sampled_from(["", ",", " ", "'", "’", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
FORMS = st.sampled_from(
    [
        "{}",
        "about {}",
        "plus de {}",
        "{}+",
        "up to {}",
        "jusqu’à {}",
        "~{}",
        "> {}",
        "{} or fewer",
        "environ {}",
    ]
)
# What quantities are made of, so that most random texts come close to one.
WORDS = (
    "1 7 40 1,200 1.400 1,5 0 - – ' , . + ~ about more than up to at least most between and from de à entre et "
    "a an un une two twenty vingt quatre cent cents hundred thousand mille million milliards dozen centaine plus "
    "d’ jusqu’à troops few unknown non précisé $ −"
)
PIECES = st.sampled_from(WORDS.split())
NEAR_QUANTITIES = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " "])), max_size=8).map(
    lambda pieces: "".join(piece + space for piece, space in pieces)
)


def grouped(n: int, separator: str) -> str:
    return f"{n:,}".replace(",", separator)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """Any quantity with a number: one number in one of the forms, or a range."""
    first, second = sorted([draw(NUMBERS), draw(NUMBERS)])
    separator = draw(SEPARATORS)
    if draw(st.booleans()):
        return parse_quantity(draw(FORMS).format(grouped(first, separator)))
    between = draw(st.sampled_from(["{}-{}", "{} – {}", "{} to {}", "entre {} et {}", "between {} and {}"]))
    return parse_quantity(between.format(grouped(first, separator), grouped(second, separator)))


def within_bounds(quantity: Quantity) -> bool:
    if quantity.value is None or quantity.low is None:
        return quantity.value is quantity.low is quantity.high is None
    high = math.inf if quantity.high is None else quantity.high
    return 0 <= quantity.low <= quantity.value <= high and quantity.value <= MAX


@given(NUMBERS, SEPARATORS)
@example(MAX, ",")
@example(0, " ")
@example(1000, "’")
def test_every_number_is_read_plain_and_in_groups(n: int, separator: str) -> None:
    printed = grouped(n, separator)
    assert parse_quantity(printed) == Quantity(n, n, n, " ".join(printed.split()))


@given(st.integers(MAX + 1, 10**60), SEPARATORS)
def test_no_number_beyond_64_bits_is_read(n: int, separator: str) -> None:
    with pytest.raises(QuantityError, match="largest number"):
        parse_quantity(grouped(n, separator))


@given(NUMBERS, st.integers(1, 2**62))
def test_range_is_read_in_its_own_order_only(low: int, width: int) -> None:
    high = min(low + width, MAX)
    low = min(low, high - 1)
    assert parse_quantity(f"{low:,}-{high}") == Quantity(low, low, high, f"{low:,}-{high}")
    with pytest.raises(QuantityError, match="smaller number first"):
        parse_quantity(f"{high}-{low:,}")


@given(quantities())
def test_figure_is_within_its_bounds_and_text_reads_the_same_again(quantity: Quantity) -> None:
    assert within_bounds(quantity)
    assert parse_quantity(quantity.text) == quantity


@given(quantities())
def test_words_without_a_unit_mean_the_same_quantity(quantity: Quantity) -> None:
    again = parse_quantity(quantity_in_words(quantity, "none"))
    assert (again.value, again.low, again.high) == (quantity.value, quantity.low, quantity.high)


@given(quantities(), quantities())
def test_sum_adds_each_bound_and_stays_open(more: Quantity, known: Quantity) -> None:
    assert more.value is not None
    assert known.value is not None
    assume(max(more.value + known.value, (more.high or 0) + (known.high or 0)) <= MAX)
    added = add_to_known(more, known)
    back = add_to_known(known, more)
    assert within_bounds(added)
    assert added.value == more.value + known.value
    assert (added.high is None) == (more.high is None or known.high is None)
    assert (added.value, added.low, added.high) == (back.value, back.low, back.high)
    assert more.text in added.text
    assert parse_quantity(added.text) == added


@examples(200)
@given(st.one_of(st.text(max_size=40), NEAR_QUANTITIES))
@example("\x00")
@example("\ud800")
@example("{0} {given}")
@example("d'" * 60)
def test_any_text_is_read_or_refused_and_read_the_same_again(text: str) -> None:
    try:
        read = parse_quantity(text)
    except QuantityError:
        return
    assert within_bounds(read)
    assert read.text == " ".join(text.split())
    assert parse_quantity(read.text) == read


REPEATED = (
    "1 |1|1,|1,000,|-|1-|a | to |one to |one-|et |un et |hundred and |cent |more than |about |thousand |d'|1.|1.0"
    "| \t|\ud800|e\u0301|between one and "
)


@pytest.mark.parametrize("piece", REPEATED.split("|"))
def test_repetition_costs_no_time(piece: str) -> None:
    longest = (piece * LONGEST)[:LONGEST]
    started = time.process_time()
    for text in (longest, longest[:-1] + "x", piece * 20_000):
        with suppress(QuantityError):
            parse_quantity(text)
    assert time.process_time() - started < 0.5
