"""Totals per million people, per billion US dollars of GDP, per 1,000 of armed forces: the same rows, more columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.errors import Fault, InvalidQuery
from app.figures.ratios import Denominator, decimal_of, per_label, ratios_of
from app.figures.schemas import Amount, amount_of
from app.i18n import _, listing
from app.models.columns import C
from app.models.naming import name_of, sorting_name_of
from app.pledges.scope import Scope
from app.vocabulary import AMOUNTS

BOUNDS = ("", "_low", "_high")
PER_COLUMNS = (
    *("denominator", "denominator_year"),
    *(f"{name}_per{bound}" for name in AMOUNTS for bound in BOUNDS),
    "total_per",
)
Row = dict[str, Any]


def check_by(scope: Scope, by: Sequence[str]) -> None:
    """A ratio is of a contributor's own size: without contributors there is nothing to divide by. InvalidQuery."""
    if scope.filter.per and "contributor" not in by:
        message = _("a ratio is of a contributor's own size: put contributor into by")
        raise InvalidQuery(Fault("per", message))


def with_ratios(reader: Connection, rows: Iterable[Row], scope: Scope) -> list[Row]:
    """Rows of totals by contributor with what each number is per unit of the contributor's size; null without one."""
    listed, filter = list(rows), scope.filter
    sizes = ratios_of(reader, {row["contributor"] for row in listed}, scope.as_of, filter.recorded_by)
    return [{**row, **_columns(row, sizes.get(row["contributor"], {}).get(filter.per))} for row in listed]


def _columns(row: Row, size: Denominator | None) -> Row:
    if size is None:
        return dict.fromkeys(PER_COLUMNS)
    columns: Row = {"denominator": size.value, "denominator_year": size.year}
    for name in AMOUNTS:
        ratio = size.ratio(amount_of(row, name)) if row[name] is not None else None
        values = (ratio.value, ratio.low, ratio.high) if ratio else (None, None, None)
        columns |= {f"{name}_per{b}": decimal_of(n) for b, n in zip(BOUNDS, values, strict=True)}
    total = size.ratio(Amount(row["total"], row["total"], row["total"]))
    return {**columns, "total_per": decimal_of(total.value) if total else None}


def left_out_of_ratios(reader: Connection, rows: Iterable[Row], scope: Scope) -> str:
    """What the boundary of a total says of its ratios: what they are per, and which contributors have none."""
    per, codes = scope.filter.per, {row["contributor"] for row in rows}
    sizes = ratios_of(reader, codes, scope.as_of, scope.filter.recorded_by)
    without = codes - {code for code, found in sizes.items() if per in found and found[per].value}
    query = select(name_of(C)).where(C.code.in_(without)).order_by(sorting_name_of(C))
    names = list(reader.execute(query).scalars())
    said = _("Ratios are {per}, by the newest size up to the day's year.", per=per_label(per))
    if not names:
        return said
    missing = _("No ratio, as no size is known: {names}.", names=listing(names))
    return f"{said} {missing}"
