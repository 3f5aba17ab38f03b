"""The day a source speaks about: a day, a month or a year. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

ACCEPTED = "write 2013-01-17, 2013-01 or 2013"
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class StatedDay:
    """`on` is the day it counts from: a month or a year counts from its last day, when it is sure."""

    on: date
    precision: str

    def __str__(self) -> str:
        """As the sheet writes it: 2013-01-17, 2013-01 or 2013."""
        return self.on.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


def parse_stated_day(text: str) -> StatedDay:
    """Read 2013-01-17, 2013-01 or 2013. ValueError says what is accepted."""
    match = _FORM.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text.strip()!r} is no day: {ACCEPTED}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the form has one
    try:
        return _stated(year, month, day)
    except ValueError:
        raise ValueError(f"{text.strip()!r} is not in the calendar: {ACCEPTED}") from None


def _stated(year: int, month: int | None, day: int | None) -> StatedDay:
    if month is None:
        return StatedDay(date(year, 12, 31), "year")
    if day is None:
        return StatedDay(date(year, month, 1).replace(day=monthrange(year, month)[1]), "month")
    return StatedDay(date(year, month, day), "day")
