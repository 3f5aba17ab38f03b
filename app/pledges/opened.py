"""An opened total: what the pledges of a scope add up to, per unit, and the sum's boundary in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.figures.boundary import boundary_of
from app.figures.queries import Totals, totals_by
from app.figures.schemas import PROMISED, Amount, Numbers, amount_of, numbers_of
from app.figures.subject import CONTINGENTS, SOLDIERS
from app.figures.tables import number_columns
from app.figures.words import in_words, opening, written
from app.i18n import _, ngettext
from app.ledger.standing import UNCOUNTED
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter
from app.pledges.scope import Scope
from app.pledges.views import Cell, cell, column, sortable
from app.pledges.words import unit_label

Row = Mapping[str, Any]
NUMBERS = (*PROMISED, "total")


@dataclass(frozen=True, slots=True)
class Opened:
    """A total with what is needed to check it. `unit`: the one that its rows are counted in; empty for several."""

    totals: Totals
    unit: str
    noun: str
    boundary: str

    @property
    def whole(self) -> Row:
        """The one row of totals, where there is one unit."""
        return next(row for row in self.totals.totals if row["unit"] == self.unit)


def open_total(reader: Connection, scope: Scope) -> Opened:
    """Sum the standings that a scope means on its day, as every figure does."""
    totals = totals_by(reader, scope, ("category",))
    units = {row["unit"] for row in totals.totals}
    unit = next(iter(units)) if len(units) == 1 and units != {UNCOUNTED} else ""
    return Opened(totals, unit, _noun(totals) if unit else "", boundary_of(reader, scope, totals))


def _noun(totals: Totals) -> str:
    """The category whose word fits all that is counted; empty where only the unit does."""
    categories = {row["category"] for row in totals.items}
    if len(categories) > 1 and categories <= set(SOLDIERS):
        return CONTINGENTS
    return next(iter(categories)) if len(categories) == 1 else ""


def title_of(opened: Opened) -> str:
    """What the rows add up to, in a sentence; without a number, or in several units, what the page is."""
    if not opened.unit:
        return _("Pledges")
    total = numbers_of(opened.whole).total
    if not total.value:
        return _("Pledges")
    amount = opening(in_words(total, opened.unit, opened.noun))
    count: int = opened.whole["pledges"]
    return ngettext("{amount} in {n} pledge", "{amount} in {n} pledges", count, amount=amount)


def sums_of(opened: Opened, filter: PledgeFilter) -> list[dict[str, Any]]:
    """A line a unit, people first: its numbers with their bounds, each leading to its own rows, largest first."""
    ordered = sorted(opened.totals.totals, key=lambda row: (row["unit"] != "people", row["unit"]))
    counted = [row for row in ordered if row["unit"] != UNCOUNTED]
    lines = [_line(row, filter) for row in counted]
    return lines + [_uncounted(row, filter) for row in ordered if row["unit"] == UNCOUNTED]


def _line(row: Row, filter: PledgeFilter) -> dict[str, Any]:
    unit, numbers = row["unit"], numbers_of(row)
    labels = {column.key: column.label for column in number_columns(unit)}
    values: dict[str, Amount] = {name: getattr(numbers, name) for name in PROMISED} | {"total": numbers.total}
    sorts = {"total": "-claim"}
    return {
        "unit": unit_label(unit),
        "url": with_filter("/pledges", filter.but(unit=unit, sort="")),
        "numbers": [
            {
                "code": name,
                "label": labels[name],
                "text": written(values[name], unit) if values[name].value else _none(row, name),
                "url": with_filter("/pledges", filter.but(unit=unit, sort=sorts.get(name, f"-{name}"))),
                "is_nothing": not values[name].value,
            }
            for name in NUMBERS
        ],
        "unknown": _unknown(row),
        "pledges": ngettext("{n} pledge", "{n} pledges", row["pledges"]),
    }


def _none(row: Row, name: str) -> str:
    """Nothing that could be added is not the same as nothing."""
    is_silent = row["unquantified"] and (name == "total" or row["stages"].get(name))
    return _("not given") if is_silent else _("none")


def _unknown(row: Row) -> str:
    count: int = row["unquantified"]
    return ngettext("{n} without a number", "{n} without a number", count) if count else ""


def _uncounted(row: Row, filter: PledgeFilter) -> dict[str, Any]:
    url = with_filter("/pledges", filter.but(unit=UNCOUNTED, sort=""))
    pledges = ngettext("{n} pledge", "{n} pledges", row["pledges"])
    return {"unit": unit_label(UNCOUNTED), "url": url, "numbers": [], "unknown": "", "pledges": pledges}


def is_of_one_category(opened: Opened, filter: PledgeFilter) -> bool:
    """Whether a column of categories would only repeat what the filter or every other row says."""
    only = len({row["category"] for row in opened.totals.items}) == 1
    return bool(opened.unit) and (only or bool(filter.category))


def counting_columns(opened: Opened, sort: str, to: Any) -> list[dict[str, Any]]:
    """The columns whose cells add up to the total: where all rows are of one unit."""
    if not opened.unit:
        return []
    *parts, total = number_columns(opened.unit)
    turned = [sortable(c.key, c.label, c.key, sort, to, down=True, numeric=True) for c in parts]
    return [*turned, column(total.key, total.label, numeric=True)]


def counting_cells(row: Row) -> dict[str, Cell]:
    """What one pledge adds to each number; an organisation's adds only what no member has named."""
    numbers = {name: amount_of(row, name) for name in PROMISED}
    total = Numbers(**numbers).total
    amounts = {**numbers, "total": total}
    return {name: cell(written(amount, row["unit"])) for name, amount in amounts.items() if amount.value}
