"""Whatever the text: no error, phrases that are in it, and numbers that were read in it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.queries import read_vocabulary
from app.articles.reading import read_article
from app.articles.vocabulary import Vocabulary
from app.db import Database
from app.ledger.quantity import parse_quantity
from app.vocabulary import STATUSES
from tests.support.long import examples

pytestmark = pytest.mark.slow

PIECES = (
    "France", "Ottawa", "Mali", "les Français", "Canada's", "U.S.", "ECOWAS", "will send", "has", "asked", "to send",
    "a promis", "n'enverra pas", "ruled out", "is being prepared", "troops", "soldats", "C-17", "airlift", "a force of",
    "1,400", "more than 200", "une centaine", "two thousand", "$60 million", "1,100 more", "a", "on Wednesday",
    "last Friday", "Jan. 17, 2013", "for a week", "until March", "said", "Prime Minister Ana Flores", ",", ".", "\n",
    "\n\n", '"', "«", "»", "(", "<b>", "&nbsp;", "and", "which", "from", "by", "for", "of", "whether", "no", ":", "-",
    "№", "مرحبا", "部隊", "\u202e", "\x00", "é́", "99999999999999999999999", "2013-02-31",
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("  ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join),
    st.text(max_size=300),
)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)) | st.sampled_from((date.min, date.max))


@pytest.fixture(scope="module")
def vocabulary(seeded: Database) -> Vocabulary:
    with seeded.reading() as reader:
        return read_vocabulary(reader)


@examples(60)
@given(text=TEXTS, published_on=DAYS)
def test_every_candidate_rests_on_words_of_the_text(
    text: str, published_on: date | None, vocabulary: Vocabulary
) -> None:
    for candidate in read_article(text, published_on, vocabulary):
        assert candidate.phrase == text[candidate.start : candidate.end]
        assert 0 < len(candidate.phrase.split()) <= 40
        assert candidate.contributor in vocabulary.contributors
        assert candidate.category in vocabulary.categories
        assert candidate.status in STATUSES
        for clue in candidate.clues:
            assert clue.words == text[clue.start : clue.end]
            assert getattr(candidate, clue.field) == clue.value


@examples(60)
@given(text=TEXTS)
def test_numbers_of_candidates_are_numbers_of_the_text(text: str, vocabulary: Vocabulary) -> None:
    for candidate in read_article(text, date(2013, 1, 17), vocabulary):
        assert parse_quantity(candidate.quantity).text == candidate.quantity
        clue = next((clue for clue in candidate.clues if clue.field == "quantity"), None)
        assert bool(candidate.quantity) == bool(clue)
        if (
            clue
            and "(" not in candidate.quantity
            and candidate.quantity != "1"
            and candidate.category != "funding"
        ):
            assert candidate.quantity == " ".join(clue.words.split())


def test_a_long_text_without_order_is_read_to_its_end(vocabulary: Vocabulary) -> None:
    text = " ".join(PIECES) * 100 + "\n\nPeru will send 321 troops."
    assert read_article(text, None, vocabulary)[-1].quantity == "321"


def test_markup_is_no_obstacle(vocabulary: Vocabulary) -> None:
    text = "<p>Peru will send <b>300</b> troops.</p><script>alert('x')</script>"
    found = read_article(text, None, vocabulary)
    assert [re.sub("<.*?>", "", each.phrase) for each in found] in ([], ["Peru will send 300 troops"])
