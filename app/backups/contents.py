"""What a record and its copy must have in common, and what shows that a copy is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, table, text

from app.errors import MusterError
from app.i18n import _
from app.ledger import revisions
from app.system.check import loose_ends

VERSIONS = "alembic_version"


class NotSound(MusterError):
    """A copy that cannot be trusted; the message holds everything that is wrong with it, a line each."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a store: its migration (empty: none), and how many rows each table has."""

    migration: str
    counts: dict[str, int]

    @property
    def version(self) -> int:
        """The data version: revisions are numbered without gaps."""
        return self.counts.get("revision", 0)

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(self.counts.values())


def contents(reader: Connection) -> Contents:
    """What the store has at the moment that `reader` sees."""
    # Indexes of words follow from the rest (app/models/words.py).
    names = sorted(name for name in inspect(reader).get_table_names() if not name.startswith("fts_"))
    counts = {
        name: reader.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names
    }
    at = reader.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar() if VERSIONS in counts else None  # noqa: S608 - our own name
    return Contents(at or "", counts)


def faults(reader: Connection) -> Iterator[str]:
    """What is wrong with a store: its file, rows that point nowhere, its history."""
    if reader.dialect.name == "sqlite":
        yield from (said for said in reader.execute(text("PRAGMA integrity_check")).scalars() if said != "ok")
    yield from loose_ends(reader)
    yield from revisions.broken_links(reader)


def differences(original: Contents, copy: Contents) -> Iterator[str]:
    """Where a copy has other rows than what it was made from."""
    if original.migration != copy.migration:
        yield _(
            "the copy is at the migration {copied}, not {at}", copied=copy.migration, at=original.migration
        )
    for name in sorted(original.counts | copy.counts):
        here, there = original.counts.get(name), copy.counts.get(name)
        if here != there:
            yield _("{table} has {copied} rows in the copy, not {n}", table=name, copied=there, n=here)


def refuse(found: list[str], what: str) -> None:
    """NotSound where anything was found; `what` begins the message."""
    if found:
        raise NotSound("\n".join([what, *found[:20]]))
