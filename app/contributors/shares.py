"""Its share of each total: what a contributor has in force, against what everybody has of the same, one unit a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.contributors.grounds import Portrayed
from app.contributors.mains import noun_of
from app.contributors.share_chart import Share, said_of_share, share_bars, share_legend, share_table
from app.figures.cuts import cut_rows, first_of
from app.figures.queries import totals_of, within
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


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of its own sums beside everybody's; `filter`: the contributor's pledges that it is the sum of."""

    name: str
    tie: str
    mine: Row
    whole: Row
    filter: PledgeFilter

    def is_same(self, other: Pair) -> bool:
        """Whether the two are of the same numbers."""
        return self.mine["unit"] == other.mine["unit"] and all(
            numbers_of(a) == numbers_of(b) for a, b in ((self.mine, other.mine), (self.whole, other.whole))
        )


def shares_figure(p: Portrayed, on: date) -> Figure | None:
    """The figure of its shares on a day; None where it has nothing in force then that is counted."""
    every = _shares(p, on)
    if not every:
        return None
    shares = [_share(p, pair) for pair in first_of(every)]
    shown = shares[:MOST_BARS]
    name = name_in_text(p.contributor["code"], p.contributor["name"])
    return Figure(
        id="shares",
        title=opening(said_of_share(name, shares[0])),
        sentence=_("On {day}, each in its own unit.", day=day(on)),
        legend=share_legend(shown),
        bars=share_bars(shown),
        table=replace(
            share_table(shares, _("Its share of each total, {day}", day=day(on))),
            cut=cut_rows(len(shares), len(every), _totals(p, on, "csv")),
        ),
        note=_(
            "Each bar is a share of its own total: what everybody has deployed, committed and announced of the same "
            "thing. A share of numbers that have no upper or lower limit is said as far as it is sure."
        ),
        links={
            **{ending: _totals(p, on, ending) for ending in ("csv", "xlsx", "json")},
            "page": p.on(on) + "#shares",
        },
    )


def _shares(p: Portrayed, on: date) -> list[Pair]:
    """The main unit over all operations first, then each category of each operation, the largest share first."""
    filter = p.scope.filter
    # A share of those at one stage, or of those that one source names, says nothing of a total.
    if p.first_day is None or filter.stage or filter.q or filter.source is not None:
        return []
    each = [pair for pair in _by_category(p, on) if pair.mine["total"]]
    each.sort(key=lambda pair: (-pair.mine["total"] / pair.whole["total"], pair.name))
    main = [pair for pair in _main(p, on) if pair.mine["total"] and not any(map(pair.is_same, each))]
    return [*main, *each]


def _main(p: Portrayed, on: date) -> Iterable[Pair]:
    mine, everybodys = (_summed(rows) for rows in (p.main(on), within(p.sums.everybodys(on), p.narrow)))
    name = _("{things}, all operations", things=p.subject.label)
    own = p.counted(operation=p.within, as_of=on)
    for one, all_of_it in zip(mine, everybodys, strict=False):
        yield Pair(name, p.place.tie, one, all_of_it, own)


def _by_category(p: Portrayed, on: date) -> Iterable[Pair]:
    own = p.scope.filter.but(operation=p.within, as_of=on, sort="")
    by = ("operation", "category")
    everybodys = totals_of(p.sums.everybodys(on), by).items
    totals = {(row["operation"], row["category"], row["unit"]): row for row in everybodys}
    places = {row["code"]: place_of([row]) for row in p.operations}
    categories = {row["code"]: row["name"] for row in list_categories(p.reading.connection)}
    for row in totals_of(p.sums.own(on), by).items:
        operation, category, unit = row["operation"], row["category"], row["unit"]
        place = places[operation]
        name = _("{category}, {operation}", category=categories[category], operation=place.name)
        narrow = own.but(operation=(operation,), category=(category,), unit=unit)
        yield Pair(name, place.tie, row, totals[operation, category, unit], narrow)


def _summed(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The one row of the main unit, with the categories that it is made of."""
    totals = totals_of(rows, ("category",))
    categories = {row["category"] for row in totals.items if row["total"]}
    return [{**row, "categories": categories} for row in totals.totals]


def _share(p: Portrayed, pair: Pair) -> Share:
    mine, whole = pair.mine, pair.whole
    categories = whole["categories"] if "categories" in whole else {whole["category"]}
    return Share(
        name=pair.name,
        unit=mine["unit"],
        noun=noun_of(p.subject, categories),
        tie=pair.tie,
        own=numbers_of(mine),
        whole=numbers_of(whole),
        own_unknown=mine["unquantified"],
        whole_unknown=whole["unquantified"],
        own_url=with_filter("/pledges", pair.filter),
        whole_url=with_filter("/pledges", pair.filter.but(contributor=())),
    )


def _totals(p: Portrayed, on: date, ending: str) -> str:
    path = "/api/v1/totals" + ("" if ending == "json" else f".{ending}")
    filter = p.scope.filter.but(operation=p.within, contributor=(), as_of=on, sort="")
    return with_filter(path, filter, by="operation,category")
