"""A filter against the record: which rows it means, as a condition on standings, and how to say it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select
from sqlalchemy.sql.visitors import replacement_traverse

from app.contributors.directory import Directory
from app.errors import Fault, InvalidQuery
from app.frozen import today
from app.i18n import _
from app.models import Source
from app.models.columns import OP, ST, C, K, M, P, S
from app.models.types import FAR_MOMENT
from app.pledges.filter import PledgeFilter
from app.pledges.mentions import Names, mentions
from app.text import fold, sought

Found = TypeVar("Found")
# What a standing says of its pledge, the pledge says itself.
OF_THE_PLEDGE: dict[Any, Any] = {
    S.pledge_id: P.id,
    S.operation_id: P.operation_id,
    S.contributor_id: P.contributor_id,
    S.category_id: P.category_id,
    S.unit: P.unit,
}


@dataclass(slots=True)
class Scope:
    """What a filter means in this record. `condition` is over standings joined to their pledges."""

    filter: PledgeFilter
    as_of: date
    faults: list[Fault] = field(default_factory=list)
    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    operation_ids: tuple[int, ...] = ()
    contributor_ids: tuple[int, ...] = ()
    category_ids: tuple[int, ...] = ()
    # The one unit it is narrowed to; empty: all.
    unit: str = ""

    @property
    def recorded(self) -> ColumnElement[bool]:
        """What the record said: now, or at the moment asked for."""
        return recorded(self.filter.recorded_by)

    @property
    def on_the_day(self) -> ColumnElement[bool]:
        """The standings that hold on the as-of day."""
        return and_(self.recorded, S.from_on <= self.as_of, S.until_on > self.as_of, *self.conditions)

    @property
    def up_to_the_day(self) -> ColumnElement[bool]:
        """The standings that held on any day up to the as-of day."""
        return and_(self.recorded, S.from_on <= self.as_of, *self.conditions)

    @property
    def pledge_ids(self) -> Select[tuple[int]]:
        """The pledges in scope whatever the day, with or without standings; those at a stage: on the as-of day."""
        if self.filter.stage:
            return select(S.pledge_id).where(self.on_the_day)
        return select(P.id).where(*(in_terms_of(OF_THE_PLEDGE, c) for c in self.conditions))

    def raise_faults(self) -> None:
        """For programs: a value that does not exist is an error."""
        if self.faults:
            raise InvalidQuery(*self.faults)


def in_terms_of(columns: Mapping[Any, Any], clause: Any) -> Any:
    """The same clause of other columns: `columns` has, by each of its own, the one to take instead."""

    def other(element: Any, **_options: Any) -> Any:
        return columns.get(element)

    return replacement_traverse(clause, {}, other)


def scope_of(reader: Connection, filter: PledgeFilter) -> Scope:
    """Look the filter's codes up. What is not found is told in `faults` and left out of the condition."""
    scope = Scope(filter, filter.as_of or today())
    _narrow_operations(reader, scope)
    _narrow_contributors(reader, scope)
    _narrow_categories(reader, scope)
    if filter.stage:
        scope.conditions.append(S.stage.in_(filter.stage))
    if filter.unit:
        _narrow_units(reader, scope)
    if filter.source is not None:
        _narrow_sources(reader, scope, filter.source)
    if filter.q:
        named = Names(reader)
        said = live(filter.recorded_by)
        scope.conditions += [mentions(word, named, said) for word in sought(filter.q)]
    return scope


def narrowed(reader: Connection, scope: Scope, *, category: tuple[str, ...], unit: str) -> Scope:
    """The same scope in these categories and this unit, on the same day: only what is new in it is looked up."""
    filter = scope.filter
    own = replace(
        scope,
        filter=filter.but(category=category, unit=unit, as_of=scope.as_of),
        faults=[*scope.faults],
        conditions=[*scope.conditions],
    )
    if not filter.category:
        _narrow_categories(reader, own)
    if unit and not filter.unit:
        _narrow_units(reader, own)
    return own


def _narrow_operations(reader: Connection, scope: Scope) -> None:
    if not scope.filter.operation:
        return
    rows = reader.execute(select(OP.id, OP.code, OP.part_of_id, OP.opens_on)).all()
    codes = {fold(r.code): r for r in rows}
    named = _known(scope, "operation", lambda code: codes.get(fold(code)), accepted=codes)
    ids = {row.id for row in named}
    if len(ids) == 1 and scope.filter.as_of is None and named[0].opens_on:
        # Only a copy frozen on a day before can have a today that comes earlier.
        scope.as_of = min(named[0].opens_on, scope.as_of)
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
    found = _known(scope, "contributor", directory.find)
    if found:
        scope.contributor_ids = tuple(found)
        scope.conditions.append(S.contributor_id.in_(found))
    rows = reader.execute(select(C.id, C.code).where(C.kind == "organisation"))
    known = {row.id: row.code for row in rows}
    organisations = _known(
        scope,
        "member_of",
        lambda code: i if (i := directory.find(code)) in known else None,
        accepted=known.values(),
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
    found = _known(scope, "category", lambda code: named.get(fold(code)), accepted=named)
    if found:
        scope.category_ids = tuple(sorted({i for ids in found for i in ids}))
        scope.conditions.append(S.category_id.in_(scope.category_ids))


def _narrow_units(reader: Connection, scope: Scope) -> None:
    written = scope.filter.unit
    units = {fold(unit): unit for unit in reader.execute(select(K.unit).distinct()).scalars()}
    # A pledge may have a unit that no category has.
    own = select(P.unit).where(P.unit == written).limit(1)
    unit = units.get(fold(written)) or reader.execute(own).scalar()
    if unit is None:
        names = ", ".join(sorted(units.values()))
        message = _("{written!r} is not in this record: accepted are {names}", written=written, names=names)
        scope.faults.append(Fault("unit", message))
    else:
        scope.unit = unit
        scope.conditions.append(S.unit == unit)


def recorded(moment: datetime | None, of: Any = S) -> ColumnElement[bool]:
    """The standings that the record had at a moment (None: that it has now). `of`: their columns."""
    if moment is None:
        return cast("ColumnElement[bool]", of.recorded_until == FAR_MOMENT)
    return and_(of.recorded_from <= moment, of.recorded_until > moment)


def live(moment: datetime | None, of: Any = ST) -> ColumnElement[bool]:
    """The statements that stood in the record at a moment (None: now): entered, not retracted. `of`: their columns."""
    if moment is None:
        return cast("ColumnElement[bool]", of.retracted_at.is_(None))
    return and_(of.recorded_at <= moment, or_(of.retracted_at.is_(None), of.retracted_at > moment))


def _narrow_sources(reader: Connection, scope: Scope, source: int) -> None:
    if not reader.execute(select(Source.id).where(Source.id == source)).first():
        scope.faults.append(Fault("source", _("there is no source {id}", id=source)))
        return
    said = live(scope.filter.recorded_by)
    scope.conditions.append(exists().where(ST.pledge_id == S.pledge_id, ST.source_id == source, said))


def _known(
    scope: Scope, field: str, find: Callable[[str], Found | None], accepted: Iterable[str] = ()
) -> list[Found]:
    """What the codes that a parameter holds mean; those that mean nothing are faults, which say what is accepted."""
    written = getattr(scope.filter, field)
    found = []
    for code in (written,) if isinstance(written, str) else written:
        row = find(code) if code else None
        if row is not None:
            found.append(row)
        elif code:
            names = ", ".join(sorted(accepted)) or _("a country's ISO code or an organisation's")
            message = _("{written!r} is not in this record: accepted are {names}", written=code, names=names)
            scope.faults.append(Fault(field, message))
    return found
