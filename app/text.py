"""Words as they are compared: without accents, case and typographic variants. Pure."""

import unicodedata

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "–": "-", "—": "-", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o"}
)


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
