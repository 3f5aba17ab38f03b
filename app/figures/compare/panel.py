"""The comparison as a figure of a page, an embed and a picture; and its tables over categories and operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.figures.charts import Addresses, embedded, legend_of
from app.figures.compare.charts import bars_of_sides, in_order
from app.figures.compare.ground import CompareGround, compare_ground, in_ratios, sides_of
from app.figures.compare.queries import givers_by
from app.figures.compare.schemas import FEWEST, MOST, CompareRow, Comparison, Side
from app.figures.compare.tables import cells_of, compare_rows, sides_table, sizes_table, sources_of_sizes
from app.figures.compare.words import nothing_said, numbers_of_sides, said_of_sides, subject_label
from app.figures.givers import Giver
from app.figures.ground import Ground
from app.figures.headline import after_the_record
from app.figures.schemas import Figure, Table
from app.i18n import _, day, listing
from app.pledges.links import with_filter


def compare_figure(ground: Ground) -> Figure | None:
    """Two to eight contributors side by side, in numbers or ratios; None where fewer or more are chosen."""
    own = compare_ground(ground)
    sides = sides_of(own)
    if not FEWEST <= len(sides) <= MOST:
        return None
    subject, per = own.subject, own.per
    shown = in_order([side.shown for side in in_ratios(own, sides)])
    to = _addresses(own)
    bars, plot = bars_of_sides(shown, to, nothing_said(subject.unit, subject.noun), is_ratio=bool(per))
    return Figure(
        id="compare",
        title=_title(own, sides),
        sentence=numbers_of_sides(sides, subject.unit, subject.noun, per, own.as_of),
        legend=legend_of(shown),
        bars=bars,
        plot=plot,
        plot_json=embedded(plot) if any(giver.total.value for giver in shown) else "",
        table=sides_table(
            sides,
            subject.unit,
            per,
            _("{things}, {day}", things=subject_label(subject.unit, subject.noun, per), day=day(own.as_of)),
            lambda giver: (to.page(giver), to.pledges(giver)),
        ),
        source_line=own.own_sources.line,
        source_url=own.links.to("/sources", operation=",".join(own.whole.filter.operation)),
        note=_note(sides, per),
        links={**own.data_links(by="contributor"), "page": own.board() + "#compare"},
    )


def _title(ground: CompareGround, sides: Sequence[Side]) -> str:
    if ground.is_over and ground.closes_after:
        return after_the_record(ground.place, ground.closes_after)
    return said_of_sides(sides, ground.subject.unit, ground.subject.noun, ground.per, ground.chosen)


def _addresses(ground: CompareGround) -> Addresses:
    return Addresses(
        page=lambda giver: ground.links.contributor(giver.code),
        pledges=lambda giver: ground.own_pledges(contributor=(giver.code,)),
        all=ground.own_pledges(),
    )


def _note(sides: Sequence[Side], per: str) -> str:
    said = _(
        "A bar is what is in force on the day: deployed, and on top of it what is committed or announced and not yet "
        "deployed. What an organisation's members have named counts with them."
    )
    if not per:
        return said
    ratio = _(
        "A ratio is the number divided by the contributor's own size in the newest year that is not after the day's, "
        "else in the oldest on record; the table names the year."
    )
    titles = [title for title, _id in sources_of_sizes(sides, per)]
    return " ".join([said, ratio, *([_("Sizes: {titles}.", titles=listing(titles))] if titles else [])])


def over_categories(ground: CompareGround, sides: Sequence[Side]) -> Comparison:
    """Everything that the contributors give, a row a category in one unit: rows are never added."""
    columns = in_ratios(ground, sides)
    given = givers_by(ground.reading.connection, ground.whole, "category")
    keys = [(row["category"], row["name"], row["unit"]) for row in ground.categories]
    rows = compare_rows(
        columns,
        given,
        keys,
        ground.per,
        lambda code, key, unit: ground.pledges(contributor=(code,), category=(key,), unit=unit),
        lambda key, unit: ground.board(category=(key,), unit=unit),
    )
    return Comparison(
        id="categories",
        title=_("Category by category, each in its own unit"),
        caption=_("By category, {day}", day=day(ground.as_of)),
        first=_("Category"),
        note=_("Numbers of different units are never added. Each bar is a share of the largest in its row."),
        columns=_columns(ground, columns),
        rows=rows,
        links=ground.data_links(
            ground.whole.filter.but(as_of=ground.as_of, sort=""), by="contributor,category"
        ),
    )


def over_operations(ground: CompareGround, sides: Sequence[Side]) -> Comparison:
    """What the chart counts, a row an operation; the sum of the rows is what the chart draws."""
    columns, subject = in_ratios(ground, sides), ground.subject
    given = givers_by(ground.reading.connection, ground.own, "operation")
    keys = [(row["code"], row["name"], subject.unit) for row in ground.everything]
    rows = compare_rows(
        columns,
        given,
        keys,
        ground.per,
        lambda code, key, _unit: ground.own_pledges(contributor=(code,), operation=(key,)),
        lambda key, _unit: ground.board(operation=(key,)),
    )
    # The heading says once what all rows count.
    rows = [replace(row, unit="") for row in rows]
    things = subject_label(subject.unit, subject.noun, ground.per)
    return Comparison(
        id="operations",
        title=_("{things}, operation by operation", things=things),
        caption=_("{things} by operation, {day}", things=things, day=day(ground.as_of)),
        first=_("Operation"),
        note=_("The rows add up to the chart above. Each bar is a share of the largest in its row."),
        columns=_columns(ground, columns),
        rows=rows,
        foot=[_sum_row(ground, columns)] if len(rows) > 1 else [],
        links=ground.data_links(by="contributor,operation"),
    )


def _sum_row(ground: CompareGround, sides: Sequence[Side]) -> CompareRow:
    found = [side.giver if side.giver.pledges else None for side in sides]
    cells = cells_of(found, sides, ground.per, lambda code: ground.own_pledges(contributor=(code,)))
    return CompareRow(_("In all"), "", ground.own_pledges(), cells)


def _columns(ground: CompareGround, sides: Sequence[Side]) -> list[tuple[str, str, str]]:
    return [(s.giver.label, s.giver.alpha2, ground.links.contributor(s.giver.code)) for s in sides]


def sizes(ground: CompareGround, sides: Sequence[Side]) -> Table:
    """What ratios divide by on the day."""
    caption = _("Population, economy and armed forces, as ratios of {day} use them", day=day(ground.as_of))
    return sizes_table(sides, ground.links.contributor, ground.links.source, caption)


def sizes_links(ground: CompareGround) -> Mapping[str, Any]:
    """The data of all years of these contributors."""
    only = ground.whole.filter.but(
        **dict.fromkeys(("operation", "category", "stage"), ()), unit="", per="", sort=""
    )
    filter = only.but(member_of="", q="", source=None)
    return {ending: with_filter(f"/contributors.{ending}", filter) for ending in ("csv", "xlsx", "json")}


def first_given(ground: Ground, most: int) -> list[Giver]:
    """The countries that give most of what a dashboard counts first."""
    kinds = {code: row["kind"] for code, row in ground.known.items()}
    return [g for g in ground.givers if g.total.value and kinds.get(g.code) == "country"][:most]
