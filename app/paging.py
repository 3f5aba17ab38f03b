"""Keyset pages: a page goes on after the last row's sort values, whatever was added meanwhile. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.errors import Fault, InvalidQuery
from app.i18n import _

# The largest number of a database column.
LARGEST = 2**63 - 1
# Larger than any sum of such numbers.
LARGEST_SUM = 10**30


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, how many match in all, and where the next page begins (None: this is the last)."""

    rows: list[dict[str, Any]]
    count: int
    next: str | None


def encode_cursor(values: Sequence[Any]) -> str:
    """The sort values of a page's last row, as one word for an address."""
    # Sums may be larger than 64 bits; days and moments are written as they are read back.
    return base64.urlsafe_b64encode(json.dumps(list(values), default=str).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type], largest: int = LARGEST) -> list[Any]:
    """The sort values behind a cursor. InvalidQuery where it was not made here for this order.

    `largest`: what a number in it may be; none that a database column holds is larger than LARGEST.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(kinds):
            raise ValueError(cursor)
        return [_typed(value, kind, largest) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise not_of_this_list() from None


def not_of_this_list() -> InvalidQuery:
    """What is wrong with a cursor of another list, or of this one in another order."""
    return InvalidQuery(Fault("cursor", _("is not a cursor of this list in this order")))


def _typed(value: Any, kind: type, largest: int) -> Any:
    if kind is date:
        return date.fromisoformat(value)
    if kind is datetime:
        value = datetime.fromisoformat(value)
        fits = value.utcoffset() == timedelta(0)
    else:
        fits = type(value) is kind
        fits = fits and (kind is not int or abs(value) <= largest) and (kind is not str or _is_text(value))
    if not fits:
        raise ValueError(value)
    return value


def _is_text(value: str) -> bool:
    """Whether a database takes it: half a surrogate pair cannot be encoded, and PostgreSQL has no NUL."""
    return "\0" not in value and bool(value.encode() or True)


def after(columns: Sequence[Any], values: Sequence[Any], descending: Sequence[bool]) -> ColumnElement[bool]:
    """The rows that come after `values` in the order of `columns`."""
    choices = []
    for i, (column, value) in enumerate(zip(columns, values, strict=True)):
        equal = [c == v for c, v in zip(columns[:i], values[:i], strict=True)]
        choices.append(and_(*equal, column < value if descending[i] else column > value))
    return or_(*choices)


def page_of(
    rows: Iterable[dict[str, Any]], key: Any, cursor: str | None, kinds: Sequence[type], limit: int | None
) -> Page:
    """A page of rows that are at hand, in the order of `key` (a function of a row: its sort values, each another)."""
    ordered = sorted(rows, key=key)
    start = 0
    if cursor:
        last = tuple(decode_cursor(cursor, kinds, largest=LARGEST_SUM))
        start = bisect_right(ordered, last, key=lambda row: tuple(key(row)))
    shown = ordered[start : start + limit] if limit else ordered[start:]
    more = start + len(shown) < len(ordered)
    return Page(shown, len(ordered), encode_cursor(key(shown[-1])) if more and shown else None)
