"""An article's candidates, read and set beside the record. The text is read and let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import ImmutableMultiDict

from app.articles.article import OPERATION, TEXT
from app.articles.entries import MOST, Entry, entries_read, entries_sent
from app.articles.queries import read_vocabulary
from app.articles.reading import read_article
from app.articles.record import Record, names_of_contributors
from app.articles.schemas import Candidate, Clue
from app.articles.verdicts import Verdict, consult, presume
from app.operations.queries import list_operations
from app.web.forms import Typed


def operation_names(reader: Connection) -> dict[str, str]:
    """The record's operations by code."""
    return {row["code"]: row["name"] for row in list_operations(reader)}


def read_entries(reader: Connection, typed: Typed, on: date | None) -> tuple[list[Entry], list[Verdict], int]:
    """The candidates of an article, a verdict on each, and how many there are in all."""
    candidates = read_article(typed[TEXT], on, read_vocabulary(reader))
    entries = entries_read(candidates, names_of_contributors(reader), typed.get(OPERATION, ""))
    return entries, presume(entries, consulted(reader, entries)), len(candidates)


def sent_entries(
    reader: Connection, sent: ImmutableMultiDict[str, Any], typed: Typed, on: date | None, *, add: bool
) -> list[Entry]:
    """The candidates as they came back from the page; `add`: and one that was not found, of the words marked."""
    vocabulary = read_vocabulary(reader)
    entries = entries_sent(sent, read_article(typed[TEXT], on, vocabulary))
    if add and len(entries) < MOST:
        words = " ".join(str(sent.get("added", "")).split())
        read = [_moved(each, typed[TEXT], words) for each in read_article(words, on, vocabulary)[:1]]
        candidate = read[0] if read else _by_hand(typed[TEXT], words, on)
        [entry] = entries_read([candidate], names_of_contributors(reader), typed.get(OPERATION, ""))
        entry.number = len(entries) + 1
        entries.append(entry)
    return entries


def consulted(reader: Connection, entries: Sequence[Entry]) -> list[Verdict]:
    """What the record knows of each."""
    return consult(Record(reader), entries)


def _by_hand(text: str, words: str, on: date | None) -> Candidate:
    """A candidate of which only its words are known."""
    start = max(text.find(words), 0) if words else 0
    end = start + len(words) if text[start : start + len(words)] == words else 0
    return Candidate(start if end else 0, end, words, on=on.isoformat() if on else "")


def _moved(candidate: Candidate, text: str, words: str) -> Candidate:
    """A candidate of some words of the text, at its place in the whole text; at none where they are not in it."""
    by = text.find(words)
    if by < 0:
        return replace(candidate, start=0, end=0, clues=())
    clues = tuple(Clue(c.field, c.value, c.words, c.start + by, c.end + by) for c in candidate.clues)
    return replace(candidate, start=candidate.start + by, end=candidate.end + by, clues=clues)
