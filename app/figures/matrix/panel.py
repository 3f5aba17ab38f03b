"""Who gives what: a figure that is a table, a row a contributor and a column a category in one unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from app.figures.cuts import Cut, all_as_csv
from app.figures.givers import Giver
from app.figures.ground import Ground
from app.figures.matrix.charts import MARKS, Addresses, Given, matrix_of
from app.figures.matrix.queries import Place, place_of
from app.figures.matrix.schemas import Key, Matrix, MatrixColumn
from app.figures.matrix.words import matrix_in_words, said_of_matrix
from app.figures.queries import totals_of
from app.figures.schemas import PROMISED, Amount, Figure, numbers_of
from app.i18n import _, day, number
from app.ledger.standing import UNCOUNTED
from app.pledges.filterbar import group_label
from app.pledges.words import unit_label

BY = ("contributor", "category")
ENDINGS = ("csv", "xlsx", "json")
# Stands for a contributor's code in an address: no code, and nothing that an address writes otherwise.
ANYBODY = "~"
LEAST = 2
TELLING = (*PROMISED, *MARKS[:4])


def matrix_figure(ground: Ground) -> Figure | None:
    """Who gives what; None where nothing is in force, asked or declined, or the record follows nothing any more.

    A table of one column is None too: the chart by contributor shows it.
    """
    given, columns = given_on(ground)
    if ground.is_over or len(columns) < LEAST or not any(_tells(one.giver) for one in given):
        return None
    table = matrix_of(given, columns, _addresses(ground), _("Who gives what, {day}", day=day(ground.as_of)))
    return Figure(
        id="matrix",
        title=_title(ground, said_of_matrix(given)),
        sentence=matrix_in_words(given, table.columns, ground.as_of),
        legend=table.legend,
        drawing=table,
        template="figures/drawings/matrix.html",
        source_line=ground.all_sources.line,
        source_url=ground.links.to("/sources", operation=",".join(ground.whole.filter.operation)),
        note=_note(table),
        cut=_cut(ground, table),
        links=_links(ground),
    )


def _title(ground: Ground, sentence: str) -> str:
    """Who gives in one category alone may give in others that were not chosen: the title says so."""
    filter = ground.whole.filter
    if (filter.category or filter.unit) and not ground.chosen.is_some:
        return _("Of the categories chosen: {sentence}", sentence=sentence)
    return ground.chosen.told_of(sentence)


def given_on(ground: Ground) -> tuple[list[Given], list[MatrixColumn]]:
    """What each contributor has in each column on the ground's day, and the columns in the categories' order."""
    places, claims = ground.places, ground.claims
    rows = totals_of(ground.sums, BY).items
    given = [
        Given(
            (row["category"], row["unit"]),
            _giver(row, places[place_of(row)], claims.get(place_of(row)), ground),
        )
        for row in rows
    ]
    return given, _columns(places, ground)


def _giver(row: Mapping[str, Any], place: Mapping[str, Any], claim: Amount | None, ground: Ground) -> Giver:
    return Giver(
        code=row["contributor"],
        name=place["name"],
        alpha2=place["alpha2"] or "",
        unit=row["unit"],
        as_of=ground.as_of,
        numbers=numbers_of(row),
        pledges=row["pledges"],
        unknown=row["unquantified"],
        asked=int(place["asked"]),
        stages=row["stages"],
        whole=claim,
        counted_on=place["counted_on"],
    )


def _columns(places: Mapping[Place, Mapping[str, Any]], ground: Ground) -> list[MatrixColumn]:
    columns: dict[Key, MatrixColumn] = {}
    for (_contributor, category, unit), place in places.items():
        key = (category, unit)
        if key not in columns:
            url = ground.board(category=(category,), unit=unit)
            label, group = place["category_name"], group_label(place["group"])
            counted = unit_label(unit) if unit != UNCOUNTED else _("not counted")
            columns[key] = MatrixColumn(category, unit, group, label, counted, url)
    return list(columns.values())


def _tells(giver: Giver) -> bool:
    """Whether there is more to say of it than that all is over."""
    return bool(giver.total.value or giver.asked or any(giver.stages.get(stage) for stage in TELLING))


def _addresses(ground: Ground) -> Addresses:
    @cache
    def of_anybody(key: Key) -> str:
        return ground.pledges(contributor=(ANYBODY,), category=(key[0],), unit=key[1])

    def cell(code: str, key: Key) -> str:
        # A table has many hundred cells: an address a column is made, and the contributor put into it.
        return of_anybody(key).replace(f"contributor={ANYBODY}", f"contributor={quote(code)}", 1)

    def column(key: Key) -> str:
        return ground.pledges(category=(key[0],), unit=key[1])

    return Addresses(page=ground.links.contributor, cell=cell, column=column)


def _note(table: Matrix) -> str:
    said = [
        _(
            "Contributors stand in the order of how many categories they give in. A cell shows the number at its "
            "furthest stage, and after “of” all that is in force; its bar is a share of the largest in its column. "
            "Every column has one unit, and nothing is added across columns. What an organisation's members have named "
            "counts with them."
        )
    ]
    if table.rarer:
        said.append(_("The categories that few give fold away below the table."))
    return " ".join(said)


def _cut(ground: Ground, table: Matrix) -> Cut | None:
    if not table.left_out:
        return None
    drawn = len(table.rows)
    words = _(
        "The table has {n} of {all} contributors: those that give in most categories.",
        n=number(drawn),
        all=number(drawn + table.left_out),
    )
    return Cut(words, _links(ground)["csv"], all_as_csv())


def _links(ground: Ground) -> dict[str, str]:
    filter = ground.whole.filter.but(as_of=ground.as_of, sort="")
    by = ",".join(BY)
    data = {ending: ground.data_of("totals", ending, filter, by=by) for ending in ENDINGS}
    return {**data, "page": ground.board() + "#matrix"}
