"""How far the record goes: a day after it says so, instead of a page full of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.i18n import _, day
from app.models import Operation
from app.pledges.links import with_filter
from app.pledges.scope import Scope

O = Operation.__table__.c  # noqa: E741 - a table's columns


def coverage_of(reader: Connection, scope: Scope, path: str) -> dict[str, Any] | None:
    """What to tell where every operation in scope was followed only to a day before this page's; else None.

    `links`: days on which there is something to see, each with this page's address on it.
    """
    rows = _operations(reader, scope)
    ends = [row.covered_until or row.ended_on for row in rows]
    if not ends or not all(ends) or max(ends) >= scope.as_of:
        return None
    last = max(ends)
    return {
        "sentence": _(
            "This record follows what happened until {last}. What became of a promise after that day is not in it.",
            last=day(last),
        ),
        "links": [
            (_("See {day}", day=day(on)), with_filter(path, scope.filter.but(as_of=on)))
            for on in _days(rows, last)
        ],
    }


def _days(rows: Sequence[Any], last: date) -> list[date]:
    """The day the largest operation opens on, and the last one."""
    opening = sorted({row.opens_on for row in rows if row.opens_on and row.part_of_id is None})
    opening = opening or sorted({row.opens_on for row in rows if row.opens_on})
    return [*opening[:1], last]


def _operations(reader: Connection, scope: Scope) -> Sequence[Any]:
    query = select(O.opens_on, O.covered_until, O.ended_on, O.part_of_id).order_by(O.id)
    if scope.operation_ids:
        query = query.where(O.id.in_(scope.operation_ids))
    return reader.execute(query).all()
