"""The head of a dashboard: sentence, day, one bar, and six key figures, each leading to its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.givers import Giver
from app.figures.ground import Ground
from app.figures.headline import headline
from app.figures.lists import names_of
from app.figures.schemas import PROMISED, Amount, Numbers, amount_of
from app.figures.sentences import done
from app.figures.situation import Situation
from app.figures.words import name_in_text, opening, some_names, written
from app.i18n import _, day, number, own_words, short_day
from app.ledger.standing import UNCOUNTED, is_stock

Said = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the large figures: its words, where its rows are, and whose they are."""

    label: str
    figure: str
    context: str
    url: str = ""
    code: str = ""


def situation_of(ground: Ground) -> Situation:
    """What the headline is made from."""
    givers = ground.givers
    stages: dict[str, int] = {}
    for giver in givers:
        for stage, count in giver.stages.items():
            stages[stage] = stages.get(stage, 0) + count
    return Situation(
        place=ground.place,
        unit=ground.subject.unit,
        noun=ground.subject.noun,
        as_of=ground.as_of,
        numbers=sum((giver.numbers for giver in givers), Numbers()),
        pledges=sum(giver.pledges for giver in givers),
        unknown=sum(giver.unknown for giver in givers),
        unknown_deployed=sum(known["unknown_deployed"] for known in ground.known.values()),
        stages=stages,
        live=[giver.in_text for giver in givers if giver.is_live],
        declined=[giver.in_text for giver in givers if giver.has_declined],
        first_day=ground.first_day,
        chosen=ground.chosen,
        closes_after=ground.closes_after,
        is_today=ground.is_today,
        is_present=ground.is_present,
        is_filtered=ground.is_filtered,
    )


def head_of(ground: Ground, said: Said, sources: int) -> dict[str, Any]:
    """What templates/macros/headline.html draws."""
    situation = situation_of(ground)
    return {
        "kicker": kicker_of(ground),
        "title": headline(situation),
        "dek": _dek(ground),
        "stamp": _stamp(ground, sources),
        "bar": share_bar(situation.numbers, ground.subject.unit, ground.own_pledges),
        "kpis": [] if _is_empty(ground) else key_figures(ground, situation, said),
    }


def _is_empty(ground: Ground) -> bool:
    return not ground.by_contributor.items or ground.is_over


def kicker_of(ground: Ground) -> str:
    """The operation in full, what is counted where that is not soldiers, and the day."""
    names = [operation["name"] for operation in ground.operations]
    parts = [some_names(names, 3), opening(ground.subject.things), day(ground.as_of).replace(" ", "\u00a0")]
    return " · ".join(part for part in parts if part)


def _dek(ground: Ground) -> str:
    if len(ground.operations) == 1:
        summary: str = ground.operations[0]["summary"]
        return own_words(summary)
    return ""


def _stamp(ground: Ground, sources: int) -> list[tuple[str, str, str]]:
    pledges = sum(row["pledges"] for row in ground.by_contributor.totals)
    givers = len({row["contributor"] for row in ground.by_contributor.items})
    return [
        (_("As of"), short_day(ground.as_of), ""),
        (_("Pledges"), number(pledges), ground.pledges() if pledges else ""),
        (_("Contributors"), number(givers), ground.links.to("/contributors") if givers else ""),
        (_("Sources"), number(sources), ground.links.to("/sources") if sources else ""),
    ]


def share_bar(
    numbers: Numbers, unit: str, rows: Callable[..., str] | None = None
) -> list[tuple[str, float, str, str]]:
    """One bar: code, per cent, words and address of each part that there is; nothing where there is no number.

    `rows`: makes the address of the rows that a part is the sum of, in the order asked for.
    """
    whole = numbers.total.value
    words = {
        "deployed": _("{n} deployed") if is_stock(unit) else _("{n} delivered"),
        "committed": _("{n} committed"),
        "announced": _("{n} announced"),
    }
    parts = [(name, getattr(numbers, name)) for name in PROMISED]
    return [
        (
            *(name, round(100 * amount.value / whole, 2)),
            *(words[name].format(n=written(amount, unit)), rows(sort=f"-{name}") if rows else ""),
        )
        for name, amount in parts
        if amount.value
    ]


def key_figures(ground: Ground, situation: Situation, said: Said) -> list[KeyFigure]:
    """Deployed, committed, announced; aircraft, or who is in it; who declined; who was asked for more."""
    make = _in_kind if ground.subject.unit == UNCOUNTED else _amount
    return [
        *(make(ground, situation, name) for name in PROMISED),
        _aircraft(ground) or _who(ground),
        _declined(ground, said),
        _asked(said),
    ]


def _amount(ground: Ground, situation: Situation, name: str) -> KeyFigure:
    subject = ground.subject
    amount: Amount = getattr(situation.numbers, name)
    givers = [giver for giver in ground.givers if getattr(giver.numbers, name).value]
    givers.sort(key=lambda giver: -getattr(giver.numbers, name).value)
    silent = [giver for giver in ground.givers if giver.unknown and giver.stages.get(name)]
    labels = {
        "deployed": _("{things} {done}", things=opening(subject.things), done=done(subject.unit)),
        "committed": _("Committed"),
        "announced": _("Announced"),
    }
    return KeyFigure(
        label=labels[name],
        figure=written(amount, subject.unit) if amount.value else _("none") if not silent else _("not given"),
        context=_whose(givers, silent),
        url=ground.own_pledges(sort=f"-{name}") if givers or silent else "",
        code=name,
    )


def _in_kind(ground: Ground, _situation: Situation, name: str) -> KeyFigure:
    """Of what is never counted: how many give it, or have promised it."""
    givers = [giver for giver in ground.givers if giver.stages.get(name)]
    labels = {
        "deployed": _("Giving {things}", things=ground.subject.things),
        "committed": _("Committed"),
        "announced": _("Announced"),
    }
    return KeyFigure(
        label=labels[name],
        figure=number(len(givers)) if givers else _("none"),
        context=_whose(givers, []),
        url=ground.own_pledges(stage=(name,)) if givers else "",
        code=name,
    )


def _whose(givers: Sequence[Giver], silent: Sequence[Giver]) -> str:
    said = [some_names([giver.in_text for giver in givers])] if givers else []
    if silent:
        said.append(_("no number from {names}", names=some_names([giver.in_text for giver in silent])))
    return opening("; ".join(said)) or _("Nobody, by this record")


def _aircraft(ground: Ground) -> KeyFigure | None:
    """Aircraft deployed, unless the page is about aircraft already or knows of none."""
    rows = [row for row in ground.by_contributor.items if row["unit"] == "aircraft"]
    if not rows or ground.subject.unit == "aircraft":
        return None
    given = sorted((row for row in rows if row["deployed"]), key=lambda row: -row["deployed"])
    total = sum((amount_of(row, "deployed") for row in given), Amount())
    return KeyFigure(
        label=_("Aircraft deployed"),
        figure=written(total, "aircraft") if given else _("none"),
        context=opening(some_names([_named(ground, row["contributor"]) for row in given]))
        or _("Nobody, by this record"),
        url=ground.pledges(unit="aircraft", sort="-deployed"),
    )


def _named(ground: Ground, code: str) -> str:
    return name_in_text(code, ground.names[code])


def _who(ground: Ground) -> KeyFigure:
    """Where there are no aircraft: how many gave or promised anything of what the page is about."""
    live = [giver for giver in ground.givers if giver.is_live]
    return KeyFigure(
        label=_("Gave or promised"),
        figure=number(len(live)) if live else _("none"),
        context=opening(some_names([giver.in_text for giver in live])) or _("Nobody, by this record"),
        url=ground.own_pledges() if live else "",
    )


def _declined(ground: Ground, said: Said) -> KeyFigure:
    names = names_of(said["declined"])
    return KeyFigure(
        label=_("Declined"),
        figure=number(len(names)) if names else _("none"),
        context=opening(some_names(names)) or _("Nobody, by this record"),
        url=ground.pledges(stage=("declined",)) if names else "",
        code="declined" if names else "",
    )


def _asked(said: Said) -> KeyFigure:
    """A request stands beside any stage, so no stage selects it: the list on the page holds its rows."""
    names = names_of([*said["requested"], *said["under_review"]])
    return KeyFigure(
        label=_("Asked for more"),
        figure=number(len(names)) if names else _("none"),
        context=opening(some_names(names)) or _("Nobody, by this record"),
        url="#asked" if names else "",
        code="requested" if names else "",
    )
