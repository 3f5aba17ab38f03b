"""Who says what: "said X", "X told", "selon X". Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.articles.names import OFFICES, TITLES, Name
from app.articles.sentences import Sentence
from app.articles.words import Phrases, Word, listed, words_of

_VERBS = Phrases(
    (tuple(word.plain for word in words_of(phrase)), frame)
    for frame, phrases in {
        "verb": "said|says|told|tells|added|adds|announced|declared|declares|insisted|insists|warned|stated|confirmed|"
        "explained|wrote|tweeted|noted|acknowledged|was categorical|argued|replied|"
        "a déclaré|a annoncé|a affirmé|a indiqué|a dit|a précisé|a ajouté|a expliqué|a confirmé|a assuré|a prévenu|"
        "a fait savoir|a souligné|déclare|affirme|indique|a insisté|a lancé|a "
        "promis|dit|précise|ajoute|explique|a rappelé",
        "before": "according to|selon|d'après",
    }.items()
    for phrase in phrases.split("|")
)
_STOPS = listed(
    "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche "
    "yesterday today hier also has have had earlier later"
)
_LONGEST = 18
_INSIDE = frozenset(
    (",", "'s", "of", "for", "to", "the", "and", "de", "du", "des", "la", "le", "l", "d", "et", "a", "an")
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the words from `at` until `until` of a sentence, their text, and for whom (a code or nothing)."""

    name: str
    code: str
    start: int
    end: int


def speaker_of(text: str, words: Sequence[Word], names: Sequence[Name]) -> Speaker | None:
    """The first speaker that a sentence names with a verb of speech."""
    for verb in _VERBS.find(words):
        behind = verb.value == "before"
        span = None if behind else _before(words, verb.at)
        if span is None and (behind or verb.at == 0 or words[verb.at - 1].is_sign):
            span = _after(words, verb.until)
        if span:
            return _speaker(text, words, names, *span)
    return None


def _speaker(text: str, words: Sequence[Word], names: Sequence[Name], at: int, until: int) -> Speaker:
    start, end = words[at].start, words[until - 1].end
    inside = [name for name in names if at <= name.at < until]
    code = next((name.code for name in inside if not name.is_place), "")
    return Speaker(" ".join(text[start:end].split()), code, start, end)


def _before(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    until = verb
    while until and (words[until - 1].plain in _STOPS or words[until - 1].text == ","):
        until -= 1
    at = until
    while at and until - at < _LONGEST and _belongs(words[at - 1]):
        at -= 1
    return _trimmed(words, _behind_place(words, at, until), until)


def _behind_place(words: Sequence[Word], at: int, until: int) -> int:
    """Behind a comma that ends something else: "... to Gaza, President X" but "Germany's Foreign Minister, X"."""
    for i in range(until - 1, at, -1):
        if words[i].text == "," and not {word.plain for word in words[at:i]} & OFFICES:
            return i + 1
    return at


def _after(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    until = at
    while until < len(words) and until - at < _LONGEST and _belongs(words[until]):
        until += 1
    return _trimmed(words, at, until)


def _belongs(word: Word) -> bool:
    if word.plain in _STOPS:
        return False
    return word.is_name or word.plain in TITLES or word.plain in _INSIDE


def _trimmed(words: Sequence[Word], at: int, until: int) -> tuple[int, int] | None:
    """Without the small words at both ends; None where nobody is named by a name of two words or a title."""
    while until > at and (words[until - 1].plain in _INSIDE or words[until - 1].is_sign):
        until -= 1
    while at < until and (words[at].plain in _INSIDE or words[at].is_sign):
        at += 1
    named = [word for word in words[at:until] if word.is_name and word.plain.isalpha()]
    titled = any(word.plain in TITLES for word in words[at:until])
    return (at, until) if len(named) >= 2 or (named and titled) else None


def speakers_of(sentences: Sequence[Sentence], own: Sequence[Speaker | None]) -> list[Speaker | None]:
    """The speaker of each sentence: its own, or for what is quoted without one the nearest of its paragraph."""
    found = list(own)
    for i, sentence in enumerate(sentences):
        if own[i] is None and any(sentence.quoted):
            found[i] = _near(sentences, own, i)
    return found


def _near(sentences: Sequence[Sentence], own: Sequence[Speaker | None], i: int) -> Speaker | None:
    for j in (i - 1, i + 1, i - 2, i + 2):
        if 0 <= j < len(own) and sentences[j].paragraph == sentences[i].paragraph and own[j]:
            return own[j]
    # The speaker of the paragraph before goes on ("He added: ...").
    return next((own[j] for j in (i - 1, i - 2, i - 3) if j >= 0 and own[j]), None)
