"""Quantities as printed: every accepted form, what is refused with which advice, and back to words."""

import pytest

from app.ledger.quantity import (
    MAX,
    NOTHING,
    Quantity,
    QuantityError,
    add_to_known,
    parse_added,
    parse_quantity,
    quantity_in_words,
)

UNREADABLE = (
    "some | a | ? | - | +5 | 5e3 | C-17 | ² | ١٢ | 5 cents | 2013-01-17 | 200 + 50 | between 5 | up to 900-1,200 | "
    "five six | cinq et cent | two or three | mille million | more than more than 5 | 1-2-3"
)


def figures(text: str) -> tuple[int | None, int | None, int | None]:
    read = parse_quantity(text)
    return read.value, read.low, read.high


def each(*lines: str) -> pytest.MarkDecorator:
    """One test for each text between the bars."""
    return pytest.mark.parametrize("text", [text for line in lines for text in line.split(" | ")])


@each(
    "1400 | 1,400 | 1 400 | 1\N{NO-BREAK SPACE}400 | 1\N{NARROW NO-BREAK SPACE}400 | 1'400 | 1’400 |  1400\n",
    "about 1,400 | ~1400 | ≈ 1400 | approx. 1400 | Around 1400 | roughly 1400 | some 1400 | nearly 1400",
    "almost 1400 | just under 1400 | environ 1 400 | quelque 1400 | près de 1400 | pre\u0300s de 1400",
    "PRES DE 1400 | presque 1400 | de l’ordre de 1 400 | 1.4 thousand | one thousand four hundred",
    "a thousand and four hundred | fourteen hundred | mille quatre cents",
)
def test_exact_and_about_are_the_number_itself(text: str) -> None:
    assert figures(text) == (1400, 1400, 1400)


@each(
    "more than 200 | MORE THAN 200 | more  than\t200 | over 200 | at least 200 | just over 200 | 200+ | 200 +",
    "> 200 | ≥200 | 200 or more | plus de 200 | au moins 200 | pas moins de 200 | 200 ou plus | over about 200",
    "more than two hundred | plus de deux cents | plus d’environ 200 | no fewer than 200",
)
def test_more_than_is_open_upwards(text: str) -> None:
    assert figures(text) == (200, 200, None)


@each(
    "up to 40 | at most 40 | no more than 40 | fewer than 40 | less than 40 | under 40 | <40 | 40 or fewer",
    "jusqu'à 40 | jusqu’à 40 | JUSQU'A 40 | au plus 40 | au maximum 40 | moins de 40 | pas plus de 40",
    "up to some 40 | up to forty | jusqu'à une quarantaine | moins d'une quarantaine | 40 au maximum",
)
def test_up_to_is_a_figure_with_low_zero(text: str) -> None:
    assert figures(text) == (40, 0, 40)


@each(
    "900-1,200 | 900-1200 | 900 - 1,200 | 900–1,200 | 900 — 1 200 | 900-1 200 | 900 to 1,200 | 900 à 1 200",
    "from 900 to 1,200 | between 900 and 1,200 | entre 900 et 1 200 | de 900 à 1200 | about 900-1,200",
    "between about 900 and about 1,200 | nine hundred to twelve hundred",
)
def test_range_counts_as_the_least_that_was_said(text: str) -> None:
    assert figures(text) == (900, 900, 1200)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3-4 million", 3_000_000, 4_000_000),
        ("1.5 to 2 million", 1_500_000, 2_000_000),
        ("500,000 to 1 million", 500_000, 1_000_000),
        ("deux à trois cents", 200, 300),
        ("un à deux mille", 1_000, 2_000),
        ("entre deux et trois douzaines", 24, 36),
        ("ninety to two hundred", 90, 200),
        ("cinquante à cent", 50, 100),
        ("between one hundred and fifty and two hundred", 150, 200),
        ("entre vingt et un et trente", 21, 30),
        ("twenty-five-thirty", 25, 30),
        ("0-40", 0, 40),
        ("1-400 million", 1_000_000, 400_000_000),
    ],
)
def test_range_in_words_or_with_one_scale_for_both(text: str, low: int, high: int) -> None:
    assert figures(text) == (low, low, high)


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (0, "0 | zero | zéro"),
        (2, "two | deux | 2"),
        (12, "twelve | a dozen | une douzaine | douze"),
        (17, "seventeen | dix-sept"),
        (21, "twenty-one | twenty one | vingt et un | vingt-et-une"),
        (24, "two dozen | deux douzaines | twenty-four"),
        (70, "seventy | soixante-dix"),
        (71, "soixante et onze | seventy-one"),
        (80, "quatre-vingts | eighty"),
        (99, "quatre-vingt-dix-neuf | ninety nine"),
        (100, "a hundred | one hundred | cent | une centaine | about a hundred"),
        (101, "one hundred and one | a hundred one | cent un | cent et un"),
        (201, "deux cent un | two hundred and one"),
        (1_000, "a thousand | un millier | mille | ten hundred"),
        (2_005, "two thousand and five | deux mille cinq"),
        (2_500, "two thousand five hundred | twenty-five hundred | deux mille cinq cents | 2.5 thousand"),
        (999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
        (1_500_000, "1.5 million | 1,5 million | 1 500 000 | 1.50 million"),
        (12_350_000, "12.35 million"),
        (455_000_000, "455 million | 455 millions"),
        (1_234_000_000, "1,234 million"),
        (3_000_000_000, "3 billion | 3 milliards | three billion | 3,0 milliards"),
        (30, "une trentaine | trente | thirty"),
        (60, "une soixantaine | sixty"),
    ],
)
def test_numbers_in_words_and_with_scales_are_whole(number: int, texts: str) -> None:
    for text in texts.split(" | "):
        assert figures(text) == (number, number, number), text


@each(
    " | undisclosed | Unknown | number not given | not disclosed | an undisclosed number | n/a | inconnu",
    "non précisé | NON PRECISE | non communiquée | nombre non précisé | nombre inconnu",
)
def test_words_for_no_number_are_kept(text: str) -> None:
    assert parse_quantity(text) == Quantity(None, None, None, text.strip())


def test_text_is_kept_as_printed_with_white_space_folded() -> None:
    assert (
        parse_quantity("  Jusqu’à\N{NO-BREAK SPACE} 1\N{NARROW NO-BREAK SPACE}200 ").text == "Jusqu’à 1 200"
    )
    assert parse_quantity("\t") == NOTHING


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1.400", "write 1400 or 1,400"),
        ("1.400 troops", "write 1400 or 1,400"),
        ("1.400.000", "write 1400000 or 1,400,000"),
        ("1.400 million", "write a whole number"),
        ("1,40", "write a whole number"),
        ("1.5", "write a whole number"),
        ("1.3 dozen", "write a whole number"),
        ("12 34", "write a whole number"),
        ("1,400 000", "write a whole number"),
        ("-5", "write 0 or more"),
        ("−5", "write 0 or more"),
        ("minus 5", "write 0 or more"),
        ("1,200-900", "smaller number first"),
        ("between 40 and 30", "smaller number first"),
        ("100 à deux cents", "both in full"),
        ("a few dozen", "leave it empty or write undisclosed"),
        ("several hundred", "leave it empty or write undisclosed"),
        ("des centaines", "leave it empty or write undisclosed"),
        ("two thousands", "leave it empty or write undisclosed"),
        ("3 billions", "leave it empty or write undisclosed"),
        ("1400 troops", 'write only "1400", without "troops"'),
        ("about 1,400 French troops", 'write only "about 1,400", without "French troops"'),
        ("Près de 50 soldats", 'write only "Près de 50", without "soldats"'),
        ("two aircraft", 'write only "two", without "aircraft"'),
        ("200.", 'write only "200", without "."'),
        ("5%", 'write only "5", without "%"'),
        ("$500", "the currency belongs in the unit"),
        ("5 million euros", "the currency belongs in the unit"),
        ("50m", "write the number in full"),
        ("1.5 bn", "write the number in full"),
        ("1,100 more", "write the total so far"),
        ("200 de plus", "write the total so far"),
        ("9223372036854775808", "the largest number is 9,223,372,036,854,775,807"),
        ("1-9223372036854775808", "the largest number is"),
        ("9" * 5000, "longer than 120 characters"),
        ("more than 200+", 'write only "more than 200", without "+"'),
        *((text, 'write "1,400"') for text in UNREADABLE.split(" | ")),
    ],
)
def test_anything_else_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_quantity(text)
    assert advice in str(refused.value)
    assert f'"{text[:59]}' in str(refused.value)


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("more than 200", "people", "at least 200 people"),
        ("about 50", "aircraft", "about 50 aircraft"),
        ("une centaine", "people", "about 100 people"),
        ("up to 40", "people", "up to 40 people"),
        ("900-1,200", "people", "900 to 1,200 people"),
        ("0-40", "people", "0 to 40 people"),
        ("2500", "people", "2,500 people"),
        ("1", "people", "1 person"),
        ("1", "aircraft", "1 aircraft"),
        ("1", "vessels", "1 vessel"),
        ("2", "vessels", "2 vessels"),
        ("1", "vehicles", "1 vehicle"),
        ("2", "vehicles", "2 vehicles"),
        ("1", "sorties", "1 sortie"),
        ("2", "sorties", "2 sorties"),
        ("1", "tonnes", "1 tonne"),
        ("2", "tonnes", "2 tonnes"),
        ("1", "passengers", "1 passenger"),
        ("2", "passengers", "2 passengers"),
        ("1", "hours", "1 hour"),
        ("2", "hours", "2 hours"),
        ("0", "people", "0 people"),
        ("up to 1", "people", "up to 1 person"),
        ("50 million", "USD", "50,000,000 USD"),
        ("3", "field hospitals", "3 field hospitals"),
        ("3", "none", "3"),
        ("undisclosed", "people", "number not given"),
        ("", "aircraft", "number not given"),
    ],
)
def test_quantity_is_read_back_in_words(text: str, unit: str, words: str) -> None:
    assert quantity_in_words(parse_quantity(text), unit) == words


@pytest.mark.parametrize(
    ("more", "known", "total", "words", "text"),
    [
        ("1,100", "1400", (2500, 2500, 2500), "2,500 people", "2,500 (1,100 more)"),
        ("1,100 more", "1400", (2500, 2500, 2500), "2,500 people", "2,500 (1,100 more)"),
        ("another 1,100", "1400", (2500, 2500, 2500), "2,500 people", "2,500 (another 1,100)"),
        ("1 100 de plus", "1400", (2500, 2500, 2500), "2,500 people", "2,500 (1 100 de plus)"),
        ("about 1,100", "1400", (2500, 2500, 2500), "about 2,500 people", "about 2,500 (about 1,100 more)"),
        ("une centaine", "200", (300, 300, 300), "about 300 people", "about 300 (une centaine more)"),
        ("more than 100", "1400", (1500, 1500, None), "at least 1,500 people", None),
        ("100", "more than 1400", (1500, 1500, None), "at least 1,500 people", "at least 1,500 (100 more)"),
        ("up to 40", "1400", (1440, 1400, 1440), "1,400 to 1,440 people", None),
        ("more than 200", "up to 40", (240, 200, None), "at least 200 people", None),
        ("10-20", "900-1,200", (910, 910, 1220), "910 to 1,220 people", "910 to 1,220 (10-20 more)"),
        ("1,100", "undisclosed", (1100, 1100, None), "at least 1,100 people", "at least 1,100 (1,100 more)"),
        ("up to 40", "undisclosed", (40, 0, None), "at least 0 people", "40, at least 0 (up to 40 more)"),
        ("undisclosed", "1400", (None, None, None), "number not given", "undisclosed"),
        ("0", "1400", (1400, 1400, 1400), "1,400 people", "1,400 (0 more)"),
    ],
)
def test_more_is_added_to_what_is_known(
    more: str, known: str, total: tuple[int | None, ...], words: str, text: str | None
) -> None:
    added = add_to_known(parse_added(more), parse_quantity(known))
    assert (added.value, added.low, added.high) == total
    assert quantity_in_words(added, "people") == words
    assert added.text == (text or added.text)
    assert more in added.text
    assert parse_quantity(added.text) == added


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("2,500 (1,100 more)", (2500, 2500, 2500)),
        ("2500 (1100 additional)", (2500, 2500, 2500)),
        ("2 500 (1 100 de plus)", (2500, 2500, 2500)),
        ("2 500 (1 100 supplémentaires)", (2500, 2500, 2500)),
        ("au moins 1 500 (plus de 100 de plus)", (1500, 1500, None)),
        ("940, entre 900 et 1 240 (jusqu’à 40 de plus)", (940, 900, 1240)),
        ("240, at least 200 (up to 40 more)", (240, 200, None)),
    ],
)
def test_total_with_what_was_added_counts_as_the_total(text: str, total: tuple[int | None, ...]) -> None:
    assert figures(text) == total


@each(
    "2,500 (1,100) | 2,500 (more) | (1,100 more) | 2,500 (several more) | 100 (200 more) | 2,500 (1,100 more) people",
    "940, between 950 and 1,240 (40 more) | 940, undisclosed (40 more) | 2,500 (20-10 more) | 5 (1 more) (1 more)",
)
def test_total_with_anything_else_in_brackets_is_refused(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text)


def test_longest_number_that_was_added_is_still_read_back() -> None:
    longest = (
        "between about nine hundred and ninety-nine thousand nine hundred and ninety-nine and about 1,000,000"
    )
    added = add_to_known(parse_quantity(longest), Quantity(MAX // 2, 0, None, ""))
    assert parse_quantity(added.text) == added


def test_total_too_large_to_store_is_refused() -> None:
    with pytest.raises(QuantityError, match="the largest number is"):
        add_to_known(parse_quantity("1"), parse_quantity(str(MAX)))
