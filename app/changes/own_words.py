"""Organisations' pledges as their own statements have them: what members named is not taken off in the news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_

from app.changes.known_since import some
from app.models.columns import P
from app.pledges.detail import known_by, statements_where
from app.pledges.queries import with_unknown
from app.pledges.wholes import own_row

Row = dict[str, Any]
A_DAY = timedelta(days=1)


def in_own_words(reader: Connection, events: Sequence[Row], recorded_by: datetime | None) -> list[Row]:
    """The events, those of a pledge that others are part of by its own statements alone.

    Its stored standing holds what no member has claimed, which is never printed as its claim (docs/method.md, "An
    organisation and its members").
    """
    keys = {event["key"] for event in events if event["is_whole"]}
    spoken: dict[str, list[Row]] = {}
    for some_keys in some(keys):
        told = and_(P.key.in_(some_keys), known_by(recorded_by))
        for statement in statements_where(reader, told, recorded_by):
            spoken.setdefault(statement["pledge"], []).append(statement)
    return [_own(event, spoken.get(event["key"], [])) for event in events]


def _own(event: Row, spoken: Sequence[Row]) -> Row:
    before, after = event["before"], event["after"]
    return {
        **event,
        "before": _on(before, spoken, event["on"] - A_DAY) if before else None,
        "after": _on(after, spoken, event["on"]),
    }


def _on(standing: Row, spoken: Sequence[Row], day: date) -> Row:
    """A standing by these statements alone; without any, or closed with its record, as it is stored."""
    keeps = not spoken or standing["stage"] == "closed"
    return with_unknown(dict(standing) if keeps else own_row(standing, spoken, day))
