"""Words as they are compared: without accents, case and typographic variants. Pure."""

import re
import unicodedata

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "–": "-", "—": "-", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o"}
)
# What is written in one with a hyphen, an apostrophe or in groups of digits is found in one word and in its parts.
_JOINED = re.compile(r"[^\W_]+(?:(?:[-']|(?<=\d)[.,](?=\d))[^\W_]+)*")
_PART = re.compile(r"[^\W_]+")


def fold(*words: str | None) -> str:
    """`words` joined and folded: "Côte d’Ivoire" and "COTE D'IVOIRE" give the same text."""
    joined = " ".join(word for word in words if word).casefold()
    # Most words have nothing to take off, and a load folds millions of them.
    if joined.isascii():
        return tidy(joined)
    joined = joined.translate(_MARKS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c))
    return tidy(bare)


def tidy(text: str) -> str:
    """`text` without white space around it and with single spaces inside lines."""
    return " ".join(text.split())


def indexed(*texts: str | None) -> str:
    """The words of `texts` as a search looks for them, apart by spaces: "One C-17" gives "one c 17 c17"."""
    words: list[str] = []
    for joined in _JOINED.findall(fold(*texts)):
        parts = _PART.findall(joined)
        words += parts if len(parts) == 1 else [*parts, "".join(parts)]
    return " ".join(words)


def sought(typed: str) -> list[str]:
    """The words that a search looks for, each once: "the C-17" gives "the" and "c17".

    Signs alone are no word, and stay as they are: nothing begins with them.
    """
    folded = fold(typed)
    words = ["".join(_PART.findall(joined)) for joined in _JOINED.findall(folded)] or folded.split()
    return list(dict.fromkeys(words))


def begins_in(words: str, beginning: str) -> bool:
    """Whether one of these words (as `indexed` gives them) begins so."""
    return f" {beginning}" in f" {words}"
