"""What the record has already of the pledges and statements that a sheet speaks of, read for many at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session, aliased

from app.models import Pledge, Statement

KEYS_AT_ONCE = 500
# What makes a statement of a pledge the one the record has.
IDENTITY = ("pledge_id", "on", "precision", "status", "quantity_text", "source_id")
# What else it says.
DETAILS = ("until", "condition", "speaker", "evidence", "accepted", "note")

Identity = tuple[Any, ...]


def pledges_by_key(session: Session, keys: Collection[str]) -> dict[str, RowMapping]:
    """The record's pledges with these keys, retracted ones too; `part_of` is the key of what each is part of."""
    whole = aliased(Pledge)
    columns = [c for c in Pledge.__table__.c if c.key not in ("folded", "created_at", "updated_at")]
    query = select(*columns, whole.key.label("part_of")).outerjoin_from(
        Pledge, whole, whole.id == Pledge.part_of_id
    )
    found = (
        row for some in _some(keys) for row in session.execute(query.where(Pledge.key.in_(some))).mappings()
    )
    return {row["key"]: row for row in found}


def pledge_keys(session: Session) -> set[str]:
    """Every key that is taken."""
    return set(session.scalars(select(Pledge.key)))


def statements_of(session: Session, pledge_ids: Collection[int]) -> dict[Identity, Mapping[str, Any]]:
    """The statements of these pledges by what makes them known, retracted ones too; a live one before a retracted."""
    columns = [getattr(Statement, name) for name in (*IDENTITY, *DETAILS)]
    found: dict[Identity, Mapping[str, Any]] = {}
    for some in _some(pledge_ids):
        # Retracted ones first, so that a live one takes their place.
        query = (
            select(*columns).where(Statement.pledge_id.in_(some)).order_by(Statement.retracted_at.is_(None))
        )
        for row in session.execute(query).mappings():
            found[identity_of(row)] = {**row}
    return found


def identity_of(values: Any) -> Identity:
    """What makes a statement known, from its columns."""
    return tuple(values[name] for name in IDENTITY)


def twins(session: Session) -> dict[bytes, int]:
    """The pledge that says each statement of the record, by `twin_of`: how a row without a key is found again."""
    columns = select(
        Pledge.operation_id,
        Pledge.contributor_id,
        Pledge.category_id,
        Pledge.item,
        *(getattr(Statement, name) for name in IDENTITY),
    ).join_from(Statement, Pledge, Pledge.id == Statement.pledge_id)
    rows = session.execute(columns.order_by(Statement.id.desc()), execution_options={"yield_per": 2_000})
    return {twin_of(row[:4], row[5:]): row.pledge_id for row in rows}


def twin_of(what: Iterable[Any], said: Iterable[Any]) -> bytes:
    """What a pledge is (operation, contributor, category, item) and what is said of it, in sixteen bytes.

    A digest, because a record of millions must fit: two that differ never share one in practice.
    """
    return blake2b(repr((*what, *said)).encode(), digest_size=16).digest()


def _some(values: Collection[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for start in range(0, len(every), KEYS_AT_ONCE):
        yield every[start : start + KEYS_AT_ONCE]
