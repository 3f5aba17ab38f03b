"""One change to the record: facts, standings and revisions in one transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Date, Select, func, inspect, select
from sqlalchemy.orm import Session

from app.db import Base, Database
from app.ledger import projection, revisions
from app.ledger.bulk import insert_rows
from app.models import Category, Contributor, Operation, Pledge
from app.models.types import Moment

# What names a record to a reader, for the columns that point at one. A source is named by its number.
NATURAL_KEYS: dict[str, tuple[type[Base], str]] = {
    "operation": (Operation, "code"),
    "category": (Category, "code"),
    "contributor": (Contributor, "code"),
    "pledge": (Pledge, "key"),
}
DERIVED = {"folded", "identity"}
CREATED, UPDATED, KEPT = "created", "updated", "kept"
RETRACTED, RESTORED = "retracted", "restored"
# Revisions wait for each other up to this many: a large load must not hold its whole history in memory.
REVISIONS_AT_ONCE = 1_000

Values = Mapping[str, Any]
Entity = TypeVar("Entity", bound=Base)


@dataclass(frozen=True, slots=True)
class Told:
    """What the history says of new rows: what was done, why, and what their pictures hold beside their columns."""

    action: str = CREATED
    reason: str = ""
    beside: Values = field(default_factory=dict)


class Change:
    """A transaction under way: its session, its one moment, who makes it, and what it has touched so far."""

    def __init__(self, session: Session, actor: str) -> None:
        self.session = session
        self.actor = actor
        # Why, of every revision that gives no reason of its own.
        self.reason = ""
        self._head = revisions.head(session)
        self.at: datetime = revisions.next_moment(self._head.at)
        self._revisions: list[dict[str, Any]] = []
        self._touched: set[int] = set()
        self._names: dict[tuple[str, int], Any] = {}

    @property
    def version(self) -> int:
        """The data version that this change began at, with what it has written since."""
        return self._head.number

    def touch(self, pledge_id: int) -> None:
        """The pledge's standings must be computed again before the transaction ends."""
        self._touched.add(pledge_id)

    def note(
        self, action: str, entity: Base, key: str, *, before: dict[str, Any] | None = None, reason: str = ""
    ) -> None:
        """Write down what happened to `entity`, which is flushed, as a revision."""
        self.remark(
            action, entity.__tablename__, key, before=before, after=self.picture(entity), reason=reason
        )

    def remark(
        self,
        action: str,
        entity: str,
        key: str,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Write down a revision whose pictures are made already, or that is of no single row."""
        said = {"actor": self.actor, "action": action, "entity": entity, "entity_key": key}
        self._revisions.append(
            {**said, "at": self.at, "before": before, "after": after, "reason": reason or self.reason}
        )
        if len(self._revisions) >= REVISIONS_AT_ONCE:
            self._write_revisions()

    def add_rows(
        self, model: type[Base], rows: list[dict[str, Any]], key: str = "id", told: Told | None = None
    ) -> list[int]:
        """Insert rows, whole but for their `id`, and write each down as created; their row numbers.

        For loads of any size: one statement for many rows. `key`: the column that names a row in the history. `told`:
        what the history says of it beside that.
        """
        told = told or Told()
        if not rows:
            return []
        ids = self._new_ids(model, len(rows))
        whole = [{**row, "id": row_id} for row_id, row in zip(ids, rows, strict=True)]
        insert_rows(self.session, model, whole)
        for row in whole:
            if model.__tablename__ in NATURAL_KEYS:
                self._names[model.__tablename__, row["id"]] = row[key]
            after = {**self.picture_of(model, row), **told.beside}
            self.remark(told.action, model.__tablename__, str(row[key]), after=after, reason=told.reason)
        return ids

    def _new_ids(self, model: type[Base], n: int) -> list[int]:
        """Row numbers for `n` new rows. Taken first: rows that are asked for theirs go in one by one on SQLite."""
        if self.session.get_bind().dialect.name == "sqlite":
            # No one else writes while this transaction does.
            last = self.session.execute(_last(model)).scalar_one() or 0
            return list(range(last + 1, last + 1 + n))
        numbers = func.generate_series(1, n).table_valued("value")
        following = func.nextval(func.pg_get_serial_sequence(model.__tablename__, "id"))
        return list(self.session.scalars(select(following).select_from(numbers)))

    def put(
        self, found: Entity | None, model: type[Entity], key: str, values: dict[str, Any]
    ) -> tuple[Entity, str]:
        """Make the record say `values`: in a new row, or in the row `found`, with a revision if it differs.

        Gives the row and CREATED, UPDATED or KEPT.
        """
        if found is None:
            found = model(**values)
            self.session.add(found)
            self.session.flush()
            self.note(CREATED, found, key)
            return found, CREATED
        if all(getattr(found, name) == value for name, value in values.items()):
            return found, KEPT
        self._update(found, key, values)
        return found, UPDATED

    def _update(self, found: Base, key: str, values: dict[str, Any]) -> None:
        before = self.picture(found)
        if "version" in before:
            values = {**values, "version": before["version"] + 1}
        for name, value in values.items():
            setattr(found, name, value)
        self.session.flush()
        self.note(UPDATED, found, key, before=before)

    def picture(self, entity: Base) -> dict[str, Any]:
        """The record as a revision keeps it: its own columns, with codes instead of row numbers."""
        model = type(entity)
        return self.picture_of(model, {column: getattr(entity, column) for column, _, _ in _columns(model)})

    def picture_of(self, model: type[Base], values: Values) -> dict[str, Any]:
        """The same for a row that is at hand as its column values."""
        picture = {name: values[column] for column, name, _ in _columns(model)}
        # Few columns need more than their value, and a load makes millions of pictures.
        for name, points_at in _columns_to_write_out(model):
            value = picture[name]
            if value is not None:
                picture[name] = self._name(points_at, value) if points_at else value.isoformat()
        return picture

    def _name(self, table: str, row_id: int) -> Any:
        name = self._names.get((table, row_id))
        if name is None:
            model, natural = NATURAL_KEYS[table]
            name = self._names[table, row_id] = getattr(self.session.get_one(model, row_id), natural)
        return name

    def finish(self) -> None:
        """Compute what follows from the facts, and chain the revisions. Nothing is committed here."""
        self.session.flush()
        projection.recompute(self.session, self._touched, self.at)
        self._touched = set()
        self._write_revisions()

    def _write_revisions(self) -> None:
        self._head = revisions.append(self.session, self._head, self._revisions)
        self._revisions = []


@cache
def _last(model: type[Base]) -> Select[tuple[Any]]:
    """Asks for the last row number."""
    return select(func.max(model.__table__.c.id))


@cache
def _columns(model: type[Base]) -> list[tuple[str, str, str | None]]:
    """Each column a revision keeps: its key, the name it is kept under, and the table whose code stands for it."""
    return [_column(column) for column in inspect(model).columns if column.key not in DERIVED]


@cache
def _columns_to_write_out(model: type[Base]) -> list[tuple[str, str | None]]:
    """Those that hold a day or a moment, and those that point at a record that is named by its code."""
    days = {column.key for column in inspect(model).columns if isinstance(column.type, (Date, Moment))}
    return [(name, points_at) for key, name, points_at in _columns(model) if points_at or key in days]


def _column(column: Any) -> tuple[str, str, str | None]:
    targets = [key.column.table.name for key in column.foreign_keys]
    if not targets:
        return column.key, column.key, None
    return column.key, column.key.removesuffix("_id"), targets[0] if targets[0] in NATURAL_KEYS else None


@contextmanager
def changing(database: Database, actor: str, *, keep: bool = True) -> Iterator[Change]:
    """A change to the record that is committed when the block ends well, and has never been otherwise.

    With `keep` false all is done and then undone: what a dry run needs.
    """
    with suppress(_UndoneError), database.writing() as session:
        change = Change(session, actor)
        yield change
        change.finish()
        if not keep:
            raise _UndoneError


class _UndoneError(Exception):
    """Ends a transaction that was only tried."""
