"""Totals: standings of one day, summed per contributor, operation, category, group or stage, and per unit.

Numbers of different units or stages are never added: every row has one unit and keeps the stages apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add, attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select
from sqlalchemy.exc import OperationalError

from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.ledger.counted import counted, is_of_several
from app.ledger.standing import is_stock
from app.models import Category, Contributor, Operation, Pledge, Standing
from app.models.columns import OP, C, K, P, S
from app.models.tally import COUNTED
from app.pledges.scope import Scope
from app.pledges.tallied import tallied
from app.vocabulary import AMOUNTS, BOUNDED

BY: dict[str, Any] = {
    "contributor": C.code,
    "operation": OP.code,
    "category": K.code,
    "group": K.group,
    "stage": S.stage,
}
SUMMED = (*BOUNDED, "total", "pledges", "unquantified", "stages")


@dataclass(slots=True)
class Sum:
    """A sum under way: of one unit, over the pledges of one group. `numbers` are in the order of COUNTED."""

    unit: str
    numbers: list[int] = field(default_factory=lambda: [0] * len(COUNTED))
    stages: dict[str, int] = field(default_factory=dict)

    def add(self, numbers: Sequence[int], stages: Mapping[str, int]) -> None:
        """Add numbers that are summed already, and how many pledges at which stage they are of."""
        self.numbers = list(map(add, self.numbers, numbers))
        for stage, pledges in stages.items():
            self.stages[stage] = self.stages.get(stage, 0) + pledges

    def as_row(self) -> dict[str, Any]:
        """The row as the contract names it."""
        counted = dict(zip(COUNTED, self.numbers, strict=True))
        return {
            "unit": self.unit,
            **with_open(self.unit, self.numbers),
            "total": sum(counted[name] for name in ("deployed", "committed", "announced")),
            "pledges": counted["pledges"],
            "unquantified": counted["unquantified"],
            "stages": dict(sorted(self.stages.items())),
        }


def with_open(unit: str, numbers: Sequence[int]) -> dict[str, Any]:
    """The four numbers of a unit with their bounds, from sums in the order of COUNTED."""
    counted: dict[str, Any] = dict(zip(COUNTED, numbers, strict=True))
    # The high of a sum is open as soon as one of its rows' is.
    bounds = {f"{name}_high": None for name in AMOUNTS if counted[f"{name}_open"]}
    # Soldiers who changed hats between operations would count twice in `delivered`.
    counts_twice = is_stock(unit) and is_of_several(counted)
    uncounted = dict.fromkeys(("delivered", "delivered_low", "delivered_high")) if counts_twice else {}
    return {**{name: counted[name] for name in BOUNDED}, **bounds, **uncounted}


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows per group and unit, largest first; and one row a unit over all of them."""

    by: tuple[str, ...]
    items: list[dict[str, Any]]
    totals: list[dict[str, Any]]


def parse_by(text: str, allowed: Iterable[str] = BY) -> tuple[str, ...]:
    """One or two of the columns that totals can be grouped by."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if (
        not 1 <= len(names) <= 2
        or len(set(names)) != len(names)
        or any(name not in allowed for name in names)
    ):
        message = _("{written!r}: give one or two of {names}", written=text, names=", ".join(allowed))
        raise InvalidQuery(Fault("by", message))
    return names


def totals_by(reader: Connection, scope: Scope, by: tuple[str, ...]) -> Totals:
    """The sums of the standings in scope on its day. Every total is the sum of its rows."""
    keys = [*(BY[name].label(f"by_{name}") for name in by), S.unit, S.stage]
    return totals_of(sums_on(reader, scope, keys), by)


def every_sum(
    reader: Connection, scope: Scope, by: Iterable[str] = ("contributor", "operation", "category", "group")
) -> Sequence[Row[Any]]:
    """The sums of the standings in scope on its day, per `by`, operation, category, unit and stage.

    All totals of a page follow from it (`totals_of`): one query, many renderings.
    """
    keys = [BY[name].label(f"by_{name}") for name in by]
    return sums_on(reader, scope, [*keys, S.unit, S.operation_id, S.category_id, S.stage])


def within(rows: Iterable[Row[Any]], scope: Scope) -> list[Row[Any]]:
    """Those of the sums that are in a scope that is narrower in its categories and unit, and in nothing else."""
    return [
        row
        for row in rows
        if (not scope.category_ids or row.category_id in scope.category_ids)
        and (not scope.unit or row.unit == scope.unit)
    ]


def totals_of(rows: Iterable[Row[Any]], by: tuple[str, ...]) -> Totals:
    """The same of sums that were read already, in groups that are as fine or finer."""
    groups: dict[Any, Sum] = {}
    overall: dict[str, Sum] = {}
    keyed = attrgetter(*("stage" if name == "stage" else f"by_{name}" for name in by), "unit")
    for row in rows:
        group = groups.get(key := keyed(row)) or groups.setdefault(key, Sum(row.unit))
        group.add(list(map(int, row[-len(COUNTED) :])), {row.stage: int(row.pledges)})
    for group in groups.values():
        overall.setdefault(group.unit, Sum(group.unit)).add(group.numbers, group.stages)
    items = [{**dict(zip(by, key, strict=False)), **group.as_row()} for key, group in groups.items()]
    items.sort(key=lambda row: order_of(row, by))
    return Totals(by, items, [overall[unit].as_row() for unit in sorted(overall)])


def order_of(row: dict[str, Any], by: tuple[str, ...]) -> tuple[Any, ...]:
    """People first, then other units; within one the largest first."""
    return (row["unit"] != "people", row["unit"], -row["total"], *(row[name] for name in by))


def sums_on(reader: Connection, scope: Scope, keys: Sequence[Any]) -> Sequence[Row[Any]]:
    """The sums per `keys` of the standings in scope on its day: of a tally where one can tell, else of each of them."""
    rows = tallied(reader, scope, keys)
    return sums_of(reader, scope.on_the_day, keys) if rows is None else rows


def sums_of(reader: Connection, condition: ColumnElement[bool], keys: Sequence[Any]) -> Sequence[Row[Any]]:
    """The numbers of the standings that a condition on them holds for, summed per `keys`, with how many highs are open.

    SQLite refuses a sum over 64 bits: then the rows come one by one, for Python adds up whatever there is.
    """
    added = {name: counted(name) for name in COUNTED}
    each = select(*keys, *(value.label(name) for name, value in added.items()))
    each = each.select_from(_named_in(keys)).where(condition)
    sums = each.with_only_columns(*keys, *(func.sum(value).label(name) for name, value in added.items()))
    try:
        return reader.execute(sums.group_by(*keys)).all()
    except OperationalError as error:
        if "overflow" not in str(error.orig):
            raise
        return reader.execute(each).all()


def _named_in(keys: Sequence[Any]) -> Any:
    """Standings with the tables that `keys` are columns of, and no others: a sum may be over a million of them."""
    tables: Any = Standing.__table__
    used = {column.table for key in keys for column in key.base_columns}
    for columns, of in ((C, S.contributor_id), (OP, S.operation_id), (K, S.category_id)):
        if columns.id.table in used:
            tables = tables.join(columns.id.table, columns.id == of)
    return tables


def joined() -> Any:
    """Standings with what they are grouped and filtered by."""
    return (
        Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id)
        .join(Contributor.__table__, C.id == S.contributor_id)
        .join(Operation.__table__, OP.id == S.operation_id)
        .join(Category.__table__, K.id == S.category_id)
    )
