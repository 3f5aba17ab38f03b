"""From a file as it came to a sheet that can be loaded: its rows in our columns, cleaned, with every repair told.

The file is read once into a plain copy beside it, which settles how days are written and is what bad rows are given
back from; then row by row into a clean sheet. Neither is held in memory.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from app.i18n import _
from app.sheets.cleaning.aliases import plain_name
from app.sheets.cleaning.cells import DAYS, Cleaner, RefusedError
from app.sheets.cleaning.days import DayOrder
from app.sheets.cleaning.header import LOOKED_AT, Header, looks_like_header, read_header
from app.sheets.cleaning.mapping import NO_MAP, PATTERN, Map
from app.sheets.cleaning.repairs import Repair, Repairs
from app.sheets.columns import STATEMENTS
from app.sheets.faults import Faults, SheetError, SheetFault, Where
from app.sheets.raw import opened
from app.sheets.raw.told import LARGEST_CELL, Line
from app.text import fold, tidy

RAW, CLEAN = "raw.csv", "clean.csv"
# Columns of words: that blanks around them were taken off is not told for each of them.
WORDS = frozenset(
    {"item", "caveats", "condition", "speaker", "evidence", "note", "source_title", "source_author"}
)
Known = dict[str, dict[str, str]]


@dataclass(slots=True)
class Prepared:
    """A sheet that is ready to be loaded, and what was found on the way.

    `broken`: its reading ended early, so what stands behind is not known. `rows`: of the clean sheet.
    """

    name: str
    folder: Path
    header: list[str] = field(default_factory=list)
    rows: int = 0
    left_out_rows: int = 0
    notes: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    more_repairs: int = 0
    faults: list[SheetFault] = field(default_factory=list)
    broken: bool = False

    def wheres(self) -> Iterator[Where]:
        """The rows of the clean sheet, each with its line in the file."""
        for line, *cells in _read(self.folder / CLEAN):
            if line:
                yield Where(
                    self.name, int(line), {c: v for c, v in zip(STATEMENTS.columns, cells, strict=True) if v}
                )

    def raw_rows(self) -> Iterator[Line]:
        """The rows of the file as they came, behind the one that names the columns."""
        for line, *cells in _read(self.folder / RAW):
            yield int(line), cells


def prepare(path: Path, name: str, folder: Path, how: Map = NO_MAP, known: Known | None = None) -> Prepared:
    """Read a file into `folder`, which must be empty. What is wrong with it is in what is given back, not raised."""
    prepared, order = Prepared(name, folder), DayOrder(how.day_order)
    try:
        header = _copy(path, prepared, how, order)
    except SheetError as error:
        prepared.faults, prepared.broken = list(error.faults), True
        return prepared
    _clean(prepared, header, Cleaner(how, order, known or {}))
    return prepared


def _copy(path: Path, prepared: Prepared, how: Map, order: DayOrder) -> Header:
    """The rows as they came, into a plain sheet. SheetError: the columns cannot be understood.

    Where a later row cannot be read, the ones before it are kept, and that is told.
    """
    raw = opened(path, prepared.name, how.sheet)
    prepared.notes += raw.notes
    lines = ((line, cells) for line, cells in raw.lines if any(cells))
    first = _first_rows(lines, how, prepared)
    header = read_header(prepared.name, *first[0], how)
    prepared.header = header.names
    days = _days_of(header, how)
    with (prepared.folder / RAW).open("w", encoding="utf-8", errors="replace", newline="") as target:
        writer = csv.writer(target)
        try:
            for line, cells in chain(first[1:], lines):
                writer.writerow([line, *cells])
                for column, place in days:
                    if place < len(cells) and cells[place]:
                        order.look(column, cells[place])
        except SheetError as error:
            prepared.faults += error.faults
            prepared.broken = True
    _tell_of_header(prepared, header)
    return header


def _first_rows(lines: Iterator[Line], how: Map, prepared: Prepared) -> list[Line]:
    """The row that names the columns and what of the next ones was looked at."""
    looked: list[Line] = []
    for line, cells in lines:
        looked.append((line, cells))
        if line == how.header or (how.header is None and looks_like_header(cells, how)):
            if len(looked) > 1:
                message = _("Line {line} names the columns; what stands above it is left out.", line=line)
                prepared.notes.append(message)
            return looked[-1:]
        if how.header is None and len(looked) >= LOOKED_AT:
            break
    if how.header is None and looked:
        return looked
    message = _("the sheet is empty: its first row names the columns")
    if looked:
        message = _("there is no line {line} to name the columns", line=how.header)
    raise SheetError([SheetFault(prepared.name, 1, "", "", message)])


def _days_of(header: Header, how: Map) -> list[tuple[str, int]]:
    return [] if how.day_order else [(c, p) for c in DAYS for p in header.places.get(c, ())]


def _tell_of_header(prepared: Prepared, header: Header) -> None:
    if header.renamed:
        pairs = ", ".join(f"{theirs} = {ours}" for theirs, ours in header.renamed.items())
        prepared.notes.append(_("Columns are read by other names: {pairs}.", pairs=pairs))
    if header.left_out:
        names = ", ".join(header.left_out)
        prepared.notes.append(
            _("The map does not name these columns, so they are left out: {names}.", names=names)
        )


# What stands in each column that a row says nothing of.
NOTHING_EACH = ("",) * len(STATEMENTS.columns)


def _clean(prepared: Prepared, header: Header, cleaner: Cleaner) -> None:
    repairs, faults = Repairs(), Faults()
    row = _Row(prepared.name, header, cleaner, repairs, faults)
    with (prepared.folder / CLEAN).open("w", encoding="utf-8", errors="replace", newline="") as target:
        writer = csv.writer(target)
        try:
            for line, cells in prepared.raw_rows():
                made = list(row.made(line, cells))
                prepared.left_out_rows += not made
                for values in made:
                    writer.writerow([line, *map(values.get, STATEMENTS.columns, NOTHING_EACH)])
                    prepared.rows += 1
        except SheetError:
            # There are too many: all of them are in `faults`.
            prepared.broken = True
    prepared.repairs, prepared.more_repairs = repairs.listed(), repairs.more
    prepared.faults += faults.found


@dataclass(slots=True)
class _Row:
    """Makes rows of ours from a row of the file."""

    file: str
    header: Header
    cleaner: Cleaner
    repairs: Repairs
    faults: Faults

    def made(self, line: int, cells: list[str]) -> Iterator[dict[str, str]]:
        """None where the map leaves the row out, several where columns are values."""
        header, how = self.header, self.cleaner.map
        if any(fold(cells[place] if place < len(cells) else "") in values for place, values in header.skips):
            return
        if not how.reshapes:
            self._check_width(line, cells)
        written = self._written(cells)
        if not how.spread:
            yield self._cleaned(line, written)
            return
        for place, name in header.spread.items():
            value = cells[place] if place < len(cells) else ""
            if value.strip() or how.spread.keep_empty:
                yield self._cleaned(line, {**written, how.spread.name: name, how.spread.value: value})

    def _written(self, cells: list[str]) -> dict[str, str]:
        """What stands in each of our columns, as it was written."""
        there = len(cells)
        written = dict(self.cleaner.map.constants)
        for column, places in self.header.places.items():
            for place in places:
                if place < there and cells[place].strip():
                    written[column] = cells[place]
                    break
        if self.header.patterns:
            by_name = self.header.by_name
            for column, pattern in self.header.patterns.items():
                written[column] = PATTERN.sub(lambda m: tidy(_at(cells, by_name[plain_name(m[1])])), pattern)
        return written

    def _cleaned(self, line: int, written: dict[str, str]) -> dict[str, str]:
        values = {}
        for column, text in written.items():
            try:
                values[column] = value = self.cleaner.clean(column, text)
            except RefusedError as refused:
                shown = text.lstrip("\0")
                values[column] = shown or "="
                self.faults.add(SheetFault(self.file, line, column, shown, str(refused)))
            else:
                if value != text and (column not in WORDS or value != text.strip()):
                    self.repairs.add(column, text, value, line)
        return values

    def _check_width(self, line: int, cells: list[str]) -> None:
        """A cell behind the last column, or in one without a name: a comma too many, or a quotation mark too few."""
        names = self.header.names
        for place, value in enumerate(cells):
            if value and (place >= len(names) or not names[place]):
                n = len(names)
                message = _("the row has more cells than the first row has columns ({n})", n=n)
                if place < n:
                    message = _("column {n} has no name, so nothing can stand in it", n=place + 1)
                self.faults.add(SheetFault(self.file, line, "", value, message))
                return


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _read(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_CELL * 2)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)
