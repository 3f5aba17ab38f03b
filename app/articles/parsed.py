"""What is read in a sentence, and what is made of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.articles.days import Day
from app.articles.lexicon import Thing
from app.articles.names import Name
from app.articles.numbers import Number
from app.articles.objects import Object
from app.articles.sentences import Sentence
from app.articles.speakers import Speaker
from app.articles.statuses import Trigger


@dataclass(frozen=True, slots=True)
class Parsed:
    """What stands in one sentence."""

    sentence: Sentence
    names: Sequence[Name]
    numbers: Sequence[Number]
    objects: Sequence[Object]
    triggers: Sequence[Trigger]
    days: Sequence[Day]
    speaker: Speaker | None
    index: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement in the making. `giver` is a name in the sentence or a code taken over from another one.

    What is given stands from word `at` until `until`, its noun from `noun` on. `source` is the draft that a list or an
    answer took its thing from.
    """

    parsed: Parsed
    giver: Name | str
    trigger: Trigger
    thing: Thing
    status: str
    at: int
    until: int
    number: Number | None = None
    single: int = -1
    noun: int = -1
    source: Draft | None = None

    @property
    def code(self) -> str:
        """The giver's code."""
        return self.giver if isinstance(self.giver, str) else self.giver.code
