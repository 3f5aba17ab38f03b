"""Keyset pages: a page goes on after the last row's sort values, whatever was added meanwhile. Pure."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, or_

from app.errors import Fault, InvalidQuery
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, how many match in all, and where the next page begins (None: this is the last)."""

    rows: list[dict[str, Any]]
    count: int
    next: str | None


def encode_cursor(values: Sequence[Any]) -> str:
    """The sort values of a page's last row, as one word for an address."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """The sort values behind a cursor. InvalidQuery where it was not made here for this order."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(kinds):
            raise ValueError(cursor)
        return [_typed(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        raise InvalidQuery(Fault("cursor", _("is not a cursor of this list in this order"))) from None


def _typed(value: Any, kind: type) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if type(value) is not kind:
        raise ValueError(value)
    return value


def after(columns: Sequence[Any], values: Sequence[Any], descending: Sequence[bool]) -> ColumnElement[bool]:
    """The rows that come after `values` in the order of `columns`."""
    choices = []
    for i, (column, value) in enumerate(zip(columns, values, strict=True)):
        equal = [c == v for c, v in zip(columns[:i], values[:i], strict=True)]
        choices.append(and_(*equal, column < value if descending[i] else column > value))
    return or_(*choices)


def page_of(
    rows: list[dict[str, Any]], key: Any, cursor: str | None, kinds: Sequence[type], limit: int | None
) -> Page:
    """A page of rows that are at hand in the order of `key` (a function of a row: its sort values, ascending)."""
    start = 0
    if cursor:
        last = decode_cursor(cursor, kinds)
        start = next((i for i, row in enumerate(rows) if list(key(row)) > last), len(rows))
    shown = rows[start : start + limit] if limit else rows[start:]
    more = start + len(shown) < len(rows)
    return Page(shown, len(rows), encode_cursor(key(shown[-1])) if more and shown else None)
