"""Where sentences begin and end, and what stands in quotation marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.articles.words import Word, listed, words_of

# No sentence is read as longer than this, so that work grows with the text and not with its square.
LONGEST = 160
_GAP = re.compile(r"\n[ \t\r]*\n")
_BREAK = re.compile(r"\n")
# Lines that a program broke are about as long as each other.
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 45, 120
_ENDS = frozenset(".!?…")
_CLOSES = frozenset("\"”»’')")
_OPENS = frozenset("“«")
_SHORTENED = listed(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl adm rep sen gov st mt jan feb mar apr jun jul "
    "aug sep sept oct nov dec "
    "no vs etc approx inc ltd co corp dept m mm mme mlle pr janv fevr avr juil"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, the number of its paragraph, and which words stand in quotation marks."""

    words: tuple[Word, ...]
    paragraph: int
    quoted: tuple[bool, ...]

    @property
    def start(self) -> int:
        """Its place in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.words[-1].end


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of `text` in their order; signs alone are none."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        words = words_of(text, start, end)
        quoted = _quoted(words)
        for first, last in _cuts(words):
            if any(not word.is_sign for word in words[first:last]):
                found.append(Sentence(tuple(words[first:last]), number, tuple(quoted[first:last])))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Blocks between empty lines; where lines are not the wrapped ones of a paragraph, each line for itself."""
    start = 0
    for gap in _GAP.finditer(text):
        yield from _lines(text, start, gap.start())
        start = gap.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [match.start() for match in _BREAK.finditer(text, start, end)]
    starts, ends = [start, *(cut + 1 for cut in cuts)], [*cuts, end]
    if all(
        _SHORTEST_WRAPPED <= b - a <= _LONGEST_WRAPPED for a, b in zip(starts[:-1], ends[:-1], strict=True)
    ):
        yield start, end
    else:
        yield from zip(starts, ends, strict=True)


def _quoted(words: list[Word]) -> list[bool]:
    """Which words stand between quotation marks; a mark that is never closed holds to the paragraph's end."""
    quoted, inside = [], False
    for word in words:
        if word.text == '"':
            inside = not inside
        elif word.text in _OPENS:
            inside = True
        elif word.text in "”»":
            inside = False
        quoted.append(inside)
    return quoted


def _cuts(words: list[Word]) -> Iterator[tuple[int, int]]:
    first, i = 0, 0
    while i < len(words):
        i += 1
        if _ends_at(words, i - 1) or i - first >= LONGEST:
            while i < len(words) and words[i].text in _CLOSES and words[i].start == words[i - 1].end:
                i += 1
            yield first, i
            first = i
    if first < len(words):
        yield first, len(words)


def _ends_at(words: list[Word], i: int) -> bool:
    """Whether the sign at `i` ends a sentence: not that of "Jan. 17" or of an initial."""
    if words[i].text not in _ENDS:
        return _ends_shortened(words, i)
    if words[i].text != "." or i == 0 or i + 1 == len(words):
        return True
    before, after = words[i - 1], words[i + 1]
    if (
        before.end != words[i].start
        or before.plain in _SHORTENED
        or (len(before.text) == 1 and before.is_name)
    ):
        return False
    return after.start > words[i].end or after.is_sign


def _ends_shortened(words: list[Word], i: int) -> bool:
    """Whether the dot inside "U.S." ends a sentence as well: a paragraph's next word is a plain opening word."""
    return words[i].text.endswith(".") and i + 1 < len(words) and words[i + 1].text in _OPENINGS


_OPENINGS = listed("The A An It He She They But In On At Le La Les Un Une Il Elle Mais")
