"""Rows turned into charts: bars as the server draws them, and the same numbers as a dict in Plotly's schema. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import orjson

from app.figures.givers import Giver, note_of
from app.figures.schemas import PROMISED, Amount, Bar, Segment
from app.i18n import _
from app.pledges.words import LONG_AGO, stage_label


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a contributor's page is, where the pledges behind its bar are, and where those of all bars are."""

    page: Callable[[Giver], str]
    pledges: Callable[[Giver], str]
    all: str


# How much of its room a bar may take: its number stands behind it in one line, on a phone too, and words that wrap.
LONGEST_BAR = 0.84
SHORTEST_BAR = 0.3
ROOM_FOR_A_SIGN = 0.024
ROOM_FOR_A_SIGN_THAT_WRAPS = 0.0135
GAP = 0.04


def by_contributor(givers: Sequence[Giver], addresses: Addresses) -> tuple[list[Bar], dict[str, Any]]:
    """One bar a contributor, stacked deployed, committed, announced: for the page, and for Plotly."""
    reach = _reach(givers)
    bars = bars_of(givers, addresses, beside=givers)
    data = [
        _trace(name, givers, addresses) for name in PROMISED if any(_value(giver, name) for giver in givers)
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {"range": [0, reach]},
        "yaxis": {"type": "category", "autorange": "reversed"},
    }
    return bars, {"data": [*data, *_open_marks(givers, addresses)], "layout": layout}


def bars_of(givers: Sequence[Giver], addresses: Addresses, beside: Sequence[Giver]) -> list[Bar]:
    """The bars alone, on the scale of those they stand `beside`."""
    reach = _reach(beside)
    return [_bar(giver, reach, addresses.page(giver)) for giver in givers]


def legend_of(givers: Sequence[Giver]) -> list[tuple[str, str]]:
    """The marks that these rows use, in order."""
    used = [name for name in PROMISED if any(_value(giver, name) for giver in givers)]
    legend = [(name, stage_label(name)) for name in used]
    if any(giver.unknown for giver in givers):
        legend.append(("unquantified", _("Number not given")))
    if any(giver.asked for giver in givers):
        legend.append(("requested", _("Asked for more")))
    if any(giver.has_declined for giver in givers):
        legend.append(("declined", _("Declined")))
    if any(giver.is_stale and giver.total.value for giver in givers):
        legend.append(("stale", _("Counted more than {n} days before", n=LONG_AGO)))
    return legend


def embedded(plot: Mapping[str, Any]) -> str:
    """A figure as JSON that is safe inside a script element."""
    text = orjson.dumps(plot).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _value(giver: Giver, name: str) -> int:
    amount: Amount = getattr(giver.numbers, name)
    return amount.value


def _reach(givers: Sequence[Giver]) -> float:
    """The number at the right end: every bar has room behind it for its own words."""
    reach = 1.0
    for giver in givers:
        if giver.total.value:
            most = longest(giver.written(giver.total), note_of(giver)[0])
            reach = max(reach, (giver.total.high or giver.total.value) / most)
    return reach


def longest(number: str, words: str = "") -> float:
    """The share of its room that a bar may take with a number and words behind it."""
    taken = GAP + len(number) * ROOM_FOR_A_SIGN + len(words) * ROOM_FOR_A_SIGN_THAT_WRAPS
    return max(SHORTEST_BAR, min(LONGEST_BAR, 1 - taken))


def _bar(giver: Giver, reach: float, url: str) -> Bar:
    note, code = note_of(giver)
    total = giver.total
    ranged = total.value and (
        total.low != total.value or (total.high is not None and total.high != total.value)
    )
    return Bar(
        key=giver.code,
        label=giver.label,
        url=url,
        alpha2=giver.alpha2,
        segments=_segments(giver, reach),
        low=_percent(total.low, reach) if ranged else None,
        high=_percent(total.high, reach) if ranged and total.high is not None else None,
        end_text=giver.written(total) if total.value else "",
        note=note,
        note_code=code,
    )


def _segments(giver: Giver, reach: float) -> list[Segment]:
    segments, start = [], 0
    for name in PROMISED:
        if value := _value(giver, name):
            place = _percent(start, reach), _percent(value, reach)
            text = giver.written(getattr(giver.numbers, name))
            segments.append(Segment(name, *place, text, stale=giver.is_stale))
            start += value
    return segments


def _percent(value: float, reach: float) -> float:
    return round(100 * value / reach, 3)


def _trace(name: str, givers: Sequence[Giver], addresses: Addresses) -> dict[str, Any]:
    """No figure is no mark: where a contributor has none, the bar is null, never 0."""
    values = [_value(giver, name) or None for giver in givers]
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "name": stage_label(name),
        "meta": {"token": name},
        "y": [giver.code for giver in givers],
        "x": values,
        "text": [
            giver.written(Amount(value, value, value)) if value else ""
            for value, giver in zip(values, givers, strict=True)
        ],
        "customdata": [_custom(giver, name, addresses) for giver in givers],
        "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
    }
    if any(giver.is_stale for giver in givers):
        trace["marker"] = {"pattern": {"shape": ["/" if giver.is_stale else "" for giver in givers]}}
    if ranges := _ranges(name, givers):
        trace["error_x"] = ranges
    return trace


def _custom(giver: Giver, name: str, addresses: Addresses) -> list[str]:
    """A point's address and the words of its label, which Plotly would read as markup."""
    amount = giver.written(getattr(giver.numbers, name))
    words = f"{amount} {stage_label(name).lower()}"
    return [addresses.pledges(giver), escape(giver.label), escape(words)]


def _ranges(name: str, givers: Sequence[Giver]) -> dict[str, Any] | None:
    """The range of a whole bar, drawn at the end of its last piece."""
    last = {giver.code: [n for n in PROMISED if _value(giver, n)][-1:] for giver in givers}
    ends = [giver.total if last[giver.code] == [name] else Amount() for giver in givers]
    up = [(amount.high or amount.value) - amount.value for amount in ends]
    down = [amount.value - amount.low for amount in ends]
    if not any(up) and not any(down):
        return None
    return {"type": "data", "symmetric": False, "array": up, "arrayminus": down}


def _open_marks(givers: Sequence[Giver], addresses: Addresses) -> list[dict[str, Any]]:
    """An open mark behind the bar of each contributor with a pledge that has no number."""
    missing = [giver for giver in givers if giver.unknown]
    if not missing:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("Number not given"),
            "meta": {"token": "unquantified", "role": "unquantified"},
            "y": [giver.code for giver in missing],
            "x": [giver.total.value for giver in missing],
            "customdata": [
                [addresses.pledges(giver), escape(giver.label), escape(note_of(giver)[0])]
                for giver in missing
            ],
            "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
        }
    ]
