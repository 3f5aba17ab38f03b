"""What a search finds, kind after kind: a page that goes on where the last one ended, or the first of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from app.paging import Page, decode_cursor, encode_cursor, not_of_this_list
from app.pledges.scope import Scope
from app.search.kinds import CODES, KINDS, Kind


def first_of_each(reader: Connection, scope: Scope, kinds: Sequence[str], most: int) -> dict[str, Page]:
    """By kind, the best `most` of what was found."""
    return {kind.code: kind.rows(reader, scope, None, most) for kind in KINDS if kind.code in kinds}


def find(
    reader: Connection,
    scope: Scope,
    kinds: Sequence[str],
    *,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """A page of all that was found, in the order of the kinds. InvalidQuery for a cursor that is none."""
    start, inner = _place(cursor)
    rows: list[dict[str, Any]] = []
    count, following = 0, None
    for index, kind in enumerate(KINDS):
        if kind.code not in kinds:
            continue
        room = None if limit is None else limit - len(rows)
        page = _page(reader, scope, kind, inner if index == start else None, room if index >= start else 0)
        count += page.count
        rows += page.rows
        if following is None and index >= start and page.next is not None:
            following = encode_cursor((index, page.next))
    return Page(rows, count, following)


def _page(reader: Connection, scope: Scope, kind: Kind, inner: str | None, room: int | None) -> Page:
    """A kind's rows; where there is no room for them their number alone, and where they begin."""
    if room != 0:
        return kind.rows(reader, scope, inner or None, room)
    counted = kind.rows(reader, scope, None, 1).count
    return Page([], counted, "" if counted else None)


def _place(cursor: str | None) -> tuple[int, str | None]:
    if not cursor:
        return 0, None
    index, inner = decode_cursor(cursor, (int, str))
    if not 0 <= index < len(CODES):
        raise not_of_this_list()
    return index, inner
