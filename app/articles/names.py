"""Who is named: countries and organisations by name, adjective, seat of government or a person who speaks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.articles.lexicon import demonyms
from app.articles.sentences import Sentence
from app.articles.vocabulary import Vocabulary
from app.articles.words import Phrases, Word, listed, words_of

# Alone they are other words as well ("us", "un", "car", "au"): they count in capitals only.
LONGEST_ABBREVIATION = 6
# What may stand between a country and the name of somebody who speaks for it.
TITLES = listed(
    "president prime minister premier foreign defence defense secretary of state interior finance ambassador to the "
    "general gen lt col colonel admiral major chancellor spokesman spokeswoman spokesperson for vice deputy chief king "
    "queen senator mr mrs ms dr lieutenant army military affairs leader envoy representative high interim "
    "ministre president presidente premiere des de la du affaires etrangeres defense ambassadeur "
    "porte parole chef etat "
    "gouvernement general chanceliere chancelier federal transition armees"
)
OFFICES = TITLES - listed("of to the for de la du des")
_PLACES = listed("in into to inside within across near over at towards toward en dans vers au aux sur chez")
_REACH = 9


@dataclass(frozen=True, slots=True)
class Name:
    """A contributor named from word `at` until `until`; `form`: name, adjective or person."""

    at: int
    until: int
    code: str
    form: str
    owns: bool = False
    before: str = ""

    @property
    def is_place(self) -> bool:
        """Whether it is named as a place or a receiver ("in Mali")."""
        return self.form == "name" and self.before in _PLACES


_ARTICLE = re.compile(r"^(?:the|les?|la) |^l['’]", re.IGNORECASE)
_Entry = tuple[str, str, str]


class Names:
    """All names of a vocabulary's contributors, to be found in sentences."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases: Phrases[_Entry] = Phrases(
            (tuple(word.plain for word in words_of(name)), (code, form, name))
            for code, form, written in _entries(vocabulary)
            for name in (_ARTICLE.sub("", written),)
        )

    def of(self, words: Sequence[Word], people: dict[str, str]) -> list[Name]:
        """Who is named among `words`; `people`: whom a surname speaks for (see `people_of`)."""
        found = [
            _name(words, hit.at, hit.until, *hit.value[:2])
            for hit in self._phrases.find(words)
            if hit.value[0] and _is_written(words[hit.at : hit.until], hit.value[2])
        ]
        taken = {i for name in found for i in range(name.at, name.until)}
        found += [
            _name(words, i, i + 1, people[word.plain], "person")
            for i, word in enumerate(words)
            if word.plain in people and word.is_name and i not in taken
        ]
        return _rows(words, sorted(found, key=lambda name: name.at))


def _rows(words: Sequence[Word], found: list[Name]) -> list[Name]:
    """Names in one row stand behind the same word: "for the Ugandan and Burundian units"."""
    for i in range(1, len(found)):
        between = {word.plain for word in words[found[i - 1].until : found[i].at]}
        if between and between <= _IN_ROW:
            found[i] = replace(found[i], before=found[i - 1].before)
    return found


_IN_ROW = frozenset(("and", "et", "or", "ou", ",", "the", "la", "le", "les", "l"))


def _entries(vocabulary: Vocabulary) -> Iterator[_Entry]:
    by_code = demonyms()
    for name in by_code.get("", ((), ()))[1]:
        yield "", "name", name
    for code, names in vocabulary.contributors.items():
        adjectives, seats = by_code.get(code, ((), ()))
        own = (code,) if code in vocabulary.organisations else ()
        yield from ((code, "name", name) for name in (*names, *seats, *own))
        yield from ((code, "adjective", name) for name in adjectives)


def _is_written(words: Sequence[Word], name: str) -> bool:
    """Whether the words are written as the name is: capitals for "Chad" and "US", any for "allies" and "malien"."""
    first = words[0].text
    if name.isupper() and len(name) <= LONGEST_ABBREVIATION:
        return all(word.text.isupper() for word in words)
    return name[:1].islower() or first[:1].isupper()


def _name(words: Sequence[Word], at: int, until: int, code: str, form: str) -> Name:
    after = words[until].plain if until < len(words) else ""
    before = next((w.plain for w in reversed(words[max(0, at - 2) : at]) if w.plain not in _ARTICLES), "")
    return Name(at, until, code, form, after in ("'s", "'") or after == "’", before)


_ARTICLES = frozenset(("the", "la", "le", "les", "l"))


def people_of(sentences: Iterable[Sentence], names: Names) -> dict[str, str]:
    """Surnames of people who are introduced with their country: "French President François Hollande"."""
    found: dict[str, str] = {}
    for sentence in sentences:
        for name in names.of(sentence.words, {}):
            if surname := _surname(sentence.words, name):
                found.setdefault(surname, name.code)
    return found


def _surname(words: Sequence[Word], name: Name) -> str:
    """The last capitalised word of the titles and names that follow `name`, or nothing."""
    if not (name.owns or name.form == "adjective"):
        return _of_country(words, name)
    last, titled, full = "", False, 0
    for word in words[name.until : name.until + _REACH]:
        if word.plain in TITLES:
            titled, full = True, 0
        elif word.is_name and word.plain.isalpha():
            last, full = word.plain, full + 1
        elif word.plain not in ("'s", ",") or full >= 2:
            break
    return last if titled and full >= 2 and len(last) > 2 else ""


def _of_country(words: Sequence[Word], name: Name) -> str:
    """As `_surname`, for "the president of Chad, Idriss Déby"."""
    if name.before not in ("of", "du", "de", "d") or name.until + 2 >= len(words):
        return ""
    near = {word.plain for word in words[max(0, name.at - 5) : name.at]}
    after = [word for word in words[name.until : name.until + 4] if word.plain != ","]
    people = [word for word in after[:2] if word.is_name and word.plain.isalpha()]
    return people[1].plain if near & _OFFICES and len(people) == 2 else ""


_OFFICES = listed("president minister premier chancellor ambassador ministre presidente chancelier")
