"""The rows of a worksheet's XML as text: what a cell shows, as the sheet writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.i18n import _, number
from app.sheets.raw.parts import local
from app.sheets.raw.strings import Strings
from app.sheets.raw.told import LARGEST_CELL, LARGEST_ROW, Line, unreadable

# More columns than any sheet has; a stray cell further out is told.
MOST_COLUMNS = 1_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook's days have no zone
# A cell that begins so holds no value: what stands behind it is told in its place.
WITHOUT_VALUE = "\x00"


class Merged:
    """Merged cells: each value holds for all rows that its cell was stretched over."""

    def __init__(self) -> None:
        self._until: dict[tuple[int, int], int] = {}
        self._open: dict[int, tuple[int, str]] = {}

    def add(self, reference: str) -> None:
        """One more, such as A2:A6. Only what is stretched downwards matters."""
        first, _colon, last = reference.partition(":")
        (column, top), (_right, bottom) = placed(first), placed(last)
        if bottom > top:
            self._until[top, column] = bottom

    def fill(self, row: int, cells: list[str]) -> None:
        """Put values in where a merged cell that began further up covers this row."""
        if not self._until:
            return
        for column, (last, value) in list(self._open.items()):
            if row > last:
                del self._open[column]
            else:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] or value
        for column, value in enumerate(cells):
            if value and (row, column) in self._until:
                self._open[column] = (self._until[row, column], value)


class Cells:
    """Handlers for a worksheet's XML, which gather rows as they end."""

    def __init__(
        self, file: str, strings: Strings, days: frozenset[str], since_1904: bool, merged: Merged
    ) -> None:
        self._file, self._strings, self._days, self._merged = file, strings, days, merged
        self._epoch = _EPOCH_1904 if since_1904 else _EPOCH
        self._rows: list[Line] = []
        self._row, self._column = 0, -1
        self._cells: list[str] = []
        self._kind, self._style, self._formula, self._reading = "n", "", False, False
        self._pieces: list[str] = []
        # Of this cell so far, and of this row.
        self._length, self._held = 0, 0

    def finished(self) -> Iterator[Line]:
        """The rows that have ended since it was last asked."""
        yield from self._rows
        self._rows.clear()

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        name = local(name) if ":" in name else name
        if name == "c":
            self._kind, self._style, self._formula = given.get("t", "n"), given.get("s", ""), False
            place = given.get("r")
            self._column = placed(place)[0] if place else self._column + 1
            self._pieces, self._length = [], 0
        elif name in ("v", "t"):
            self._reading = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(given.get("r") or self._row + 1)
            self._cells, self._column, self._held = [], -1, 0

    def end(self, name: str) -> None:
        """An element ends."""
        name = local(name) if ":" in name else name
        if name in ("v", "t"):
            self._reading = False
        elif name == "c":
            self._put()
        elif name == "row":
            self._merged.fill(self._row, self._cells)
            self._rows.append((self._row, self._cells))

    def text(self, some: str) -> None:
        """Text of an element; of one that is too long, no more than shows it."""
        if self._reading and self._length <= LARGEST_CELL:
            self._pieces.append(some)
            self._length += len(some)

    def _put(self) -> None:
        value = "".join(self._pieces)
        if not value and not self._formula:
            return
        if len(value) > LARGEST_CELL:
            raise self._fault(value[:80], _("the cell is longer than {n} characters", n=number(LARGEST_CELL)))
        if self._column >= MOST_COLUMNS:
            n = self._column + 1
            message = _("the cell stands in column {n}: a sheet has at most {most}", n=n, most=MOST_COLUMNS)
            raise self._fault(value[:80], message)
        cells = self._cells
        cells.extend([""] * (self._column + 1 - len(cells)))
        cells[self._column] = shown = self._shown(value)
        self._held += len(shown)
        if self._held > LARGEST_ROW:
            message = _("the row holds more than {n} characters", n=number(LARGEST_ROW))
            raise self._fault(shown[:80], message)

    def _shown(self, value: str) -> str:
        """A spreadsheet's value as the sheet writes it: 1400.0 is 1400, a day is 2013-01-17."""
        match self._kind:
            case "s":
                text = (
                    self._strings[int(value)] if value.isdigit() and int(value) < len(self._strings) else ""
                )
                if len(text) > LARGEST_CELL:
                    raise self._fault(
                        text[:80], _("the cell is longer than {n} characters", n=number(LARGEST_CELL))
                    )
                return text
            case "b":
                return "yes" if value.strip() == "1" else "no"
            case "e":
                return f"{WITHOUT_VALUE}{value}"
            case "n":
                return self._number(value)
        # The text of a formula that gives none is empty.
        return value

    def _number(self, value: str) -> str:
        if not value:
            return f"{WITHOUT_VALUE}="
        if value.isdigit() and self._style not in self._days:
            return value
        try:
            number = float(value)
        except ValueError:
            return value
        if self._style in self._days and (day := self._day(number)):
            return day
        return str(int(number)) if number.is_integer() and abs(number) < 1e18 else value

    def _day(self, number: float) -> str | None:
        try:
            at = self._epoch + timedelta(seconds=round(number * 86_400))
        except OverflowError:
            return None
        if at.date() <= date(1900, 2, 28):
            return None
        return at.date().isoformat() if at.time() == time() else at.isoformat(" ")

    def _fault(self, value: str, message: str) -> Exception:
        return unreadable(self._file, max(self._row, 1), value, message)


def placed(reference: str) -> tuple[int, int]:
    """Column (from 0) and row (from 1) of a place such as AB12. ValueError where it is none."""
    match = _PLACE.fullmatch(reference)
    if not match:
        raise ValueError(f"{reference[:20]!r} is no place of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(match[2])
