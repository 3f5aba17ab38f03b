"""Days as people write them: 7/27/2022, 27.07.2022, 27 July 2022, "27 juillet 2022", "until 7/27/2022". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.i18n import _
from app.ledger.stated_day import parse_stated_day
from app.text import fold

DAY_FIRST, MONTH_FIRST = "day", "month"
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan janv",
            "february fevrier feb fev fevr",
            "march mars mar",
            "april avril apr avr",
            "may mai",
            "june juin jun",
            "july juillet jul juil",
            "august aout aug",
            "september septembre sep sept",
            "october octobre oct",
            "november novembre nov",
            "december decembre dec",
        ),
        1,
    )
    for name in names.split()
}
_NUMBERS = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})\.?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})(?:[/.-](\d{1,2}))?")
_WITH_TIME = re.compile(r"(.+?)[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m|z|[+-]\d{2}:?\d{2})?")
_DAY_MONTH = re.compile(r"(?:the |le )?(\d{1,2})(?:st|nd|rd|th|er|e)?(?: of)?[ .-]+([a-z]+)\.?,?[ -]+(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH = re.compile(r"([a-z]+)\.?,?[ -]+(\d{4})")
_MONTH_NUMBER = re.compile(r"(\d{1,2})[/.](\d{4})")
_WEEKDAY = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? "
)
UNTIL = re.compile(
    r"(?:until|till|til|up to|through|to|by|jusqu['’](?:au|a|à|en))\s+(?:the\s+|le\s+)?", re.IGNORECASE
)


@dataclass(slots=True)
class DayOrder:
    """Whether 03/04/2022 is in April or in March, as far as a sheet settles it.

    `told`: by the map. Else the other days of the column decide, else those of the whole sheet, where they agree.
    """

    told: str = ""
    seen: dict[str, set[str]] = field(default_factory=dict)

    def look(self, column: str, written: str) -> None:
        """A cell that can be read in one order only speaks for that order."""
        match = _NUMBERS.search(written)
        if not match or match[2] == ".":
            return
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second > 0:
            self.seen.setdefault(column, set()).add(DAY_FIRST)
        elif second > 12 >= first > 0:
            self.seen.setdefault(column, set()).add(MONTH_FIRST)

    def of(self, column: str) -> str:
        """The order of a column's days; empty where nothing settles it."""
        if self.told:
            return self.told
        orders = self.seen.get(column) or set().union(*self.seen.values())
        return next(iter(orders)) if len(orders) == 1 else ""


def read_day(written: str, order: str) -> str | None:
    """The day as the sheet writes it (2022-07-27, 2022-07 or 2022); None where it is none.

    ValueError with advice: it could be two days.
    """
    words = fold(written).strip(" ,;")
    if timed := _WITH_TIME.fullmatch(words):
        words = timed[1]
    words = _WEEKDAY.sub("", words, count=1)
    found = _of_numbers(words, order) or _of_words(words)
    if not found:
        return None
    try:
        return str(parse_stated_day(found))
    except ValueError:
        return None


def _of_numbers(words: str, order: str) -> str:
    if match := _YEAR_FIRST.fullmatch(words):
        return _iso(*match.groups())
    if match := _MONTH_NUMBER.fullmatch(words):
        return _iso(match[2], match[1])
    if not (match := _NUMBERS.fullmatch(words)):
        return ""
    first, sign, second, year = match.groups()
    if int(second) > 12 or (order == MONTH_FIRST and sign != "." and int(first) <= 12):
        first, second = second, first
    elif sign != "." and not order and int(first) <= 12 and first.lstrip("0") != second.lstrip("0"):
        raise ValueError(_twofold(_iso(year, second, first), _iso(year, first, second)))
    return _iso(year, second, first)


def _twofold(day_first: str, month_first: str) -> str:
    return _(
        "this can be {one} or {other}: write one of them, or give a map with day_order = "
        '"day" or "month"; no other day of the sheet settles it',
        one=day_first,
        other=month_first,
    )


def _of_words(words: str) -> str:
    if match := _DAY_MONTH.fullmatch(words):
        day, month, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(words):
        month, day, year = match.groups()
    elif match := _MONTH.fullmatch(words):
        day, (month, year) = None, match.groups()
    else:
        return ""
    number = _MONTHS.get(month)
    return _iso(year, str(number), day) if number else ""


def _iso(year: str, month: str, day: str | None = None) -> str:
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
