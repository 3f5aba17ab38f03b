"""What a feed holds: the events that this record came to know last, and what it retracted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection

from app.changes.events import newest_events
from app.changes.feeds import Entry
from app.changes.log import list_retractions
from app.changes.log_words import revision_sentence
from app.changes.sentences import event_sentence, sources_in_words, thing_of, why_in_words
from app.i18n import _, day
from app.pledges.scope import Scope

Row = Mapping[str, Any]
Whole = Callable[[str], str]
MOST = 50
# Part of every id: the year in which the names began to be given out (RFC 4151).
SINCE = "2026"


def entries_of(reader: Connection, scope: Scope, until: Any, whole: Whole) -> list[Entry]:
    """The newest of both, those first that the record came to say last. `whole`: the address readers
    have of one inside the record.
    """
    events = newest_events(reader, scope, until, MOST)
    retracted = list_retractions(reader, scope, MOST)
    told = [*(_event(row, whole) for row in events), *(_retraction(row, whole) for row in retracted)]
    return sorted(told, key=lambda entry: entry.updated, reverse=True)[:MOST]


def tag(base: str, path: str) -> str:
    """A name that stays the same when the record moves to other pages (a tag: URI, RFC 4151)."""
    return f"tag:{urlsplit(base).hostname},{SINCE}:{path}"


def _event(row: Row, whole: Whole) -> Entry:
    path = f"/pledges/{quote(row['key'], safe='')}"
    return Entry(
        id=tag(whole("/"), f"{path}/{row['on'].isoformat()}"),
        title=event_sentence(row),
        text=_about(row),
        url=whole(f"{path}?as_of={row['on'].isoformat()}"),
        updated=_utc(row["recorded_at"]),
    )


def _about(row: Row) -> str:
    """The same with what it is part of and why it is known."""
    told = {"thing": thing_of(row), "operation": row["operation_name"], "day": day(row["on"])}
    sources, why = sources_in_words(row), why_in_words(row)
    if sources:
        return _("{thing}, for {operation}, as of {day}. Said by {sources}.", sources=sources, **told)
    if why:
        return _("{thing}, for {operation}, as of {day}: {why}.", why=why, **told)
    return _("{thing}, for {operation}, as of {day}.", **told)


def _retraction(row: Row, whole: Whole) -> Entry:
    pledge = row["pledge"]
    page = f"/pledges/{quote(pledge['key'], safe='')}" if pledge else "/changes"
    return Entry(
        id=tag(whole("/"), f"/changes/{row['number']}"),
        title=revision_sentence({**row, "reason": ""}),
        text=revision_sentence(row),
        url=whole(page),
        updated=_utc(row["at"]),
    )


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)
