"""A number that is printed as what was added: "1,100 more", "another 40", "1 100 de plus". Pure.

The record keeps totals, and beside a total that was worked out the words it was worked out from: "2,500 (1,100 more)".
"""

import re

from app.ledger.numeral import whole
from app.ledger.printed import Bounds, WrongRangeError, bounds, plain

_AFTER = re.compile(r" (?:more|additional|extra|further|others?|de plus|en plus|supplementaires?)$")
_BEFORE = re.compile(r"^(?:an additional|additional|another|a further|further|an extra|extra) ")
_TOTAL_AND_MORE = re.compile(r"([^()]+) \(([^()]+)\)")


def number_added(printed: str) -> str | None:
    """The number of a text that says it was added ("1,100" of "another 1,100"); None where it does not say so."""
    # The phrases are looked for in plain words, which are as long as what was printed unless an accent stood apart.
    for phrase in (_AFTER, _BEFORE):
        found = phrase.search(plain(printed))
        if found and len(plain(printed)) == len(printed):
            return printed[: found.start()] + printed[found.end() :]
    return None


def total_with_added(printed: str) -> Bounds | None:
    """What "2,500 (1,100 more)" says the total is; None where the text is not of this form.

    A total whose bounds no printed form has is written with both: "1,440, between 1,400 and 1,440 (up to 40 more)".
    """
    found = _TOTAL_AND_MORE.fullmatch(printed)
    more = number_added(found[2]) if found else None
    if not found or more is None:
        return None
    try:
        total, added = _total(plain(found[1])), bounds(plain(more))
    except WrongRangeError:
        return None
    return total if total and added and added[0] <= total[0] else None


def _total(words: str) -> Bounds | None:
    figure, comma, between = words.partition(", ")
    if not comma:
        return bounds(words)
    n, within = whole(figure), bounds(between)
    if n is None or within is None:
        return None
    _least, low, high = within
    return (n, low, high) if low <= n and (high is None or n <= high) else None
