"""Words, numbers and days in the reader's language: gettext catalogues and CLDR, through Babel.

English is the language of the source; catalogues for other languages are looked up in `locale/`.
"""

from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

LANGUAGES = ("en",)
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The language code of the answer being made ("en")."""
    return _language.get()


def use_language(code: str) -> None:
    """Make `code` the language of everything this context says from now on."""
    _language.set(code if code in LANGUAGES else LANGUAGES[0])


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [code])


def _(message: str, **values: object) -> str:
    """`message` in the reader's language, its {names} filled from `values`."""
    text: str = _catalogue(language()).ugettext(message)
    return text.format(**values) if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The form of the message that fits the count `n`; {n} is the count as a reader writes it."""
    text: str = _catalogue(language()).ungettext(singular, plural, n)
    return text.format(**{"n": number(n), **values})


def number(value: int) -> str:
    """A whole number with the reader's group separators: 1,400."""
    return format_decimal(value, locale=_locale())


def percent(part: int, whole: int) -> str:
    """`part` of `whole` as a whole per cent: 18%; "<1%" where it rounds to nothing but is not nothing."""
    if whole and part and part / whole < 0.005:
        return "<" + format_percent(0.01, locale=_locale())
    return format_percent(part / whole if whole else 0, locale=_locale())


def day(value: date) -> str:
    """A day as a reader of a newspaper sees it: 17 January 2013."""
    return format_date(value, format="d MMMM y", locale=_locale())


def short_day(value: date) -> str:
    """A day in little room: 17 Jan 2013."""
    return format_date(value, format="d MMM y", locale=_locale())


def month(value: date) -> str:
    """A month: January 2013."""
    return format_date(value, format="MMMM y", locale=_locale())


def moment(value: datetime) -> str:
    """A moment of this record's own history, in UTC: 22 November 2026, 10:00 UTC."""
    return format_datetime(value, format="d MMMM y, HH:mm", locale=_locale()) + " UTC"


def listing(words: list[str]) -> str:
    """Words in a row: "a, b and c"."""
    return format_list(words, locale=_locale()) if words else ""


def _locale() -> Locale:
    return _parsed(language())


@lru_cache
def _parsed(code: str) -> Locale:
    # British forms: "17 January 2013" and "a, b and c", as the record's sources write them.
    return Locale.parse("en_GB" if code == "en" else code)
