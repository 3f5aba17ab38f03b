"""The tables of figures: the same rows as their charts, every number leading to its pledges. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.figures.charts import Addresses
from app.figures.cuts import ENOUGH_GIVERS, Cut, all_as_csv, cut_rows, first_of
from app.figures.gap_chart import short_of
from app.figures.givers import Giver, told_in_full
from app.figures.levels import Level
from app.figures.schemas import PROMISED, Amount, Cell, Column, Numbers, Row, Table, numbers_of
from app.figures.words import things_counted, written
from app.i18n import _, day, ngettext, number, short_day
from app.ledger.standing import is_stock

# Rows before the rest folds away.
SHOWN = 15
FEW = 3

Address = Callable[..., str]


def done_label(unit: str) -> str:
    """The heading over what is in place."""
    return _("Deployed") if is_stock(unit) else _("Delivered")


def number_columns(unit: str) -> list[Column]:
    """The columns of the three numbers and their sum."""
    labels = {"deployed": done_label(unit), "committed": _("Committed"), "announced": _("Announced")}
    columns = [Column(name, label, numeric=True) for name, label in labels.items()]
    return [*columns, Column("total", _("In all"), numeric=True)]


def number_cells(numbers: Numbers, unit: str, url: str = "") -> dict[str, Cell]:
    """The three numbers and their sum; nothing, never 0, where there is none."""
    amounts: dict[str, Amount] = {name: getattr(numbers, name) for name in PROMISED} | {
        "total": numbers.total
    }
    return {name: Cell(written(amount, unit), url) for name, amount in amounts.items() if amount.value}


def givers_table(
    givers: Sequence[Giver], unit: str, caption: str, addresses: Addresses, data: str = ""
) -> Table:
    """By contributor; `data`: the address of all rows, of which a page holds only some where there are very many."""
    columns = [
        Column("name", _("Contributor")),
        *number_columns(unit),
        Column("unknown", _("Without a number"), numeric=True),
        Column("pledges", _("Pledges"), numeric=True),
        Column("note", _("Said besides")),
    ]
    held = first_of(givers, ENOUGH_GIVERS) if data else givers
    rows = [_giver_row(giver, addresses.page(giver), addresses.pledges(giver)) for giver in held]
    foot = [_sum_row(givers, unit, addresses.all)] if givers else []
    # One or two rows more are shown, not folded.
    shown = len(rows) if len(rows) <= SHOWN + FEW else SHOWN
    return Table(caption, columns, rows[:shown], foot, rows[shown:], cut_rows(len(held), len(givers), data))


def _giver_row(giver: Giver, page: str, pledges: str) -> Row:
    note, code = told_in_full(giver)
    return {
        "name": Cell(giver.name, page, giver.alpha2),
        **number_cells(giver.numbers, giver.unit, pledges),
        "unknown": Cell(number(giver.unknown) if giver.unknown else "", pledges),
        "pledges": Cell(number(giver.pledges), pledges),
        "note": Cell(note, code=code),
    }


def _sum_row(givers: Sequence[Giver], unit: str, url: str) -> Row:
    numbers = sum((giver.numbers for giver in givers), Numbers())
    unknown, pledges = sum(giver.unknown for giver in givers), sum(giver.pledges for giver in givers)
    name = ngettext("{n} contributor", "All {n} contributors", len(givers))
    return {
        "name": Cell(name),
        **number_cells(numbers, unit, url),
        "unknown": Cell(number(unknown) if unknown else "", url),
        "pledges": Cell(number(pledges), url),
    }


def levels_table(
    levels: Sequence[Level], unit: str, caption: str, on: Callable[[date], tuple[str, str]], data: str = ""
) -> Table:
    """Over time, the newest day first; `on`: the addresses of the page on a day, and of the pledges counted on it.

    Of decades of days a page holds the newest; `data` is the address of all.
    """
    ordered = sorted(levels, key=lambda level: level.on, reverse=True)
    newest, cut = first_of(ordered), None
    if len(newest) < len(levels):
        values = {"n": number(len(newest)), "all": number(len(levels))}
        cut = Cut(
            _("The table has the newest {n} of {all} days with a change.", **values), data, all_as_csv()
        )
    rows = [_level_row(level, unit, *on(level.on)) for level in newest]
    shown = len(rows) if len(rows) <= SHOWN + FEW else SHOWN
    columns = [Column("on", _("From")), *number_columns(unit)]
    return Table(caption, columns, rows[:shown], (), rows[shown:], cut)


def _level_row(level: Level, unit: str, page: str, pledges: str) -> Row:
    return {
        "on": Cell(day(level.on), page),
        **number_cells(level.numbers, unit, pledges),
    }


def requirements_table(
    rows: Sequence[Mapping[str, Any]],
    pledges: Callable[[Mapping[str, Any]], str],
    source: Callable[[int], str],
) -> Table:
    """What was required, and by whom it is said, against the three numbers and what nobody promised."""
    columns = [
        Column("name", _("Required of")),
        Column("category", _("Category")),
        Column("required", _("Required"), numeric=True),
        Column("on", _("Stated")),
        *number_columns("people"),
        Column("unknown", _("Without a number"), numeric=True),
        Column("shortfall", _("Shortfall"), numeric=True),
        Column("source", _("Source of the requirement")),
    ]
    return Table(_("Requirements"), columns, [_requirement_row(row, pledges(row), source) for row in rows])


def _requirement_row(row: Mapping[str, Any], url: str, source: Callable[[int], str]) -> Row:
    unit, short = row["unit"], short_of(row)
    return {
        "name": Cell(row["name"]),
        "category": Cell(row["category_name"]),
        "required": Cell(things_counted(row["quantity"], unit), source(row["source"])),
        "on": Cell(short_day(row["on"])),
        **number_cells(numbers_of(row), unit, url),
        "unknown": Cell(number(row["unquantified"]) if row["unquantified"] else "", url),
        "shortfall": Cell(written(short, unit) if short.value else _("none")),
        "source": Cell(row["told_by"], source(row["source"])),
    }
