"""What a total leaves out, row by row: each with the reason for which it adds nothing, or not all it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, literal, or_, select, union_all

from app.ledger.standing import UNCOUNTED
from app.models import Pledge, Standing, Statement
from app.models.columns import ST, P, S
from app.pledges.detail import known_by, statements_where
from app.pledges.named import pledges_named
from app.pledges.queries import AT_ONCE, pledges_of
from app.pledges.scope import Scope
from app.pledges.wholes import left_over

Row = dict[str, Any]
# In the order in which a page tells them. docs/method.md, "What is left out", says what each means.
REASONS = (
    *("members_share", "unquantified", "not_accepted", "retracted", "other_unit"),
    *("asked", "declined", "lapsed", "ended", "closed", "uncounted", "zero"),
)
_ASKED = ("requested", "under_review")
_OVER = ("ended", "closed", "declined", "lapsed")
_OF_A_STATEMENT = ("id", "on", "precision", "status", "quantity", "quantity_low", "quantity_high")
# What a row about a pledge has no statement for.
_NO_STATEMENT: Row = {
    **dict.fromkeys(("statement", "on", "precision", "status", "quantity", "quantity_low", "quantity_high")),
    "quantity_text": "",
    "note": "",
    "retraction_reason": "",
    "source": None,
    "said": None,
}
_NO_STANDING: Row = {"stage": None, "pending": "", "claim": None, "counted": None}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is left out for one reason: how many rows there are, and those that were asked for."""

    reason: str
    count: int
    rows: list[Row]


def left_out_rows(reader: Connection, scope: Scope) -> list[Row]:
    """Everything that the sums over a scope leave out on its day, by reason, pledge and statement.

    A pledge that adds something and has something left out (a share that members named) is here too.
    """
    return [row for group in left_out_by_reason(reader, scope) for row in group.rows]


def left_out_by_reason(reader: Connection, scope: Scope, most: int | None = None) -> list[LeftOut]:
    """The same, a reason at a time; of each the first `most` rows."""
    found: dict[str, list[Row]] = {}
    counts: Counter[str] = Counter()
    for reason, n, rows in (
        *_pledges(reader, scope, most),
        *_statements(reader, scope, most),
        *_retracted(reader, scope),
    ):
        counts[reason] += n
        found.setdefault(reason, []).extend(rows)
    return [
        LeftOut(reason, counts[reason], sorted(found[reason], key=order_of)[:most])
        for reason in REASONS
        if counts[reason]
    ]


def order_of(row: Row) -> tuple[int, str, int]:
    """Where a row stands in the list: no two have the same place."""
    return REASONS.index(row["reason"]), row["pledge"], row["statement"] or 0


def count_statements(reader: Connection, scope: Scope) -> tuple[int, int]:
    """Statements in scope up to its day that are not accepted, and rows that were retracted."""
    known, gone = statements_left_out(scope)
    disputed, retracted = (func.count(case((one, 1))) for one in (and_(~gone, ~ST.accepted), gone))
    pledges = select(func.count()).select_from(Pledge.__table__).where(_retracted_pledges(scope))
    query = select(disputed, retracted, pledges.scalar_subquery()).select_from(Statement.__table__)
    counts = reader.execute(query.where(known)).one()
    return counts[0], counts[1] + counts[2]


def statements_left_out(scope: Scope) -> tuple[Any, Any]:
    """Conditions: the statements of pledges in scope up to its day that are not accepted or were ever retracted; and
    which of them were retracted by then.
    """
    moment = scope.filter.recorded_by
    # In the words of the index ix_statement_left_out: they are few, and all others need not be read.
    either = or_(ST.retracted_at.is_not(None), ~ST.accepted)
    of_standing_pledges = ST.pledge_id.not_in(select(P.id).where(_is_retracted(P, moment)))
    known = and_(
        *_within(scope, ST.pledge_id), of_standing_pledges, either, ST.on <= scope.as_of, known_by(moment)
    )
    return known, _is_retracted(ST, moment)


def _within(scope: Scope, pledge_id: Any) -> list[Any]:
    return [pledge_id.in_(scope.pledge_ids)] if scope.conditions else []


def _is_retracted(of: Any, moment: Any) -> Any:
    gone = of.retracted_at.is_not(None)
    return gone if moment is None else and_(gone, of.retracted_at <= moment)


def _retracted_pledges(scope: Scope) -> Any:
    """The pledges in scope that were taken out of the record, of which something had been said by the day."""
    moment = scope.filter.recorded_by
    said = exists().where(ST.pledge_id == P.id, ST.on <= scope.as_of, known_by(moment))
    return and_(*_within(scope, P.id), _is_retracted(P, moment), said)


def _pledges(reader: Connection, scope: Scope, most: int | None) -> Iterator[tuple[str, int, list[Row]]]:
    """The pledges in scope on the day of which not everything counts, by reason."""
    found = list(reader.execute(_first(_reasons(scope), most)))
    rows = pledges_of(reader, sorted({row.number for row in found}))
    for reason, group in _by_reason(found):
        yield reason, group[0].n, [_of_pledge(reason, rows[row.number]) for row in group]


def _reasons(scope: Scope) -> Any:
    """Why a pledge adds nothing to a sum, or not all that it claims: a row (reason, number, place) each."""
    counted = S.deployed + S.committed + S.announced
    nothing = and_(S.unquantified == 0, S.claim <= counted, counted == 0)
    of_stage = {stage: stage for stage in _OVER} | dict.fromkeys(_ASKED, "asked")
    other = case((S.unit == UNCOUNTED, "uncounted"), else_="zero")
    why = {
        "members_share": S.claim > counted,
        "unquantified": S.unquantified == 1,
        "": nothing,
    }
    parts = [
        _standing_where(
            literal(reason) if reason else case(of_stage, value=S.stage, else_=other), scope.on_the_day, which
        )
        for reason, which in why.items()
    ]
    if scope.unit:
        # What the same filter means in other units.
        wider = replace(
            scope, conditions=[c for c in scope.conditions if not c.compare(S.unit == scope.unit)]
        )
        parts.append(_standing_where(literal("other_unit"), wider.on_the_day, S.unit != scope.unit))
    return union_all(*parts)


def _standing_where(reason: Any, *conditions: Any) -> Any:
    standing = Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id)
    columns = (reason.label("reason"), S.id.label("number"), P.key.label("place"))
    return select(*columns).select_from(standing).where(*conditions)


def _first(reasons: Any, most: int | None) -> Any:
    """Of each reason the first rows by place, and how many there are (`n`)."""
    every = reasons.subquery()
    own = {"partition_by": every.c.reason}
    rank = func.row_number().over(order_by=(every.c.place, every.c.number), **own).label("rank")
    ranked = select(every.c.reason, every.c.number, func.count().over(**own).label("n"), rank).subquery()
    rows = select(ranked.c.reason, ranked.c.number, ranked.c.n).order_by(ranked.c.reason, ranked.c.rank)
    return rows.where(ranked.c.rank <= most) if most else rows


def _by_reason(rows: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    return ((reason, list(group)) for reason, group in groupby(rows, key=attrgetter("reason")))


def _of_pledge(reason: str, row: Row) -> Row:
    counted = left_over(row) if not row["unquantified"] or left_over(row) else None
    return {**row, **_NO_STATEMENT, "reason": reason, "pledge": row["key"], "counted": counted}


def _statements(reader: Connection, scope: Scope, most: int | None) -> Iterator[tuple[str, int, list[Row]]]:
    """The statements that are known and not used, and those that were retracted."""
    known, gone = statements_left_out(scope)
    reason = case((gone, "retracted"), else_="not_accepted").label("reason")
    tables = Statement.__table__.join(Pledge.__table__, P.id == ST.pledge_id)
    each = select(reason, ST.id.label("number"), P.key.label("place")).select_from(tables)
    found = list(reader.execute(_first(each.where(known, or_(gone, ~ST.accepted)), most)))
    said = _said(reader, [row.number for row in found], scope.filter.recorded_by)
    pledges = pledges_named(reader, {s["pledge"] for s in said.values()})
    for own, group in _by_reason(found):
        spoken = [said[row.number] for row in group]
        yield own, group[0].n, [_of_statement(s, pledges[s["pledge"]]) for s in spoken]


def _said(reader: Connection, numbers: Sequence[int], moment: Any) -> dict[int, Row]:
    said: dict[int, Row] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = ST.id.in_(numbers[start : start + AT_ONCE])
        said |= {s["id"]: s for s in statements_where(reader, some, moment)}
    return said


def _of_statement(s: Row, pledge: Row) -> Row:
    own = {"statement" if name == "id" else name: s[name] for name in _OF_A_STATEMENT}
    texts = {name: s[name] for name in ("quantity_text", "note", "retraction_reason", "source")}
    reason = "retracted" if s["retracted_at"] else "not_accepted"
    return {
        **pledge,
        **_NO_STANDING,
        **own,
        **texts,
        "reason": reason,
        "pledge": pledge["key"],
        "said": s,
    }


def _retracted(reader: Connection, scope: Scope) -> Iterator[tuple[str, int, list[Row]]]:
    keys = set(reader.execute(select(P.key).where(_retracted_pledges(scope))).scalars())
    rows = [
        {**_NO_STANDING, **_NO_STATEMENT, **row, "reason": "retracted", "pledge": row["key"]}
        for row in pledges_named(reader, keys).values()
    ]
    yield "retracted", len(rows), rows
