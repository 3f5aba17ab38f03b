"""The sentence at the top of a dashboard, made from its numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.figures.schemas import Numbers
from app.figures.words import bare, in_words, no_things, opening, some_names, things
from app.i18n import _, day, ngettext
from app.ledger.standing import UNCOUNTED, is_stock


@dataclass(frozen=True, slots=True)
class Place:
    """The operations of a page: their name in a sentence, and the words that tie a promise to them ("for Mali")."""

    name: str
    tie: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a headline has to go by: the sums of its subject on a day, and what has no number."""

    place: Place
    unit: str
    noun: str
    as_of: date
    numbers: Numbers = field(default_factory=Numbers)
    pledges: int = 0
    unknown: int = 0
    unknown_deployed: int = 0
    stages: Mapping[str, int] = field(default_factory=dict)
    live: Sequence[str] = ()
    declined: Sequence[str] = ()
    first_day: date | None = None
    closes_after: date | None = None
    is_today: bool = False
    is_present: bool = False
    is_filtered: bool = False

    @property
    def things(self) -> str:
        """What is counted: "soldiers"."""
        return things(self.unit, self.noun)

    @property
    def tail(self) -> str:
        """Where and by when: " for Mali by 17 January 2013"."""
        by = "" if self.is_today else _(" by {day}", day=day(self.as_of))
        return self.place.tie + by

    @property
    def done(self) -> str:
        """What happens to a promise that is kept: a stock is deployed, a flow delivered."""
        return _("deployed") if is_stock(self.unit) else _("delivered")


def place_of(operations: Sequence[Mapping[str, Any]]) -> Place:
    """How sentences name the operations. The first alias is the short name people use; none where no words fit."""
    if len(operations) != 1:
        return Place(_("these operations"), _(" for these operations") if operations else "")
    operation = operations[0]
    name = next(iter(operation["aliases"]), operation["name"])
    if operation["kind"] == "donor conference":
        return Place(_("the {name}", name=name), _(" at the {name}", name=name))
    # "Other support for Mali" is a heading, not a thing that soldiers are promised for.
    return Place(name, "" if operation["kind"] == "other" else _(" for {name}", name=name))


def headline(s: Situation) -> str:
    """One sentence without a full stop. It says no more than the record does, and "deployed", never where."""
    if s.first_day is None:
        return _nothing_at_all(s)
    if s.as_of < s.first_day:
        return _("Nothing is recorded for {name} before {day}", name=s.place.name, day=day(s.first_day))
    if s.closes_after and s.as_of > s.closes_after:
        return after_the_record(s.place, s.closes_after)
    if s.unit == UNCOUNTED and s.live:
        return _uncounted(s)
    if s.numbers.total.value:
        return opening(_counted(s))
    return opening(_not_given(s) if s.unknown else _no_promise(s))


def after_the_record(place: Place, last: date) -> str:
    """A day after the record's last says so: silence is never turned into a broken promise."""
    return _(
        "This record follows {name} until {day}; what became of the promises after that is not in it",
        name=place.name,
        day=day(last),
    )


def _nothing_at_all(s: Situation) -> str:
    if s.is_filtered:
        return _("No pledge matches these filters on any day")
    return _("No pledge is recorded for {name} yet", name=s.place.name)


def _counted(s: Situation) -> str:
    deployed = s.numbers.deployed.value
    if not deployed:
        return _none_deployed(s)
    if deployed == s.numbers.total.value and not s.unknown:
        return _all_deployed(s)
    return _some_deployed(s)


def _some_deployed(s: Situation) -> str:
    n = s.numbers.deployed.value
    values = {
        "amount": in_words(s.numbers.total, s.unit, s.noun),
        "tail": s.tail,
        "part": bare(s.numbers.deployed, s.unit),
        "done": s.done,
    }
    if s.is_present:
        return ngettext(
            "Of {amount} promised{tail}, {part} is {done}",
            "Of {amount} promised{tail}, {part} are {done}",
            n,
            **values,
        )
    return ngettext(
        "Of {amount} promised{tail}, {part} was {done}",
        "Of {amount} promised{tail}, {part} were {done}",
        n,
        **values,
    )


def _all_deployed(s: Situation) -> str:
    total = s.numbers.total
    values = {"amount": in_words(total, s.unit, s.noun), "tail": s.tail, "done": s.done}
    if total.low != total.value or total.high != total.value:
        return _all_of_a_range(s, values)
    if s.is_present:
        return ngettext(
            "The {amount} promised{tail} is {done}",
            "All {amount} promised{tail} are {done}",
            total.value,
            **values,
        )
    return ngettext(
        "The {amount} promised{tail} was {done}",
        "All {amount} promised{tail} were {done}",
        total.value,
        **values,
    )


def _all_of_a_range(s: Situation, values: Mapping[str, str]) -> str:
    n = s.numbers.total.value
    if s.is_present:
        return ngettext(
            "{amount} is promised{tail} and {done}",
            "{amount} are promised{tail}, and all are {done}",
            n,
            **values,
        )
    return ngettext(
        "{amount} was promised{tail} and {done}",
        "{amount} were promised{tail}, and all were {done}",
        n,
        **values,
    )


def _none_deployed(s: Situation) -> str:
    n = s.numbers.total.value
    promised = _promised(s, n, in_words(s.numbers.total, s.unit, s.noun))
    if s.unknown_deployed:
        return _("{promised}; how much of it was {done} was not given", promised=promised, done=s.done)
    if not is_stock(s.unit):
        return _("{promised}; no delivery is recorded", promised=promised)
    if s.is_present:
        return _("{promised}; none is deployed yet", promised=promised)
    return _("{promised}; none was deployed yet", promised=promised)


def _promised(s: Situation, n: int, amount: str) -> str:
    if s.is_present:
        return ngettext(
            "{amount} is promised{tail}", "{amount} are promised{tail}", n, amount=amount, tail=s.tail
        )
    return ngettext(
        "{amount} was promised{tail}", "{amount} were promised{tail}", n, amount=amount, tail=s.tail
    )


def _not_given(s: Situation) -> str:
    values = {"things": s.things, "tail": s.tail, "done": s.done if s.unknown_deployed else _("promised")}
    if s.is_present:
        return _("{things} are {done}{tail}, the number not given", **values)
    return _("{things} were {done}{tail}, the number not given", **values)


def _no_promise(s: Situation) -> str:
    if s.stages.get("closed"):
        return _(
            "What became of the {things} promised{tie} is not in this record",
            things=s.things,
            tie=s.place.tie,
        )
    if s.stages.get("ended") and is_stock(s.unit):
        return _gone(s)
    if s.declined:
        return _(
            "{names} declined to give {things}{tail}",
            names=some_names(s.declined),
            things=s.things,
            tail=s.tail,
        )
    if s.stages.get("requested") or s.stages.get("under_review"):
        if s.is_present:
            return _("{things} are asked for{tail}; none are promised", things=s.things, tail=s.tail)
        return _("{things} were asked for{tail}; none were promised", things=s.things, tail=s.tail)
    if s.is_filtered and not s.pledges:
        return _("No pledge matches these filters on {day}", day=day(s.as_of))
    if s.is_present:
        return _("{none} are promised{tail}", none=no_things(s.unit, s.noun), tail=s.tail)
    return _("{none} were promised{tail}", none=no_things(s.unit, s.noun), tail=s.tail)


def _gone(s: Situation) -> str:
    if s.is_present:
        return _("the {things} deployed{tie} have left", things=s.things, tie=s.place.tie)
    return _(
        "the {things} deployed{tie} had left by {day}", things=s.things, tie=s.place.tie, day=day(s.as_of)
    )


def _uncounted(s: Situation) -> str:
    names = some_names(s.live)
    return opening(
        _(
            "{names} gave or promised {things}{tail}, not counted in numbers",
            names=names,
            things=s.things,
            tail=s.tail,
        )
    )
