"""Writing sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from app.errors import Conflict, Fault, InvalidInput
from app.i18n import _
from app.ledger.change import Change
from app.models import Source
from app.pledges.schemas import SourceCreate
from app.text import fold, indexed

# What may be said of a source beside what makes it the same one.
DETAILS = ("author", "archived_url", "accessed_on", "seen_at", "language", "kind")

_S = Source.__table__.c
# Built once, for each statement that is written.
SAME = select(_S.id).where(_S.identity == bindparam("same"))


def identity(title: str, publisher: str, url: str, published_on: date | None) -> str:
    """What makes two mentions the same source, as a hash: its address, title, publisher and day."""
    parts = (fold(title), fold(publisher), url.strip(), published_on.isoformat() if published_on else "")
    return sha256("\n".join(parts).encode()).hexdigest()


def identity_of(given: SourceCreate) -> str:
    """The identity of a source as it was given."""
    return identity(given.title, given.publisher, given.url, given.published_on)


def find_or_add_source(change: Change, given: SourceCreate) -> int:
    """The row number of the record's own source where it is the same one, else of a new one.

    InvalidInput for an unknown id.
    """
    return find_source(change, given) or add_source(change, given)


def find_source(change: Change, given: SourceCreate) -> int | None:
    """The row number of the record's own source that is the same one. InvalidInput for an unknown id."""
    if given.id is not None:
        if change.session.get(Source, given.id) is None:
            raise InvalidInput(Fault("source.id", _("there is no source {id}", id=given.id)))
        return given.id
    return change.session.execute(SAME, {"same": identity_of(given)}).scalar()


def add_source(change: Change, given: SourceCreate) -> int:
    """A new source, which the record does not have; its row number."""
    [source_id] = change.add_rows(Source, [_values(change, given, identity_of(given))])
    return source_id


@dataclass(frozen=True, slots=True)
class Bookshelf:
    """The record's sources by identity, read once for as many mentions as a sheet has."""

    _ids: dict[str, int]

    @classmethod
    def load(cls, session: Session) -> Bookshelf:
        """Read them in this transaction."""
        return cls({row.identity: row.id for row in session.execute(select(Source.identity, Source.id))})

    def find(self, same: str) -> int | None:
        """The row number of the source with this identity, or None."""
        return self._ids.get(same)

    def add(self, change: Change, mentions: Iterable[tuple[str, SourceCreate]]) -> int:
        """Add those of the mentioned sources, each with its identity, that are not there; how many.

        The first mention counts.
        """
        missing: dict[str, SourceCreate] = {}
        for same, given in mentions:
            if same not in self._ids:
                missing.setdefault(same, given)
        rows = [_values(change, given, same) for same, given in missing.items()]
        self._ids.update(zip(missing, change.add_rows(Source, rows), strict=True))
        return len(rows)


def details(session: Session, source_ids: Iterable[int]) -> dict[int, Row[Any]]:
    """What the record says of these sources beside their identity."""
    columns = select(Source.id, *(getattr(Source, name) for name in DETAILS))
    return {row.id: row for row in session.execute(columns.where(Source.id.in_(list(source_ids))))}


def known_source(session: Session, given: SourceCreate) -> Source | None:
    """The record's own source that is the same publication."""
    return session.scalar(select(Source).where(Source.identity == identity_of(given)))


def edit_known_source(change: Change, found: Source, given: SourceCreate) -> None:
    """Make this source say what is given. Conflict: then it would be the same as another one."""
    other = known_source(change.session, given)
    if other is not None and other is not found:
        raise Conflict(_("The record has this source already (number {id}).", id=other.id))
    change.put(found, Source, str(found.id), _said(given, identity_of(given)))


def _values(change: Change, given: SourceCreate, same: str) -> dict[str, Any]:
    return {"dead_on": None, **_said(given, same), "recorded_at": change.at, "version": 1}


def _said(given: SourceCreate, same: str) -> dict[str, Any]:
    """The columns that follow from what is given."""
    return {
        **given.model_dump(exclude={"id"}),
        "identity": same,
        "folded": indexed(given.title, given.publisher, given.author, given.url),
    }
