"""Reading what became of promises: from the standings of each pledge up to a day, and the numbers said of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from app.figures.kept.schemas import DELIVERED, NOT_RECORDED, UNPROMISED, WITHDRAWN, Promise
from app.figures.presence.spoken import facts_where, parts_of, pledges_on
from app.figures.queries import joined
from app.figures.schemas import Amount
from app.ledger.amount import Amount as Counted
from app.ledger.track import OPEN_PROMISES, Fact
from app.models.columns import OP, ST, C, K, P, S
from app.models.naming import name_of
from app.pledges.scope import Scope

HELD = (
    *("from_on", "stage", "committed", "announced"),
    *("delivered", "delivered_low", "delivered_high"),
)
THERE = ("deployed", "ended")
REFUSED = ("declined", "lapsed")


def promises_on(reader: Connection, scope: Scope) -> list[Promise]:
    """The pledges in scope of which something was promised or delivered by its day, and what became of each.

    What organisations said of which members have named shares is left out: it is counted with the members' own
    pledges. See docs/method.md, "Keeping a promise".
    """
    named = [
        *(P.id, P.key, P.unit, C.alpha2, OP.code.label("operation"), name_of(OP).label("operation_name")),
        *(P.item, K.code.label("category"), name_of(K).label("category_name")),
        *(OP.aliases, C.code.label("contributor"), name_of(C).label("contributor_name")),
    ]
    held = select(*named, *(S[name] for name in HELD)).select_from(joined())
    known = (scope.recorded, S.from_on <= scope.as_of, S.pledge_id.in_(pledges_on(scope)))
    rows = reader.execute(held.where(*known).order_by(P.id, S.from_on)).all()
    said = and_(ST.status.in_((*OPEN_PROMISES, *THERE)), ST.pledge_id.in_(pledges_on(scope)))
    facts = facts_where(reader, scope, said)
    wholes = parts_of(reader, scope, pledges_on(scope))
    found = [
        _promise(list(standings), facts.get(i, ()))
        for i, standings in groupby(rows, lambda row: row.id)
        if i not in wholes
    ]
    return [promise for promise in found if promise]


def _promise(rows: Sequence[Row[Any]], facts: Sequence[Fact]) -> Promise | None:
    outcome, last = _outcome(rows), rows[-1]
    if outcome is None:
        return None
    numbered = [fact for fact in facts if fact.amount]
    promises = [fact for fact in numbered if fact.status in OPEN_PROMISES]
    has_number = outcome == WITHDRAWN or any(fact.status in THERE for fact in numbered)
    names = (
        *("key", "operation", "contributor", "contributor_name", "alpha2", "unit"),
        *("item", "category", "category_name"),
    )
    return Promise(
        **{name: getattr(last, name) for name in names},
        operation_name=next(iter(last.aliases), last.operation_name),
        outcome=outcome,
        promised=_shown(max(promises, key=Fact.order).amount) if promises else None,
        delivered=Amount(last.delivered, last.delivered_low, last.delivered_high) if has_number else None,
        days=_days(facts) if outcome == DELIVERED else None,
    )


def _outcome(rows: Sequence[Row[Any]]) -> str | None:
    """None where nothing was ever promised or delivered. A later promise takes the place of one withdrawn."""
    was_there = any(row.stage in THERE for row in rows)
    if not any(_is_outstanding(row) for row in rows):
        return UNPROMISED if was_there else None
    if was_there:
        return DELIVERED
    said = [row.stage for row in rows if row.stage in (*OPEN_PROMISES, *REFUSED)]
    return WITHDRAWN if said[-1] in REFUSED else NOT_RECORDED


def _is_outstanding(row: Row[Any]) -> bool:
    """Whether something was promised that was not there yet: what is there already is no promise to keep."""
    return row.stage in OPEN_PROMISES or row.committed + row.announced > 0


def _days(facts: Sequence[Fact]) -> int | None:
    """From the first promise to the first deployment; None where something was deployed before it was promised."""
    promised = min((fact.on for fact in facts if fact.status in OPEN_PROMISES), default=None)
    deployed = min((fact.on for fact in facts if fact.status == "deployed"), default=None)
    if promised is None or deployed is None or deployed < promised:
        return None
    return (deployed - promised).days


def _shown(amount: Counted | None) -> Amount | None:
    return Amount(amount.value, amount.low, amount.high) if amount else None
