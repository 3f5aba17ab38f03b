"""What a dashboard says besides its sums: who, since when, by which sources, and what can be chosen. Plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from app.figures.queries import joined
from app.figures.schemas import Amount, numbers_of
from app.models import Category, Contributor, Membership, Pledge, Source, Standing, Statement
from app.models.columns import SO, C, K, M, P, S
from app.models.naming import name_of, sorting_name_of
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope
from app.pledges.wholes import own_rows

ASKED = ("requested", "under_review")
# Under a name of its own: a filter's words and source are looked up in the same table.
Said = Statement.__table__.alias("said")
# A filter asks for nothing beside a standing and its pledge.
WITH_PLEDGES = Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id)
IN_FORCE = S.deployed + S.committed + S.announced > 0


def wholes_on(reader: Connection, scope: Scope) -> dict[str, Amount]:
    """By code: what organisations said in all, where their members have named some of it."""
    has_parts = S.claim > S.deployed + S.committed + S.announced
    rows = pledges_where(reader, and_(scope.on_the_day, has_parts))
    said: dict[str, Amount] = {}
    for own in own_rows(reader, rows, scope.as_of, scope.filter.recorded_by).values():
        code = own["contributor"]
        said[code] = said.get(code, Amount()) + numbers_of(own).total
    return said


def asked_and_declined(reader: Connection, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """What is requested, under review and declined on the day: each with the newest statement that says so."""
    says_it = or_(S.pending == Said.c.status, and_(S.stage == "declined", Said.c.status == "declined"))
    columns = [
        P.key,
        P.item,
        C.code,
        name_of(C),
        C.alpha2,
        name_of(K).label("category"),
        K.code.label("category_code"),
    ]
    said = [
        Said.c.status,
        Said.c.on,
        Said.c.precision,
        Said.c.speaker,
        Said.c.evidence,
        Said.c.source_id,
        SO.publisher,
        SO.language,
    ]
    query = select(*columns, *said).select_from(
        joined().join(Said, Said.c.pledge_id == P.id).join(Source.__table__, SO.id == Said.c.source_id)
    )
    listed = (*ASKED, "declined")
    found = query.where(scope.on_the_day, counted(scope), Said.c.status.in_(listed), says_it).order_by(
        Said.c.on, Said.c.id
    )
    newest = {(row["key"], row["status"]): dict(row) for row in reader.execute(found).mappings()}
    rows = sorted(newest.values(), key=lambda row: (-row["on"].toordinal(), row["name"], row["key"]))
    return {status: [row for row in rows if row["status"] == status] for status in listed}


def days_around(reader: Connection, scope: Scope) -> tuple[date | None, date | None]:
    """The days nearest to the scope's, before and after, from which a statement on its pledges counts."""
    known = _said_of(scope, and_(scope.recorded, *scope.conditions))
    before = func.max(case((Said.c.on < scope.as_of, Said.c.on)))
    after = func.min(case((Said.c.on > scope.as_of, Said.c.on)))
    row = reader.execute(select(before, after).where(known)).one()
    return row[0], row[1]


def days_of_change(reader: Connection, scope: Scope) -> list[date]:
    """The days, whatever the scope's own, on which the standing of one of its pledges changed."""
    days = select(S.from_on).distinct().select_from(WITH_PLEDGES).where(scope.recorded, *scope.conditions)
    return sorted(reader.execute(days).scalars())


Behind = tuple[int, list[str]]


def sources_on(reader: Connection, scope: Scope) -> Behind:
    """How many sources the pledges in scope rest on by its day, and their publishers, those with most first."""
    return sources_on_both(reader, scope, scope)[0]


def sources_on_both(reader: Connection, scope: Scope, own: Scope) -> tuple[Behind, Behind]:
    """The same of a scope, and of `own`, which is narrower in its categories and unit and in nothing else.

    Statements are read once: behind a large operation there are thousands.
    """
    inside = [
        *([P.category_id.in_(own.category_ids)] if own.category_ids else []),
        *([P.unit == own.unit] if own.unit else []),
    ]
    mine = case((and_(*inside), SO.id)) if inside else SO.id
    counts = func.count(SO.id.distinct()).label("n"), func.count(mine.distinct()).label("own")
    tables = Said.join(Pledge.__table__, P.id == Said.c.pledge_id).join(
        Source.__table__, SO.id == Said.c.source_id
    )
    query = select(SO.publisher, *counts).select_from(tables).where(said_behind(scope)).group_by(SO.publisher)
    rows = [(row.publisher, row.n, row.own) for row in reader.execute(query)]
    return _behind((name, n) for name, n, _own in rows), _behind((name, own) for name, _n, own in rows)


def _behind(rows: Iterable[tuple[str, int]]) -> Behind:
    found = sorted(((-n, name) for name, n in rows if n))
    return -sum(n for n, _name in found), [name for _n, name in found if name]


def said_behind(scope: Scope) -> ColumnElement[bool]:
    """The statements, as `Said`, that the pledges in scope rest on by its day."""
    return and_(_said_of(scope, scope.on_the_day), Said.c.on <= scope.as_of)


def first_day(reader: Connection, scope: Scope) -> date | None:
    """The day of the first statement on any pledge in scope; None where there is none."""
    earliest = select(func.min(S.from_on)).select_from(WITH_PLEDGES).where(scope.recorded, *scope.conditions)
    found: date | None = reader.execute(earliest).scalar_one()
    return found


def categories_of(reader: Connection, operation_ids: tuple[int, ...]) -> list[dict[str, Any]]:
    """The categories and units that these operations have pledges in, whatever the day, in the categories' order."""
    columns = (K.code.label("category"), name_of(K), K.group, P.unit)
    query = select(*columns, func.count().label("pledges")).join_from(
        Pledge.__table__, Category.__table__, K.id == P.category_id
    )
    rows = reader.execute(
        query.where(_live(operation_ids))
        .group_by(K.code, name_of(K), K.group, P.unit, K.sort)
        .order_by(K.sort, K.code)
    )
    return [row._asdict() for row in rows]


def givers_named(reader: Connection, operation_ids: tuple[int, ...]) -> list[tuple[str, str]]:
    """Code and name of those with pledges in these operations, whatever the day, by name."""
    query = select(C.code, name_of(C)).join_from(
        Pledge.__table__, Contributor.__table__, C.id == P.contributor_id
    )
    rows = reader.execute(
        query.where(_live(operation_ids)).group_by(C.id).order_by(sorting_name_of(C), C.code)
    )
    return [(row.code, row.name) for row in rows]


def names_by_id(reader: Connection, ids: tuple[int, ...]) -> list[tuple[str, str]]:
    """Code and name of some contributors, by name."""
    if not ids:
        return []
    query = select(C.code, name_of(C)).where(C.id.in_(ids)).order_by(sorting_name_of(C))
    return [(row.code, row.name) for row in reader.execute(query)]


def organisations_with_members(reader: Connection) -> list[tuple[str, str]]:
    """Code and name of the organisations that somebody belongs or belonged to, by name."""
    query = select(C.code, name_of(C)).where(
        C.id.in_(select(M.organisation_id).select_from(Membership.__table__))
    )
    return [(row.code, row.name) for row in reader.execute(query.order_by(sorting_name_of(C), C.code))]


def counted(scope: Scope) -> ColumnElement[bool]:
    """The statements that count on the scope's day, as the record said at its moment."""
    return and_(Said.c.on <= scope.as_of, _published(scope))


def _published(scope: Scope) -> ColumnElement[bool]:
    moment = scope.filter.recorded_by
    live: ColumnElement[bool] = Said.c.retracted_at.is_(None)
    if moment:
        live = and_(Said.c.recorded_at <= moment, or_(live, Said.c.retracted_at > moment))
    return and_(Said.c.review == "published", Said.c.accepted, live)


def _said_of(scope: Scope, standings: ColumnElement[bool]) -> ColumnElement[bool]:
    """The statements on the pledges that have such a standing."""
    return and_(Said.c.pledge_id.in_(_pledges_with(standings)), _published(scope))


def _pledges_with(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(S.pledge_id)
        .join_from(Standing.__table__, Pledge.__table__, P.id == S.pledge_id)
        .where(condition)
    )


def _live(operation_ids: tuple[int, ...]) -> ColumnElement[bool]:
    live = and_(P.retracted_at.is_(None), P.review == "published")
    return and_(live, P.operation_id.in_(operation_ids)) if operation_ids else live
