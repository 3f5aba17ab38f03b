"""Reading the record's own history."""

from sqlalchemy import Connection, func, select

from app.models import Revision
from app.models.columns import R
from app.paging import Page, decode_cursor, encode_cursor

CHANGE_FIELDS = (
    "number",
    "at",
    "actor",
    "action",
    "entity",
    "entity_key",
    "before",
    "after",
    "reason",
    "previous_hash",
    "hash",
)


def list_changes(reader: Connection, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """Revisions, newest last; `cursor` names the last one the reader has seen."""
    query = select(*(R[name] for name in CHANGE_FIELDS)).order_by(R.number)
    if cursor:
        query = query.where(R.number > decode_cursor(cursor, (int,))[0])
    found = reader.execute(query.limit(limit + 1 if limit else None)).all()
    rows = [row._asdict() for row in (found[:limit] if limit else found)]
    count = reader.execute(select(func.count()).select_from(Revision.__table__)).scalar_one()
    following = encode_cursor((rows[-1]["number"],)) if len(found) > len(rows) else None
    return Page(rows, count, following)
