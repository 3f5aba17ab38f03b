"""Who is there when as a table: a row a stay, and a row a promise of which nothing came and that is overdue. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.figures.cuts import Cut
from app.figures.presence.schemas import Presence, Stay
from app.figures.presence.words import end_in_words, number_in_words, overdue_in_words
from app.figures.schemas import Cell, Column, Row, Table
from app.figures.tables import FEW, SHOWN
from app.i18n import _, day, short_day
from app.pledges.links import Links


def presence_table(pledges: Sequence[Presence], as_of: date, links: Links, cut: Cut | None = None) -> Table:
    """The pledges that were there or are overdue, in the order of the bars; `cut`: where these are not all."""
    columns = [
        Column("name", _("Contributor")),
        Column("what", _("Pledge")),
        Column("category", _("Category")),
        Column("from", _("From")),
        Column("to", _("Until")),
        Column("most", _("At its height"), numeric=True),
    ]
    rows = [row for pledge in pledges for row in _rows(pledge, as_of, links)]
    shown = len(rows) if len(rows) <= SHOWN + FEW else SHOWN
    return Table(_("Who is there when, {day}", day=day(as_of)), columns, rows[:shown], (), rows[shown:], cut)


def _rows(pledge: Presence, as_of: date, links: Links) -> list[Row]:
    url = links.pledge(pledge.key)
    named = {
        "name": Cell(pledge.label, links.contributor(pledge.contributor), pledge.alpha2),
        "what": Cell(pledge.what, url),
        "category": Cell(pledge.category_name),
    }
    if not pledge.stays and pledge.overdue:
        return [{**named, "to": Cell(overdue_in_words(pledge.overdue, pledge))}]
    return [{**named, **_stay(stay, pledge, as_of, url)} for stay in pledge.stays]


def _stay(stay: Stay, pledge: Presence, as_of: date, url: str) -> Row:
    return {
        "from": Cell(short_day(stay.from_on)),
        "to": Cell(end_in_words(stay, pledge.unit, as_of)),
        "most": Cell(number_in_words(stay, pledge), url),
    }
