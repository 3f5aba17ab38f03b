"""Its share of each total: what a contributor has in force, against what everybody has of the same, one unit a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.contributors.grounds import Portrayed
from app.contributors.mains import noun_of
from app.contributors.share_chart import Share, said_of_share, share_bars, share_legend, share_table
from app.figures.queries import totals_by
from app.figures.schemas import Figure, numbers_of
from app.figures.situation import place_of
from app.figures.words import name_in_text, opening
from app.i18n import _, day
from app.operations.queries import list_categories
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter

Row = Mapping[str, Any]
# Rows that a chart shows; the table has them all.
MOST_BARS = 8


def shares_figure(p: Portrayed, on: date) -> Figure | None:
    """The figure of its shares on a day; None where it has nothing in force then that is counted."""
    shares = _shares(p, on)
    if not shares:
        return None
    shown = shares[:MOST_BARS]
    name = name_in_text(p.contributor["code"], p.contributor["name"])
    return Figure(
        id="shares",
        title=opening(said_of_share(name, shares[0])),
        sentence=_("On {day}, each in its own unit.", day=day(on)),
        legend=share_legend(shown),
        bars=share_bars(shown),
        table=share_table(shares, _("Its share of each total, {day}", day=day(on))),
        note=_(
            "Each bar is a share of its own total: what everybody has deployed, committed and announced of the same "
            "thing. A share of numbers that have no upper or lower limit is said as far as it is sure."
        ),
        links={
            **{ending: _totals(p, on, ending) for ending in ("csv", "xlsx", "json")},
            "page": p.on(on) + "#shares",
        },
    )


def _shares(p: Portrayed, on: date) -> list[Share]:
    """The main unit over all operations first, then each category of each operation, the largest share first."""
    filter = p.scope.filter
    # A share of those at one stage, or of those that one source names, says nothing of a total.
    if p.first_day is None or filter.stage or filter.q or filter.source is not None:
        return []
    each = [share for share in _by_category(p, on) if share.own.total.value]
    each.sort(key=lambda s: (-s.own.total.value / s.whole.total.value, s.name))
    main = [
        share
        for share in _main(p, on)
        if share.own.total.value and not any(_same(share, one) for one in each)
    ]
    return [*main, *each]


def _same(a: Share, b: Share) -> bool:
    return (a.unit, a.own, a.whole) == (b.unit, b.own, b.whole)


def _main(p: Portrayed, on: date) -> Iterable[Share]:
    own = p.counted(operation=p.within, as_of=on)
    whole = own.but(contributor=())
    for mine, everybodys in zip(_summed(p, own), _summed(p, whole), strict=False):
        name = _("{things}, all operations", things=p.subject.label)
        yield _share(p, name, p.place.tie, mine, everybodys, (own, whole))


def _by_category(p: Portrayed, on: date) -> Iterable[Share]:
    own = p.scope.filter.but(operation=p.within, as_of=on, sort="")
    whole = own.but(contributor=())
    by = ("operation", "category")
    totals = {(row["operation"], row["category"], row["unit"]): row for row in _items(p, whole, by)}
    operations = {row["code"]: row for row in p.operations}
    categories = {row["code"]: row["name"] for row in list_categories(p.reading.connection)}
    for row in _items(p, own, by):
        operation, category, unit = row["operation"], row["category"], row["unit"]
        narrow = {"operation": (operation,), "category": (category,), "unit": unit}
        place = place_of([operations[operation]])
        name = _("{category}, {operation}", category=categories[category], operation=place.name)
        filters = own.but(**narrow), whole.but(**narrow)
        yield _share(p, name, place.tie, row, totals[operation, category, unit], filters)


def _items(p: Portrayed, filter: PledgeFilter, by: tuple[str, ...]) -> list[dict[str, Any]]:
    return totals_by(p.reading.connection, p.reading.scope(filter), by).items


def _summed(p: Portrayed, filter: PledgeFilter) -> list[dict[str, Any]]:
    """The one row of the main unit, with the categories that it is made of."""
    totals = totals_by(p.reading.connection, p.reading.scope(filter), ("category",))
    categories = {row["category"] for row in totals.items if row["total"]}
    return [{**row, "categories": categories} for row in totals.totals]


def _share(
    p: Portrayed, name: str, tie: str, mine: Row, whole: Row, filters: tuple[PledgeFilter, PledgeFilter]
) -> Share:
    categories = whole["categories"] if "categories" in whole else {whole["category"]}
    return Share(
        name=name,
        unit=mine["unit"],
        noun=noun_of(p.subject, categories),
        tie=tie,
        own=numbers_of(mine),
        whole=numbers_of(whole),
        own_unknown=mine["unquantified"],
        whole_unknown=whole["unquantified"],
        own_url=with_filter("/pledges", filters[0]),
        whole_url=with_filter("/pledges", filters[1]),
    )


def _totals(p: Portrayed, on: date, ending: str) -> str:
    path = "/api/v1/totals" + ("" if ending == "json" else f".{ending}")
    filter = p.scope.filter.but(operation=p.within, contributor=(), as_of=on, sort="")
    return with_filter(path, filter, by="operation,category")
