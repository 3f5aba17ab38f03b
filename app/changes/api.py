"""The record's own history for programs."""

from __future__ import annotations

import re

from fastapi import APIRouter

from app.answers import Row, Rows, picked
from app.changes.events import all_events, list_events
from app.changes.queries import CHANGE_FIELDS, all_changes, list_changes
from app.changes.sentences import event_sentence
from app.changes.shapes import ChangeItem, EventItem, Stood
from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.listing import Asked, Listing
from app.shapes import Listed

router = APIRouter()
EVENT_FIELDS = tuple(EventItem.model_fields)
STOOD = tuple(Stood.model_fields)


def changes(asked: Asked) -> Rows:
    """Revisions, newest last."""
    after = _number(asked.others.get("after", "0"))
    if asked.limit is None:
        rows = all_changes(asked.reader, asked.scope, after)
        return Rows(CHANGE_FIELDS, rows, 0, as_of=asked.scope.filter.as_of)
    page = list_changes(asked.reader, asked.scope, after=after, limit=asked.limit)
    return Rows(CHANGE_FIELDS, page.rows, page.count, page.next, asked.scope.filter.as_of)


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", text):
        message = _("{written!r} is no revision: give the number of the last one you have", written=text)
        raise InvalidQuery(Fault("after", message))
    return int(text)


Listing(
    "changes",
    changes,
    Listed[ChangeItem],
    "Changes",
    "Changes",
    "Every revision of the record, newest last, withdrawals included. Ask with `after` for those you do not have yet.",
    also=("after",),
    cursor="after",
).serve(router)


def events(asked: Asked) -> Rows:
    """What happened in the world, by day, newest first."""
    until = asked.scope.filter.as_of or asked.reading.today
    if asked.limit is None:
        every = (_event(row) for row in all_events(asked.reader, asked.scope, until))
        return Rows(EVENT_FIELDS, every, 0, as_of=asked.scope.filter.as_of)
    page = list_events(asked.reader, asked.scope, until, cursor=asked.cursor, limit=asked.limit)
    rows = [_event(row) for row in page.rows]
    return Rows(EVENT_FIELDS, rows, page.count, page.next, asked.scope.filter.as_of)


def _event(row: Row) -> Row:
    return {
        **row,
        "pledge": row["key"],
        "sentence": event_sentence(row),
        "before": picked(row["before"], STOOD) if row["before"] else None,
        "after": picked(row["after"], STOOD),
        "statements": [statement["id"] for statement in row["statements"]],
    }


Listing(
    "events",
    events,
    Listed[EventItem],
    "Changes",
    "Events",
    "Each day on which a pledge began to stand otherwise than before, newest first, with a sentence that says how. "
    "Feeds of the same: /changes.atom and /changes.feed.json.",
).serve(router)
