"""The sentence at the top of a dashboard, made from its numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.figures.situation import Place, Situation
from app.figures.words import bare, in_words, no_things, opening, some_names
from app.i18n import _, day, ngettext
from app.ledger.standing import UNCOUNTED, is_stock


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
            "{amount} is promised{tail}, and {done}",
            "All {amount} promised{tail} are {done}",
            total.value,
            **values,
        )
    return ngettext(
        "{amount} was promised{tail}, and {done}",
        "All {amount} promised{tail} were {done}",
        total.value,
        **values,
    )


def _all_of_a_range(s: Situation, values: Mapping[str, str]) -> str:
    n = s.numbers.total.value
    if s.is_present:
        return ngettext(
            "{amount} is promised{tail}, and {done}",
            "{amount} are promised{tail}, and all are {done}",
            n,
            **values,
        )
    return ngettext(
        "{amount} was promised{tail}, and {done}",
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
            "what became of the {things} promised{tie} is not in this record", things=s.things, tie=s.tie
        )
    if s.stages.get("ended") and is_stock(s.unit):
        return _gone(s)
    if s.declined:
        names = some_names(s.declined)
        return _("{names} declined to give {things}{tail}", names=names, things=s.things, tail=s.own_tail)
    if s.stages.get("requested") or s.stages.get("under_review"):
        if s.is_present:
            return _("{things} are requested{tail}; none are promised", things=s.things, tail=s.own_tail)
        return _("{things} were requested{tail}; none were promised", things=s.things, tail=s.own_tail)
    if s.is_filtered and not s.pledges:
        return _("no pledge matches these filters on {day}", day=day(s.as_of))
    if s.is_present:
        return _("{none} are promised{tail}", none=no_things(s.unit, s.noun), tail=s.tail)
    return _("{none} were promised{tail}", none=no_things(s.unit, s.noun), tail=s.tail)


def _gone(s: Situation) -> str:
    if s.is_present:
        return _("the {things} deployed{tie} have left", things=s.things, tie=s.tie)
    return _("the {things} deployed{tie} had left by {day}", things=s.things, tie=s.tie, day=day(s.as_of))


def _uncounted(s: Situation) -> str:
    names = some_names(s.live)
    return opening(
        _(
            "{names} gave or promised {things}{tail}, not counted in numbers",
            names=names,
            things=s.things,
            tail=s.own_tail,
        )
    )
