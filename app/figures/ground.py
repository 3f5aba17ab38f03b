"""What every part of a dashboard stands on: its operations, its filter, its subject, and the addresses of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from app.contributors.directory import Directory
from app.contributors.queries import names_of
from app.figures.chosen import Chosen, chosen_of
from app.figures.facts import categories_of, first_day, names_by_id
from app.figures.givers import Giver, givers_of
from app.figures.matrix.queries import Place as Cell
from app.figures.matrix.queries import claims_in, claims_on, givers_in, places_on
from app.figures.queries import Totals, every_sum, totals_of, within
from app.figures.schemas import Amount
from app.figures.situation import Place, place_of
from app.figures.sourced import Sources, sources_of_both
from app.figures.subject import Subject, subject_of
from app.figures.words import name_in_text
from app.operations.queries import list_operations
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links, links_of, with_filter
from app.pledges.scope import Scope, narrowed, scope_of
from app.reading import Reading

Operation = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """`whole` is all that the filter means, `own` what the headline and the first figures count of it.

    `own_sources` and `all_sources` are what these two rest on.
    """

    reading: Reading
    path: str
    operations: Sequence[Operation]
    everything: Sequence[Operation]
    whole: Scope
    own: Scope
    subject: Subject
    categories: Sequence[Mapping[str, Any]]
    by_category: Totals
    by_contributor: Totals
    totals: Totals
    # What all totals of the page are made of.
    sums: Sequence[Row[Any]]
    own_sums: Sequence[Row[Any]]
    places: Mapping[Cell, Mapping[str, Any]]
    claims: Mapping[Cell, Amount]
    known: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, str]
    givers: Sequence[Giver]
    first_day: date | None
    chosen: Chosen
    links: Links
    own_sources: Sources
    all_sources: Sources

    @property
    def as_of(self) -> date:
        """The day that the page shows."""
        return self.whole.as_of

    @property
    def place(self) -> Place:
        """How sentences name the operations."""
        return place_of(self.operations)

    @property
    def is_today(self) -> bool:
        """Whether the page shows the day on which it is read."""
        return self.as_of == self.reading.today

    @property
    def is_present(self) -> bool:
        """Whether it speaks in the present tense: of today, or of an operation that goes on."""
        ends = [operation["ended_on"] for operation in self.operations]
        return self.is_today or not all(end and end < self.reading.today for end in ends)

    @property
    def closes_after(self) -> date | None:
        """The last day that this record follows these operations; None where one is kept current."""
        ends = [_closes_after(operation) for operation in self.operations]
        known = [end for end in ends if end]
        return max(known) if known and len(known) == len(ends) else None

    @property
    def operations_and_parts(self) -> list[Operation]:
        """The operations in scope: those named, and all that are part of them."""
        ids = set(self.whole.operation_ids)
        return [row for row in self.everything if row["id"] in ids] if ids else list(self.everything)

    @property
    def is_over(self) -> bool:
        """Whether the day is after all that this record follows."""
        return self.closes_after is not None and self.as_of > self.closes_after

    @property
    def is_filtered(self) -> bool:
        """Whether something besides the operation was chosen."""
        return self.whole.filter.but(operation=()).is_narrow or bool(self.whole.filter.q)

    def pledges(self, **changes: Any) -> str:
        """The address of the pledges in scope on this day, narrowed by `changes` of the filter."""
        return with_filter("/pledges", self.whole.filter.but(**{"as_of": self.as_of, "sort": "", **changes}))

    def own_pledges(self, **changes: Any) -> str:
        """The address of the pledges that the subject's numbers are made of."""
        return self.pledges(**{"category": self.subject.categories, "unit": self.subject.unit, **changes})

    def board(self, **changes: Any) -> str:
        """The address of this dashboard, changed."""
        return with_filter(self.path, self.address_filter.but(**{"as_of": self.as_of, **changes}))

    @property
    def address_filter(self) -> PledgeFilter:
        """The filter that stands in this page's address: the path names the operation where it is one."""
        chosen = self.whole.filter
        return chosen.but(operation=()) if len(self.operations) == 1 else chosen

    def data(self, name: str, ending: str, **query: str) -> str:
        """The address of a figure's data: the same filter, and what the figure counts of it."""
        counted = {"category": self.subject.categories, "unit": self.subject.unit, "as_of": self.as_of}
        return self.data_of(name, ending, self.whole.filter.but(sort="", **counted), **query)

    def data_of(self, name: str, ending: str, filter: PledgeFilter, **query: str) -> str:
        """The address of data with a filter of its own."""
        if len(self.operations) != 1:
            return with_filter(
                f"/api/v1/{name}" + ("" if ending == "json" else f".{ending}"), filter, **query
            )
        code = self.operations[0]["code"]
        return with_filter(f"/operations/{code}/{name}.{ending}", filter.but(operation=()), **query)


def ground_of(reading: Reading, path: str, filter: PledgeFilter) -> Ground:
    """Read what all parts of a dashboard need. `filter` names its operations."""
    reader = reading.connection
    whole = scope_of(reader, filter)
    everything, categories = list_operations(reader), categories_of(reader, whole.operation_ids)
    sums = every_sum(reader, whole)
    by_category = totals_of(sums, ("category",))
    subject = subject_of(filter, by_category.items, categories)
    own = narrowed(reader, whole, category=subject.categories, unit=subject.unit)
    own_sums = within(sums, own)
    totals = totals_of(own_sums, ("contributor",))
    places, claims = places_on(reader, whole), claims_on(reader, whole)
    counted = {(row.by_contributor, row.by_category, row.unit) for row in own_sums}
    known = givers_in(places, counted)
    all_sources, own_sources = sources_of_both(reader, whole, own)
    return Ground(
        reading=reading,
        path=path,
        operations=_named_in(filter, everything),
        everything=everything,
        whole=whole,
        own=own,
        subject=subject,
        categories=categories,
        by_category=by_category,
        by_contributor=totals_of(sums, ("contributor",)),
        totals=totals,
        sums=sums,
        own_sums=own_sums,
        places=places,
        claims=claims,
        known=known,
        names={code: row.name for code, row in names_of(reader).items()},
        givers=givers_of(totals.items, known, claims_in(claims, counted), whole.as_of),
        first_day=_first_day(reader, whole, filter),
        chosen=_chosen(reading, whole),
        links=links_of(filter.but(as_of=whole.as_of), whole.as_of, reading.today),
        own_sources=own_sources,
        all_sources=all_sources,
    )


def _named_in(filter: PledgeFilter, everything: Sequence[Operation]) -> list[Operation]:
    named = {code.lower() for code in filter.operation}
    return [row for row in everything if row["code"].lower() in named]


def _first_day(reader: Connection, whole: Scope, filter: PledgeFilter) -> date | None:
    """That of the operations, whatever else was chosen."""
    of_operations = PledgeFilter(
        operation=filter.operation, as_of=filter.as_of, recorded_by=filter.recorded_by
    )
    return first_day(reader, whole if filter == of_operations else scope_of(reader, of_operations))


def _chosen(reading: Reading, whole: Scope) -> Chosen:
    givers = names_by_id(reading.connection, whole.contributor_ids)
    organisation = (
        Directory(reading.connection).find(whole.filter.member_of) if whole.filter.member_of else None
    )
    named = names_by_id(reading.connection, (organisation,) if organisation else ())
    return chosen_of(
        whole.filter,
        [name_in_text(code, name) for code, name in givers],
        "".join(name_in_text(code, name) for code, name in named),
    )


def _closes_after(operation: Operation) -> date | None:
    end: date | None = operation["covered_until"] or operation["ended_on"]
    return end
