"""Rows as answers: JSON, CSV and XLSX are renderings of the same rows, with the same columns in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
from starlette.responses import Response

from app.errors import Fault, InvalidQuery, MusterError
from app.sheets.writer import csv_chunks, xlsx_bytes

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


def json_answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(dumps(body), status, media_type=MEDIA_TYPES["json"])


def file_answer(rows: Rows, kind: str, name: str) -> Response:
    """All rows as a CSV or XLSX file called `name`. InvalidQuery where a workbook cannot hold so many."""
    values = (cells(row, rows.columns) for row in rows.rows)
    try:
        chunks = (
            csv_chunks(rows.columns, values) if kind == "csv" else [xlsx_bytes(rows.columns, values, name)]
        )
    except MusterError as error:
        raise InvalidQuery(Fault(kind, str(error))) from None
    named = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(b"".join(chunks), media_type=MEDIA_TYPES[kind], headers=named)


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
