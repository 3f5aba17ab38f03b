"""Numbers, things and names as the sentences and tables of figures write them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from app.figures.schemas import Amount
from app.grammar import SHORT, names_of
from app.i18n import _, compact, language, listing, ngettext, number, tongue
from app.ledger.quantity import Quantity
from app.pledges.words import amount_in_words, unit_label

MONEY = ("USD", "EUR", "GBP")
MILLION = 1_000_000
# Countries and organisations whose English names take an article inside a sentence.
WITH_ARTICLE = frozenset(
    (
        "ARE",
        "BHS",
        "CAF",
        "COD",
        "COM",
        "DOM",
        "GBR",
        "MDV",
        "MHL",
        "NLD",
        "PHL",
        "SLB",
        "USA",
        "VAT",
        "AU",
        "EU",
        "UN",
    )
)


def short_name(code: str, name: str) -> str:
    """A contributor's name where room is short: an organisation's initials for a name of many words."""
    if tongue() == "fr" and code in SHORT:
        return SHORT[code]
    initials = "".join(word[0] for word in name.split() if word[:1].isalpha())
    return code if len(name) > 24 and initials.upper() == code.upper() else name


def name_in_text(code: str, name: str) -> str:
    """A contributor's name inside a sentence: "the United States", "France"."""
    short = short_name(code, name).partition(" (")[0]
    return _("the {name}", name=short) if code in WITH_ARTICLE and short == name else short


def opening(sentence: str) -> str:
    """`sentence` with a capital letter at its start."""
    return sentence[:1].upper() + sentence[1:]


def some_names(names: Sequence[str], shown: int = 2) -> str:
    """Names in a sentence: "France", "France and Chad", "France, Chad and 9 more"."""
    rest = len(names) - shown
    # "France, Chad and Niger" is not longer than "France, Chad and 1 more".
    parts = [*names[:shown], ngettext("{n} more", "{n} more", rest)] if rest > 1 else list(names)
    return names_of(listing(parts), parts)


def written(amount: Amount, unit: str) -> str:
    """A number in a cell or beside a bar: "1,400", "200+", "up to 24", "900 to 1,200"."""
    return written_by(amount, lambda n: figure(n, unit))


def written_by(amount: Amount, write: Callable[[int], str]) -> str:
    """The same of a number that has its own way of being written."""
    if amount.low == amount.value and amount.high is None:
        return _("{n}+", n=write(amount.value))
    return _bounded(amount, write, write)


def brief(amount: Amount, unit: str) -> str:
    """A number where there is least room, with a sign for its range: "200+", "≤24", "~200", "900–1,200"."""
    n, low, high = figure(amount.value, unit), amount.low, amount.high
    if low == amount.value:
        if high is None:
            return f"{n}+"
        return n if high == low else f"{n}–{figure(high, unit)}"
    return f"≤{n}" if high == amount.value else f"~{n}"


def bare(amount: Amount, unit: str) -> str:
    """A number inside a sentence that has said what is counted: "at least 7,105"."""
    return _bounded(amount, lambda n: figure(n, unit), lambda n: figure(n, unit))


def in_words(amount: Amount, unit: str, category: str = "") -> str:
    """A number of things inside a sentence: "at least 7,105 soldiers", "up to 24 military trainers"."""
    return _bounded(amount, lambda n: things_counted(n, unit, category), lambda n: figure(n, unit))


def _bounded(amount: Amount, write: Callable[[int], str], least: Callable[[int], str]) -> str:
    """The low of a sum is never printed: a number that is open below and above is "about" its figure."""
    value, low, high = amount.value, amount.low, amount.high
    if low == high:
        return write(value)
    if high is None:
        return (
            _("at least {amount}", amount=write(value))
            if low == value
            else _("about {amount}", amount=write(value))
        )
    if low == value:
        return _("{low} to {amount}", low=least(value), amount=write(high))
    return (
        _("up to {amount}", amount=write(value))
        if high == value
        else _("about {amount}", amount=write(value))
    )


def figure(n: int, unit: str) -> str:
    """A bare number; of money in millions where that loses nothing: "120 million"."""
    if unit in MONEY and n >= MILLION and n % (MILLION // 10) == 0:
        return compact(n, 1)
    return _grouped(n, language())


@lru_cache(maxsize=4096)
def _grouped(n: int, _language: str) -> str:
    """Pages write the same few numbers again and again, and CLDR takes its time."""
    return number(n)


def things_counted(n: int, unit: str, category: str = "") -> str:
    """A whole number of things: "1 soldier", "20 aircraft", "318 million US dollars"."""
    if unit in MONEY:
        amount = figure(n, unit)
        return {
            "USD": ngettext("{amount} US dollar", "{amount} US dollars", n, amount=amount),
            "EUR": ngettext("{amount} euro", "{amount} euros", n, amount=amount),
            "GBP": ngettext("{amount} pound", "{amount} pounds", n, amount=amount),
        }[unit]
    return amount_in_words(Quantity(n, n, n, ""), unit, category)


def no_things(unit: str, category: str = "") -> str:
    """None of what is counted: "no soldiers", "no soldiers or police"."""
    if (unit, category) == ("people", "uniformed-personnel"):
        return _("no soldiers or police")
    return _("no {things}", things=things(unit, category))


def things(unit: str, category: str = "") -> str:
    """What is counted, without a number: "soldiers", "transport aircraft", "US dollars"."""
    named = {
        ("people", "troops"): _("soldiers"),
        ("people", "uniformed-personnel"): _("soldiers and police"),
        ("people", "trainers"): _("military trainers"),
        ("people", "police"): _("police officers"),
        ("aircraft", "combat-aircraft"): _("combat aircraft"),
        ("aircraft", "transport-aircraft"): _("transport aircraft"),
        ("aircraft", "tanker-aircraft"): _("tanker aircraft"),
        ("aircraft", "surveillance-aircraft"): _("surveillance aircraft"),
        ("aircraft", "helicopters"): _("helicopters"),
        ("USD", category): _("US dollars"),
        ("EUR", category): _("euros"),
        ("GBP", category): _("pounds"),
        ("none", "intelligence"): _("intelligence"),
        ("none", "logistics"): _("logistics"),
        ("none", "medical"): _("medical support"),
        ("none", "basing-overflight"): _("bases and overflight"),
        ("none", "training-support"): _("training"),
        ("none", "equipment"): _("arms and equipment"),
    }
    return named.get((unit, category)) or (_("support") if unit == "none" else unit_label(unit))
