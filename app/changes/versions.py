"""Reading every version of one record from the revisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, String, and_, cast, or_, select

from app.changes.queries import CHANGE_FIELDS
from app.models.columns import ST, P, R


def revisions_of(reader: Connection, entity: str, key: str) -> list[dict[str, Any]]:
    """The revisions of a record, oldest first; of a pledge, those of its statements too."""
    if "\0" in entity + key:
        return []
    of = and_(R.entity == entity, R.entity_key == key)
    if entity == "pledge":
        pledge = select(P.id).where(P.key == key).scalar_subquery()
        statements = select(cast(ST.id, String)).where(ST.pledge_id == pledge)
        of = or_(of, and_(R.entity == "statement", R.entity_key.in_(statements)))
    query = select(*(R[name] for name in CHANGE_FIELDS)).where(of).order_by(R.number)
    return [row._asdict() for row in reader.execute(query)]


def beside(numbers: Sequence[int], number: int) -> tuple[int | None, int | None]:
    """The revision before one, and the one after it."""
    at = numbers.index(number)
    return numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None
