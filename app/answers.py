"""Rows as answers: JSON, CSV and XLSX are renderings of the same rows, with the same columns in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import IO, Any

import orjson
from starlette.responses import Response

from app.errors import Fault, InvalidQuery, MusterError
from app.sheets.writer import csv_chunks, write_xlsx
from app.web.streaming import Streamed, spooled

Row = dict[str, Any]
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list answers: its columns, its rows, how many match in all, and what else there is to say.

    `next`: where the next page begins, as a cursor. `as_of`: the day the rows are about, None where they are about
    none. `beside`: what JSON says beside the rows.
    """

    columns: Sequence[str]
    rows: Iterable[Row]
    count: int
    next: str | None = None
    as_of: date | None = None
    beside: Row = field(default_factory=dict)
    # The same rows as a sheet's cells, each a text, a whole number or None, where they come so at once: a file of a
    # million rows is not made of objects.
    ready: Iterable[Sequence[object]] | None = None

    def as_cells(self) -> Iterable[Sequence[object]]:
        """The rows as a sheet holds them."""
        return self.ready if self.ready is not None else (cells(row, self.columns) for row in self.rows)


def json_answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(dumps(body), status, media_type=MEDIA_TYPES["json"])


def file_answer(rows: Rows, kind: str, name: str) -> Response:
    """All rows as a CSV or XLSX file called `name`, streamed. InvalidQuery where a workbook cannot hold so many."""
    named = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    if kind == "csv":
        return _csv_answer(csv_chunks(rows.columns, rows.as_cells(), is_text=rows.ready is not None), named)

    def write(file: IO[bytes]) -> None:
        write_xlsx(file, rows.columns, rows.as_cells(), name)

    try:
        return spooled(write, MEDIA_TYPES[kind], named)
    except MusterError as error:
        raise InvalidQuery(Fault(kind, str(error))) from None


def _csv_answer(chunks: Iterator[bytes], named: Row) -> Response:
    """Sent as it is read; what fits into one chunk goes whole, so that its length is told."""
    first, second = next(chunks), next(chunks, None)
    if second is None:
        return Response(first, media_type=MEDIA_TYPES["csv"], headers=named)
    return Streamed(chain((first, second), chunks), MEDIA_TYPES["csv"], named)


def picked(row: Row, columns: Sequence[str]) -> Row:
    """The row's columns in their order; text that nobody gave is null, as a number that nobody gave is."""
    return {name: None if row[name] == "" else row[name] for name in columns}


def all_picked(rows: Iterable[Row], columns: Sequence[str]) -> list[Row]:
    """The same of each row."""
    return [picked(row, columns) for row in rows]


def cells(row: Row, columns: Sequence[str]) -> list[object]:
    """A row's values as a sheet holds them: as in JSON, but an object is its JSON text."""
    return [_cell(row[name]) for name in columns]


def _cell(value: Any) -> object:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, dict):
        return dumps(value).decode()
    return [_cell(part) for part in value] if isinstance(value, (list, tuple)) else value


def dumps(value: Any) -> bytes:
    """JSON: days as 2013-01-17, moments in UTC with Z, and whole numbers of any size."""
    try:
        return orjson.dumps(value, option=orjson.OPT_UTC_Z)
    except orjson.JSONEncodeError:
        # A sum may be larger than the 64 bits that orjson writes.
        return json.dumps(value, default=_written, ensure_ascii=False, separators=(",", ":")).encode()


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is nothing that JSON can hold")


def _moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")
