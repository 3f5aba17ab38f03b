"""The record's own history: append-only, numbered without gaps, chained by hash."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from app.ledger.bulk import insert_rows
from app.models import Revision

NO_HASH = "0" * 64
BATCH = 1_000
WALKED_AT_ONCE = 5_000
HASHED = ("number", "actor", "action", "entity", "entity_key", "before", "after", "reason")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest revision: where the chain goes on."""

    number: int
    at: datetime
    hash: str

    def final_moment(self, asked: datetime | None = None) -> datetime | None:
        """The newest change, or the moment that was asked for where that is earlier; None in an empty record.

        What the record said then is final: nothing that is written later can have an earlier moment.
        """
        return min(self.at, asked or self.at) if self.number else None


# Built once: it is asked in each answer and each write.
_R = Revision.__table__.c
NEWEST = select(_R.number, _R.at, _R.hash).order_by(_R.number.desc()).limit(1)
# Before the first revision.
START = Head(0, datetime.min.replace(tzinfo=UTC), NO_HASH)


def head(reader: Session | Connection) -> Head:
    """The newest revision; number 0 in an empty record."""
    row = reader.execute(NEWEST).first()
    return Head(*row) if row else START


def data_version(reader: Session | Connection) -> int:
    """The number of the newest revision: it names one state of the record."""
    return reader.execute(select(func.coalesce(func.max(Revision.number), 0))).scalar_one()


def next_moment(last: datetime) -> datetime:
    """Now, or just after `last` where the clock was set back: moments of the record never repeat."""
    return max(datetime.now(UTC), last + timedelta(microseconds=1)) if last.year > 1 else datetime.now(UTC)


def chained(previous: Head, revision: Mapping[str, Any]) -> str:
    """The hash of a revision: of the hash before it and of everything it says, in one fixed form."""
    said = {name: revision[name] for name in HASHED}
    said["at"] = revision["at"].astimezone(UTC).isoformat()
    return sha256(previous.hash.encode() + orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def append(session: Session, last: Head, revisions: list[dict[str, Any]]) -> Head:
    """Write revisions after `last`, which the caller read under the write lock; the new head."""
    for revision in revisions:
        revision["number"] = last.number + 1
        revision["previous_hash"] = last.hash
        revision["hash"] = chained(last, revision)
        last = Head(revision["number"], revision["at"], revision["hash"])
    for start in range(0, len(revisions), BATCH):
        insert_rows(session, Revision, revisions[start : start + BATCH])
    return last


def broken_links(reader: Connection) -> Iterator[str]:
    """What is wrong with the chain, in words; nothing where it holds."""
    for _head, problems in links(reader):
        yield from problems


def links(
    reader: Connection, previous: Head = START, most: int | None = None
) -> Iterator[tuple[Head, list[str]]]:
    """Each revision after `previous`, at most so many, as the head that it was, with what is wrong with it."""
    # A few thousand at a time: a long history fits into any memory.
    query = select(Revision.__table__).order_by(Revision.number).execution_options(yield_per=WALKED_AT_ONCE)
    for row in reader.execute(query.where(Revision.number > previous.number).limit(most)):
        revision = row._asdict()
        problems = list(_broken(previous, revision))
        previous = Head(revision["number"], revision["at"], revision["hash"])
        yield previous, problems


def _broken(previous: Head, revision: Mapping[str, Any]) -> Iterator[str]:
    if revision["number"] != previous.number + 1:
        yield f"revision {previous.number + 1} is missing: the next one is {revision['number']}"
    if revision["previous_hash"] != previous.hash or revision["hash"] != chained(previous, revision):
        yield f"revision {revision['number']} does not follow from the one before it: it was changed"


@dataclass(frozen=True, slots=True)
class Version:
    """One record as a revision left it: the revision's number, and the picture that it kept."""

    number: int
    picture: dict[str, Any]


def version_of(reader: Session | Connection, entity: str, key: str, upto: int | None = None) -> Version:
    """The newest version of a record, or the one that it had at the revision `upto`; number 0: none."""
    of = (Revision.entity == entity) & (Revision.entity_key == key)
    query = select(Revision.number, Revision.after).where(of, Revision.after.is_not(None))
    if upto is not None:
        query = query.where(Revision.number <= upto)
    row = reader.execute(query.order_by(Revision.number.desc()).limit(1)).first()
    return Version(row.number, row.after) if row else Version(0, {})
