"""XLSX files: one worksheet's rows as text, read in one go through the file, whatever its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath

from app.i18n import _
from app.sheets.raw.cells import Cells, Merged
from app.sheets.raw.parts import Package, local
from app.sheets.raw.strings import Strings
from app.sheets.raw.told import LARGEST_CELL, Line, unreadable

BOOK = "xl/workbook.xml"
# Number formats that every workbook has and that print days or times.
BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
# How much of a worksheet's end is looked at for merged cells: some thousand of them.
TAIL = 1 << 18
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Book:
    """What a workbook says of itself: its worksheets in order with their parts, and how it counts days."""

    sheets: dict[str, str]
    since_1904: bool


def rows_of(path: Path, name: str, worksheet: str = "") -> tuple[Iterator[Line], list[str]]:
    """The rows of a worksheet, and what was found out. SheetError: it cannot be read, or has no such worksheet."""
    with path.open("rb") as file:
        package = Package(file, name)
        book = _book(package)
        chosen = worksheet or next(iter(book.sheets), "")
        if chosen not in book.sheets:
            names = ", ".join(book.sheets)
            message = _("there is no worksheet {sheet}: there are {names}", sheet=chosen, names=names)
            raise unreadable(name, 1, chosen, message)
    others = [sheet for sheet in book.sheets if sheet != chosen]
    notes = [_("The worksheet {sheet} is read.", sheet=chosen)] if others else []
    return _rows(path, name, book, book.sheets[chosen]), notes


def _rows(path: Path, name: str, book: _Book, part: str) -> Iterator[Line]:
    with path.open("rb") as file:
        package = Package(file, name)
        strings = Strings()
        try:
            _read_strings(package, strings)
            merged = _merged(Package(file, name), part)
            cells = Cells(name, strings, _days(package), book.since_1904, merged)
            for _piece in package.parse(part, cells.start, cells.end, cells.text):
                yield from cells.finished()
        finally:
            strings.close()
            package.close()


def _book(package: Package) -> _Book:
    if BOOK not in package:
        raise package.broken(_("it is no .xlsx file: save the sheet as .xlsx or as CSV"))
    targets = {
        given["Id"]: normpath(join("/xl", given["Target"])).lstrip("/")
        for name, given in package.elements("xl/_rels/workbook.xml.rels")
        if name == "Relationship" and "Id" in given and "Target" in given
    }
    shown: dict[str, str] = {}
    hidden: dict[str, str] = {}
    since_1904 = False
    for name, given in package.elements(BOOK):
        if name == "workbookPr":
            since_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet":
            number = next((value for key, value in given.items() if local(key) == "id"), "")
            part = targets.get(number, "")
            if part in package and "worksheets/" in part:
                kind = shown if given.get("state", "visible") == "visible" else hidden
                kind[given.get("name", "")] = part
    return _Book({**shown, **hidden}, since_1904)


def _days(package: Package) -> frozenset[str]:
    """The numbers of the cell styles that print a number as a day."""
    formats: dict[str, str] = {}
    days: set[str] = set()
    inside, style = False, 0
    if "xl/styles.xml" not in package:
        return frozenset()
    for name, given in package.elements("xl/styles.xml"):
        if name == "numFmt":
            formats[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name in ("cellXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            if _is_day(given.get("numFmtId", "0"), formats):
                days.add(str(style))
            style += 1
    return frozenset(days)


def _is_day(number: str, formats: dict[str, str]) -> bool:
    if number in formats:
        return any(letter in "dmyhs" for letter in _NOT_LETTERS.sub("", formats[number]).lower())
    return number.isdigit() and int(number) in BUILT_IN_DAYS


def _read_strings(package: Package, strings: Strings) -> None:
    if "xl/sharedStrings.xml" not in package:
        return
    pieces: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(name: str, _given: dict[str, str]) -> None:
        if local(name) in inside:
            inside[local(name)] = True

    def end(name: str) -> None:
        name = local(name)
        if name in inside:
            inside[name] = False
        elif name == "si":
            # One that is too long is told where it stands in a cell.
            strings.add("".join(pieces)[: LARGEST_CELL + 1])
            pieces.clear()

    def text(some: str) -> None:
        # What stands in rPh is how the text is spoken. Of a text that is too long, no more is kept than shows it.
        if inside["t"] and not inside["rPh"] and sum(map(len, pieces)) <= LARGEST_CELL:
            pieces.append(some)

    for _piece in package.parse("xl/sharedStrings.xml", start, end, text):
        pass


def _merged(package: Package, part: str) -> Merged:
    """The merged cells, which stand behind the rows: so the part is gone through for them first."""
    merged = Merged()
    tail = b""
    for block in package.blocks(part):
        tail = (tail + block)[-TAIL:]
    for reference in MERGED.findall(tail):
        merged.add(reference.decode())
    return merged
