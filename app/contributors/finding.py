"""What a contributor's page says first: one sentence made from its numbers on the day. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.figures.schemas import PROMISED, Amount, Numbers
from app.figures.sentences import done
from app.figures.situation import Place
from app.figures.words import bare, in_words, no_things, opening, things
from app.i18n import _, day, listing
from app.ledger.standing import UNCOUNTED, is_stock
from app.pledges.words import IN_ORDER


@dataclass(frozen=True, slots=True)
class Height:
    """The day on which a contributor first had most in place, and how much; of what never arrived, most promised.

    `first`: what it had in place on the first day on which it had any, `since`.
    """

    on: date
    amount: Amount
    is_done: bool
    noun: str
    since: date | None = None
    first: Amount = field(default_factory=Amount)


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentence is made from. `claim`: what an organisation said in all, where its members named some of it."""

    name: str
    place: Place
    unit: str
    noun: str
    as_of: date
    numbers: Numbers = field(default_factory=Numbers)
    unknown: int = 0
    stages: Mapping[str, int] = field(default_factory=dict)
    claim: Amount | None = None
    height: Height | None = None
    first_day: date | None = None
    is_over: bool = False
    is_today: bool = False
    is_filtered: bool = False

    @property
    def tail(self) -> str:
        """For what, and by when; of today nothing needs to be said."""
        by = "" if self.is_today else _(" by {day}", day=day(self.as_of))
        return f"{self.place.tie}{by}"

    @property
    def things(self) -> str:
        """What is counted: "soldiers"."""
        return things(self.unit, self.noun)


def finding(t: Told) -> str:
    """One sentence without a full stop: "France had 1,400 soldiers deployed and 1,100 announced for Mali by ..."."""
    if t.first_day is None:
        return opening(_nothing(t))
    if t.as_of < t.first_day:
        return opening(_("nothing is recorded of {name} before {day}", name=t.name, day=day(t.first_day)))
    if t.numbers.total.value or t.claim:
        return opening(_counted(t) if t.claim is None else _claimed(t, t.claim))
    if t.is_over and t.height:
        return opening(height_in_words(t, t.height))
    return opening(_without_number(t))


def _nothing(t: Told) -> str:
    if t.is_filtered:
        return _("no pledge of {name} matches these filters on any day", name=t.name)
    return _("no pledge of {name} is in this record", name=t.name)


def _counted(t: Told) -> str:
    values = {"name": t.name, "parts": listing(_parts(t)), "tail": t.tail}
    if t.unknown:
        return (
            _("{name} has {parts}{tail}, and more without a number", **values)
            if t.is_today
            else _("{name} had {parts}{tail}, and more without a number", **values)
        )
    return _("{name} has {parts}{tail}", **values) if t.is_today else _("{name} had {parts}{tail}", **values)


def _parts(t: Told) -> list[str]:
    """What there is of each; what is counted is named once: "1,400 soldiers deployed", "1,100 announced"."""
    labels = {
        "deployed": _("{amount} deployed"),
        "committed": _("{amount} committed"),
        "announced": _("{amount} announced"),
    }
    if not is_stock(t.unit):
        labels["deployed"] = _("{amount} delivered")
    amounts = [(name, getattr(t.numbers, name)) for name in PROMISED if getattr(t.numbers, name).value]
    return [
        labels[name].format(amount=bare(amount, t.unit) if i else in_words(amount, t.unit, t.noun))
        for i, (name, amount) in enumerate(amounts)
    ]


def _claimed(t: Told, claim: Amount) -> str:
    """An organisation's promise as it was said, and what its members have named of it."""
    said = {"name": t.name, "amount": in_words(claim, t.unit, t.noun), "tail": t.tail}
    if not t.numbers.total.value:
        return _("{name} promised {amount} in all{tail}, and its members named all of them", **said)
    left = bare(t.numbers.total, t.unit)
    return _(
        "{name} promised {amount} in all{tail}, of which {left} were not yet named by members",
        left=left,
        **said,
    )


def height_in_words(t: Told, height: Height) -> str:
    """The most there was, and when."""
    values = {"name": t.name, "tie": t.place.tie, "day": day(height.on)}
    amount = in_words(height.amount, t.unit, height.noun)
    if height.is_done and is_stock(t.unit):
        return _("at its height, {name} had {amount} deployed{tie}, on {day}", amount=amount, **values)
    if height.is_done:
        return _("{name} had delivered {amount}{tie} by {day}", amount=amount, **values)
    return _("{name} had promised {amount}{tie} by {day}", amount=amount, **values)


def rise_in_words(t: Told, height: Height) -> str:
    """From the first number in place to the most; the most alone where that was the first."""
    if not height.since or height.first.value >= height.amount.value:
        return height_in_words(t, height)
    return _(
        "{name} went from {first} {done} on {since} to {most} on {day}",
        name=t.name,
        first=in_words(height.first, t.unit, height.noun),
        done=done(t.unit),
        since=day(height.since),
        most=bare(height.amount, t.unit),
        day=day(height.on),
    )


def _without_number(t: Told) -> str:
    here = [stage for stage in IN_ORDER if t.stages.get(stage)]
    values = {"name": t.name, "things": t.things, "tail": t.tail}
    if here and t.unit == UNCOUNTED:
        return _("{name} gave or promised {things}{tail}, not counted in numbers", **values)
    if here:
        state = {"deployed": _("deployed"), "committed": _("committed"), "announced": _("announced")}
        return _("{name} had {things} {done}{tail}, the number not given", done=state[here[0]], **values)
    stage = next((stage for stage in _OVER if t.stages.get(stage)), "")
    return _OVER[stage](t, values) if stage else _none(t)


def _none(t: Told) -> str:
    nothing = no_things(t.unit, t.noun)
    return _("{name} had {none} deployed or promised{tail}", name=t.name, none=nothing, tail=t.tail)


# What is told where nothing is in force, the most telling first.
_OVER: dict[str, Callable[[Told, Mapping[str, str]], str]] = {
    "ended": lambda t, values: (
        _("what {name} gave{tail} had ended", **values)
        if t.unit == UNCOUNTED
        else _("{name} no longer had {things} deployed{tail}", **values)
    ),
    "declined": lambda t, values: _("{name} declined to give {things}{tail}", **values),
    "requested": lambda t, values: _("{things} were asked of {name}{tail}", **values),
    "under_review": lambda t, values: _("{name} had {things} under review{tail}", **values),
    "lapsed": lambda t, values: _("what {name} offered{tail} was withdrawn or turned down", **values),
    "closed": lambda t, values: _(
        "no outcome is recorded of the {things} asked of {name} or promised by it{tie}",
        **{**values, "tie": t.place.tie},
    ),
}
