"""The days whose totals a release states."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from app.models.columns import OP, ST

# Days on which most was said, and at most so many ends of years.
BUSIEST, YEARS = 3, 12
_COUNTS = (ST.review == "published", ST.retracted_at.is_(None), ST.accepted)


def days_of(reader: Connection) -> list[date]:
    """In order: the days on which dashboards open, on which operations' records end and the next ones, those of which
    most was said, the last one of which anything was said, and ends of years.
    """
    span = span_of(reader)
    if span is None:
        return []
    first, last = span
    busy = select(ST.on).where(*_COUNTS).group_by(ST.on).order_by(func.count().desc(), ST.on).limit(BUSIEST)
    years = range(first.year, last.year + 1)
    ends = [date(year, 12, 31) for year in years[:: max(1, -(-len(years) // YEARS))]]
    return sorted({last, *reader.execute(busy).scalars(), *_of_operations(reader), *ends})


def span_of(reader: Connection) -> tuple[date, date] | None:
    """The first and the last day of which anything accepted was said; None of an empty record."""
    first, last = reader.execute(select(func.min(ST.on), func.max(ST.on)).where(*_COUNTS)).one()
    return (first, last) if first else None


def _of_operations(reader: Connection) -> set[date]:
    rows = reader.execute(select(OP.opens_on, func.coalesce(OP.covered_until, OP.ended_on))).all()
    opened = {opens for opens, _closes in rows if opens}
    return opened | {day for _opens, closes in rows if closes for day in (closes, _next(closes))}


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
