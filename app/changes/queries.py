"""Reading the record's own history."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Select, String, and_, cast, func, or_, select

from app.models import Revision
from app.models.columns import ST, P, R
from app.paging import Page
from app.pledges.queries import AT_ONCE
from app.pledges.scope import Scope

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


def list_changes(reader: Connection, scope: Scope, *, after: int = 0, limit: int | None = None) -> Page:
    """Revisions, newest last, those after the one numbered `after`; `next` is the number of the page's last.

    `as_of`: those made by the end of that day; `recorded_by`: by that moment. Any other filter: those of the pledges
    in scope and of their statements, as they ever stood.
    """
    conditions = conditions_of(scope)
    found = reader.execute(_changes(scope, after).limit(limit + 1 if limit else None)).all()
    rows = [row._asdict() for row in (found[:limit] if limit else found)]
    count = select(func.count()).select_from(Revision.__table__).where(*conditions)
    following = str(rows[-1]["number"]) if len(found) > len(rows) else None
    return Page(rows, reader.execute(count).scalar_one(), following)


def all_changes(reader: Connection, scope: Scope, after: int = 0) -> Iterator[dict[str, Any]]:
    """The same, all of them, read while they are taken: for files of any length."""
    found = reader.execute(_changes(scope, after), execution_options={"yield_per": AT_ONCE})
    return (row._asdict() for row in found)


def _changes(scope: Scope, after: int) -> Select[Any]:
    columns = select(*(R[name] for name in CHANGE_FIELDS))
    return columns.where(R.number > after, *conditions_of(scope)).order_by(R.number)


def conditions_of(scope: Scope) -> list[Any]:
    """What the filter leaves of the revisions."""
    conditions = []
    if scope.filter.as_of:
        conditions.append(R.at < datetime.combine(scope.as_of + timedelta(days=1), time(tzinfo=UTC)))
    if scope.filter.recorded_by:
        conditions.append(R.at <= scope.filter.recorded_by)
    if scope.conditions:
        keys = select(P.key).where(P.id.in_(scope.pledge_ids))
        statements = select(cast(ST.id, String)).where(ST.pledge_id.in_(scope.pledge_ids))
        of_pledges = and_(R.entity == "pledge", R.entity_key.in_(keys))
        conditions.append(or_(of_pledges, and_(R.entity == "statement", R.entity_key.in_(statements))))
    return conditions
