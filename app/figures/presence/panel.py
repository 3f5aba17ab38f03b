"""Who is there when, put together: title, sentence, bars along days, what is overdue, table, source and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.charts import embedded
from app.figures.cuts import DRAWN, ENOUGH, Cut, all_as_csv
from app.figures.ground import Ground
from app.figures.presence.charts import days_of, legend_of, presence_bars, presence_plot, ticks_of
from app.figures.presence.overdue import overdue_on, stated_days
from app.figures.presence.queries import presence_on
from app.figures.presence.schemas import Overdue, Presence, Tally
from app.figures.presence.tables import presence_table
from app.figures.presence.tally import tally_on
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
    cut: Cut | None = None


def presence_figure(ground: Ground) -> Figure | None:
    """One bar a pledge from its first delivery to its end; None where nothing was delivered and nothing is overdue."""
    reader = ground.reading.connection
    tally, late = tally_on(reader, ground.whole), overdue_on(reader, ground.whole)
    if not tally.pledges and not late:
        return None
    listed = _longest(late)
    known = presence_on(reader, ground.whole, late, {*tally.drawn, *tally.firsts, *listed})
    drawn = [pledge for pledge in known if pledge.id in tally.drawn]
    overdue = [pledge for pledge in known if pledge.id in listed]
    is_all = len(drawn) == tally.pledges and len(listed) == len(late)
    return Figure(
        id="presence",
        title=ground.chosen.told_of(_title(ground, tally, len(late))),
        sentence=presence_in_words(known, tally, len(late), ground.as_of) if drawn else "",
        **(_chart(ground, drawn, tally) if drawn else {}),
        cut=_cut(ground, tally) if len(drawn) < tally.pledges else None,
        table=presence_table(
            _held(drawn, overdue), ground.as_of, ground.links, None if is_all else _all(ground)
        ),
        source_line=ground.all_sources.line,
        source_url=ground.links.to("/sources", operation=",".join(ground.whole.filter.operation)),
        note=_(
            "A bar lasts from the first day on which a source has something in place to the day it ended, or to the "
            "last day that a source stated. Its number is the most that was in place at once. Where the record of an "
            "operation ends, what became of it is not known: it is not counted as gone."
        ),
        links=_links(ground),
        drawing=Drawing(
            _overdue(ground, overdue),
            "" if late else nothing_overdue(stated_days(reader, ground.whole)),
            _cut_overdue(ground, len(listed), len(late)),
        ),
        below=TEMPLATE,
    )


def _chart(ground: Ground, drawn: Sequence[Presence], tally: Tally) -> dict[str, Any]:
    """Bars, those that fold away, their days, colours and the same for Plotly."""
    pages = {pledge.key: ground.links.pledge(pledge.key) for pledge in drawn}
    days = days_of(drawn, ground.as_of)
    bars, more = presence_bars(drawn, days, lambda pledge: pages[pledge.key], tally.by_category)
    shown = {bar.key for bar in bars}
    plotted = [pledge for pledge in drawn if pledge.key in shown]
    plot = presence_plot(plotted, days, lambda pledge: pages[pledge.key])
    legend = legend_of([stay for pledge in drawn for stay in pledge.stays])
    return {
        "bars": bars,
        "more_bars": more,
        "rest": _rest(more),
        "ticks": ticks_of(days),
        "legend": legend,
        "plot": plot,
        "plot_json": embedded(plot),
    }


def _longest(late: Mapping[int, Overdue]) -> set[int]:
    """Those that a page lists: of many the ones that are overdue for the longest time."""
    ordered = sorted(late, key=lambda pledge: (-late[pledge].days, pledge))
    return set(ordered if len(ordered) <= ENOUGH else ordered[:DRAWN])


def _held(there: Sequence[Presence], late: Sequence[Presence]) -> list[Presence]:
    """The pledges of the table: those of the bars, then those that are overdue and have none."""
    return [*there, *(pledge for pledge in late if not pledge.stays)]


def _title(ground: Ground, tally: Tally, late: int) -> str:
    if not tally.pledges:
        return said_of_overdue(late, ground.place.tie, ground.as_of)
    return said_of_presence(tally, ground.place.tie, ground.as_of, is_present=ground.is_present)


def _rest(more: Sequence[Bar]) -> str:
    """What folds away."""
    n = sum(1 for bar in more if bar.segments)
    return ngettext("{n} more pledge", "{n} more pledges", n) if n else ""


def _cut(ground: Ground, tally: Tally) -> Cut:
    words = _(
        "The chart has {n} of {all} pledges: the largest of each category, then the second of each, and so on.",
        n=number(len(tally.drawn)),
        all=number(tally.pledges),
    )
    return Cut(words, _links(ground)["csv"], all_as_csv())


def _all(ground: Ground) -> Cut:
    return Cut(_("The table has the pledges that are drawn or listed."), _links(ground)["csv"], all_as_csv())


def _cut_overdue(ground: Ground, listed: int, every: int) -> Cut | None:
    if listed == every:
        return None
    words = _("These {n} of {all} are overdue for the longest time.", n=number(listed), all=number(every))
    return Cut(words, _links(ground)["csv"], all_as_csv())


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
        for pledge in listed
        if pledge.overdue
    ]


def _links(ground: Ground) -> dict[str, str]:
    filter = ground.whole.filter.but(as_of=ground.as_of, sort="")
    files = {ending: ground.data_of("presence", ending, filter) for ending in ENDINGS}
    return {**files, "page": ground.board() + "#presence"}
