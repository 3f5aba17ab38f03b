"""The record's own history for programs."""

from __future__ import annotations

import re

from fastapi import APIRouter

from app.answers import Rows
from app.changes.queries import CHANGE_FIELDS, list_changes
from app.changes.shapes import ChangeItem
from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.listing import Asked, Listing
from app.shapes import Listed

router = APIRouter()


def changes(asked: Asked) -> Rows:
    """Revisions, newest last."""
    after = _number(asked.others.get("after", "0"))
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
