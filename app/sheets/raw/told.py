"""What is said of a file that cannot be read."""

from app.sheets.faults import SheetError, SheetFault

Line = tuple[int, list[str]]
# Beyond every field's own limit; it only keeps a quotation mark that is never closed from eating the file.
LARGEST_CELL = 1_000_000
# All cells of a row of a workbook, which may be small while it is packed.
LARGEST_ROW = 4_000_000


def unreadable(file: str, line: int, value: str, message: str) -> SheetError:
    """A fault that ends the reading."""
    return SheetError([SheetFault(file, line, "", value, message)])
