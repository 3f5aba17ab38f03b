"""The word lists that articles are read with: `lexicon.csv`, `verbs.csv` and `demonyms.csv` in seeds/, read once.

They are data, so that a word is added without touching code; seeds/README.md says what their columns mean.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from app.articles.words import Phrases, listed, words_of
from app.config import ROOT

WORDS = ROOT / "seeds"
# Words that may stand inside a phrase of verbs without changing what it says.
ADVERBS = listed(
    "also now already still immediately soon initially personally formally officially recently only just both each "
    "jointly reportedly probably itself themselves then again currently further eventually separately quickly "
    "subsequently publicly privately finally thus therefore first later today yesterday initially so "
    "en y always still toujours egalement aussi deja encore immediatement bientot officiellement "
    "recemment notamment ainsi desormais "
    "rapidement ensuite finalement"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a phrase names: a category and perhaps an item. `note`: weak (only where a number or a verb is at it),
    generic (only where nothing closer is named), uncounted (a number before it is none of the thing).
    """

    category: str
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a phrase says happens: a status and where the thing and the giver stand (seeds/README.md, "frame")."""

    status: str
    frame: str
    category: str = ""


@cache
def things() -> Phrases[Thing]:
    """The phrases of lexicon.csv."""
    return Phrases(
        (_split(phrase), Thing(row["category"], row["item"], row["note"]))
        for row in _rows("lexicon.csv")
        for phrase in row["words"].split("|")
    )


@cache
def verbs() -> Phrases[Verb]:
    """The phrases of verbs.csv, with each <class> spelled out."""
    rows = list(_rows("verbs.csv"))
    classes = {
        row["status"]: [_split(phrase) for phrase in row["words"].split("|")]
        for row in rows
        if row["frame"] == "class"
    }
    return Phrases(
        (
            (words, Verb(row["status"], row["frame"], row["category"]))
            for row in rows
            if row["frame"] != "class"
            for phrase in row["words"].split("|")
            for words in _spelled(phrase, classes)
        ),
        ADVERBS,
    )


@cache
def demonyms() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By code: adjectives and inhabitants, then seats of government and other names that stand for it.

    Those without a code only look like a contributor: "Latin America" is no America.
    """
    return {
        row["code"]: (
            # French ones first: they are written small, and where both are the same either way of writing counts.
            (*_all_of(row["french"], _french), *_all_of(row["english"], _english)),
            tuple(filter(None, row["seats"].split(";"))),
        )
        for row in _rows("demonyms.csv")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (WORDS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(word.plain for word in words_of(phrase))


def _spelled(phrase: str, classes: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """Every way to say it: "<will> <give>" is "will send", "would send", "will provide" ..."""
    parts = [
        classes.get(part) or [(part,) if part.startswith("<") else _split(part)] for part in phrase.split()
    ]
    for chosen in product(*parts):
        yield tuple(word for words in chosen for word in words)


def _all_of(listed: str, forms: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    for word in filter(None, listed.split(";")):
        yield from forms(word)


def _english(word: str) -> tuple[str, ...]:
    """An adjective and the people it names: "Chadian", "Chadians"."""
    return (word,) if word.endswith(("s", "sh", "ch", "ese")) else (word, word + "s")


def _french(word: str) -> tuple[str, ...]:
    """The four forms of a French adjective: "malien", "maliens", "malienne", "maliennes"."""
    if word.endswith("e"):
        return (word, word + "s")
    feminine = word + ("ne" if word.endswith("en") else "e")
    return (word, word if word.endswith("s") else word + "s", feminine, feminine + "s")
