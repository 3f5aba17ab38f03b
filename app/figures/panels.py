"""The figures of a dashboard, put together: title, sentence, chart, table, source and data of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.figures.charts import Addresses, bars_of, by_contributor, embedded, legend_of
from app.figures.cuts import DRAWN, ENOUGH_GIVERS, Cut, all_as_csv
from app.figures.followed import is_over, known_as, last_day
from app.figures.givers import charted
from app.figures.ground import Ground
from app.figures.level_words import levels_in_words, said_of_levels
from app.figures.levels import HEIGHT, ONE_DAY, Level, drawn, over_time, thinned
from app.figures.movers import largest_steps, moved_in_words, movers_on
from app.figures.queries import totals_of
from app.figures.schemas import Figure, numbers_of
from app.figures.sentences import numbers_in_words, rest_in_words, said_of_givers
from app.figures.tables import givers_table, levels_table
from app.figures.timeline import moves_both, steps_in
from app.figures.words import short_name
from app.i18n import _, day, listing, ngettext, number
from app.pledges.words import stage_label

ENDINGS = ("csv", "xlsx", "json")
# The day before the first number, and that number: a line with nothing to see.
NO_CHANGE = 2


def givers_figure(ground: Ground) -> Figure:
    """Who has deployed, committed and announced how much."""
    subject, shown = ground.subject, charted(ground.givers)
    pages = {giver.code: ground.links.contributor(giver.code) for giver in ground.givers}
    pledges = {giver.code: ground.own_pledges(contributor=(giver.code,)) for giver in ground.givers}
    addresses = Addresses(
        lambda giver: pages[giver.code], lambda giver: pledges[giver.code], ground.own_pledges()
    )
    rest = [giver for giver in ground.givers if giver not in shown]
    bars, plot = by_contributor(shown, addresses)
    folded = len(rest) if len(ground.givers) <= ENOUGH_GIVERS else DRAWN - len(shown)
    has_numbers = any(giver.total.value for giver in shown)
    return Figure(
        id="contributors",
        title=ground.chosen.told_of(said_of_givers(ground.givers, subject.unit, subject.noun)),
        sentence=numbers_in_words(ground.givers, subject.unit, subject.noun, ground.as_of),
        legend=legend_of(shown),
        bars=bars,
        more_bars=bars_of(rest[:folded], addresses, beside=shown),
        cut=_cut(ground, len(shown) + folded),
        plot=plot,
        plot_json=embedded(plot) if has_numbers else "",
        rest=rest_in_words(rest, subject.unit, subject.noun),
        table=givers_table(
            ground.givers,
            subject.unit,
            _("By contributor, {day}", day=day(ground.as_of)),
            addresses,
            ground.data("totals", "csv", by="contributor"),
        ),
        source_line=ground.own_sources.line,
        source_url=ground.links.to("/sources", **_only_operation(ground)),
        note=_(
            "A bar is what is in force on the day: deployed, and on top of it what is committed or announced and not "
            "yet deployed. What an organisation's members have named counts with them."
        ),
        links={**_data(ground, "totals", by="contributor"), "page": ground.board() + "#contributors"},
    )


def _cut(ground: Ground, drawn: int) -> Cut | None:
    every = len(ground.givers)
    if drawn >= every:
        return None
    words = _(
        "The chart has {n} of {all} contributors: those with most in force.",
        n=number(drawn),
        all=number(every),
    )
    return Cut(words, ground.data("totals", "csv", by="contributor"), all_as_csv())


def levels_figure(ground: Ground) -> Figure | None:
    """Strength by day, up to the page's day or the last that the record follows; None where no number was given."""
    subject = ground.subject
    last = min(ground.as_of, ground.closes_after) if ground.closes_after else ground.as_of
    until = replace(ground.own, as_of=last)
    every, by_contributor = moves_both(ground.reading.connection, until)
    levels = drawn(_levels(steps_in(every), subject.unit))
    if len(levels) <= NO_CHANGE:
        return None
    breaks = _breaks(ground)
    # What goes out of the chart because a record ends was moved by nobody.
    marked = largest_steps(levels, last, without=[end + ONE_DAY for end in breaks])
    moved = movers_on(marked, steps_in(by_contributor, ("contributor",), set(marked)), subject.unit)
    thin, days = thinned(levels, last)
    steps, plot = over_time(thin, last, subject.unit, sorted(moved))
    return Figure(
        id="over-time",
        title=ground.chosen.told_of(said_of_levels(levels, last, [*breaks], subject.unit, subject.noun)),
        sentence=levels_in_words(levels, last, subject.unit),
        legend=[(name, stage_label(name)) for name, _points in steps.areas],
        plot=plot,
        plot_json=embedded(plot),
        steps=steps,
        height=HEIGHT,
        moved=moved_in_words(moved, subject.unit, _named(ground), _moved_on(ground)),
        table=levels_table(
            levels[1:],
            subject.unit,
            _("Day by day, until {day}", day=day(last)),
            _on(ground),
            ground.data("timeline", "csv", by="group", interval="day"),
        ),
        source_line=ground.own_sources.line,
        source_url=ground.links.to("/sources", **_only_operation(ground)),
        note=_levels_note(breaks, days),
        links={
            **_data(ground, "timeline", by="group", interval="day"),
            "page": ground.board() + "#over-time",
        },
    )


def _on(ground: Ground) -> Callable[[date], tuple[str, str]]:
    """The addresses of this page on a day, and of the pledges that were counted on it."""
    return lambda day: (ground.board(as_of=day), ground.own_pledges(as_of=day))


def _named(ground: Ground) -> Callable[[str], str]:
    return lambda code: short_name(code, ground.names.get(code, code))


def _moved_on(ground: Ground) -> Callable[[date, Sequence[str]], str]:
    """The address of the pledges with which these contributors moved the level on a day."""
    return lambda day, codes: ground.own_pledges(as_of=day, contributor=tuple(codes), sort="-stated_on")


def _breaks(ground: Ground) -> dict[date, list[str]]:
    """The days on which the record of a part ends that had pledges to count, and which parts these are."""
    if not any(is_over(row, ground.as_of) for row in ground.operations_and_parts):
        return {}
    sums = totals_of(ground.own_sums, ("operation",)).items
    closed = {row["operation"] for row in sums if row["stages"].get("closed")}
    breaks: dict[date, list[str]] = {}
    for row in ground.operations_and_parts:
        end = last_day(row)
        if end and row["code"] in closed and is_over(row, ground.as_of):
            breaks.setdefault(end, []).append(known_as(row))
    return dict(sorted(breaks.items()))


def _levels_note(breaks: dict[date, list[str]], days: int) -> str:
    """Where the record of a part ends its numbers go out of the chart: that is no withdrawal."""
    ended = [
        _(
            "The record of {names} ends on {day}: it is not counted from then on.",
            names=listing(names),
            day=day(end),
        )
        for end, names in breaks.items()
    ]
    method = (
        ngettext(
            "Drawn is what was in force at the end of every {n} day, until a source says otherwise; each day is in "
            "the data.",
            "Drawn is what was in force at the end of every {n} days, until a source says otherwise; each day is in "
            "the data.",
            days,
        )
        if days
        else _("What was in force at the end of each day, until a source says otherwise.")
    )
    return " ".join([method, *ended])


def _levels(rows: Iterable[dict[str, Any]], unit: str) -> list[Level]:
    """Only days on which one of the three numbers changed: a count that confirms the last one is no step."""
    levels = [Level(row["on"], numbers_of(row)) for row in rows if row["unit"] == unit]
    return [level for i, level in enumerate(levels) if not i or level.numbers != levels[i - 1].numbers]


def _data(ground: Ground, name: str, **query: str) -> dict[str, str]:
    return {ending: ground.data(name, ending, **query) for ending in ENDINGS}


def _only_operation(ground: Ground) -> dict[str, str]:
    return {"operation": ",".join(ground.whole.filter.operation)}
