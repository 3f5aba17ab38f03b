"""Totals: standings of one day, summed per contributor, operation, category, group or stage, and per unit.

Numbers of different units or stages are never added: every row has one unit and keeps the stages apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, literal_column, select
from sqlalchemy.exc import OperationalError

from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.ledger.standing import is_stock
from app.models import Category, Contributor, Operation, Pledge, Standing
from app.models.columns import OP, C, K, P, S
from app.pledges.queries import AMOUNTS, BOUNDED
from app.pledges.scope import Scope

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
    """A sum under way: of one unit, over the pledges of one group."""

    unit: str
    amounts: dict[str, list[int | None]] = field(
        default_factory=lambda: {name: [0, 0, 0] for name in AMOUNTS}
    )
    pledges: int = 0
    unquantified: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    operations: set[int] = field(default_factory=set)

    def add(self, row: Row[Any]) -> None:
        """Add a row that is already summed per operation and stage."""
        for name in AMOUNTS:
            value, low, high = self.amounts[name]
            assert value is not None and low is not None
            value += int(getattr(row, name))
            low += int(getattr(row, f"{name}_low"))
            # The high of a sum is open as soon as one of its rows' is.
            high = (
                None
                if high is None or getattr(row, f"{name}_open")
                else high + int(getattr(row, f"{name}_high") or 0)
            )
            self.amounts[name] = [value, low, high]
        self.pledges += row.pledges
        self.unquantified += int(row.unquantified)
        self.stages[row.stage] = self.stages.get(row.stage, 0) + row.pledges
        self.operations.add(row.operation_id)

    @property
    def counts_twice(self) -> bool:
        """Whether soldiers who changed hats between operations would count twice in `delivered`."""
        return is_stock(self.unit) and len(self.operations) > 1

    def as_row(self) -> dict[str, Any]:
        """The row as the contract names it."""
        amounts = dict(self.amounts)
        if self.counts_twice:
            amounts["delivered"] = [None, None, None]
        flat = {
            f"{name}{bound}": value
            for name, values in amounts.items()
            for bound, value in zip(("", "_low", "_high"), values, strict=True)
        }
        total = sum(self.amounts[name][0] or 0 for name in ("deployed", "committed", "announced"))
        counted = {"pledges": self.pledges, "unquantified": self.unquantified}
        return {
            "unit": self.unit,
            **flat,
            "total": total,
            **counted,
            "stages": dict(sorted(self.stages.items())),
        }


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
    groups: dict[tuple[str, ...], Sum] = {}
    overall: dict[str, Sum] = {}
    keys = [*(BY[name].label(f"by_{name}") for name in by), S.unit, S.operation_id, S.stage]
    for row in sums_of(reader, scope.on_the_day, keys):
        key = (*(getattr(row, f"by_{name}") for name in by), row.unit)
        groups.setdefault(key, Sum(row.unit)).add(row)
        overall.setdefault(row.unit, Sum(row.unit)).add(row)
    items = [{**dict(zip(by, key, strict=False)), **group.as_row()} for key, group in groups.items()]
    items.sort(key=lambda row: order_of(row, by))
    return Totals(by, items, [overall[unit].as_row() for unit in sorted(overall)])


def order_of(row: dict[str, Any], by: tuple[str, ...]) -> tuple[Any, ...]:
    """People first, then other units; within one the largest first."""
    return (row["unit"] != "people", row["unit"], -row["total"], *(row[name] for name in by))


def sums_of(reader: Connection, condition: ColumnElement[bool], keys: Sequence[Any]) -> Sequence[Row[Any]]:
    """The numbers of the standings that a condition holds for, summed per `keys`, with how many highs are open.

    SQLite refuses a sum over 64 bits: then the rows come one by one, for Python adds up whatever there is.
    """
    opened = [case((S[f"{name}_high"].is_(None), 1), else_=0).label(f"{name}_open") for name in AMOUNTS]
    added = [*(S[name] for name in (*BOUNDED, "unquantified")), *opened, literal_column("1").label("pledges")]
    each = select(*keys, *added).select_from(joined()).where(condition)
    sums = each.with_only_columns(*keys, *(func.sum(column).label(column.name) for column in added))
    try:
        return reader.execute(sums.group_by(*keys)).all()
    except OperationalError as error:
        if "overflow" not in str(error.orig):
            raise
        return reader.execute(each).all()


def joined() -> Any:
    """Standings with what they are grouped and filtered by."""
    return (
        Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id)
        .join(Contributor.__table__, C.id == S.contributor_id)
        .join(Operation.__table__, OP.id == S.operation_id)
        .join(Category.__table__, K.id == S.category_id)
    )
