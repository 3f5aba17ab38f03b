"""The bars of requirements: what was promised as a share of each one's own requirement, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from app.figures.schemas import PROMISED, Amount, Bar, Segment, numbers_of
from app.figures.words import figure, written
from app.i18n import _, percent
from app.pledges.words import stage_label

Met = Mapping[str, Any]
Address = Callable[[Met], str]
# How much of its room the longest bar takes; the words stand below it (static/css/gap.css).
LONGEST = 0.97
# The line at which a requirement is met: its width in per cent of the room, and half its height in px. It lies behind
# the bar and stands out above and below, so that it strikes no number out.
LINE, HALF_A_LINE = 0.3, 16


def short_of(row: Met) -> Amount:
    """What is required and neither deployed nor promised; its bounds follow from what is promised."""
    total, required = numbers_of(row).total, row["quantity"]
    short = max(0, required - total.value)
    if not short:
        return Amount()
    low = 0 if total.high is None else max(0, required - total.high)
    return Amount(short, low, max(0, required - total.low))


def more_than_required(row: Met) -> Amount:
    """What is deployed and promised beyond the requirement."""
    total, required = numbers_of(row).total, row["quantity"]
    over = max(0, total.value - required)
    if not over:
        return Amount()
    return Amount(over, max(0, total.low - required), None if total.high is None else total.high - required)


def gap_chart(rows: Sequence[Met], pledges: Address, source: Address) -> tuple[list[Bar], dict[str, Any]]:
    """One bar a requirement, for the page and for Plotly; `pledges` and `source`: where a row's numbers come from.

    Rows of different units stand beside each other because each is a share of its own requirement.
    """
    reach = max((_reach(row) for row in rows), default=1.0)
    traces = [
        _missing(rows, source),
        *(_trace(name, rows, pledges) for name in PROMISED),
        _open(rows, pledges),
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {"range": [0, reach]},
        "yaxis": {"type": "category", "autorange": "reversed"},
        "shapes": [_line(i, row) for i, row in enumerate(rows) if row["quantity"]],
    }
    used = [trace for trace in traces if any(value is not None for value in trace["x"])]
    return [_bar(row, reach) for row in rows], {"data": used, "layout": layout}


def key_of(row: Met) -> str:
    """What a row is called in a figure's data."""
    return f"{row['operation']}-{row['category']}"


def label_of(row: Met) -> str:
    """What a row is called beside its bar."""
    return _("{name}, {category}", name=row["name"], category=row["category_name"])


def note_of_gap(row: Met) -> tuple[str, str]:
    """The words behind a bar's number, and the mark before them: what is missing, or too much, or has no number."""
    notes = []
    if row["unquantified"]:
        said = _("+ number not given") if numbers_of(row).total.value else _("number not given")
        notes.append((said, "unquantified"))
    if (short := short_of(row)).value:
        notes.append((_("{n} short", n=written(short, row["unit"])), "shortfall"))
    if (over := more_than_required(row)).value:
        notes.append((_("{n} more than required", n=written(over, row["unit"])), ""))
    return "; ".join(words for words, _code in notes), notes[0][1] if notes else ""


def _reach(row: Met) -> float:
    total = numbers_of(row).total
    return max(1.0, (total.high or total.value) * _per(row)) / LONGEST


def _per(row: Met) -> float:
    """The share of its requirement that one of its unit is; what nothing was required of is full when it has any."""
    return 1 / (row["quantity"] or numbers_of(row).total.value or 1)


def _of_required(row: Met) -> str:
    total = numbers_of(row).total
    promised = written(total, row["unit"]) if total.value else _("none")
    return _("{n} of {required}", n=promised, required=figure(row["quantity"], row["unit"]))


def _bar(row: Met, reach: float) -> Bar:
    total, scale = numbers_of(row).total, 100 * _per(row) / reach
    note, code = note_of_gap(row)
    high = total.high if total.high != total.value else None
    ranged = total.value and (total.low != total.value or high is not None)
    return Bar(
        key=key_of(row),
        label=label_of(row),
        segments=_segments(row, scale),
        low=round(total.low * scale, 3) if ranged else None,
        high=_end(total, scale) if ranged else None,
        end_text=_of_required(row),
        note=note,
        note_code=code,
    )


def _end(total: Amount, scale: float) -> float | None:
    return None if total.high is None else round(total.high * scale, 3)


def _segments(row: Met, scale: float) -> list[Segment]:
    numbers, segments, start = numbers_of(row), [], 0
    if required := row["quantity"]:
        at = round(required * scale - LINE / 2, 3)
        segments.append(Segment("required", at, LINE, figure(required, row["unit"])))
    pieces = [*((name, getattr(numbers, name)) for name in PROMISED), ("shortfall", short_of(row))]
    for code, amount in pieces:
        if amount.value:
            place = round(start * scale, 3), round(amount.value * scale, 3)
            segments.append(Segment(code, *place, written(amount, row["unit"])))
            start += amount.value
    return segments


def _trace(name: str, rows: Sequence[Met], pledges: Address) -> dict[str, Any]:
    """No number is no mark: null, never 0."""
    amounts = [getattr(numbers_of(row), name) for row in rows]
    trace = {
        **_bars(name, stage_label(name), rows, amounts),
        "customdata": [_custom(*pair, name, pledges) for pair in zip(rows, amounts, strict=True)],
    }
    if bounds := _bounds(name, rows):
        trace["error_x"] = bounds
    return trace


def _missing(rows: Sequence[Met], source: Address) -> dict[str, Any]:
    """What is missing begins where the bar ends. It comes first, so that ranges are drawn over it."""
    amounts = [short_of(row) for row in rows]
    words = [
        _("{n} promised by nobody", n=written(amount, row["unit"]))
        for row, amount in zip(rows, amounts, strict=True)
    ]
    return {
        **_bars("shortfall", _("Promised by nobody"), rows, amounts),
        "base": [numbers_of(row).total.value * _per(row) for row in rows],
        "customdata": [
            [source(row), escape(label_of(row)), escape(said)] for row, said in zip(rows, words, strict=True)
        ],
    }


def _bars(token: str, name: str, rows: Sequence[Met], amounts: Sequence[Amount]) -> dict[str, Any]:
    pairs = list(zip(rows, amounts, strict=True))
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "meta": {"token": token},
        "y": [key_of(row) for row in rows],
        "x": [amount.value * _per(row) if amount.value else None for row, amount in pairs],
        "text": [written(amount, row["unit"]) if amount.value else "" for row, amount in pairs],
        "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
    }


def _custom(row: Met, amount: Amount, name: str, pledges: Address) -> list[str]:
    said = _(
        "{n} {stage}, {share} of what is required",
        n=written(amount, row["unit"]),
        stage=stage_label(name).lower(),
        share=percent(amount.value, row["quantity"]),
    )
    return [pledges(row), escape(label_of(row)), escape(said)]


def _bounds(name: str, rows: Sequence[Met]) -> dict[str, Any] | None:
    """The range of all that is promised, drawn at the end of its last piece."""
    up, down = [], []
    for row in rows:
        numbers = numbers_of(row)
        last = [stage for stage in PROMISED if getattr(numbers, stage).value][-1:]
        total = numbers.total if last == [name] else Amount()
        up.append(((total.high or total.value) - total.value) * _per(row))
        down.append((total.value - total.low) * _per(row))
    return (
        {"type": "data", "symmetric": False, "array": up, "arrayminus": down} if any([*up, *down]) else None
    )


def _open(rows: Sequence[Met], pledges: Address) -> dict[str, Any]:
    """An open mark behind the bar of each requirement with a pledge that has no number."""
    missing = [row for row in rows if row["unquantified"]]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("Number not given"),
        "meta": {"token": "unquantified", "role": "unquantified"},
        "y": [key_of(row) for row in missing],
        "x": [numbers_of(row).total.value * _per(row) for row in missing],
        "customdata": [[pledges(row), escape(label_of(row)), escape(note_of_gap(row)[0])] for row in missing],
        "hovertemplate": "%{customdata[1]}: %{customdata[2]}<extra></extra>",
    }


def _line(i: int, row: Met) -> dict[str, Any]:
    """Where the requirement is met; the name is its colour."""
    across = {"xref": "x", "x0": row["quantity"] * _per(row), "x1": row["quantity"] * _per(row)}
    up = {"yref": "y", "ysizemode": "pixel", "yanchor": i, "y0": -HALF_A_LINE, "y1": HALF_A_LINE}
    return {"type": "line", "name": "ink", "layer": "below", **across, **up, "line": {"width": 2}}
