"""What a figure says in words: a title that is its finding, and a sentence with its main numbers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.figures.givers import Giver
from app.figures.schemas import PROMISED, Numbers
from app.figures.words import bare, figure, in_words, no_things, opening, some_names, things
from app.i18n import _, day, listing, ngettext, percent
from app.ledger.standing import UNCOUNTED, is_stock

# Shares that people have words for, and how far from them a share may be.
NEAR = 0.015


def said_of_givers(givers: Sequence[Giver], unit: str, noun: str) -> str:
    """The title of the figure by contributor: what its numbers show, whatever was filtered."""
    if any(giver.numbers.deployed.value for giver in givers):
        return opening(_leader(givers, unit, noun))
    promised = [giver for giver in givers if giver.total.value]
    if promised:
        return opening(_most_promised(promised, unit, noun))
    return opening(_without_numbers(givers, unit, noun))


def _leader(givers: Sequence[Giver], unit: str, noun: str) -> str:
    counted = [giver for giver in givers if giver.numbers.deployed.value]
    first = max(counted, key=lambda giver: giver.numbers.deployed.value)
    whole = _sum(givers).deployed
    part = first.numbers.deployed
    values = {"name": first.in_text, "things": things(unit, noun), "done": done(unit)}
    silent = [giver.in_text for giver in givers if giver.unknown and giver.stages.get("deployed")]
    if len(counted) == 1 and silent:
        amount = in_words(part, unit, noun)
        return _(
            "{name} had {amount} {done}; {names} gave no number",
            names=some_names(silent),
            amount=amount,
            **values,
        )
    if len(counted) == 1:
        return _("{name} alone had {things} {done}", **values)
    if part.value * 4 >= whole.value:
        return _("{name} had {share} of the {things} {done}", share=share(part.value, whole.value), **values)
    parts = {"part": bare(part, unit), "whole": bare(whole, unit)}
    return _("{name} had the most {things} {done}, {part} of {whole}", **parts, **values)


def done(unit: str) -> str:
    """What happens to a promise that is kept: a stock is deployed, a flow delivered."""
    return _("deployed") if is_stock(unit) else _("delivered")


def _sum(givers: Sequence[Giver]) -> Numbers:
    return sum((giver.numbers for giver in givers), Numbers())


def _most_promised(givers: Sequence[Giver], unit: str, noun: str) -> str:
    first, numbers = givers[0], _sum(givers)
    if first.whole is not None:
        return _(
            "{part} of {whole} promised were not yet named by members of {name}",
            name=first.in_text,
            part=bare(first.total, unit),
            whole=in_words(numbers.total, unit, noun),
        )
    if len(givers) == 1:
        return _("{name} alone promised {things}", name=first.in_text, things=things(unit, noun))
    largest = [giver for giver in givers if giver.total.value == first.total.value]
    if len(largest) > 1:
        return _(
            "{names} promised the most {things}, {part} each",
            names=some_names([giver.in_text for giver in largest]),
            things=things(unit, noun),
            part=figure(first.total.value, unit),
        )
    return _(
        "{name} promised the most {things}, {part} of {whole}",
        name=first.in_text,
        things=things(unit, noun),
        part=bare(first.total, unit),
        whole=bare(numbers.total, unit),
    )


def _without_numbers(givers: Sequence[Giver], unit: str, noun: str) -> str:
    what = things(unit, noun)
    if said := _named_by_members(givers, unit, noun):
        return said
    live = [giver.in_text for giver in givers if giver.is_live]
    if live and unit == UNCOUNTED:
        return _("{names} gave or promised {things}", names=some_names(live), things=what)
    if any(giver.stages.get("deployed") for giver in givers if giver.unknown):
        return _(
            "{names} {done} {things}, but gave no number",
            names=some_names(live),
            done=done(unit),
            things=what,
        )
    if live:
        return _("{names} promised {things}, but gave no number", names=some_names(live), things=what)
    if declined := [giver.in_text for giver in givers if giver.has_declined]:
        return _("{names} declined to give {things}", names=some_names(declined), things=what)
    if asked := [giver.in_text for giver in givers if giver.asked]:
        return _("{things} were asked of {names}", names=some_names(asked), things=what)
    return _("{none} in force on this day", none=no_things(unit, noun))


def _named_by_members(givers: Sequence[Giver], unit: str, noun: str) -> str:
    """Where all that is in force is an organisation's, and its members have named all of that."""
    live = [giver for giver in givers if giver.is_live]
    if len(live) != 1 or live[0].whole is None or live[0].unknown:
        return ""
    return _(
        "{name} promised {amount} in all; its members have named all of it",
        name=live[0].in_text,
        amount=in_words(live[0].whole, unit, noun),
    )


def share(part: int, whole: int) -> str:
    """A share as people say it: "four in five", "half"; else in per cent."""
    words = {
        1.0: _("all"),
        0.9: _("nine in ten"),
        0.8: _("four in five"),
        0.75: _("three in four"),
        2 / 3: _("two in three"),
        0.5: _("half"),
        1 / 3: _("one in three"),
        0.25: _("one in four"),
    }
    exact = part / whole
    near = min(words, key=lambda known: abs(known - exact))
    if near == 1.0:
        return words[near] if part == whole else _nearly_all(part, whole)
    return words[near] if abs(near - exact) <= NEAR else percent(part, whole)


def _nearly_all(part: int, whole: int) -> str:
    """What rounds to all of it but is not."""
    return _("over {share}", share=percent(99, 100)) if part * 1000 >= whole * 995 else percent(part, whole)


def numbers_in_words(givers: Sequence[Giver], unit: str, noun: str, as_of: date) -> str:
    """The sentence under a figure by contributor: its totals, who they are from, and who is not in them."""
    numbers = _sum(givers)
    counting = sum(1 for giver in givers if giver.total.value)
    said = []
    if counting:
        said.append(
            ngettext(
                "On {day}: {parts}; {total} in all, from {n} contributor.",
                "On {day}: {parts}; {total} in all, from {n} contributors.",
                counting,
                day=day(as_of),
                parts=listing(parts_in_words(numbers, unit)),
                total=in_words(numbers.total, unit, noun),
            )
        )
    return " ".join([*said, *_not_in_the_numbers(givers)])


def parts_in_words(numbers: Numbers, unit: str) -> list[str]:
    """What there is of each: "1,720 deployed", "5,444 committed"."""
    words = {
        "deployed": _("{n} deployed") if is_stock(unit) else _("{n} delivered"),
        "committed": _("{n} committed"),
        "announced": _("{n} announced"),
    }
    return [
        words[name].format(n=bare(getattr(numbers, name), unit))
        for name in PROMISED
        if getattr(numbers, name).value
    ]


def _not_in_the_numbers(givers: Sequence[Giver]) -> list[str]:
    unknown = [giver.in_text for giver in givers if giver.unknown]
    asked = [giver.in_text for giver in givers if giver.asked]
    declined = [giver.in_text for giver in givers if giver.has_declined]
    said = [
        (unknown, _("{names} gave no number.", names=some_names(unknown))),
        (asked, _("more was asked of {names}.", names=some_names(asked))),
        (declined, _("{names} declined.", names=some_names(declined))),
    ]
    return [opening(sentence) for names, sentence in said if names]


def rest_in_words(rest: Sequence[Giver], unit: str, noun: str) -> str:
    """What a chart folds away: how many, and what they amount to together."""
    if not rest:
        return ""
    total = _sum(rest).total
    if all(giver.stages.get("closed") for giver in rest) and not total.value:
        return ngettext(
            "{n} more, whose outcome is not in this record",
            "{n} more, whose outcome is not in this record",
            len(rest),
        )
    if not total.value:
        return ngettext(
            "{n} more, without a number",
            "{n} more, without a number",
            len(rest),
        )
    return ngettext(
        "{n} more, with {amount}",
        "{n} more, with {amount} together",
        len(rest),
        amount=in_words(total, unit, noun),
    )
