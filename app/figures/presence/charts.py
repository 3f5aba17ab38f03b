"""Who is there when as bars: one row a pledge, a bar a stay, for the page and for Plotly. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from itertools import groupby
from math import ceil
from typing import Any

from app.figures.charts import longest
from app.figures.presence.schemas import Presence, Stay
from app.figures.presence.words import ONE_DAY, counts_in_words, height_of, note_of
from app.figures.schemas import Bar, Segment, Tick
from app.i18n import _, ngettext, number, short_day

# Rows before the rest folds away; one or two more are shown, not folded.
SHOWN, FEW = 20, 3
STAGES = ("deployed", "ended", "closed")
# A bar is drawn at least this share of the time wide, so that it is seen.
LEAST_SHARE = 1 / 120
# The share of the room that a day's words take in a column.
LABEL_SHARE = 0.15
# The time takes at least this share of the room: long words behind a bar wrap.
TIME_SHARE = 0.5
DAY_IN_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Days:
    """The scale: from the `first` day to the end of the `last`; the room is `reach` times as long, for words behind."""

    first: date
    last: date
    reach: float
    as_of: date

    @property
    def length(self) -> int:
        """How many days there are, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def least(self) -> int:
        """The shortest bar, in days."""
        return max(1, ceil(self.length * LEAST_SHARE))

    def along(self, days: float) -> float:
        """That many days in per cent of the room."""
        return round(100 * days / (self.length * self.reach), 3)

    def width(self, stay: Stay) -> int:
        """How many days long the bar of a stay is drawn; what is still there fills the last day."""
        end = stay.until_on or self.last + ONE_DAY
        return max(self.least, (end - stay.from_on).days)


def days_of(pledges: Sequence[Presence], as_of: date) -> Days:
    """A scale for these pledges: up to the day where something is still there, else to the last end."""
    stays = [(pledge, stay) for pledge in pledges for stay in pledge.stays]
    first = min(stay.from_on for _pledge, stay in stays)
    is_open = any(stay.until_on is None for _pledge, stay in stays)
    ends = [stay.until_on - ONE_DAY for _pledge, stay in stays if stay.until_on]
    days = Days(first, as_of if is_open else max(ends), 1.0, as_of)
    return Days(days.first, days.last, max(_reach(pledge, days) for pledge in pledges if pledge.stays), as_of)


def _reach(pledge: Presence, days: Days) -> float:
    """How much longer the room is than the time, so that the words behind this pledge's last bar have theirs."""
    stay = pledge.stays[-1]
    end = days.along((stay.from_on - days.first).days + days.width(stay)) / 100
    return max(1.0, end / max(TIME_SHARE, longest(height_of(stay, pledge), note_of(stay, pledge))))


def presence_bars(
    pledges: Sequence[Presence],
    days: Days,
    page: Callable[[Presence], str],
    counts: Mapping[str, int],
) -> tuple[list[Bar], list[Bar]]:
    """The rows of a chart, each category under its own heading, and those that fold away.

    `counts`: how many pledges there are in each category, drawn or not.
    """
    shown = len(pledges) if len(pledges) <= SHOWN + FEW else SHOWN
    parts = (pledges[:shown], pledges[shown:])
    first, more = (_rows(pledges, part, days, page, counts) for part in parts)
    return first, more


def _rows(
    every: Sequence[Presence],
    some: Sequence[Presence],
    days: Days,
    page: Callable[[Presence], str],
    counts: Mapping[str, int],
) -> list[Bar]:
    bars = []
    for code, group in groupby(some, lambda pledge: pledge.category):
        rows = list(group)
        alike = [pledge for pledge in every if pledge.category == code]
        bars.append(Bar(f"category {code}", _heading(rows[0].category_name, len(alike), counts[code])))
        bars += [_bar(pledge, label_of(pledge, alike), days, page(pledge)) for pledge in rows]
    return bars


def _heading(category: str, drawn: int, n: int) -> str:
    if drawn < n:
        return ngettext(
            "{category}: {drawn} of {n} pledge",
            "{category}: {drawn} of {n} pledges",
            n,
            category=category,
            drawn=number(drawn),
        )
    return ngettext("{category}: {n} pledge", "{category}: {n} pledges", n, category=category)


def label_of(pledge: Presence, alike: Sequence[Presence]) -> str:
    """Its contributor; where that has several in the category, which one this is."""
    same = [other for other in alike if other.contributor == pledge.contributor]
    if len(same) == 1:
        return pledge.label
    items = {other.item for other in same}
    what = pledge.item if len(items) == len(same) and pledge.item else pledge.operation_name
    return _("{name}, {what}", name=pledge.label, what=what)


def _bar(pledge: Presence, label: str, days: Days, url: str) -> Bar:
    last = pledge.stays[-1]
    segments = [
        Segment(
            stay.stage,
            days.along((stay.from_on - days.first).days),
            days.along(days.width(stay)),
            "",
            stale=stay.stage == "closed",
            is_open=stay.until_on is None,
        )
        for stay in pledge.stays
    ]
    return Bar(
        key=pledge.key,
        label=label,
        url=url,
        alpha2=pledge.alpha2,
        level=1,
        segments=segments,
        end_text=height_of(last, pledge),
        note=note_of(last, pledge),
    )


def ticks_of(days: Days) -> list[Tick]:
    """The first day, the last, and one between where three have room beside each other."""
    return [Tick(days.along((day - days.first).days), short_day(day)) for day in _marked(days)]


def _marked(days: Days) -> list[date]:
    span = days.length - 1
    middle = round(span / 2)
    has_room = min(middle, span - middle) / (span + 1) / days.reach >= LABEL_SHARE
    offsets = (0, middle, span) if has_room else (0, span)
    return [days.first + timedelta(days=n) for n in dict.fromkeys(offsets)]


def presence_plot(pledges: Sequence[Presence], days: Days, page: Callable[[Presence], str]) -> dict[str, Any]:
    """The same bars in Plotly's schema: on a scale of days, each with what was there from which day on."""
    stays = [(pledge, stay) for pledge in pledges for stay in pledge.stays]
    end = datetime.combine(days.first, time()) + timedelta(days=days.length * days.reach)
    layout = {
        "barmode": "overlay",
        "xaxis": {"type": "date", "range": [days.first.isoformat(), end.isoformat(timespec="seconds")]},
        "yaxis": {"type": "category", "autorange": "reversed"},
    }
    used = [stage for stage in STAGES if any(stay.stage == stage for _pledge, stay in stays)]
    return {"data": [_trace(stage, stays, days, page) for stage in used], "layout": layout}


def _trace(
    stage: str, stays: Sequence[tuple[Presence, Stay]], days: Days, page: Callable[[Presence], str]
) -> dict[str, Any]:
    rows = [(pledge, stay) for pledge, stay in stays if stay.stage == stage]
    hatched = {"marker": {"pattern": {"shape": ["/" for _row in rows]}}} if stage == "closed" else {}
    return {
        **hatched,
        "type": "bar",
        "orientation": "h",
        "name": dict(legend_of([stay for _pledge, stay in rows]))[stage],
        "meta": {"token": stage},
        "y": [pledge.key for pledge, _stay in rows],
        "base": [stay.from_on.isoformat() for _pledge, stay in rows],
        "x": [days.width(stay) * DAY_IN_MS for _pledge, stay in rows],
        "customdata": [[page(pledge), *_hover(pledge, stay, days)] for pledge, stay in rows],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }


def _hover(pledge: Presence, stay: Stay, days: Days) -> Iterator[str]:
    """Its name, and a line a count. Plotly reads a label as markup, so names and words are escaped."""
    yield escape(_("{name}, {what}", name=pledge.label, what=pledge.what))
    yield "<br>".join(escape(line) for line in counts_in_words(stay, pledge, days.as_of))


def legend_of(stays: Sequence[Stay]) -> list[tuple[str, str]]:
    """The colours that these bars use."""
    labels = {
        "deployed": _("Still in place on the day"),
        "ended": _("Ended"),
        "closed": _("Outcome not in this record"),
    }
    return [(stage, labels[stage]) for stage in STAGES if any(stay.stage == stage for stay in stays)]
