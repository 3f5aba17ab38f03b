"""What reading an article gives: candidates for statements, each with the words that made it. None is stored."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Clue:
    """The words of the article that gave a field its value; `start` and `end` are places in its text.

    Words that stand outside the phrase (a speaker named a sentence before, the article's own day) are clues as well.
    """

    field: str
    value: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that an article may make. Empty fields were not found; an editor confirms or mends each.

    `phrase` is `text[start:end]`, at most 40 words. `contributor`, `operation` and `category` are codes of the record,
    `status` one of its eight, `quantity` the number as printed ("more than 200", "2,500 (1,100 more)"), `on` and
    `until` days as a sheet has them (2013-01-17 or 2013-01).
    """

    start: int
    end: int
    phrase: str
    contributor: str = ""
    operation: str = ""
    category: str = ""
    item: str = ""
    quantity: str = ""
    status: str = ""
    on: str = ""
    until: str = ""
    condition: str = ""
    speaker: str = ""
    clues: tuple[Clue, ...] = field(default=())
