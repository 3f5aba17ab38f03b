"""The article's text in paragraphs, cut where candidates and their clues begin and end. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.articles.entries import Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text: the numbers of the candidates that they are part of, begin, or are a clue to."""

    text: str
    of: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    clues: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    number: int
    is_clue: bool


def paragraphs_of(text: str, entries: Sequence[Entry]) -> list[list[Piece]]:
    """The text, paragraph by paragraph; joined again it is the text without its line ends."""
    spans = [span for span in _spans(entries) if 0 <= span.start < span.end <= len(text)]
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(list(_pieces(text, at, at + len(line), spans)))
        at += len(line) + 1
    return found


def _spans(entries: Iterable[Entry]) -> Iterator[_Span]:
    for entry in entries:
        yield _Span(*entry.place, entry.number, is_clue=False)
        for clue in entry.clues:
            yield _Span(clue.start, clue.end, entry.number, is_clue=True)


def _pieces(text: str, start: int, end: int, spans: Sequence[_Span]) -> Iterator[Piece]:
    here = [span for span in spans if span.start < end and span.end > start]
    cuts = {start, end, *(place for s in here for place in (s.start, s.end) if start < place < end)}
    places = sorted(cuts)
    for a, b in pairwise(places):
        covering = [span for span in here if span.start <= a and span.end >= b]
        yield Piece(
            text[a:b],
            of=_numbers(span for span in covering if not span.is_clue),
            begins=_numbers(span for span in covering if not span.is_clue and span.start == a),
            clues=_numbers(span for span in covering if span.is_clue),
        )


def _numbers(spans: Iterable[_Span]) -> tuple[int, ...]:
    return tuple(sorted({span.number for span in spans}))
