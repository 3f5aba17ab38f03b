"""The rows of a sheet that cannot be loaded, as they came, with where they stood and why: to mend and load again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.sheets.cleaning.header import OWN_COLUMNS
from app.sheets.faults import SheetFault
from app.sheets.prepare import Prepared
from app.sheets.writer import csv_chunks


def bad_rows(prepared: Prepared, faults: Iterable[SheetFault]) -> Iterator[bytes]:
    """A CSV file in chunks: the sheet's own columns, then the line and the reasons. Loading it again is meant."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        reasons[fault.line].append(f"{fault.column}: {fault.message}" if fault.column else fault.message)
    return csv_chunks([*prepared.header, *OWN_COLUMNS], _rows(prepared, reasons))


def _rows(prepared: Prepared, reasons: dict[int, list[str]]) -> Iterator[list[object]]:
    told = set()
    width = len(prepared.header)
    for line, cells in prepared.raw_rows() if prepared.rows else ():
        if line in reasons:
            told.add(line)
            kept = [cell.lstrip("\0") for cell in cells[:width]]
            yield [*kept, *([""] * (width - len(kept))), line, "; ".join(reasons[line])]
    # What ended the reading, or is of no single row.
    for line in sorted(reasons.keys() - told):
        yield [*([""] * width), line, "; ".join(reasons[line])]
