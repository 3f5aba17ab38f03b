"""What the record has at the places that candidates speak of: pledges, and what was said of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from app.articles.entries import NEW, PLEDGE, Entry
from app.contributors.directory import Directory
from app.models.columns import OP, SO, ST, C, K, P
from app.models.naming import name_of
from app.pledges.detail import statements_where
from app.text import fold

MOST = 20
_WORD = re.compile(r"\w+(?:-\w+)*")
# Words that two things may share without being alike.
_SMALL = frozenset(
    (
        *("a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to", "with"),
        *("au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "pour", "un", "une"),
    )
)


@dataclass(frozen=True, slots=True)
class Spot:
    """An operation, a contributor and a category of the record, by row number; `unit` is the category's."""

    operation: int
    contributor: int
    category: int
    category_code: str
    unit: str


@dataclass(frozen=True, slots=True)
class Known:
    """A live pledge of the record, with its accepted statements, oldest day first."""

    id: int
    key: str
    item: str
    unit: str
    statements: Sequence[Mapping[str, Any]]


class Record:
    """Looks things up for all candidates of an article; each place is read once."""

    def __init__(self, reader: Connection) -> None:
        self.reader = reader
        self._operations = {fold(row.code): row.id for row in reader.execute(select(OP.code, OP.id))}
        self._categories = {fold(row.code): row for row in reader.execute(select(K.id, K.code, K.unit)).all()}
        self._contributors = Directory(reader)
        self._spots: dict[tuple[str, ...], Spot | None] = {}
        self._known: dict[Spot, list[Known]] = {}

    def spot(self, typed: Mapping[str, str]) -> Spot | None:
        """Where a candidate belongs; None until all three are named by what the record knows."""
        named = tuple(typed.get(name, "") for name in ("operation", "contributor", "category"))
        if named not in self._spots:
            self._spots[named] = self._spot(*named)
        return self._spots[named]

    def _spot(self, *named: str) -> Spot | None:
        operation, category = self._operations.get(fold(named[0])), self._categories.get(fold(named[2]))
        contributor = self._contributors.find(named[1])
        if operation is None or category is None or contributor is None:
            return None
        return Spot(operation, contributor, category.id, category.code, category.unit)

    def pledges(self, spot: Spot) -> list[Known]:
        """The live pledges of a place, the one that most was said of first."""
        if spot not in self._known:
            self._known[spot] = self._read(spot)
        return self._known[spot]

    def _read(self, spot: Spot) -> list[Known]:
        place = (
            (P.operation_id == spot.operation)
            & (P.contributor_id == spot.contributor)
            & (P.category_id == spot.category)
        )
        live = place & P.retracted_at.is_(None) & (P.review == "published")
        query = select(P.id, P.key, P.item, P.unit).where(live).order_by(P.key).limit(MOST)
        counted = ST.accepted & ST.retracted_at.is_(None) & (ST.review == "published")
        found = [
            Known(*row, statements=statements_where(self.reader, (ST.pledge_id == row.id) & counted))
            for row in self.reader.execute(query).all()
        ]
        return sorted(found, key=lambda pledge: -len(pledge.statements))

    def pledge_of(self, entry: Entry, spot: Spot) -> Known | None:
        """The pledge that a candidate is a statement of: the one that was chosen, else the one that fits best."""
        pledges, chosen = self.pledges(spot), entry.typed.get(PLEDGE, "")
        if chosen:
            return next((pledge for pledge in pledges if pledge.key == chosen), None)
        return best_fit(pledges, entry.typed.get("item", ""))


def names_of_contributors(reader: Connection) -> dict[str, str]:
    """What each contributor is called in the reader's language, by its code."""
    return {row.code: row.name for row in reader.execute(select(C.code, name_of(C)))}


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that the record has at an address, and how many statements rest on it."""

    id: int
    count: int


def source_at(reader: Connection, url: str) -> KnownSource | None:
    """The record's source of this address that most rests on; None for an address that is new, or empty."""
    if not url.strip() or not url.isprintable():
        return None
    count = func.count(ST.id)
    tables = SO.id.table.outerjoin(ST.id.table, (ST.source_id == SO.id) & ST.retracted_at.is_(None))
    query = select(SO.id, count).select_from(tables).where(SO.url == url.strip()).group_by(SO.id)
    row = reader.execute(query.order_by(count.desc(), SO.id).limit(1)).first()
    return KnownSource(*row) if row else None


def is_of_other_place(entry: Entry, record: Record, spot: Spot | None) -> bool:
    """Whether the pledge that was chosen is none of what the candidate says it is."""
    chosen = entry.typed.get(PLEDGE, "")
    if not chosen or chosen == NEW or spot is None:
        return False
    return all(pledge.key != chosen for pledge in record.pledges(spot))


def best_fit(pledges: Sequence[Known], item: str) -> Known | None:
    """The pledge that something called `item` belongs to, of those of one place; None where it is another thing.

    One that shares a word with it, else the one that most was said of. A thing with a number in its name ("C-130")
    is no other thing's pledge.
    """
    words = _words(item)
    if sharing := [pledge for pledge in pledges if words & _words(pledge.item)]:
        return max(sharing, key=lambda pledge: len(words & _words(pledge.item)))
    if any(letter.isdecimal() for letter in item):
        return next((pledge for pledge in pledges if not pledge.item), None)
    return pledges[0] if pledges else None


def same_thing(item: str, other: str) -> bool:
    """Whether two candidates of one place that the record has no pledge for are one pledge."""
    a, b = _words(item), _words(other)
    return not a or not b or bool(a & b)


def _words(item: str) -> set[str]:
    return set(_WORD.findall(fold(item))) - _SMALL
