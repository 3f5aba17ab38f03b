"""What a figure is made of: the same shapes for the chart, its table and its placeholder. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.figures.cuts import Cut

PROMISED = ("deployed", "committed", "announced")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of one unit with its bounds; `high` None: open upwards."""

    value: int = 0
    low: int = 0
    high: int | None = 0

    def __add__(self, other: Amount) -> Amount:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Amount(self.value + other.value, self.low + other.low, high)


def amount_of(row: Mapping[str, Any], name: str) -> Amount:
    """One of a row's numbers; 0 where the row has none."""
    return Amount(row[name] or 0, row[f"{name}_low"] or 0, row[f"{name}_high"] if row[name] else 0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is deployed, committed and announced: disjoint, so they add up."""

    deployed: Amount = Amount()
    committed: Amount = Amount()
    announced: Amount = Amount()

    @property
    def total(self) -> Amount:
        """Everything in force: what the bars add up to."""
        return self.deployed + self.committed + self.announced

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(*(getattr(self, name) + getattr(other, name) for name in PROMISED))


def numbers_of(row: Mapping[str, Any]) -> Numbers:
    """The three numbers of a row of totals."""
    return Numbers(*(amount_of(row, name) for name in PROMISED))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: its colour's name, where it lies in per cent of the room, and its number."""

    code: str
    x_percent: float
    width_percent: float
    text: str
    stale: bool = False
    # Whether it goes on after the last day of the chart: drawn with a point.
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart. `low` and `high` are where its range lies, in per cent; a `high` of None is open."""

    key: str
    label: str
    url: str = ""
    alpha2: str = ""
    level: int = 0
    segments: Sequence[Segment] = ()
    low: float | None = None
    high: float | None = None
    end_text: str = ""
    note: str = ""
    note_code: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    key: str
    label: str
    numeric: bool = False
    sorted: str = ""
    sort_url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: its words, where they lead, a flag or a mark before them."""

    text: str
    url: str = ""
    alpha2: str = ""
    code: str = ""


Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a figure: `rows`, then `more` that fold away, and the totals in `foot`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[Row] = ()
    more: Sequence[Row] = ()
    # What it leaves to a list of all.
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, in per cent of its length, and what it says."""

    percent: float
    text: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The server's own drawing of levels over time, in a square of 1,000 by 1,000."""

    areas: Sequence[tuple[str, str]]
    across: Sequence[Tick]
    up: Sequence[Tick]
    ends: Sequence[Tick]
    # The days whose changes are told below the chart, by their numbers in that list.
    marks: Sequence[Tick] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A day that a chart over time marks: who changed what on it, and where its pledges are."""

    day: str
    text: str
    url: str


NO_LINKS = {"csv": "", "xlsx": "", "json": "", "page": ""}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as templates/macros/figure.html draws it; `plot` is a dict in Plotly's schema."""

    id: str
    title: str
    sentence: str = ""
    legend: Sequence[tuple[str, str]] = ()
    bars: Sequence[Bar] = ()
    # Rows that unfold below the chart, on the same scale; `rest` says what they are.
    more_bars: Sequence[Bar] = ()
    # Marks under the rows of bars that lie along days.
    ticks: Sequence[Tick] = ()
    plot: Mapping[str, Any] | None = None
    plot_json: str = ""
    steps: Steps | None = None
    height: int = 0
    table: Table | None = None
    source_line: str = ""
    source_url: str = ""
    note: str = ""
    links: Mapping[str, str] = field(default_factory=lambda: NO_LINKS)
    # A drawing of its own kind: what it is made of, and the template that draws it ("figures/drawings/map.html").
    drawing: Any = None
    template: str = ""
    # What stands below its bars in words of its own, made of `drawing` too: a template.
    below: str = ""
    # What the chart does not show: "12 more, with 90 soldiers together".
    rest: str = ""
    # Which of very many it draws, and where all of them are.
    cut: Cut | None = None
    # What moved it, a line for each mark.
    moved: Sequence[Moved] = ()
    # What a reader takes out of the page with it (app/figures/actions.py); None where nothing is offered.
    actions: Any = None
