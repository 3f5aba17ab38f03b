"""Numbers as people write them, and how far each reaches: "more than 200", "two thousand", "une centaine". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.articles.words import Word, listed
from app.ledger.numeral import is_numeral
from app.ledger.printed import WrongRangeError, bounds, plain
from app.ledger.quantity import MAX

# "no fewer than", "plus d'une", "an estimated": words before a number that belong to it.
_BEFORE = 4
_LONGEST = 9
_LONGEST_PRINTED = 60
_MODIFIERS = listed(
    "more than over at least up to about around some nearly almost approximately roughly close just "
    "under fewer less no "
    "not as many a an between from maximum minimum of excess in estimated upwards well above below "
    "plus de d moins jusqu a environ quelque pres presque au aux entre pas une un autour maximum minimum"
)
_LINKS = frozenset(("to", "and", "a", "et", "-", "–", "or", "more", "ou", "plus", "+", "hundred", "de"))
_MONTHS = listed(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
)
_TIMES = listed(
    "day days week weeks month months year years hour hours minute minutes jour jours semaine semaines mois an ans "
    "annee annees heure heures km kilometres kilometers miles metres per percent % pc pm am gmt"
)
_CURRENCIES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "dollar": "USD", "dollars": "USD", "euro": "EUR",
    "euros": "EUR", "pound": "GBP", "pounds": "GBP", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
_ADDED = listed("more additional extra further others other another supplementaires supplementaire")


@dataclass(frozen=True, slots=True)
class Number:
    """A number from word `at` until `until`, as printed; `added`: on top of what there was; `currency` of money."""

    at: int
    until: int
    text: str
    added: bool = False
    currency: str = ""


def numbers_of(text: str, words: Sequence[Word]) -> list[Number]:
    """The counts and sums of money among `words`; years, days, ages, percentages and spans of time are none."""
    found, at = [], 0
    while at < len(words):
        number = _short_sum(words, at)
        if number is None and _could_begin(words, at):
            number = _counted(text, words, at)
        if number and (number.currency or not _is_other(words, number)):
            found.append(number)
        at = number.until if number else at + 1
    return found


def _counted(text: str, words: Sequence[Word], at: int) -> Number | None:
    number = _at(text, words, at)
    if number is None or _is_other(words, number):
        return number
    return _with_more(words, _with_currency(words, number))


_SHORT = re.compile(r"(\d+(?:[.,]\d+)?)(bn|b|mn|m|md|mds|k)")
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "md": "milliards", "mds": "milliards"}


def _short_sum(words: Sequence[Word], at: int) -> Number | None:
    """A sum of money as headlines write it: "$1bn" is 1 billion."""
    short = _SHORT.fullmatch(words[at].plain)
    if short is None:
        return None
    number = _with_currency(words, Number(at, at + 1, f"{short[1]} {_SCALES.get(short[2], 'billion')}"))
    return number if number.currency else None


def _could_begin(words: Sequence[Word], i: int) -> bool:
    word = words[i]
    if word.text[:1].isdigit():
        return not word.joined and not word.text[-1:].isalpha()
    if word.plain in ("un", "une", "a", "an", "one", "cent", "mille") and i + 1 < len(words):
        return (word.plain == "one" and words[i + 1].plain not in ("of", "day", "another")) or is_numeral(
            words[i + 1].plain
        )
    return is_numeral(word.plain) and word.plain not in ("a", "second")


def _at(text: str, words: Sequence[Word], at: int) -> Number | None:
    """The longest number that `words[at]` belongs to: what stands before it is taken along if it reads."""
    # "by 600 to 2,600" is two numbers and no range.
    until = at + 1 if at and words[at - 1].plain == "by" else _end(text, words, at)
    if until is None:
        return None
    first = at
    for start in range(max(0, at - _BEFORE), at):
        if all(_modifies(w) for w in words[start:at]) and _reads(text, words, start, until):
            first = start
            break
    return Number(first, until, _printed(text, words, first, until))


def _modifies(word: Word) -> bool:
    return word.plain in _MODIFIERS or word.text in "<>≥≤~+"


def _end(text: str, words: Sequence[Word], at: int) -> int | None:
    """Where the number that begins at `at` ends: the longest run of numerals and links that reads."""
    until = at + 1
    while until < min(len(words), at + _LONGEST) and _goes_on(words[until - 1], words[until]):
        until += 1
    return next((end for end in range(until, at, -1) if _reads(text, words, at, end)), None)


def _goes_on(word: Word, following: Word) -> bool:
    """Whether the next word may belong to the same number: figures side by side are two."""
    if following.text[:1].isdigit():
        return not word.text[:1].isdigit()
    return following.plain in _LINKS or (is_numeral(following.plain) and following.plain != "second")


def _printed(text: str, words: Sequence[Word], at: int, until: int) -> str:
    return " ".join(text[words[at].start : words[until - 1].end].split())


def _reads(text: str, words: Sequence[Word], at: int, until: int) -> bool:
    return words[until - 1].end - words[at].start <= _LONGEST_PRINTED and _is_number(
        _printed(text, words, at, until)
    )


@lru_cache(maxsize=10_000)
def _is_number(printed: str) -> bool:
    """Whether the record would take it as a quantity."""
    try:
        read = bounds(plain(printed))
    except WrongRangeError:
        return False
    return read is not None and max(read[0], read[2] or 0) <= MAX


def _is_other(words: Sequence[Word], number: Number) -> bool:
    """Whether it is a year, a day, an age, a share or a span of time."""
    before = words[number.at - 1] if number.at else None
    after = words[number.until] if number.until < len(words) else None
    last = words[number.until - 1]
    if after and (
        after.plain in _TIMES or after.plain in _MONTHS or after.text == "%" or _glued(last, after)
    ):
        return True
    if before and (before.plain in _MONTHS or (before.text == "." and _month_before(words, number.at - 1))):
        return True
    if re.fullmatch(r"1[89]\d\d|20\d\d", words[number.at].text) and number.until == number.at + 1:
        return True
    return bool(before and before.plain in _NUMBERED)


_NUMBERED = listed("resolution article channel no group day page chapter")


def _glued(last: Word, after: Word) -> bool:
    """Whether a hyphen ties a number to a word that counts something else: "26-year-old", "15-nation"."""
    return after.joined and after.plain in _TIED and last.text[-1:].isalnum()


_TIED = listed("year day month week hour old nation country point hectare")


def _month_before(words: Sequence[Word], dot: int) -> bool:
    return dot > 0 and words[dot - 1].plain in _MONTHS


def _with_currency(words: Sequence[Word], number: Number) -> Number:
    near = [words[number.at - 1]] if number.at else []
    near += words[number.until : number.until + 3]
    for i, word in enumerate(near):
        if word.plain in _CURRENCIES:
            at = number.at - 1 if number.at and i == 0 else number.at
            until = max(number.until, number.until + i) if i else number.until
            return Number(at, until, number.text, number.added, _CURRENCIES[word.plain])
    return number


def _with_more(words: Sequence[Word], number: Number) -> Number:
    """Whether "more", "additional", "de plus" stands right behind it, or "another" before it."""
    after = [word.plain for word in words[number.until : number.until + 2]]
    before = words[number.at - 1].plain if number.at else ""
    added = bool(after and after[0] in _ADDED) or after[:2] in (["de", "plus"], ["en", "plus"])
    added = added or before in ("another", "further", "additional", "extra")
    if not added or number.currency:
        return number
    return Number(number.at, number.until, number.text, True)


def beginnings(numbers: Sequence[Number]) -> Iterator[int]:
    """The words at which a count begins."""
    return (number.at for number in numbers if not number.currency)
