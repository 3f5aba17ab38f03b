"""The words of a search, found again whatever their accents, and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.search.words import also_called, excerpt, marked, rank_of, spans, unquoted, words_of
from app.text import fold


@pytest.mark.parametrize("typed", ["Cote d'Ivoire", "CÔTE D’IVOIRE", "“Côte d‘Ivoire”", " cote  d'ivoire "])
def test_the_same_words_whatever_the_accents_case_and_quotes(typed: str) -> None:
    assert words_of(typed) == ["cote", "d'ivoire"]


def test_words_are_marked_as_they_are_printed() -> None:
    said = marked("Les soldats de Côte d’Ivoire", words_of("COTE d'ivoire"))
    assert said == Markup("Les soldats de <mark>Côte</mark> <mark>d’Ivoire</mark>")


def test_what_is_printed_cannot_become_markup() -> None:
    assert marked("<b>x</b> & troops", ["troops"]) == Markup("&lt;b&gt;x&lt;/b&gt; &amp; <mark>troops</mark>")
    assert marked("a<b", ["<"]) == Markup("a<mark>&lt;</mark>b")


@pytest.mark.parametrize(
    ("text", "found"), [("Straße", "ss"), ("cœur", "oe"), ("e\u0301tat", "etat"), ("ﬁve", "fi")]
)
def test_letters_that_fold_to_several_are_marked_whole(text: str, found: str) -> None:
    [(start, end)] = spans(text, [found])
    assert found in fold(text[start:end])


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marking_loses_no_letter(text: str, words: list[str]) -> None:
    said = marked(text, words_of(" ".join(words)))
    assert (
        said.replace(Markup("<mark>"), Markup("")).replace(Markup("</mark>"), Markup("")).unescape() == text
    )


@given(st.text(alphabet="abcé ", max_size=400), st.integers(30, 120))
def test_an_excerpt_is_short_and_of_the_text(text: str, most: int) -> None:
    part = excerpt(text, ["b"], most)
    assert part.removeprefix("… ").removesuffix(" …") in text
    assert len(part) <= most + 4 or part == text


def test_an_excerpt_holds_the_word_that_was_found() -> None:
    text = "word " * 100 + "Gao " + "word " * 100
    assert "Gao" in excerpt(text, ["gao"])


def test_a_word_without_a_break_is_cut() -> None:
    assert len(excerpt("x" * 1000, ["x"], 50)) <= 54


def test_the_exact_name_comes_first() -> None:
    ranks = [rank_of([name], "mali") for name in ("Mali", "Malian army", "Force in Mali", "Somalia")]
    assert ranks == [0, 1, 2, 3]


def test_another_name_is_told_where_it_is_what_was_found() -> None:
    names = ["Côte d’Ivoire", "Ivory Coast"]
    assert also_called("Côte d'Ivoire", names, words_of("ivory coast")) == "Ivory Coast"
    assert also_called("Côte d'Ivoire", names, words_of("ivoire")) == ""


def test_quotation_marks_are_optional() -> None:
    assert unquoted('"ivory coast"') == "ivory coast"
