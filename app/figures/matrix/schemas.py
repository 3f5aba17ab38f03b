"""What the table of who gives what is made of: columns of one unit each, rows of contributors, cells. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.figures.schemas import Segment
from app.ledger.standing import UNCOUNTED

# A column's key: a category and a unit.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A category in one unit. `givers`: how many give or promise something in it; `reach`: the longest bar's number."""

    category: str
    unit: str
    group: str
    label: str
    unit_label: str
    url: str = ""
    givers: int = 0
    reach: int = 0

    @property
    def key(self) -> Key:
        """What cells are found by."""
        return self.category, self.unit

    @property
    def told(self) -> str:
        """Its name with its unit in one line: "Airlift, sorties"; without one where nothing is counted."""
        says_it = self.unit == UNCOUNTED or self.unit_label.lower() in self.label.lower()
        return self.label if says_it else f"{self.label}, {self.unit_label}"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one contributor gives in one column.

    `text` is the number at its furthest stage (`code`), `of` what is in force in all where that is more, `small` the
    words where there is no number; `marks` are the codes of what was said besides; `words` says all of it in full.
    `bar`: its stages as shares of the column's largest row, in per cent.
    """

    words: str
    url: str = ""
    code: str = ""
    text: str = ""
    of: str = ""
    small: str = ""
    marks: Sequence[str] = ()
    bar: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A contributor, or a sum of the foot (without a key); `cells` by the keys of their columns."""

    key: str
    name: str
    cells: Mapping[Key, MatrixCell]
    url: str = ""
    alpha2: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that stand together under one head: what it says and how many these are."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the table that is drawn at once: some columns; the first rows, and `more` that fold away."""

    caption: str
    groups: Sequence[Group]
    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]
    more: Sequence[MatrixRow]
    foot: Sequence[MatrixRow]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table, in order, with what it folds: `main` is what a page shows, `rarer` the categories that few give.

    Whoever draws it elsewhere takes `columns`, `rows` and `foot`, or the blocks.
    """

    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]
    foot: Sequence[MatrixRow]
    main: Block
    rarer: Block | None = None
    # Contributors that a page has no rows for: those that give in the fewest categories.
    left_out: int = 0
    legend: Sequence[tuple[str, str]] = field(default_factory=tuple)
