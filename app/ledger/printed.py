"""The forms in which sources print a number: "at least 750", "900-1,200", "plus d'une centaine".

What the words decide (rules: docs/method.md, "Quantities"):

- "nearly", "almost", "just under", "some" and "près de" n are about n: the printed figure is the figure.
- "fewer than" and "under" n are up to n, as "more than" n counts as n: a strict bound is not moved by one.
- "a dozen" is 12; "une douzaine", "une centaine" and "un millier" are about 12, 100 and 1,000.
- "3 to 4 million" is 3,000,000 to 4,000,000. "billion" is the English one (10**9).
"""

import re
import unicodedata
from collections.abc import Iterator

from app.ledger.numeral import ROUND, has_scale, scale_of, whole

Bounds = tuple[int, int, int | None]


class WrongRangeError(ValueError):
    """A range whose first number is larger, or left unclear by the second ("100 à deux cents")."""


_ALIKE = str.maketrans("’‘ʼ‐‑‒–—−éèêà", "'''------eeea")


def plain(printed: str) -> str:
    """Lower case, one kind of apostrophe and hyphen, without the French accents that capitals often lose."""
    return unicodedata.normalize("NFC", printed).lower().translate(_ALIKE)


def _phrases(listed: str) -> list[str]:
    return sorted(plain(listed).split(", "), key=len, reverse=True)


def _opening(listed: str) -> re.Pattern[str]:
    """Any of the phrases at the start; a word is followed by a space, a sign or "d'" need not be."""
    return re.compile("|".join(re.escape(p) + (" " if p[-1].isalpha() else " ?") for p in _phrases(listed)))


NO_NUMBER = {"", "n/a"} | {
    *_phrases(
        "undisclosed, unknown, unspecified, not given, not disclosed, not specified, not stated, not known"
    ),
    *_phrases(
        "number not given, number not disclosed, number unknown, an unknown number, an undisclosed number"
    ),
    *_phrases("inconnu, inconnue, inconnus, inconnues, indéterminé, nombre inconnu, un nombre indéterminé"),
    *(
        f"{of}non {word}{ending}"
        for of in ("", "nombre ")
        for word in _phrases("précisé, communiqué, spécifié, divulgué, connu")
        for ending in ("", "e", "s", "es")
    ),
}
_ABOUT = _opening(
    "about, approximately, approx., approx, around, roughly, some, nearly, almost, close to, just under, "
    "circa, an estimated, ~, ≈, environ, quelque, près de, près d', presque, à peu près, autour de, "
    "de l'ordre de"
)
_AT_LEAST = _opening(
    "more than, over, at least, above, just over, well over, upwards of, no fewer than, no less than, "
    "a minimum of, in excess of, >, ≥, >=, plus de, plus d', au moins, au minimum, pas moins de, pas moins d'"
)
_AT_MOST = _opening(
    "up to, at most, no more than, not more than, fewer than, less than, under, below, as many as, "
    "a maximum of, <, ≤, <=, jusqu'à, au plus, au maximum, pas plus de, pas plus d', moins de, moins d'"
)
_OR_MORE = re.compile(r" ?\+$| or more$| ou plus$| et plus$")
_OR_FEWER = re.compile(r" or fewer$| or less$| ou moins$| at most$| au plus$| au maximum$")
_RANGES = (
    ("between ", " and "),
    ("entre ", " et "),
    ("from ", " to "),
    ("de ", " a "),
    ("", " to "),
    ("", " a "),
    ("", "-"),
)


def bounds(words: str) -> Bounds | None:
    """Figure, low and high (None: open) of plain words; None where they are no accepted form.

    A range counts as the least that was said. Raises WrongRangeError.
    """
    if (inside := _inside(words, _AT_LEAST, _OR_MORE)) is not None:
        n = whole(_exact(inside))
        return None if n is None else (n, n, None)
    if (inside := _inside(words, _AT_MOST, _OR_FEWER)) is not None:
        n = whole(_exact(inside))
        return None if n is None else (n, 0, n)
    words = _exact(words)
    n = whole(words)
    return _between(words) if n is None else (n, n, n)


def is_about(words: str) -> bool:
    """Whether plain words call their number approximate ("about 50", "une centaine")."""
    return bool(_ABOUT.match(words)) or any(word in ROUND for word in words.split())


def _inside(words: str, before: re.Pattern[str], after: re.Pattern[str]) -> str | None:
    if found := before.match(words):
        return words[found.end() :]
    found = after.search(words)
    return words[: found.start()] if found else None


def _exact(words: str) -> str:
    found = _ABOUT.match(words)
    return words[found.end() :] if found else words


def _between(words: str) -> Bounds | None:
    for before, middle in _RANGES:
        if words.startswith(before):
            for first, second in _halves(words.removeprefix(before), middle):
                if ends := _ends(_exact(first), _exact(second)):
                    return ends
    return None


def _halves(words: str, middle: str) -> Iterator[tuple[str, str]]:
    """Every way to cut at `middle`: "twenty-five-thirty" is cut after "twenty", then after "twenty-five"."""
    parts = words.split(middle)
    for k in range(1, len(parts)):
        yield middle.join(parts[:k]).strip(), middle.join(parts[k:]).strip()


def _ends(first: str, second: str) -> Bounds | None:
    high = whole(second)
    low = None if high is None else _first(first, second, high)
    if high is None or low is None:
        return None
    if high < low:
        raise WrongRangeError
    return low, low, high


def _first(first: str, second: str, high: int) -> int | None:
    """The first number of a range, which may borrow the scale of the second: the 3 of "3 to 4 million"."""
    scale = scale_of(second)
    low = whole(first)
    if scale is None or has_scale(first):
        return low
    borrowed = whole(f"{first} {scale}")
    if borrowed is not None and borrowed <= high:
        return borrowed
    if borrowed is None and low is not None:
        raise WrongRangeError
    return low
