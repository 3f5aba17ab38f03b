"""Since when this record has said what an event says, and who says so: read for many events at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.models import Statement
from app.models.columns import SO, ST, S
from app.pledges.scope import live
from app.vocabulary import BOUNDED

Row = dict[str, Any]
# What of a standing is told; the rest (when it was counted, what was promised last) is read on the pledge's page.
TOLD = ("stage", "pending", "unquantified", *(name for name in BOUNDED if not name.startswith("delivered")))
TOMORROW = timedelta(days=1)
AT_ONCE = 500


def some(values: Collection[Any]) -> Iterator[list[Any]]:
    """A few at a time: a database takes only so many values in one question."""
    every = sorted(values)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def with_moments(reader: Connection, rows: Sequence[Row], recorded_by: datetime | None) -> list[Row]:
    """The events with `recorded_at`: when the record first said this of this day, and of the days before it.

    A stored standing is written anew when only its end moves; what it says is no news then.
    """
    columns = (S.pledge_id, S.from_on, *(S[name] for name in TOLD))
    first: dict[tuple[Any, ...], datetime] = {}
    for ids in some({row["pledge_id"] for row in rows}):
        query = select(*columns, func.min(S.recorded_from)).where(S.pledge_id.in_(ids)).group_by(*columns)
        if recorded_by:
            query = query.where(S.recorded_from <= recorded_by)
        first |= {tuple(row[:-1]): row[-1] for row in reader.execute(query)}
    return [{**row, "recorded_at": _since(row, first)} for row in rows]


def _since(row: Row, first: dict[tuple[Any, ...], datetime]) -> datetime:
    stood = [standing for standing in (row["before"], row["after"]) if standing]
    return max(first[row["pledge_id"], s["from_on"], *(s[name] for name in TOLD)] for s in stood)


def with_sources(reader: Connection, rows: Sequence[Row], recorded_by: datetime | None) -> list[Row]:
    """The events with the accepted `statements` of their day, and whether a stated last day had passed."""
    columns = (ST.id, ST.pledge_id, ST.on, ST.until, ST.speaker, SO.publisher, SO.title)
    spoken = select(*columns).join_from(Statement.__table__, SO.id.table, SO.id == ST.source_id)
    spoken = spoken.where(ST.accepted, ST.review == "published", live(recorded_by), _of_days(rows)).order_by(
        ST.id
    )
    of_pledge: dict[int, list[Row]] = {}
    for ids in some({row["pledge_id"] for row in rows}):
        for statement in reader.execute(spoken.where(ST.pledge_id.in_(ids))):
            of_pledge.setdefault(statement.pledge_id, []).append(statement._asdict())
    return [{**row, **_why(row, of_pledge.get(row["pledge_id"], []))} for row in rows]


def _of_days(rows: Sequence[Row]) -> Any:
    """The statements of the events' days, and those whose stated last day is one before: others say nothing of them."""
    days = [row["on"] for row in rows] or [date.max]
    first, last = min(days), max(days)
    before = [day - TOMORROW if day > date.min else day for day in (first, last)]
    return or_(ST.on.between(first, last), ST.until.between(*before))


def _why(row: Row, statements: list[Row]) -> Row:
    last = row["on"] - TOMORROW if row["on"] > date.min else None
    return {
        "statements": [s for s in statements if s["on"] == row["on"]],
        "last_day_passed": any(s["until"] == last for s in statements if s["until"]),
    }
