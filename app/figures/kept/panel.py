"""Promise kept, put together: title, sentence, bars, table, source and data."""

from __future__ import annotations

from collections.abc import Sequence

from app.figures.charts import embedded
from app.figures.cuts import DRAWN, ENOUGH_GIVERS, Cut, all_as_csv
from app.figures.ground import Ground
from app.figures.kept.charts import Addresses, charted, kept_bars, kept_plot, legend_of, reach_of
from app.figures.kept.queries import promises_on
from app.figures.kept.schemas import UNPROMISED, Kept, kept_of
from app.figures.kept.tables import kept_table
from app.figures.kept.words import kept_in_words, said_of_kept
from app.figures.schemas import Figure
from app.i18n import _, day, ngettext, number
from app.ledger.standing import UNCOUNTED, is_stock

ENDINGS = ("csv", "xlsx", "json")


def kept_figure(ground: Ground) -> Figure | None:
    """Delivered against promised, by contributor; None where nothing was promised, or nobody counts it."""
    subject = ground.subject
    rows = kept_of(promises_on(ground.reading.connection, ground.own))
    shown, folded = charted(rows)
    more = folded if len(rows) <= ENOUGH_GIVERS else folded[: DRAWN - len(shown)]
    if not shown or subject.unit == UNCOUNTED:
        return None
    several = len({row.one.operation for row in rows}) > 1
    adds_up = not several or not is_stock(subject.unit)
    addresses, reach = _addresses(ground, rows), reach_of(rows)
    plot = kept_plot([row for row in shown if row.measured], reach, addresses)
    return Figure(
        id="kept",
        title=ground.chosen.told_of(said_of_kept(rows, subject.things, ground.place.tie, ground.as_of)),
        sentence=kept_in_words(rows, subject.unit, subject.noun, adds_up=adds_up),
        legend=legend_of(shown),
        bars=kept_bars(shown, reach, addresses.page, several=several),
        more_bars=kept_bars(more, reach, addresses.page, several=several),
        cut=_cut(ground, len(shown) + len(more), len(shown) + len(folded)),
        rest=ngettext("{n} more", "{n} more", len(more)) if more else "",
        plot=plot,
        plot_json=embedded(plot) if plot["data"] else "",
        table=kept_table(
            rows,
            _("Promised and delivered, {day}", day=day(ground.as_of)),
            addresses,
            adds_up=adds_up,
            several=several,
            all_pledges=ground.own_pledges(),
            data=ground.data("promises", "csv"),
        ),
        source_line=ground.own_sources.line,
        source_url=ground.links.to("/sources", operation=",".join(ground.whole.filter.operation)),
        note=_note(rows, adds_up=adds_up),
        links={
            **{ending: ground.data("promises", ending) for ending in ENDINGS},
            "page": ground.board() + "#kept",
        },
    )


def _cut(ground: Ground, drawn: int, every: int) -> Cut | None:
    if drawn == every:
        return None
    words = _(
        "The chart has {n} of {all} rows: those that promised most.", n=number(drawn), all=number(every)
    )
    return Cut(words, ground.data("promises", "csv"), all_as_csv())


def _addresses(ground: Ground, rows: Sequence[Kept]) -> Addresses:
    pages = {row.one.contributor: ground.links.contributor(row.one.contributor) for row in rows}
    return Addresses(
        lambda row: pages[row.one.contributor],
        lambda row: ground.own_pledges(contributor=(row.one.contributor,), operation=(row.one.operation,)),
    )


def _note(rows: Sequence[Kept], *, adds_up: bool) -> str:
    """The method, and what is told apart."""
    said = [
        _(
            "Only promises of which a source says that something was delivered, or that they were withdrawn, are "
            "counted; silence is no broken promise. A bar sets the most that was ever in place against the last "
            "number promised."
        )
    ]
    unpromised = sum(row.count(UNPROMISED) for row in rows)
    if unpromised:
        said.append(
            ngettext(
                "{n} pledge was delivered without a promise before it, and is not counted.",
                "{n} pledges were delivered without a promise before them, and are not counted.",
                unpromised,
            )
        )
    if not adds_up:
        said.append(
            _("Operations are not added up: soldiers who went from one to another would count twice.")
        )
    return " ".join(said)
