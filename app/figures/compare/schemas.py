"""What a comparison is made of: the contributors side by side, what each gives, and its rows and cells. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.figures.givers import Giver
from app.figures.ratios import Denominator, written_ratio
from app.figures.schemas import Amount, Segment

FEWEST, MOST = 2, 8


@dataclass(frozen=True, slots=True)
class Rated(Giver):
    """A contributor whose numbers are ratios, in billionths."""

    def written(self, amount: Amount) -> str:
        """A ratio with three digits."""
        return written_ratio(amount)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the contributors compared: its numbers, and what they can be divided by.

    `rated` are the ratios that the page shows; None where it shows none, or this contributor has none.
    """

    giver: Giver
    is_organisation: bool
    sizes: Mapping[str, Denominator] = field(default_factory=dict)
    rated: Rated | None = None

    @property
    def shown(self) -> Giver:
        """What a chart draws: ratios where there are some."""
        return self.rated or self.giver


@dataclass(frozen=True, slots=True)
class CompareCell:
    """What one contributor gives in one row; `text` is empty where nothing has a number.

    `small` says what the number is made of, `note` what was said besides or in its place; `bar`: its stages as shares
    of the row's largest, in per cent.
    """

    text: str
    small: str
    note: str
    code: str
    url: str
    bar: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A row in one unit: its name, its unit, where it leads, and a cell (or None) for each contributor."""

    label: str
    unit: str
    url: str
    cells: Sequence[CompareCell | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of rows by contributors; `foot` is the sum of the rows where they are of one unit.

    `columns`: name, two-letter code and address of each contributor.
    """

    id: str
    title: str
    caption: str
    first: str
    note: str
    columns: Sequence[tuple[str, str, str]]
    rows: Sequence[CompareRow]
    foot: Sequence[CompareRow] = ()
    links: Mapping[str, str] = field(default_factory=dict)
