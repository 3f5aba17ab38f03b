"""Reading who was there when: the standings of each pledge up to a day, as days without a gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from app.figures.presence.overdue import overdue_on
from app.figures.presence.schemas import Overdue, Presence, in_order, stays_of
from app.figures.presence.spoken import pledges_on
from app.figures.queries import joined
from app.figures.schemas import Amount
from app.models.columns import OP, C, K, P, S
from app.models.naming import name_of
from app.pledges.scope import Scope

HELD = (
    *("from_on", "until_on", "stage", "unquantified", "deployed", "deployed_low", "deployed_high"),
    *("committed", "announced", "claim", "promised"),
)

NAMED = (
    *("id", "key", "operation", "contributor", "contributor_name", "alpha2"),
    *("category", "category_name", "sort", "item", "unit", "stage", "promised"),
)


def presence_on(
    reader: Connection,
    scope: Scope,
    late: Mapping[int, Overdue] | None = None,
    only: Collection[int] | None = None,
) -> list[Presence]:
    """The pledges in scope of which something was in place by its day or is overdue on it; the overdue alone last.

    Nothing after the day is known: what ends later is still there. `late`: what is overdue, by pledge, where that was
    read already; `only`: some pledges by their numbers.
    """
    named = [
        *(P.id, P.key, P.item, P.unit, K.sort, C.alpha2),
        *(OP.code.label("operation"), name_of(OP).label("operation_name"), OP.aliases),
        *(C.code.label("contributor"), name_of(C).label("contributor_name")),
        *(K.code.label("category"), name_of(K).label("category_name")),
    ]
    held = select(*named, *(S[name] for name in HELD)).select_from(joined())
    chosen = pledges_on(scope) if only is None else list(only)
    known = (scope.recorded, S.from_on <= scope.as_of, S.pledge_id.in_(chosen))
    rows = reader.execute(held.where(*known).order_by(P.id, S.from_on)).all()
    overdue = overdue_on(reader, scope) if late is None else late
    pledges = [
        _presence(list(standings), scope, overdue.get(i)) for i, standings in groupby(rows, lambda r: r.id)
    ]
    there = in_order([pledge for pledge in pledges if pledge.stays])
    alone = [pledge for pledge in pledges if pledge.overdue and not pledge.stays]
    return [*there, *sorted(alone, key=lambda pledge: (pledge.sort, pledge.contributor_name, pledge.key))]


def _presence(rows: list[Row[Any]], scope: Scope, overdue: Overdue | None) -> Presence:
    last = rows[-1]
    days = [
        (row.from_on, row.until_on if row.until_on <= scope.as_of else None, row.stage, _in_place(row))
        for row in rows
    ]
    return Presence(
        **{name: getattr(last, name) for name in NAMED},
        operation_name=next(iter(last.aliases), last.operation_name),
        is_named=any(row.claim > row.deployed + row.committed + row.announced for row in rows),
        stays=stays_of(days),
        overdue=overdue,
    )


def _in_place(row: Row[Any]) -> Amount | None:
    """The number in place; None where no source gives one, or where nobody counts."""
    if row.unquantified or row.unit == "none":
        return None
    return Amount(row.deployed, row.deployed_low, row.deployed_high)
