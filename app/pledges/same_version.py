"""No edit is lost: what a form was filled from, what the record says since, and what was typed, beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.ledger.revisions import version_of
from app.ledger.stated_day import StatedDay
from app.models import Revision
from app.models.columns import SO, R
from app.pledges.forms import SOURCE_ID
from app.pledges.told import label_of
from app.web.forms import Typed

READ_AT = "read_at"
STATEMENT_FIELDS = (
    "status",
    "quantity",
    "on",
    "until",
    "evidence",
    "speaker",
    "condition",
    "accepted",
    "note",
)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody changed: as the form was filled, as the record says it now, as it was typed."""

    label: str
    original: str
    theirs: str
    yours: str

    @property
    def is_disputed(self) -> bool:
        """Whether both changed it, to different things."""
        return self.theirs not in (self.original, self.yours) and self.yours != self.original


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed the record since the form was filled: who, when, why, and field by field."""

    by: str
    at: Any
    reason: str
    clashes: tuple[Clash, ...]


def conflict_of(reader: Connection | Session, entity: str, key: str, typed: Typed) -> Conflict | None:
    """What came between the form and its saving; None where the record is as it was read."""
    newest, read = version_of(reader, entity, key), _number(typed.get(READ_AT, ""))
    if newest.number == read:
        return None
    original = typed_of(entity, version_of(reader, entity, key, upto=read).picture)
    theirs = typed_of(entity, newest.picture)
    who = reader.execute(select(R.actor, R.at, R.reason).where(Revision.number == newest.number)).one()
    clashes = _clashes(reader, original, theirs, {name: typed.get(name, "") for name in theirs})
    return Conflict(who.actor, who.at, who.reason, tuple(clashes))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def typed_of(entity: str, picture: Mapping[str, Any]) -> Typed:
    """A record's picture as it would be typed into the form that changes it."""
    if not picture:
        return {}
    if entity == "pledge":
        return {name: picture[name] or "" for name in ("item", "caveats")}
    on = str(StatedDay(date.fromisoformat(picture["on"]), picture["precision"]))
    own = {**picture, "on": on, "quantity": picture["quantity_text"]}
    own["accepted"] = "" if picture["accepted"] else "no"
    return {
        SOURCE_ID: str(picture["source"]),
        **{f"statement.{name}": own[name] or "" for name in STATEMENT_FIELDS},
    }


def _clashes(reader: Connection | Session, original: Typed, theirs: Typed, yours: Typed) -> Sequence[Clash]:
    titles = _titles(reader, [said.get(SOURCE_ID, "") for said in (original, theirs, yours)])
    found = []
    for name in theirs:
        said = [_plain(version.get(name, "")) for version in (original, theirs, yours)]
        if len(set(said)) > 1:
            words = [titles.get(text, text) if name == SOURCE_ID else text for text in said]
            found.append(Clash(_label(name), *words))
    return found


def _label(name: str) -> str:
    plain = name.removeprefix("statement.").removesuffix(".id")
    return label_of({"quantity": "quantity_text"}.get(plain, plain))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _titles(reader: Connection | Session, numbers: Sequence[str]) -> dict[str, str]:
    known = [int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 10]
    rows = reader.execute(select(SO.id, SO.title, SO.url).where(SO.id.in_(known)))
    return {str(row.id): row.title or row.url for row in rows}
