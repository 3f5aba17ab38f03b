"""A text as words with their places, and phrases found among them in one pass. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.text import fold

T = TypeVar("T")

# Each alternative begins with another kind of sign and repeats one class, so no text makes it go back far.
_TOKEN = re.compile(
    r"""
    (?:[A-Z]\.){2,}                                             # U.S.
    | aujourd['’]hui
    | (?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])      # l'Allemagne
    | ['’](?:s|t|ll|re|ve|d)\b                                  # Canada's, don't
    | (?<![\d,.])\d{1,3}(?:[,\ \u00a0\u202f]\d{3})+(?![\d])     # 1,400 and 1 400
    | \d+(?:[.,]\d+)*[^\W\d_]{0,3}                              # 2013, 1.5, 17th
    | [^\W\d_]+(?:\d+[^\W\d_]?)?                                # troops, A400M
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT = re.compile(r"(?<=\w)n(?=['’]t\b)", re.IGNORECASE)
# A word longer than any word: it is cut, so that no fold or look-up grows with it.
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign; `plain` is how it is compared, `joined` whether a hyphen ties it to what stands before."""

    text: str
    plain: str
    start: int
    end: int
    joined: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()

    @property
    def is_sign(self) -> bool:
        """Whether it is no word and no number."""
        return not (self.text[:1].isalnum() or self.text[:1] in "'’")


def listed(words: str) -> frozenset[str]:
    """A set of plain words, written in one row."""
    return frozenset(words.split())


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and signs of `text` between two places; hyphens inside words are left out."""
    found: list[Word] = []
    hyphen = -1
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        if match[0] in "-‐‑" and found and found[-1].end == match.start():
            hyphen = match.end()
            continue
        joined = hyphen == match.start()
        found.append(Word(match[0], _plain(match[0]), match.start(), match.end(), joined))
    return found


def _plain(word: str) -> str:
    folded = fold(word[:LONGEST_WORD])
    if folded.endswith("'") and len(folded) > 1:
        return folded[:-1]
    if folded.startswith("'"):
        return folded
    return folded.replace(".", "") if folded[:1].isalpha() else folded


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase among words: from word `at` until (not including) word `until`."""

    at: int
    until: int
    value: T


@dataclass(slots=True)
class _Node(Generic[T]):
    after: dict[str, _Node[T]] = field(default_factory=dict)
    value: T | None = None


NUMBER = "<num>"


class Phrases(Generic[T]):
    """Phrases and what each means; the longest one at a place is found. Of two that are the same the first counts."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], T]], passed_over: frozenset[str] = frozenset()):
        self._root: _Node[T] = _Node()
        self._passed_over = passed_over
        for words, value in entries:
            self._add(words, value)

    def _add(self, words: Sequence[str], value: T) -> None:
        node = self._root
        for word in words:
            node = node.after.setdefault(word, _Node())
        if node is not self._root and node.value is None:
            node.value = value

    def find(self, words: Sequence[Word], numbers: frozenset[int] = frozenset()) -> Iterator[Found[T]]:
        """The phrases of `words`, none inside another. `numbers`: where a number begins (for "<num>")."""
        at = 0
        while at < len(words):
            found = self.at(words, at, numbers)
            if found:
                yield found
            at = found.until if found else at + 1

    def at(self, words: Sequence[Word], at: int, numbers: frozenset[int] = frozenset()) -> Found[T] | None:
        """The longest phrase that begins with word `at`, or None."""
        nodes, i, longest = [self._root], at, None
        while True:
            for node in nodes:
                if i in numbers and i > at and NUMBER in node.after:
                    longest = _found(at, i, node.after[NUMBER], longest)
            if i >= len(words):
                return longest
            word = words[i].plain
            following = [node.after[word] for node in nodes if word in node.after]
            for node in following:
                longest = _found(at, i + 1, node, longest)
            # An adverb may be part of a phrase or stand inside it: both are tried.
            nodes = following + (nodes if i > at and word in self._passed_over else [])
            if not nodes:
                return longest
            i += 1


def _found(at: int, until: int, node: _Node[T], longest: Found[T] | None) -> Found[T] | None:
    """The phrase that ends at `node`, if one does; of the same length the one found first stays."""
    if node.value is None or (longest and longest.until >= until):
        return longest
    return Found(at, until, node.value)
