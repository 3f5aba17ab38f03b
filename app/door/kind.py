"""A kind of record that is entered and edited one by one: how it is read, added and changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, select

from app.errors import Stale
from app.i18n import _
from app.ledger.change import Change
from app.models.columns import R

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one kind are written, for forms and for programs.

    `model`: what is given for one. `read`: a record by its key, its own fields with codes for what it points at
    (NotFound). `given`: such a record as its model would be given it. `add` and `edit` write it and give its key
    (InvalidInput, Conflict). `place`: where the API has it ("operations"); `entity`: what the history calls it.
    """

    place: str
    entity: str
    model: type[BaseModel]
    read: Callable[[Connection, str], Row]
    given: Callable[[Row], Row]
    add: Callable[[Change, Any], str]
    edit: Callable[[Change, str, Any], str]


def tag_of(record: Mapping[str, Any]) -> str:
    """Another one as soon as the record is another: its version, or of what has none a hash of what it says."""
    if "version" in record:
        return str(record["version"])
    return sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()[:16]


def unchanged(change: Change, kind: Kind, key: str, tag: str) -> Row:
    """The record, if it is still as it was when it had this tag. NotFound; Stale otherwise."""
    record = kind.read(change.session.connection(), key)
    if tag_of(record) != tag:
        raise Stale(_("This record was changed since you read it."))
    return record


def original_of(reader: Connection, kind: Kind, record: Row, tag: str) -> Row | None:
    """The record as it was when it had this tag, from its history; None where that is not told."""
    if "version" not in record or not tag.isdigit():
        return None
    key = str(record.get("code", record.get("id")))
    told = select(R.after).where(R.entity == kind.entity, R.entity_key == key, R.after.is_not(None))
    pictures = (after for after in reader.execute(told).scalars() if after)
    return next((dict(after) for after in pictures if str(after.get("version")) == tag), None)
