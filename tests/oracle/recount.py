"""The recount: a folder of sheets in, standings and totals of a day out, by no code of the application."""

from datetime import date
from typing import Any

from .number import add
from .sheets import Pledge, Record, load
from .standing import STOCKS, Standing, standing_on

__all__ = ["Record", "Standing", "load", "standing_on", "totals"]

NUMBERS = ("deployed", "committed", "announced", "delivered")


def totals(record: Record, *, operation: str | None, day: date, by: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row a (by..., unit), in that order; by contributor, operation, category, group or stage.

    A group operation takes its parts in, None takes all; ValueError for an unknown operation or `by`.
    """
    wanted = _operations(record, operation)
    rows: dict[tuple[str, ...], list[tuple[Pledge, Standing]]] = {}
    for pledge in record.pledges.values():
        standing = standing_on(record, pledge.key, day)
        if standing is not None and pledge.operation in wanted:
            place = (*(_column(record, name, pledge, standing) for name in by), pledge.unit)
            rows.setdefault(place, []).append((pledge, standing))
    names = (*by, "unit")
    return [dict(zip(names, place, strict=True)) | _row(rows[place]) for place in sorted(rows)]


def _operations(record: Record, wanted: str | None) -> set[str]:
    if wanted is not None and wanted not in record.operations:
        raise ValueError(f"operation {wanted!r}: accepted are {', '.join(record.operations)}")
    known = record.operations.values()
    return {operation.code for operation in known if wanted in (None, operation.code, operation.part_of)}


def _column(record: Record, name: str, pledge: Pledge, standing: Standing) -> str:
    columns = {
        "contributor": pledge.contributor,
        "operation": pledge.operation,
        "category": pledge.category,
        "group": record.groups[pledge.category],
        "stage": standing.stage,
    }
    if name not in columns:
        raise ValueError(f"by {name!r}: accepted are {', '.join(columns)}")
    return columns[name]


def _row(members: list[tuple[Pledge, Standing]]) -> dict[str, Any]:
    """The sums of one row; soldiers who change hats would count twice, so `delivered` may be None."""
    standings = [standing for _, standing in members]
    row: dict[str, Any] = {}
    for name in NUMBERS:
        value, low, high = add([getattr(standing, name) for standing in standings])
        row |= {name: value, f"{name}_low": low, f"{name}_high": high}
    if members[0][0].unit in STOCKS and len({pledge.operation for pledge, _ in members}) > 1:
        row |= {"delivered": None, "delivered_low": None, "delivered_high": None}
    stages = sorted(standing.stage for standing in standings)
    return row | {
        "total": row["deployed"] + row["committed"] + row["announced"],
        "pledges": len(members),
        "unquantified": sum(standing.unquantified for standing in standings),
        "stages": {stage: stages.count(stage) for stage in stages},
    }
