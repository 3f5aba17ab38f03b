"""Who is there when, put together: title, sentence, bars along days, what is overdue, table, source and data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.charts import embedded
from app.figures.ground import Ground
from app.figures.presence.charts import MOST, days_of, legend_of, presence_bars, presence_plot, ticks_of
from app.figures.presence.overdue import stated_days
from app.figures.presence.queries import presence_on
from app.figures.presence.schemas import Presence
from app.figures.presence.tables import presence_table
from app.figures.presence.words import (
    nothing_overdue,
    overdue_in_words,
    presence_in_words,
    said_of_overdue,
    said_of_presence,
)
from app.figures.schemas import Bar, Cell, Figure
from app.i18n import _, ngettext, number

ENDINGS = ("csv", "xlsx", "json")
TEMPLATE = "figures/drawings/presence.html"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands below the bars: each overdue promise, or the words that there is none."""

    overdue: Sequence[tuple[Cell, str]]
    none_overdue: str


def presence_figure(ground: Ground) -> Figure | None:
    """One bar a pledge from its first delivery to its end; None where nothing was delivered and nothing is overdue."""
    reader = ground.reading.connection
    pledges = presence_on(reader, ground.whole)
    if not pledges:
        return None
    there = [pledge for pledge in pledges if pledge.stays]
    late = [pledge for pledge in pledges if pledge.overdue]
    stated = stated_days(reader, ground.whole)
    return Figure(
        id="presence",
        title=ground.chosen.told_of(_title(ground, there, late)),
        sentence=presence_in_words(pledges, ground.as_of) if there else "",
        **(_chart(ground, there) if there else {}),
        table=presence_table(_held(there, late), ground.as_of, ground.links),
        source_line=ground.all_sources.line,
        source_url=ground.links.to("/sources", operation=",".join(ground.whole.filter.operation)),
        note=_(
            "A bar lasts from the first day on which a source has something in place to the day it ended, or to the "
            "last day that a source stated. Its number is the most that was in place at once. Where the record of an "
            "operation ends, what became of it is not known: it is not counted as gone."
        ),
        links=_links(ground),
        drawing=Drawing(_overdue(ground, late), nothing_overdue(stated)),
        below=TEMPLATE,
    )


def _chart(ground: Ground, there: Sequence[Presence]) -> dict[str, Any]:
    """Bars, those that fold away, their days, colours and the same for Plotly."""
    pages = {pledge.key: ground.links.pledge(pledge.key) for pledge in there}
    days = days_of(there, ground.as_of)
    bars, more = presence_bars(there, days, lambda pledge: pages[pledge.key])
    shown = {bar.key for bar in bars}
    drawn = [pledge for pledge in there if pledge.key in shown]
    plot = presence_plot(drawn, days, lambda pledge: pages[pledge.key])
    legend = legend_of([stay for pledge in there for stay in pledge.stays])
    return {
        "bars": bars,
        "more_bars": more,
        "rest": _rest(more, max(0, len(there) - MOST)),
        "ticks": ticks_of(days),
        "legend": legend,
        "plot": plot,
        "plot_json": embedded(plot),
    }


def _held(there: Sequence[Presence], late: Sequence[Presence]) -> list[Presence]:
    """The pledges of the table: those of the bars, then those that are overdue and have none."""
    return [*there[:MOST], *(pledge for pledge in late if not pledge.stays)][: 2 * MOST]


def _title(ground: Ground, there: Sequence[Presence], late: Sequence[Presence]) -> str:
    if not there:
        return said_of_overdue(len(late), ground.place.tie, ground.as_of)
    stays = [stay for pledge in there for stay in pledge.stays]
    return said_of_presence(stays, ground.place.tie, ground.as_of, is_present=ground.is_present)


def _rest(more: Sequence[Bar], left_out: int) -> str:
    """What folds away, and how many the page leaves to the data."""
    n = sum(1 for bar in more if bar.segments)
    if left_out:
        return _("{n} more pledges; {others} others are in the data", n=number(n), others=number(left_out))
    return ngettext("{n} more pledge", "{n} more pledges", n) if n else ""


def _overdue(ground: Ground, late: Sequence[Presence]) -> list[tuple[Cell, str]]:
    """The longest overdue first."""
    listed = sorted(late, key=lambda pledge: (-pledge.overdue.days if pledge.overdue else 0, pledge.key))
    return [
        (
            Cell(
                _("{name}, {what}", name=pledge.label, what=pledge.what),
                ground.links.pledge(pledge.key),
                pledge.alpha2,
            ),
            overdue_in_words(pledge.overdue, pledge),
        )
        for pledge in listed[:MOST]
        if pledge.overdue
    ]


def _links(ground: Ground) -> dict[str, str]:
    filter = ground.whole.filter.but(as_of=ground.as_of, sort="")
    files = {ending: ground.data_of("presence", ending, filter) for ending in ENDINGS}
    return {**files, "page": ground.board() + "#presence"}
