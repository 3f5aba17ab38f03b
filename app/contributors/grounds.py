"""What a contributor's page stands on: its operations, its main unit, the last day of its record, and its height."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from app.contributors.finding import Height, Told
from app.contributors.given import ever_given, largest_given, last_in_force, operations_given_to
from app.contributors.mains import most_given, noun_of
from app.contributors.sums import Sums, on_day
from app.figures.facts import first_day, wholes_on
from app.figures.ground import Ground
from app.figures.queries import Totals, totals_of, within
from app.figures.schemas import PROMISED, Numbers, numbers_of
from app.figures.situation import Place, place_of
from app.figures.subject import Subject, subject_of
from app.figures.timeline import steps_of
from app.figures.words import name_in_text
from app.operations.queries import list_operations
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter
from app.pledges.scope import Scope, narrowed
from app.reading import Reading

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnGround(Ground):
    """The ground of one contributor's figures: its page has an address of its own, whatever the figures count."""

    page: PledgeFilter = field(default_factory=PledgeFilter)

    @property
    def address_filter(self) -> PledgeFilter:
        """What stands in the address of the contributor's page."""
        return self.page


@dataclass(frozen=True, slots=True)
class Portrayed:
    """One contributor, what the page asks of it (`scope`), and what its figures count (`subject`).

    `operations`: those it has pledges for; `within`: the codes that take all of them in. `last`: the last day on which
    one of them is followed. `has_parts`: whether members named some of what it promised.
    """

    reading: Reading
    contributor: Row
    scope: Scope
    page: PledgeFilter
    subject: Subject
    operations: Sequence[Row]
    within: tuple[str, ...]
    place: Place
    last: date
    first_day: date | None
    has_parts: bool
    sums: Sums
    # What the page's numbers are made of, of all that it asks for.
    narrow: Scope
    everything: Sequence[Row]
    ever: Sequence[Row]

    @property
    def path(self) -> str:
        """The page's address without its filter."""
        return f"/contributors/{self.contributor['code']}"

    @property
    def is_over(self) -> bool:
        """Whether the page's day is after all that the record follows of it."""
        return self.first_day is not None and self.scope.as_of > self.last

    @property
    def is_filtered(self) -> bool:
        """Whether the page asks for some of its pledges rather than all."""
        return self.page.is_narrow or bool(self.page.q)

    def address(self, **changes: Any) -> str:
        """The page, changed."""
        return with_filter(self.path, self.page.but(as_of=self.scope.as_of, **changes))

    def on(self, day: date) -> str:
        """The page on another day."""
        return with_filter(self.path, self.page.but(as_of=day))

    def main(self, on: date) -> list[Any]:
        """The sums of the main unit on a day."""
        return within(self.sums.own(on), self.narrow)

    def counted(self, **changes: Any) -> PledgeFilter:
        """The filter of the pledges that the page's numbers are made of, on its day."""
        counted = {"category": self.subject.categories, "unit": self.subject.unit, "as_of": self.scope.as_of}
        return self.scope.filter.but(**{**counted, "sort": "", **changes})


def portrayed(r: Reading, contributor: Row, page: PledgeFilter, scope: Scope) -> Portrayed:
    """Read what a contributor's page stands on. `scope`: the page's filter, narrowed to the contributor."""
    everything = list_operations(r.connection)
    codes = operations_given_to(r.connection, scope)
    operations = [row for row in everything if row["code"] in codes]
    named = scope.filter.operation if scope.operation_ids else ()
    inside = named or tuple(_roots(operations, everything))
    ever = ever_given(r.connection, scope)
    asked = scope.filter.but(contributor=(), operation=inside, stage=(), q="", source=None)
    sums = Sums(r.connection, scope, r.scope(asked))
    ends = [row["covered_until"] or row["ended_on"] for row in operations]
    last = max(ends) if ends and all(ends) else max(r.today, scope.as_of)
    subject = _main(sums, ever, is_followed=scope.as_of <= last)
    return Portrayed(
        reading=r,
        contributor=contributor,
        scope=scope,
        page=page,
        subject=subject,
        operations=operations,
        within=inside,
        place=place_of([row for row in everything if row["code"] in inside]),
        last=last,
        first_day=first_day(r.connection, scope),
        has_parts=any(row["has_parts"] for row in ever),
        sums=sums,
        narrow=narrowed(r.connection, scope, category=subject.categories, unit=subject.unit),
        everything=everything,
        ever=ever,
    )


def _main(sums: Sums, ever: Sequence[dict[str, Any]], is_followed: bool) -> Subject:
    """What its figures count: what it gave most of, of what is in force on the day or else of all that it ever gave."""
    on_the_day = totals_of(sums.own(sums.scope.as_of), ("category",)).items
    live = [row for row in on_the_day if row["total"]] or [row for row in on_the_day if _is_open(row)]
    known = {(row["category"], row["unit"]) for row in live} if is_followed else set()
    rows = [row for row in ever if (row["category"], row["unit"]) in known]
    rows = rows or [row for row in ever if row["total"]] or list(ever)
    chosen = most_given(rows, ever, largest_given(sums.reader, sums.everybody))
    return subject_of(sums.scope.filter, chosen, chosen)


def _is_open(row: Row) -> bool:
    return any(row["stages"].get(stage) for stage in (*PROMISED, "requested", "under_review", "declined"))


def _roots(operations: Sequence[Row], everything: Sequence[Row]) -> list[str]:
    """The one operation there is; of several those that take them in."""
    if len(operations) == 1 and operations[0]["kind"] != "other":
        return [operations[0]["code"]]
    whole = {row["code"]: row["part_of"] for row in everything}
    roots = []
    for row in operations:
        code = row["code"]
        while whole.get(code):
            code = whole[code]
        roots.append(code)
    return list(dict.fromkeys(roots))


def told_of(p: Portrayed) -> Told:
    """What the page's headline is made from. After the record an organisation's promise is told as it last stood."""
    reader = p.reading.connection
    shown = (p.is_over and p.has_parts and last_in_force(reader, p.narrow)) or None
    scope = on_day(p.narrow, shown or p.scope.as_of)
    as_of = shown or min(p.scope.as_of, p.last)
    sums = totals_of(p.main(scope.as_of), ("category", "stage"))
    row = _summed(sums)
    code = p.contributor["code"]
    return Told(
        name=name_in_text(code, p.contributor["name"]),
        place=p.place,
        unit=p.subject.unit,
        noun=noun_of(p.subject, {item["category"] for item in sums.items if item["total"]}),
        as_of=as_of,
        numbers=row["numbers"],
        unknown=row["unquantified"],
        stages=row["stages"],
        claim=wholes_on(reader, scope).get(code) if p.has_parts else None,
        height=None if p.has_parts else _height(p),
        first_day=p.first_day,
        is_over=p.is_over,
        is_today=as_of == p.reading.today,
        is_filtered=p.is_filtered,
    )


def _summed(totals: Totals) -> dict[str, Any]:
    """The one row of a unit; of no pledges, nothing."""
    if not totals.totals:
        return {"numbers": Numbers(), "unquantified": 0, "stages": {}}
    return {**totals.totals[0], "numbers": numbers_of(totals.totals[0])}


def _height(p: Portrayed) -> Height | None:
    """The first of the days on which most was in place; where nothing ever was, on which most was promised."""
    scope = on_day(p.narrow, p.last)
    steps = list(_levels(steps_of(p.reading.connection, scope, ("category",)), p.last))
    on, here = max(steps, key=lambda step: _sum(step[1]).deployed.value, default=(p.last, {}))
    if _sum(here).deployed.value:
        given = {category for category, numbers in here.items() if numbers.deployed.value}
        since, first = next((day, _sum(then).deployed) for day, then in steps if _sum(then).deployed.value)
        noun = noun_of(p.subject, given)
        return Height(on, _sum(here).deployed, is_done=True, noun=noun, since=since, first=first)
    on, here = max(steps, key=lambda step: _sum(step[1]).total.value, default=(p.last, {}))
    given = {category for category, numbers in here.items() if numbers.total.value}
    return Height(on, _sum(here).total, is_done=False, noun=noun_of(p.subject, given)) if given else None


def _levels(rows: Iterable[Row], last: date) -> Iterator[tuple[date, dict[str, Numbers]]]:
    """What was in force of each category from each day of change on."""
    here: dict[str, Numbers] = {}
    for on, changed in groupby(rows, key=lambda row: row["on"]):
        here = {**here, **{row["category"]: numbers_of(row) for row in changed}}
        if on <= last:
            yield on, here


def _sum(numbers: Mapping[str, Numbers]) -> Numbers:
    return sum(numbers.values(), Numbers())
