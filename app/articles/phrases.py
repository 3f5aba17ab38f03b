"""The words of an article that a statement rests on: its phrase, and the clues to each field. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.articles.parsed import Draft
from app.articles.schemas import Clue
from app.articles.words import Word

# The longest quotation the record takes.
LONGEST = 40
# A whole sentence of so many words is quoted rather than cut.
WHOLE = 16
_CUTS = frozenset((",", ";", ":", "–", "—", "(", ")", '"', "“", "”", "«", "»"))


def span_of(draft: Draft) -> tuple[int, int]:
    """From which to which word (not including) of the sentence the phrase runs: at most 40 words."""
    words = draft.parsed.sentence.words
    marks = list(_marks(draft))
    first, last = min(a for a, _b in marks), max(b for _a, b in marks)
    if _count(words, 0, len(words)) <= WHOLE:
        first, last = 0, len(words)
    first, last = _to_cuts(words, first, last)
    return _trimmed(words, *_shortened(words, first, last, draft))


def _marks(draft: Draft) -> Iterator[tuple[int, int]]:
    yield draft.at, draft.until
    yield draft.trigger.at, draft.trigger.until
    if draft.number:
        yield draft.number.at, draft.number.until
    if not isinstance(draft.giver, str):
        yield draft.giver.at, draft.giver.until


def _count(words: Sequence[Word], first: int, last: int) -> int:
    """Words as a reader counts them: what white space parts."""
    return sum(i == first or words[i].start > words[i - 1].end for i in range(first, last))


def _to_cuts(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Widened to where a clause begins and ends."""
    while first and words[first - 1].text not in _CUTS and _count(words, first - 1, last) <= LONGEST - 4:
        first -= 1
    while (
        last < len(words) and words[last].text not in _CUTS and _count(words, first, last + 1) <= LONGEST - 2
    ):
        last += 1
    return first, last


def _shortened(words: Sequence[Word], first: int, last: int, draft: Draft) -> tuple[int, int]:
    """Where it is too long: what is given and its verb stay, from the front words go."""
    while last - first > 1 and _count(words, first, last) > LONGEST:
        if first < draft.at:
            first += 1
        else:
            last -= 1
    return first, last


def _trimmed(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Without signs at both ends that say nothing; sums of money keep theirs."""
    while last - first > 1 and words[last - 1].text in '.,;:)("“”«»–—-':
        last -= 1
    while last - first > 1 and words[first].text in '.,;:)("“”«»–—-':
        first += 1
    return first, last


def clue(draft: Draft, text: str, field: str, value: str, at: int, until: int) -> Clue:
    """The words from `at` until `until` of the draft's sentence as a clue."""
    words = draft.parsed.sentence.words
    start, end = words[at].start, words[until - 1].end
    return Clue(field, value, text[start:end], start, end)
