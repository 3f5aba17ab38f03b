"""Words, numbers and days in the reader's language: gettext catalogues and CLDR, through Babel.

English is the language of the source; catalogues for other languages are looked up in `locale/`, one for each language
whatever the country. A page's address begins with its language: /fr/pledges; English has none (app/web/language.py).
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from app.grammar import Filling

# What an address may begin with, and the forms of numbers and days that follow: British ones for English, "17 January
# 2013" and "a, b and c", as the record's sources write them; Canada's French parts thousands otherwise than France's.
LOCALES = {"en": "en_GB", "fr": "fr_FR", "fr-ca": "fr_CA"}
LANGUAGES = tuple(LOCALES)
# What the record itself is written in: summaries, mandates, items, notes, conditions, reasons. Sources name their own.
RECORD_LANGUAGE = "en"
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
# A message that asks for a value in some form: "{name:de}".
ASKING = re.compile(r"\{\w+:")
_filling = Filling()
_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The language of the answer being made, as its address has it: one of LANGUAGES."""
    return _language.get()


def tongue() -> str:
    """The same without its country: "en" or "fr"."""
    return language().partition("-")[0]


def language_tag(of: str = "") -> str:
    """A language, or this one, as a page's `lang` has it: "fr-CA"."""
    code, dash, country = (of or language()).partition("-")
    return f"{code}{dash}{country.upper()}"


def own_words(text: str, language: str = RECORD_LANGUAGE) -> str:
    """A text of the record, which says so on a page in another language than its own; of none, as it is."""
    if not text or tongue() == language:
        return text
    return Markup('<span lang="{}">{}</span>').format(language, text)


def use_language(code: str) -> None:
    """Make `code` the language of everything this context says from now on."""
    _language.set(code if code in LANGUAGES else LANGUAGES[0])


@lru_cache
def _catalogue(tongue: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [tongue])


def _(message: str, **values: object) -> str:
    """`message` in the reader's language, its {names} filled from `values`."""
    text: str = _catalogue(tongue()).ugettext(message)
    return _filled(text, values) if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The form of the message that fits the count `n`; {n} is the count as a reader writes it."""
    text: str = _catalogue(tongue()).ungettext(singular, plural, n)
    return _filled(text, {"n": number(n), **values})


def _filled(text: str, values: Mapping[str, object]) -> str:
    # Few messages ask for the form of a name, and Python's own way is ten times faster.
    return _filling.vformat(text, (), values) if _asks_for_form(text) else text.format(**values)


@lru_cache(maxsize=4096)
def _asks_for_form(text: str) -> bool:
    return ASKING.search(text) is not None


def number(value: int) -> str:
    """A whole number with the reader's group separators: 1,400."""
    return _number(value, language())


# A page writes the same few numbers and days hundreds of times, and CLDR's patterns take their time.
@lru_cache(maxsize=8192)
def _number(value: int, code: str) -> str:
    return format_decimal(value, locale=_parsed(code))


def percent(part: int, whole: int) -> str:
    """`part` of `whole` as a whole per cent: 18%; "<1%" where it rounds to nothing but is not nothing."""
    if whole and part and part / whole < 0.005:
        return "<" + format_percent(0.01, locale=_locale())
    return format_percent(part / whole if whole else 0, locale=_locale())


def decimal(value: Decimal, places: int, *, least: int = 0) -> str:
    """A number with at most `places` decimals, and at least `least`: 21.4."""
    pattern = "#,##0." + "0" * least + "#" * (places - least)
    return format_decimal(value, format=pattern, locale=_locale())


def compact(value: int, places: int) -> str:
    """A large number in words: 13.1 million."""
    return format_compact_decimal(value, format_type="long", locale=_locale(), fraction_digits=places)


def day(value: date) -> str:
    """A day as a reader of a newspaper sees it: 17 January 2013."""
    return _dated(value, "d MMMM y", language())


def short_day(value: date) -> str:
    """A day in little room: 17 Jan 2013."""
    return _dated(value, "d MMM y", language())


@lru_cache(maxsize=8192)
def _dated(value: date, pattern: str, code: str) -> str:
    # French writes the first of a month as an ordinal, and CLDR's patterns of digits do not.
    first = code.startswith("fr") and value.day == 1
    form = pattern.replace("d ", "'1er' ", 1) if first else pattern
    return format_date(value, format=form, locale=_parsed(code))


def month(value: date) -> str:
    """A month: January 2013."""
    return format_date(value, format="MMMM y", locale=_locale())


def moment(value: datetime) -> str:
    """A moment of this record's own history, in UTC: 22 November 2026, 10:00 UTC."""
    return f"{day(value)}, {format_datetime(value, format='HH:mm', locale=_locale())} UTC"


def listing(words: list[str]) -> str:
    """Words in a row: "a, b and c"."""
    return format_list(words, locale=_locale()) if words else ""


def labelled(label: str, text: str) -> str:
    """What something is called, and what it is: "Number: 1,400"."""
    return _("{label}: {text}", label=label, text=text)


def quoted(text: str) -> str:
    """Words of somebody else, in the reader's quotation marks."""
    return _("“{text}”", text=text)


def language_name(code: str) -> str:
    """What a language is called in the reader's language; its code where nobody knows."""
    return str(_locale().languages.get(code) or code)


def own_name(code: str) -> str:
    """What a language of this site calls itself, as a switch shows it: "Français"."""
    name = Locale.parse(LOCALES[code]).get_language_name(LOCALES[code].partition("_")[0]) or code
    return name[:1].upper() + name[1:]


def _locale() -> Locale:
    return _parsed(language())


@lru_cache
def _parsed(code: str) -> Locale:
    return Locale.parse(LOCALES[code])
