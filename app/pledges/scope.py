"""A filter against the record: which rows it means, as a condition on standings, and how to say it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from app.contributors.directory import Directory
from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.models import Contributor, Pledge, Source
from app.models.columns import OP, ST, K, M, S
from app.models.types import FAR_MOMENT
from app.pledges.filter import PledgeFilter
from app.text import fold

Found = TypeVar("Found")


@dataclass(slots=True)
class Scope:
    """What a filter means in this record. `condition` is over standings joined to their pledges."""

    filter: PledgeFilter
    as_of: date
    faults: list[Fault] = field(default_factory=list)
    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    operation_ids: tuple[int, ...] = ()

    @property
    def recorded(self) -> ColumnElement[bool]:
        """What the record said: now, or at the moment asked for."""
        moment = self.filter.recorded_by
        if moment is None:
            return S.recorded_until == FAR_MOMENT
        return and_(S.recorded_from <= moment, S.recorded_until > moment)

    @property
    def on_the_day(self) -> ColumnElement[bool]:
        """The standings that hold on the as-of day."""
        return and_(self.recorded, S.from_on <= self.as_of, S.until_on > self.as_of, *self.conditions)

    @property
    def up_to_the_day(self) -> ColumnElement[bool]:
        """The standings that held on any day up to the as-of day."""
        return and_(self.recorded, S.from_on <= self.as_of, *self.conditions)

    def raise_faults(self) -> None:
        """For programs: a value that does not exist is an error."""
        if self.faults:
            raise InvalidQuery(*self.faults)


def scope_of(reader: Connection, filter: PledgeFilter) -> Scope:
    """Look the filter's codes up. What is not found is told in `faults` and left out of the condition."""
    scope = Scope(filter, filter.as_of or datetime.now(UTC).date())
    _narrow_operations(reader, scope)
    _narrow_contributors(reader, scope)
    _narrow_categories(reader, scope)
    if filter.stage:
        scope.conditions.append(S.stage.in_(filter.stage))
    if filter.unit:
        scope.conditions.append(S.unit == filter.unit)
    if filter.source is not None:
        _narrow_sources(reader, scope, filter.source)
    if filter.q:
        named = _Names(reader)
        scope.conditions += [_mentions(word, named) for word in fold(filter.q).split()]
    return scope


def _narrow_operations(reader: Connection, scope: Scope) -> None:
    if not scope.filter.operation:
        return
    rows = reader.execute(select(OP.id, OP.code, OP.part_of_id, OP.opens_on)).all()
    named = _known(scope, "operation", scope.filter.operation, {fold(r.code): r for r in rows}.get)
    if len(named) == 1 and scope.filter.as_of is None and named[0].opens_on:
        scope.as_of = named[0].opens_on
    ids = {row.id for row in named}
    # A group takes its parts in, and theirs.
    while grown := {r.id for r in rows if r.part_of_id in ids} - ids:
        ids |= grown
    scope.operation_ids = tuple(sorted(ids))
    if named:
        scope.conditions.append(S.operation_id.in_(scope.operation_ids))


def _narrow_contributors(reader: Connection, scope: Scope) -> None:
    filter = scope.filter
    if not filter.contributor and not filter.member_of:
        return
    directory = Directory(reader)
    found = _known(scope, "contributor", filter.contributor, directory.find)
    if found:
        scope.conditions.append(S.contributor_id.in_(found))
    organisations = _known(
        scope, "member_of", (filter.member_of,) if filter.member_of else (), directory.find
    )
    if organisations:
        scope.conditions.append(S.contributor_id.in_(members_on(organisations, scope.as_of)))


def members_on(organisations: Iterable[int], day: date) -> Any:
    """A query of the contributors that belonged to one of these organisations on `day`."""
    since = or_(M.since.is_(None), M.since <= day)
    until = or_(M.until.is_(None), M.until >= day)
    return select(M.member_id).where(M.organisation_id.in_(list(organisations)), since, until)


def _narrow_categories(reader: Connection, scope: Scope) -> None:
    if not scope.filter.category:
        return
    named: dict[str, list[int]] = {}
    rows = reader.execute(select(K.id, K.code, K.group)).all()
    for row in rows:
        named.setdefault(fold(row.group), []).append(row.id)
    # A category's own code wins over a group of the same name.
    named |= {fold(row.code): [row.id] for row in rows}
    found = _known(scope, "category", scope.filter.category, named.get)
    if found:
        scope.conditions.append(S.category_id.in_(sorted({i for ids in found for i in ids})))


def _narrow_sources(reader: Connection, scope: Scope, source: int) -> None:
    if not reader.execute(select(Source.id).where(Source.id == source)).first():
        scope.faults.append(Fault("source", _("there is no source {id}", id=source)))
        return
    quoted = exists().where(ST.pledge_id == S.pledge_id, ST.source_id == source, ST.retracted_at.is_(None))
    scope.conditions.append(quoted)


def _known(
    scope: Scope, field: str, written: tuple[str, ...], find: Callable[[str], Found | None]
) -> list[Found]:
    found = []
    for code in written:
        row = find(code if field in ("contributor", "member_of") else fold(code))
        if row is None:
            scope.faults.append(Fault(field, _("{written!r} is not in this record", written=code)))
        else:
            found.append(row)
    return found


class _Names:
    """The names of operations and categories: two short tables, searched here rather than in SQL."""

    def __init__(self, reader: Connection) -> None:
        operations = reader.execute(select(OP.id, OP.code, OP.name, OP.name_fr, OP.aliases))
        self._operations = {r.id: fold(r.code, r.name, r.name_fr, *r.aliases) for r in operations}
        categories = reader.execute(select(K.id, K.code, K.name, K.name_fr, K.group))
        self._categories = {r.id: fold(*r[1:]) for r in categories}

    def mention(self, word: str) -> ColumnElement[bool]:
        """Standings of an operation or in a category whose name has the word."""
        operations = [i for i, names in self._operations.items() if word in names]
        categories = [i for i, names in self._categories.items() if word in names]
        return or_(S.operation_id.in_(operations), S.category_id.in_(categories))


def _mentions(word: str, names: _Names) -> ColumnElement[bool]:
    """The word stands in the pledge, its contributor, operation or category, or in what a source says of it."""
    said = exists().where(
        ST.pledge_id == S.pledge_id,
        ST.retracted_at.is_(None),
        or_(has(ST.folded, word), ST.source_id.in_(select(Source.id).where(has(Source.folded, word)))),
    )
    by_name = S.contributor_id.in_(select(Contributor.id).where(has(Contributor.folded, word)))
    of = select(Pledge.id).where(or_(has(Pledge.folded, word), has(Pledge.key, word)))
    return or_(S.pledge_id.in_(of), by_name, names.mention(word), said)


def has(column: Any, word: str) -> ColumnElement[bool]:
    """The folded column holds the word, whatever signs the word has."""
    found: ColumnElement[bool] = column.contains(word, autoescape=True)
    return found
