"""Where an article's operation takes place, and which operation of the record a statement belongs to. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.articles.names import Name
from app.articles.vocabulary import KnownOperation, Vocabulary
from app.articles.words import Found, Phrases, Word, listed, words_of

_LEAST = 2
_RECEIVING = listed("for pour of inside in into to en au across aux vers over")
# An article may speak of an operation before it begins and after it ends.
_MARGIN = timedelta(days=120)


def host_of(names: Iterable[Sequence[Name]], organisations: frozenset[str]) -> str:
    """The country where it happens: the one most often named as a place or a receiver; empty where none stands out."""
    counted: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    for row in names:
        for name in row:
            if name.code in organisations or name.form == "person":
                continue
            is_place = name.form == "name" and name.before in _RECEIVING
            (counted if is_place else acting)[name.code] += 1
    if not counted:
        return ""
    code, n = max(counted.items(), key=lambda item: (item[1], -acting[item[0]]))
    return code if n >= _LEAST else ""


@dataclass(frozen=True, slots=True)
class Operations:
    """The record's operations that an article may speak of."""

    vocabulary: Vocabulary
    fitting: tuple[KnownOperation, ...]
    phrases: Phrases[str]
    usual: str

    def of(self, words: Sequence[Word], giver: str) -> tuple[str, Found[str] | None]:
        """The operation's code, and the words that name it where some do: named, led by the giver, or the usual one."""
        named = [hit for hit in self.phrases.find(words) if hit.value]
        if named:
            return named[0].value, named[0]
        led = [each.code for each in self.fitting if each.lead == giver and not each.whole]
        return (led[0] if led else self.usual), None


def operations_for(
    vocabulary: Vocabulary, host: str, published_on: date | None, names: Iterable[Sequence[Name]]
) -> Operations:
    """What is known of operations in `host` at the article's time; the usual one is whose lead is named most."""
    fitting = tuple(
        each for each in vocabulary.operations if host in each.theatre and _fits(each, published_on)
    )
    named = Counter(name.code for row in names for name in row)
    led = [each for each in fitting if each.lead and not each.whole and each.started_on != each.ended_on]
    usual = max(led, key=lambda each: named[each.lead], default=None)
    phrases = Phrases(
        (tuple(word.plain for word in words_of(name)), each.code)
        for each in vocabulary.operations
        if not each.whole
        for name in each.names
    )
    return Operations(vocabulary, fitting, phrases, usual.code if usual else "")


def _fits(operation: KnownOperation, published: date | None) -> bool:
    if published is None:
        return True
    begins, ends = operation.started_on, operation.ended_on
    early = begins is not None and begins - published > _MARGIN
    late = ends is not None and published - ends > _MARGIN
    return not (early or late)
