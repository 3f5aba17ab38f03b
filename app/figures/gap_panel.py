"""The figure of requirements: what an operation was authorised or asked for, against what it was given and promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.figures.charts import embedded
from app.figures.followed import is_over, known_as
from app.figures.gap import gap_in_words, gap_legend, said_of_gap
from app.figures.gap_chart import gap_chart
from app.figures.ground import Ground
from app.figures.queries import totals_of
from app.figures.requirements import MET_BY, requirements_met, sources_named
from app.figures.schemas import Figure
from app.figures.situation import place_of
from app.figures.tables import requirements_table
from app.i18n import _, day

ENDINGS = ("csv", "xlsx", "json")
Rows = Sequence[Mapping[str, Any]]


def gap_figure(ground: Ground) -> Figure | None:
    """Requirements against what was promised; None where there are none, or some contributors' pledges were chosen."""
    rows = required_on(ground)
    # What some of the contributors gave says nothing of how far a requirement is met.
    if not rows or ground.chosen.is_some:
        return None
    bars, plot = gap_chart(rows, _pledges(ground), lambda row: ground.links.source(row["source"]))
    return Figure(
        id="requirements",
        title=said_of_gap(rows),
        sentence=gap_in_words(rows),
        legend=gap_legend(rows),
        bars=bars,
        plot=plot,
        plot_json=embedded(plot),
        table=requirements_table(rows, _pledges(ground), ground.links.source),
        source_line=_source_line(rows),
        source_url=_source_url(ground, rows),
        note=_(
            "Each bar is a share of its own requirement, whose line it reaches when all of it is promised: what the "
            "operation was authorised or asked for, by the newest source on the day. Only pledges counted in the "
            "requirement's own unit are set against it."
        ),
        links={**_data(ground), "page": ground.board() + "#requirements"},
    )


def required_on(ground: Ground) -> list[dict[str, Any]]:
    """The rows of the figure; those of operations that the record no longer follows are left out."""
    reader = ground.reading.connection
    followed = {row["code"]: row for row in ground.operations_and_parts if not is_over(row, ground.as_of)}
    names = {row["category"]: row["name"] for row in ground.categories}
    met = requirements_met(reader, ground.whole, totals_of(ground.sums, MET_BY))
    rows = [row for row in met if row["operation"] in followed]
    sources = sources_named(reader, {row["source"] for row in rows})
    return [
        {
            **row,
            "name": known_as(followed[row["operation"]]),
            "category_name": names.get(row["category"], row["category"]),
            "in_text": place_of([followed[row["operation"]]]).name,
            "told_by": _told(sources[row["source"]]),
        }
        for row in rows
    ]


def _told(source: Mapping[str, Any]) -> str:
    """Who says what is required, and when that was published."""
    who = source["publisher"] or source["title"] or source["url"]
    if not source["published_on"]:
        return str(who)
    return _("{publisher}, {day}", publisher=who, day=day(source["published_on"]))


def _source_line(rows: Rows) -> str:
    told = dict.fromkeys(row["told_by"] for row in rows)
    return _("Requirements: {sources}.", sources="; ".join(told))


def _source_url(ground: Ground, rows: Rows) -> str:
    """The one source; of several their list, for the table leads to each."""
    sources = {row["source"] for row in rows}
    if len(sources) == 1:
        return ground.links.source(*sources)
    return ground.links.to("/sources", operation=",".join(ground.whole.filter.operation))


def _pledges(ground: Ground) -> Any:
    return lambda row: ground.pledges(
        operation=(row["operation"],), category=(row["category"],), unit=row["unit"]
    )


def _data(ground: Ground) -> dict[str, str]:
    filter = ground.whole.filter.but(as_of=ground.as_of, sort="")
    return {ending: ground.data_of("requirements", ending, filter) for ending in ENDINGS}
