"""The words of a search: read from what was typed, found again in what was printed, and marked there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from app.text import begins_in, fold, indexed, sought, tidy

# Quotation marks around words change nothing: all words are looked for, wherever they stand.
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', " "))
MARK = Markup("<mark>{}</mark>")
AROUND = 230
Span = tuple[int, int]


def unquoted(typed: str) -> str:
    """What was typed, without quotation marks around it or in it."""
    return tidy(typed.translate(_QUOTES))


def words_of(typed: str) -> list[str]:
    """The words to look for, as they are compared; each once."""
    return list(dict.fromkeys(fold(unquoted(typed)).split()))


def holds_all(text: str, words: Sequence[str]) -> bool:
    """Whether a text has, for every word, one that begins so."""
    there = indexed(text)
    return all(begins_in(there, word) for word in sought(" ".join(words)))


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text with each found word in a <mark>, whatever its accents and case."""
    parts, at = [Markup("")], 0
    for start, end in spans(text, words):
        parts += [escape(text[at:start]), MARK.format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def spans(text: str, words: Sequence[str]) -> list[Span]:
    """Where the words stand in the text, from left to right; those that touch are one."""
    folded, places = _folded_with_places(text)
    found = sorted(span for word in words for span in _finds(folded, word))
    joined: list[Span] = []
    for start, end in ((places[a], places[b - 1] + 1) for a, b in found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _finds(folded: str, word: str) -> list[Span]:
    found, at = [], folded.find(word) if word else -1
    while at >= 0:
        found.append((at, at + len(word)))
        at = folded.find(word, at + len(word))
    return found


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The text letter by letter as it is compared, and where each of these letters stands in it."""
    signs = [_folded_sign(sign) for sign in text]
    return "".join(signs), [place for place, sign in enumerate(signs) for _letter in sign]


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    return " " if sign.isspace() else fold(sign)


def excerpt(text: str, words: Sequence[str], most: int = AROUND) -> str:
    """The part of a long text where the first of the words stands, cut between words; a short text whole."""
    if len(text) <= most:
        return text
    found = spans(text, words)
    start = max(0, min(found[0][0] - most // 3, len(text) - most)) if found else 0
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + most)
    end = text.rfind(" ", start + 1, end) if end < len(text) else end
    end = end if end > start else min(len(text), start + most)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def rank_of(names: Sequence[str], typed: str) -> int:
    """How well a thing's names fit what was typed: 0 exactly, 1 begins so, 2 a word begins so, 3 anyhow."""
    sought = fold(unquoted(typed))
    folded = [fold(name) for name in names if name]
    if sought in folded:
        return 0
    if any(name.startswith(sought) for name in folded):
        return 1
    return 2 if any(f" {sought}" in f" {name}" for name in folded) else 3


def also_called(name: str, others: Sequence[str], words: Sequence[str]) -> str:
    """The other name by which a thing was found, where its own does not hold the words; else nothing."""
    if not words or holds_all(name, words):
        return ""
    return next((other for other in others if other and holds_all(other, words)), "")
