"""What a reader may have meant who found nothing: names that are spelt nearly like it, and that do find something."""

from __future__ import annotations

from difflib import get_close_matches

from app.contributors.queries import list_contributors
from app.operations.queries import list_categories, list_operations
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.reading import Reading
from app.search.found import find
from app.search.kinds import CODES
from app.search.queries import names_of_pledges
from app.search.words import words_of
from app.text import fold

MOST = 3
# Comparing spellings takes its time: of a long sentence only the whole is compared.
MOST_WORDS = 6
# How like each other two spellings must be, from 0 to 1.
LIKE = 0.74


def near(r: Reading, filter: PledgeFilter) -> list[str]:
    """Up to three searches to try instead; each of them finds something on the same day."""
    names = _names(r)
    whole = get_close_matches(fold(filter.q), names, n=MOST, cutoff=LIKE)
    tried = dict.fromkeys([*(names[name] for name in whole), *_word_by_word(filter.q, names)])
    return [words for words in tried if finds(r, filter.but(q=words))][:MOST]


def _names(r: Reading) -> dict[str, str]:
    """Every name of the record's contributors, operations, categories and things, by how it is compared."""
    named = [*list_contributors(r.connection), *list_operations(r.connection)]
    names = [name for row in named for name in (row["name"], row["name_fr"], *row["aliases"])]
    names += [name for row in list_categories(r.connection) for name in (row["name"], row["name_fr"])]
    return {fold(name): name for name in (*names_of_pledges(r.connection), *names) if name}


def _word_by_word(typed: str, names: dict[str, str]) -> list[str]:
    """The same words, each that no name has by the nearest word of a name."""
    if len(words_of(typed)) > MOST_WORDS:
        return []
    known = {fold(word): word.strip("(),;:") for name in names.values() for word in name.split()}
    near = [known.get(word) or _nearest(word, known) for word in words_of(typed)]
    return [" ".join(word for word in near if word)] if near and all(near) else []


def _nearest(word: str, known: dict[str, str]) -> str | None:
    found = get_close_matches(word, known, n=1, cutoff=LIKE)
    return known[found[0]] if found else None


def finds(r: Reading, filter: PledgeFilter) -> bool:
    """Whether a search finds anything."""
    return find(r.connection, scope_of(r.connection, filter), CODES, limit=1).count > 0
