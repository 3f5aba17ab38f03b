"""What a total leaves out, row by row: each with the reason for which it adds nothing, or not all it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from app.ledger.standing import UNCOUNTED
from app.models import Pledge, Statement
from app.models.columns import ST, P, S
from app.pledges.detail import known_by, statements_where
from app.pledges.named import pledges_named
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope, scope_of
from app.pledges.wholes import left_over, named_by_members

Row = dict[str, Any]
# In the order in which a page tells them. docs/method.md, "What is left out", says what each means.
REASONS = (
    *("members_share", "unquantified", "not_accepted", "retracted", "other_unit"),
    *("asked", "declined", "lapsed", "ended", "closed", "uncounted", "zero"),
)
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


def left_out_rows(reader: Connection, scope: Scope) -> list[Row]:
    """Everything that the sums over a scope leave out on its day, by reason, pledge and statement.

    A pledge that adds something and has something left out (a share that members named) is here too.
    """
    rows = [*_pledges(reader, scope), *_statements(reader, scope), *_retracted(reader, scope)]
    rows += _of_other_units(reader, scope)
    return sorted(rows, key=order_of)


def order_of(row: Row) -> tuple[int, str, int]:
    """Where a row stands in the list: no two have the same place."""
    return REASONS.index(row["reason"]), row["pledge"], row["statement"] or 0


def reasons_of(row: Row) -> Sequence[str]:
    """Why a pledge in scope adds nothing to a sum, or not all that it claims; empty where all of it counts."""
    reasons = ["members_share"] if named_by_members(row) > 0 else []
    if row["unquantified"]:
        reasons.append("unquantified")
    if not reasons and not left_over(row):
        reasons.append(_why_nothing(row))
    return reasons


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


def _pledges(reader: Connection, scope: Scope) -> list[Row]:
    """The pledges in scope on the day of which not everything counts."""
    counted = S.deployed + S.committed + S.announced
    adds_nothing = and_(S.deployed == 0, S.committed == 0, S.announced == 0)
    partly = or_(S.unquantified == 1, S.claim > counted, adds_nothing)
    rows = pledges_where(reader, and_(scope.on_the_day, partly))
    return [_of_pledge(reason, row) for row in rows for reason in reasons_of(row)]


def _why_nothing(row: Row) -> str:
    if row["stage"] in _OVER:
        return str(row["stage"])
    if row["stage"] in ("requested", "under_review"):
        return "asked"
    return "uncounted" if row["unit"] == UNCOUNTED else "zero"


def _of_other_units(reader: Connection, scope: Scope) -> list[Row]:
    """Where a unit is asked for: what the same filter means in other units."""
    if not scope.filter.unit:
        return []
    wider = scope_of(reader, scope.filter.but(unit="", as_of=scope.as_of))
    own = {row["key"] for row in pledges_where(reader, scope.on_the_day)}
    rows = pledges_where(reader, wider.on_the_day)
    return [_of_pledge("other_unit", row) for row in rows if row["key"] not in own]


def _of_pledge(reason: str, row: Row) -> Row:
    counted = left_over(row) if not row["unquantified"] or left_over(row) else None
    return {**row, **_NO_STATEMENT, "reason": reason, "pledge": row["key"], "counted": counted}


def _statements(reader: Connection, scope: Scope) -> list[Row]:
    """The statements that are known and not used, and those that were retracted."""
    moment = scope.filter.recorded_by
    known, gone = statements_left_out(scope)
    said = statements_where(reader, and_(known, or_(gone, ~ST.accepted)), moment)
    pledges = pledges_named(reader, {s["pledge"] for s in said})
    return [_of_statement(s, pledges[s["pledge"]]) for s in said]


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


def _retracted(reader: Connection, scope: Scope) -> list[Row]:
    keys = set(reader.execute(select(P.key).where(_retracted_pledges(scope))).scalars())
    rows = pledges_named(reader, keys).values()
    return [
        {
            **_NO_STANDING,
            **_NO_STATEMENT,
            **row,
            "reason": "retracted",
            "pledge": row["key"],
        }
        for row in rows
    ]
