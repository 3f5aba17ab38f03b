"""One cell, as a person wrote it, as the sheet writes it: with what was repaired, or what cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.i18n import _
from app.ledger.quantity import QuantityError, parse_quantity
from app.sheets.cleaning.aliases import MAY_BE_EMPTY, NOTHING, VALUES, plain_name
from app.sheets.cleaning.days import UNTIL, DayOrder, read_day
from app.sheets.cleaning.mapping import ANYTHING_ELSE, Map, Numbers
from app.sheets.raw.cells import WITHOUT_VALUE
from app.text import fold

DAYS = frozenset({"on", "until", "source_published_on", "source_accessed_on"})
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_ROUND = re.compile(r"(\d[\d,' ]*)[.,]0+")
AT_HAND = 50_000


class RefusedError(Exception):
    """A cell that cannot be read; the message says what is accepted."""


@dataclass(slots=True)
class Cleaner:
    """Reads cells by column. `known`: names that the record knows its categories and operations by, and their codes."""

    map: Map
    order: DayOrder
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    # The same cell stands on many rows.
    _read: dict[tuple[str, str], str] = field(default_factory=dict)

    def clean(self, column: str, written: str) -> str:
        """What the sheet would write. RefusedError."""
        found = self._read.get((column, written))
        if found is None:
            found = self._clean(column, written)
            if len(written) <= 200:
                if len(self._read) >= AT_HAND:
                    self._read.clear()
                self._read[column, written] = found
        return found

    def _clean(self, column: str, written: str) -> str:
        if written.startswith(WITHOUT_VALUE):
            raise RefusedError(_without_value(written[1:]))
        text = _UNSEEN.sub("", written).strip()
        by = self.map.folded_values.get(column)
        if by and (mapped := by.get(fold(text), by.get(ANYTHING_ELSE) if text else None)) is not None:
            text = mapped
        if not text or (column in MAY_BE_EMPTY and text.lower() in NOTHING and column != "quantity"):
            return ""
        return READERS.get(column, Cleaner._named)(self, column, text)

    def _named(self, column: str, text: str) -> str:
        """Words that stand for a code, or free text as it is."""
        folded = fold(text)
        if column in VALUES:
            return VALUES[column].get(folded) or VALUES[column].get(plain_name(text)) or text
        return self.known.get(column, {}).get(folded, text)

    def _day(self, column: str, text: str) -> str:
        if ISO.fullmatch(text):
            return text
        rest = UNTIL.sub("", text, count=1) if UNTIL.match(text) else text
        if rest != text and column != "until" and not (column == "on" and self.map.until_in_on):
            raise RefusedError(_end_in(column))
        try:
            return read_day(rest, self.order.of(column)) or text
        except ValueError as error:
            raise RefusedError(str(error)) from None

    def _quantity(self, _column: str, text: str) -> str:
        if text in ("-", "–", "—"):
            return ""
        if self.map.numbers and (number := _number(text, self.map.numbers)) is not None:
            return number
        if (whole := _ROUND.fullmatch(text)) and _reads(whole[1]) and not _reads(text):
            # 1400.00 is 1400; 1.000 is left to be told: it can be read in two ways.
            return whole[1] if len(text) - len(whole[1]) != 4 else text
        return text


READERS: dict[str, Callable[[Cleaner, str, str], str]] = {
    **dict.fromkeys(DAYS, Cleaner._day),  # noqa: SLF001 - its own readers, named by column
    "quantity": Cleaner._quantity,  # noqa: SLF001
}


def _end_in(column: str) -> str:
    if column == "on":
        return _(
            "this is an end, not the day it was said of: put it in the column until, and in on the day that the "
            "source speaks about (or give a map with until_in_on)"
        )
    return _("write one day, such as 2013-01-17")


def _without_value(error: str) -> str:
    if error.startswith("#"):
        return _("a formula that gives {error}: mend it, or write the value", error=error)
    return _("a formula whose value is not kept in the file: open it in a spreadsheet program and save it")


def _reads(text: str) -> bool:
    try:
        return parse_quantity(text).value is not None
    except QuantityError:
        return False


def _number(text: str, how: Numbers) -> str | None:
    """A plain number in the map's way of printing, as a whole number; None where it is something else."""
    bare = re.sub(r"\s", "", text).replace(how.thousands, "") if how.thousands else re.sub(r"\s", "", text)
    match = re.fullmatch(rf"(\d+)(?:{re.escape(how.decimal)}(\d+))?(?:[eE]\+?(\d{{1,2}}))?", bare)
    if not match:
        return None
    whole, part, power = match[1], match[2] or "", int(match[3] or 0)
    value = int(whole + part) * how.times * 10**power
    size = 10 ** len(part)
    if value % size and not how.round:
        return None
    return str((2 * value + size) // (2 * size))
