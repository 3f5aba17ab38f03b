"""Promise kept as a table: every contributor with a promise or a delivery, what is measured and what is not. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.figures.cuts import ENOUGH_GIVERS, cut_rows, first_of
from app.figures.kept.charts import Addresses
from app.figures.kept.schemas import NOT_RECORDED, UNPROMISED, Kept
from app.figures.kept.words import days_in_words
from app.figures.schemas import Cell, Column, Row, Table
from app.figures.tables import FEW, SHOWN
from app.figures.words import written
from app.i18n import _, number, percent


def kept_table(
    rows: Sequence[Kept],
    caption: str,
    addresses: Addresses,
    *,
    adds_up: bool,
    several: bool,
    all_pledges: str,
    data: str,
) -> Table:
    """By contributor, and by operation where there are `several`; sums where they say something: `adds_up`.

    `data`: the address of all rows, of which a page holds only some where there are very many.
    """
    columns = [
        Column("name", _("Contributor")),
        *([Column("operation", _("Operation"))] if several else []),
        Column("promised", _("Promised"), numeric=True),
        Column("delivered", _("Delivered"), numeric=True),
        Column("share", _("Share kept"), numeric=True),
        Column("pledges", _("Promises counted"), numeric=True),
        Column("not_recorded", _("Outcome not recorded"), numeric=True),
        Column("unpromised", _("Delivered, not promised before"), numeric=True),
        Column("days", _("From promise to deployment")),
    ]
    held = first_of(rows, ENOUGH_GIVERS)
    cells = [_row(row, addresses) for row in held]
    shown = len(cells) if len(cells) <= SHOWN + FEW else SHOWN
    foot = [_sums(rows, all_pledges)] if adds_up and rows else []
    return Table(caption, columns, cells[:shown], foot, cells[shown:], cut_rows(len(held), len(rows), data))


def _row(row: Kept, addresses: Addresses) -> Row:
    return {
        "name": Cell(row.label, addresses.page(row), row.one.alpha2),
        "operation": Cell(row.one.operation_name),
        **_numbers(row, addresses.pledges(row)),
        "days": Cell(_days(row)),
    }


def _sums(rows: Sequence[Kept], url: str) -> Row:
    whole = Kept([pledge for row in rows for pledge in row.pledges])
    return {"name": Cell(_("In all")), **_numbers(whole, url), "days": Cell(_days(whole))}


def _days(row: Kept) -> str:
    return days_in_words(row.days) if row.days else ""


def _numbers(row: Kept, url: str) -> dict[str, Cell]:
    """What was promised and delivered, and how many promises these are; a count of nothing is left empty."""
    measured = (
        {
            "promised": Cell(written(row.promised, row.one.unit), url),
            "delivered": Cell(written(row.delivered, row.one.unit), url),
            "share": Cell(percent(row.delivered.value, row.promised.value) if row.promised.value else ""),
        }
        if row.measured
        else {}
    )
    counts = {
        "pledges": len(row.measured),
        "not_recorded": row.count(NOT_RECORDED),
        "unpromised": row.count(UNPROMISED),
    }
    return {**measured, **{name: Cell(number(n), url) for name, n in counts.items() if n}}
