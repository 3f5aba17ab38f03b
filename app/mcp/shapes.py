"""What the tools answer. Each answer says its day, its moment, its boundary, its sources, its address and its terms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.search.shapes import FoundItem
from app.shapes import MaybeCount, Shape


class Amount(Shape):
    """A number and its bounds."""

    value: Annotated[
        MaybeCount, Field(description="null: not given, or not known. It is never to be read as 0.")
    ]
    low: Annotated[MaybeCount, Field(description="The least that the sources leave.")]
    high: Annotated[
        MaybeCount, Field(description="The most that the sources leave; null beside a value: open upwards.")
    ]


class Numbers(Shape):
    """Disjoint numbers of one unit. Never add numbers of different units."""

    unit: Annotated[
        str, Field(description="What is counted; none: what has no number, such as intelligence.")
    ]
    deployed: Annotated[Amount, Field(description="In place on that day (of a flow: delivered so far).")]
    committed: Annotated[Amount, Field(description="Decided, and not yet deployed.")]
    announced: Annotated[Amount, Field(description="Announced, and not yet decided.")]
    delivered: Annotated[Amount, Field(description="The most that was ever in place up to that day.")]


class Sum(Numbers):
    """Numbers of several pledges."""

    total: Annotated[Amount, Field(description="deployed + committed + announced.")]
    pledges: Annotated[int, Field(description="How many pledges these are.")]
    not_given: Annotated[
        int, Field(description="How many live pledges have no number: they add nothing, and are not 0.")
    ]
    stages: Annotated[dict[str, int], Field(description="Pledges per stage.")]


class Named(Shape):
    """What a row is of."""

    key: Annotated[str, Field(description="The code of what this row is of.")]
    name: str


class SplitSum(Sum, Named):
    """A row of a split; its fields begin with what it is of."""


class Ratio(Shape):
    """Numbers per million people, per billion US dollars of GDP, or per 1,000 of the armed forces; null: no size."""

    per: str
    denominator: Annotated[int | None, Field(description="What it was divided by.")]
    year: Annotated[int | None, Field(description="The year of that size.")]
    deployed: float | None
    committed: float | None
    announced: float | None
    delivered: float | None
    total: float | None


class Side(SplitSum):
    """One contributor's numbers of one unit."""

    ratio: Annotated[Ratio | None, Field(description="Where `per` was asked for.")] = None


class SourceOf(Shape):
    """Where it was published."""

    number: int
    title: str
    publisher: str | None
    published_on: date | None
    url: Annotated[str | None, Field(description="Where it was published; null: in print, or not known.")]
    archived_url: str | None
    page: Annotated[str, Field(description="What this record holds of it, and what became of what it said.")]


class Licence(Shape):
    """On what terms this may be used."""

    name: str
    url: str
    credit: str


class Answer(Shape):
    """What every answer says."""

    boundary: Annotated[
        str, Field(description="What this is of, and what was left out and why: quote it along.")
    ]
    as_of: Annotated[date | None, Field(description="The day it is about; null: of all days.")]
    recorded_by: Annotated[
        datetime | None, Field(description="The moment of this record that it is of; null: an empty record.")
    ]
    data_version: Annotated[int, Field(description="The number of the record's last revision.")]
    sources: Annotated[list[SourceOf], Field(description="What it rests on, most used first.")]
    source_count: Annotated[int, Field(description="How many sources there are in all.")]
    permalink: Annotated[str, Field(description="The page that shows the same for ever. Cite it.")]
    data: Annotated[str, Field(description="The address of the same in the API, for ever too.")]
    licence: Licence


class FindAnswer(Answer):
    """What `find` answers."""

    found: list[FoundItem]
    count: Annotated[int, Field(description="How many there are in all.")]


class FigureAnswer(Answer):
    """What `figure` answers."""

    totals: Annotated[list[Sum], Field(description="One row a unit; empty: no pledge is in this.")]
    by: str | None
    rows: Annotated[list[SplitSum], Field(description="The split, largest first; its sum is the total.")]
    row_count: Annotated[int, Field(description="How many rows the whole split has.")]


class CompareAnswer(Answer):
    """What `compare` answers."""

    sides: list[Side]
    without: Annotated[
        list[str], Field(description="Codes of those with no pledge in this. That is not a 0.")
    ]


class Quantity(Shape):
    """A number as it was printed, and as it counts."""

    printed: str | None
    value: MaybeCount
    low: MaybeCount
    high: MaybeCount


class Said(Shape):
    """What one source says of a pledge."""

    statement: int
    on: Annotated[str, Field(description="The day, month or year it speaks of.")]
    status: str
    quantity: Quantity
    until: date | None
    condition: str | None
    speaker: str | None
    quotation: Annotated[str | None, Field(description="The source's own words.")]
    counts: Annotated[bool, Field(description="Whether the standing of that day follows from it.")]
    accepted: Annotated[bool, Field(description="false: known, set beside the others, and not used.")]
    retracted: Annotated[str | None, Field(description="Why it was withdrawn, where it was.")]
    source: SourceOf


class Standing(Numbers):
    """How a pledge stands on the day."""

    stage: Annotated[str | None, Field(description="null: nothing counts yet on that day.")]
    pending: Annotated[str | None, Field(description="What is asked for beside it and not yet answered.")]
    number_given: Annotated[bool, Field(description="false: it is live and no source gives a number.")]
    stated_on: Annotated[date | None, Field(description="The day of the newest figure in force.")]


class Pledge(Shape):
    """A pledge, how it stands, and what sources say of it."""

    key: str
    contributor: str
    contributor_name: str
    operation: str
    category: str
    item: str | None
    caveats: str | None
    part_of: Annotated[str | None, Field(description="The organisation's pledge that it is counted out of.")]
    standing: Standing
    statements: list[Said]
    page: str


class EvidenceAnswer(Answer):
    """What `evidence` answers."""

    pledges: list[Pledge]
    count: Annotated[int, Field(description="How many pledges there are in all.")]


class Stood(Shape):
    """How a pledge stood before or after."""

    stage: str
    pending: str | None
    deployed: Amount
    committed: Amount
    announced: Amount


class Event(Shape):
    """A day on which a pledge began to stand otherwise."""

    on: date
    sentence: str
    pledge: str
    contributor: str
    operation: str
    category: str
    unit: str
    before: Annotated[Stood | None, Field(description="null: this was its first day.")]
    after: Stood
    recorded_at: datetime


class Correction(Shape):
    """What the record corrected."""

    number: int
    at: datetime
    kind: Literal["retracted", "replaced", "restored", "mended"]
    what: str
    pledge: str | None
    old: str | None
    new: str | None
    reason: str | None


class ChangesAnswer(Answer):
    """What `changes` answers."""

    events: list[Event]
    corrections: list[Correction]
    count: Annotated[int, Field(description="How many there are in all.")]
