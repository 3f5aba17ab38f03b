"""Reading the sheets of a folder, CSV as this house writes it: one dictionary a row, with its line.

Strict: nothing is guessed at. What people bring is read by app.sheets.prepare.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.i18n import _
from app.sheets.columns import Sheet
from app.sheets.faults import Faults, SheetError, SheetFault, Where
from app.sheets.raw.text_files import parsed
from app.sheets.raw.told import Line
from app.sheets.raw.told import unreadable as _error


def read_sheet(path: Path, sheet: Sheet, faults: Faults) -> Iterator[Where]:
    """Each row that is not empty, with the line it starts on; cells are text, what is left out is not there.

    What cannot be read is added to `faults`: a file that cannot be opened, a first row that does not name the columns
    of this kind of sheet, a row with a cell too many. Reading goes on where it can.
    """
    try:
        header: list[str] | None = None
        for line, cells in _lines(path):
            if not any(cells):
                continue
            if header is None:
                header = _header(path.name, line, cells, sheet)
            elif wrong := _overflow(path.name, line, cells, header):
                faults.add(wrong)
            else:
                yield Where(path.name, line, dict(zip(header, cells, strict=False)))
        if header is None:
            raise _error(path.name, 1, "", _("the sheet is empty: its first row names the columns"))
    except SheetError as error:
        faults.add(*error.faults)


def count_rows(path: Path) -> int:
    """About how many rows a sheet has, for a progress bar."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _header(file: str, line: int, cells: list[str], sheet: Sheet) -> list[str]:
    """The columns a sheet names, checked."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
        message = _("the columns must be separated by commas: {known}", known=_known(sheet))
        raise _error(file, line, names[0], message)
    faults = [*_faults_of_names(file, line, names, sheet), *_faults_of_lack(file, line, names, sheet)]
    if faults:
        raise SheetError(faults)
    return names


def _known(sheet: Sheet) -> str:
    return _("accepted columns are {names}", names=", ".join(sheet.columns))


def _faults_of_names(file: str, line: int, names: list[str], sheet: Sheet) -> Iterator[SheetFault]:
    for place, name in enumerate(names):
        if name not in sheet.columns:
            message = _("this is no column of the sheet: {known}", known=_known(sheet))
            yield SheetFault(file, line, "", name, message)
        elif name in names[:place]:
            yield SheetFault(file, line, "", name, _("this column is there twice"))


def _faults_of_lack(file: str, line: int, names: list[str], sheet: Sheet) -> Iterator[SheetFault]:
    for name in sheet.required:
        if name not in names:
            yield SheetFault(file, line, "", name, _("this column is missing and must be there"))
    if sheet.one_of and not any(name in names for name in sheet.one_of):
        message = _("one of these columns must be there: {names}", names=", ".join(sheet.one_of))
        yield SheetFault(file, line, "", sheet.one_of[0], message)


def _overflow(file: str, line: int, cells: list[str], header: list[str]) -> SheetFault | None:
    """A cell behind the last column: a comma too many, or a quotation mark too few."""
    value = next(filter(None, cells[len(header) :]), None)
    if value is None:
        return None
    message = _("the row has more cells than the first row has columns ({n})", n=len(header))
    return SheetFault(file, line, "", value, message)


def _lines(path: Path) -> Iterator[Line]:
    try:
        yield from _csv_lines(path)
    except OSError as error:
        raise _error(path.name, 1, "", _("the file cannot be read: {error}", error=error.strerror)) from None


def _csv_lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        yield from parsed(path.name, _utf8_only(path.name, file))


def _utf8_only(file: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if not line.isascii():
            try:
                line.encode()
            except UnicodeEncodeError as error:
                value = line[max(0, error.start - 20) : error.start + 1].encode(errors="replace").decode()
                raise _error(file, number, value, _("save the sheet as UTF-8")) from None
        yield line
