"""Quantities as sources print them: "more than 200" -> a figure and its bounds, and back to words.

The accepted forms are in app.ledger.printed, single numbers in app.ledger.numeral.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.i18n import _, ngettext, number
from app.ledger.added import number_added, total_with_added
from app.ledger.numeral import FIGURE, has_scale, is_numeral
from app.ledger.printed import NO_NUMBER, WrongRangeError, bounds, is_about, plain

MAX = 2**63 - 1
# Long enough for every accepted form, short enough that no input can keep the reader busy.
LONGEST = 120
# A total, and in brackets what it was worked out from.
LONGEST_WITH_ADDED = 2 * LONGEST


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed (`text`): the figure used in sums, and the least and the most it can be.

    All three are None where no number is given; `high` alone is None where it is open upwards.
    """

    value: int | None
    low: int | None
    high: int | None
    text: str


NOTHING = Quantity(None, None, None, "")


class QuantityError(ValueError):
    """The text cannot be read as a quantity; the message says what was given and what is accepted."""


def parse_quantity(text: str) -> Quantity:
    """The quantity that `text` prints, in English or French; words such as "undisclosed" give no number.

    "2,500 (1,100 more)" is 2,500: see `add_to_known`. Raises QuantityError with advice for anything else: a guess would
    become a figure in a sum.
    """
    printed = " ".join(text.split())
    if len(printed) <= LONGEST_WITH_ADDED and (total := total_with_added(printed)):
        return _storable(Quantity(*total, printed))
    if len(printed) > LONGEST:
        raise _error(printed, _("it is longer than {n} characters", n=LONGEST))
    words = plain(printed)
    if words in NO_NUMBER:
        return Quantity(None, None, None, printed)
    try:
        found = bounds(words)
    except WrongRangeError:
        raise _error(
            printed, _("write a range with the smaller number first, both in full: 900-1,200")
        ) from None
    if found is None:
        raise _error(printed, _advice(printed, words))
    return _storable(Quantity(*found, printed))


def quantity_in_words(quantity: Quantity, unit: str) -> str:
    """The quantity with its unit, as it is counted: "at least 200 people", "about 50 aircraft"."""
    value, low, high = quantity.value, quantity.low, quantity.high
    if value is None or low is None:
        return _("number not given")
    if high is None:
        return _("at least {amount}", amount=_counted(low, unit))
    if low == high:
        amount = _counted(value, unit)
        return _("about {amount}", amount=amount) if is_about(plain(quantity.text)) else amount
    if low == 0 and value == high:
        return _("up to {amount}", amount=_counted(high, unit))
    return _("{low} to {amount}", low=number(low), amount=_counted(high, unit))


def parse_added(text: str) -> Quantity:
    """The quantity that `text` says was added: "1,100", "1,100 more", "another 1,100". Raises QuantityError."""
    printed = " ".join(text.split())
    return replace(parse_quantity(number_added(printed) or printed), text=printed)


def add_to_known(more: Quantity, known: Quantity) -> Quantity:
    """The total after `more` came on top of what was `known`: 1,100 more on 1,400 is 2,500 in all.

    Bounds add, and open stays open. Where what was known has no number, the total is at least `more`; where
    `more` has none, neither has the total. The text is the total with the printed words, and reads back to the same
    figures: "2,500 (1,100 more)". Raises QuantityError for a total that is too large.
    """
    if more.value is None or more.low is None:
        return more
    if known.value is None or known.low is None:
        return _with_text(replace(more, high=None), more.text)
    high = None if more.high is None or known.high is None else more.high + known.high
    return _with_text(Quantity(more.value + known.value, more.low + known.low, high, more.text), more.text)


def _with_text(total: Quantity, printed: str) -> Quantity:
    """`total` with the text that keeps what was printed."""
    words = _figures_in_words(_storable(total))
    said = printed if number_added(printed) else _("{n} more", n=printed)
    return replace(total, text=f"{words} ({said})")


def _figures_in_words(total: Quantity) -> str:
    """The figures as a printed form that has all three of them."""
    words = quantity_in_words(total, "none")
    # A language parts thousands by spaces that are not what is typed.
    read = bounds(plain(" ".join(words.split())))
    if read == (total.value, total.low, total.high):
        return words
    assert total.value is not None and total.low is not None  # asked only of a number
    if total.high is None:
        return _("{n}, at least {low}", n=number(total.value), low=number(total.low))
    return _(
        "{n}, between {low} and {high}",
        n=number(total.value),
        low=number(total.low),
        high=number(total.high),
    )


def _storable(quantity: Quantity) -> Quantity:
    if max(quantity.value or 0, quantity.high or 0) > MAX:
        raise _error(quantity.text, _("the largest number is {n}", n=number(MAX)))
    return quantity


_COUNTED: dict[str, Callable[[int], str]] = {
    "people": lambda n: ngettext("{n} person", "{n} people", n),
    "aircraft": lambda n: ngettext("{n} aircraft", "{n} aircraft", n),
    "vessels": lambda n: ngettext("{n} vessel", "{n} vessels", n),
    "vehicles": lambda n: ngettext("{n} vehicle", "{n} vehicles", n),
    "sorties": lambda n: ngettext("{n} sortie", "{n} sorties", n),
    "tonnes": lambda n: ngettext("{n} tonne", "{n} tonnes", n),
    "passengers": lambda n: ngettext("{n} passenger", "{n} passengers", n),
    "hours": lambda n: ngettext("{n} hour", "{n} hours", n),
    "none": number,
}


def _counted(n: int, unit: str) -> str:
    counted = _COUNTED.get(unit)
    return counted(n) if counted else _("{n} {unit}", n=number(n), unit=unit)


# Figures that are joined by what could be group separators or decimals.
_FIGURES = re.compile(r"[0-9](?:[0-9 .,']*[0-9])?")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_NEGATIVE = re.compile(r"(?:-|minus |moins ) ?[0-9]")
_CURRENCY = re.compile(r"[$€£¥]|\b(?:usd|eur|gbp|euros?|dollars?|pounds?)\b")
_SHORT = re.compile(r"[0-9] ?(?:k|m|mn|mio|bn|b|tn|md|mds|mrd)\b")
_VAGUE = re.compile(
    r"\b(?:few|several|many|couple|dozens|scores|hundreds|thousands|billions|trillions"
    r"|quelques|plusieurs|des|nombreux)\b"
)
_ADDED = re.compile(r"(?:more|additional|extra|further|others?|de plus|en plus|supplementaires?)\b")


def _error(given: str, advice: str) -> QuantityError:
    shown = given if len(given) <= 60 else given[:59] + "…"
    return QuantityError(_('"{given}" cannot be read as a quantity: {advice}', given=shown, advice=advice))


def _advice(printed: str, words: str) -> str:
    """What to write instead, for text that is none of the accepted forms."""
    if _NEGATIVE.match(words):
        return _("write 0 or more")
    if _VAGUE.search(words):
        return _("leave it empty or write undisclosed, and put the words in the evidence")
    if _CURRENCY.search(words):
        return _("write only the number; the currency belongs in the unit")
    if _SHORT.search(words):
        return _("write the number in full, such as 50 million or 50,000,000")
    return (
        _leave_out(printed)
        or _figures(words)
        or _('write "1,400", "about 50", "more than 200" or "900-1,200"')
    )


def _leave_out(printed: str) -> str | None:
    """The advice for a quantity with something behind it: "1400 troops", "200."."""
    for cut in reversed([m.start() for m in re.finditer(r" |(?<=[0-9])(?![0-9])", printed)]):
        kept, rest = printed[:cut], printed[cut:].strip()
        if any(map(is_numeral, re.split("[ -]", plain(rest)))):
            return None
        if rest and _reads(kept):
            return _too_much(kept, rest)
    return None


def _reads(printed: str) -> bool:
    try:
        return bounds(plain(printed)) is not None
    except WrongRangeError:
        return False


def _too_much(kept: str, rest: str) -> str:
    if _ADDED.match(plain(rest)):
        return _("write the total so far, not what was added to it")
    return _('write only "{kept}", without "{rest}": the unit has its own field', kept=kept, rest=rest)


def _figures(words: str) -> str | None:
    """The advice for figures with a dot, decimals or wrong groups."""
    for found in _FIGURES.findall(words):
        if _DOTTED.fullmatch(found) and not has_scale(words):
            n = int(found.replace(".", ""))
            return _("a dot can be read in two ways; write {plain} or {grouped}", plain=n, grouped=number(n))
        if not FIGURE.fullmatch(found):
            return _("write a whole number, such as 1400 or 1,400 (groups have three figures)")
    return None
