"""What a comparison says: its finding, its main numbers, and who is left out of ratios and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.figures.chosen import Chosen
from app.figures.compare.schemas import Side
from app.figures.givers import Giver
from app.figures.ratios import per_label
from app.figures.schemas import PROMISED, Amount
from app.figures.sentences import done, said_of_givers
from app.figures.words import no_things, opening, some_names, things
from app.i18n import _, day, decimal, listing, number
from app.ledger.standing import is_stock
from app.pledges.words import stage_label

# What is written as "about as many": up to one in twenty more.
ALIKE = Fraction(21, 20)


def said_of_sides(sides: Sequence[Side], unit: str, noun: str, per: str, chosen: Chosen) -> str:
    """The finding: how many times as much the first has as the next, of what is deployed, else of what is promised.

    `chosen`: what else was chosen than contributors, which a claim must not leave out.
    """
    shown = [side.shown for side in sides if side.rated or not per]
    if per and not shown:
        return _no_ratio(sides, unit, noun, per)
    finding = _compared(shown, unit, noun)
    if not finding:
        # A title that holds for all must not be made of some; and what one alone has needs no ratio.
        known = [side.giver for side in sides if side.rated or not per]
        return chosen.told_of(said_of_givers(known, unit, noun))
    told = opening(_("{per}, {finding}", per=opening(per_label(per)), finding=finding) if per else finding)
    return chosen.told_of(told) if chosen.which else told


def _no_ratio(sides: Sequence[Side], unit: str, noun: str, per: str) -> str:
    what = {"things": opening(things(unit, noun)), "per": per_label(per)}
    if all(side.is_organisation for side in sides):
        return _("{things} {per} can only be said of countries", **what)
    return _("{things} {per} cannot be said: the sizes are not in this record", **what)


def _compared(givers: Sequence[Giver], unit: str, noun: str) -> str:
    """The first by what it has deployed against the next; where nobody has, by what it promised. Empty: no two have."""
    is_done = any(giver.numbers.deployed.value for giver in givers)

    def amount(giver: Giver) -> Amount:
        return giver.numbers.deployed if is_done else giver.total

    ranked = sorted((g for g in givers if amount(g).value), key=lambda giver: -amount(giver).value)
    if len(ranked) < 2:
        return ""
    first, second = ranked[0], ranked[1]
    verb = done(unit) if is_done else _("promised")
    values = {"first": first.in_text, "second": second.in_text, "done": verb, "things": things(unit, noun)}
    if Fraction(amount(first).value, amount(second).value) < ALIKE:
        return _("{first} and {second} had {done} about as many {things}", **values)
    times = _times(amount(first), amount(second))
    if len(givers) == 2:
        return _("{first} had {done} {times} as many {things} as {second}", times=times, **values)
    most = first.written(amount(first))
    return _(
        "{first} had {done} the most {things} of the {n} compared, {most}: {times} as many as {second}",
        **{**values, "most": most, "times": times, "n": number(len(givers))},
    )


def _times(first: Amount, second: Amount) -> str:
    """How many times one number is another: exact where both are, else "about", or "at least"."""
    quotient = Fraction(first.value, second.value)
    if quotient >= 10:
        words = _("{n} times", n=number(round(quotient)))
    else:
        exact = Decimal(quotient.numerator) / Decimal(quotient.denominator)
        rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        n = decimal(rounded, 1)
        words = _("twice") if rounded == 2 else _("{n} times", n=n)
    if first.low == first.high and second.low == second.high:
        return words
    is_least = first.low == first.value and second.high == second.value
    return _("at least {times}", times=words) if is_least else _("about {times}", times=words)


def numbers_of_sides(sides: Sequence[Side], unit: str, noun: str, per: str, as_of: date) -> str:
    """The sentence under the chart: everybody's number, who gave none, and who is left out of ratios."""
    shown = [side.shown for side in sides if side.rated or not per]
    counted = sorted((giver for giver in shown if giver.total.value), key=lambda giver: -giver.total.value)
    said = [_("{name} {n}", name=giver.in_text, n=giver.written(giver.total)) for giver in counted]
    values = {"day": day(as_of), "things": things(unit, noun), "parts": listing(said)}
    if per:
        in_force = _("In force on {day}, {things} {per}: {parts}.", per=per_label(per), **values)
    else:
        in_force = _("In force on {day}, {things}: {parts}.", **values)
    return " ".join(
        [*([in_force] if counted else []), *years_of(sides, per), *_unsaid(shown), *left_out(sides, per)]
    )


def years_of(sides: Sequence[Side], per: str) -> list[str]:
    """The years of the sizes that ratios divide by: one sentence where there are several."""
    rated = [(side.giver.in_text, side.sizes[per].year) for side in sides if side.rated and per]
    if not rated:
        return []
    years = sorted({year for _name, year in rated})
    values = {
        "years": listing(
            [
                _("{year} ({names})", year=year, names=listing([name for name, own in rated if own == year]))
                for year in years
            ]
        )
        if len(years) > 1
        else years[0]
    }
    words = {
        "population": _("Population of {years}.", **values),
        "gdp": _("GDP of {years}.", **values),
        "armed_forces": _("Armed forces of {years}.", **values),
    }
    return [words[per]]


def _unsaid(givers: Sequence[Giver]) -> list[str]:
    unknown = [giver.in_text for giver in givers if giver.unknown]
    nothing = [giver.in_text for giver in givers if not giver.pledges]
    said = [
        (unknown, _("{names} gave no number for some of it.", names=some_names(unknown, 3))),
        (nothing, _("Of {names} nothing of this kind is recorded.", names=some_names(nothing, 3))),
    ]
    return [opening(sentence) for names, sentence in said if names]


def left_out(sides: Sequence[Side], per: str) -> list[str]:
    """Who has no ratio, and why: an organisation, a size that nobody recorded, armed forces that there are not."""
    if not per:
        return []
    organisations = [side.giver.in_text for side in sides if side.is_organisation]
    unknown = [side.giver.in_text for side in sides if not side.is_organisation and per not in side.sizes]
    none = [side.giver.in_text for side in sides if per in side.sizes and not side.sizes[per].value]
    missing = {
        "population": _("The population of {names} is not in this record: left out.", names=listing(unknown)),
        "gdp": _("The GDP of {names} is not in this record: left out.", names=listing(unknown)),
        "armed_forces": _(
            "The armed forces of {names} are not in this record: left out.", names=listing(unknown)
        ),
    }
    said = [
        (
            organisations,
            _(
                "Left out of ratios, as an organisation has no size of its own: {names}.",
                names=listing(organisations),
            ),
        ),
        (unknown, missing[per]),
        (none, _("{names} had no armed forces to divide by: left out.", names=opening(listing(none)))),
    ]
    return [sentence for names, sentence in said if names]


def subject_label(unit: str, noun: str, per: str) -> str:
    """What is compared, as a heading: "Soldiers per million people"."""
    if not per:
        return opening(things(unit, noun))
    return _("{things} {per}", things=opening(things(unit, noun)), per=per_label(per))


def nothing_said(unit: str, noun: str) -> str:
    """What stands beside a contributor without a pledge of what is compared."""
    return _("{none} recorded", none=no_things(unit, noun))


def stages_of(giver: Giver) -> str:
    """What a cell's number is made of: "deployed", or "1,400 deployed, 1,100 announced"."""
    there = [name for name in PROMISED if getattr(giver.numbers, name).value]
    if len(there) == 1:
        is_done = there == ["deployed"]
        return done(giver.unit) if is_done else stage_label(there[0]).lower()
    words = {
        "deployed": _("{n} deployed") if is_stock(giver.unit) else _("{n} delivered"),
        "committed": _("{n} committed"),
        "announced": _("{n} announced"),
    }
    return ", ".join(words[name].format(n=giver.written(getattr(giver.numbers, name))) for name in there)
