"""The large figures at the top of a contributor's page, each leading to its rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.contributors.finding import Height, Told
from app.contributors.grounds import Portrayed
from app.contributors.refusals import Refusals
from app.figures.keyfigures import KeyFigure
from app.figures.schemas import PROMISED, Amount, amount_of
from app.figures.sentences import done
from app.figures.words import figure, opening, some_names, things, written
from app.i18n import _, day, ngettext, number
from app.ledger.standing import is_stock
from app.pledges.links import with_filter

Row = Mapping[str, Any]
OVER = ("ended", "closed")
MOST_FIGURES = 6


def key_figures(
    p: Portrayed, told: Told, totals: Sequence[Row], refusals: Sequence[Refusals]
) -> list[KeyFigure]:
    """On a day that is followed what is in force, after it what there was; then what was declined and asked.

    `totals`: one row a unit, over all of its pledges on the day.
    """
    if told.first_day is None or p.scope.as_of < told.first_day:
        return []
    first = _first(p, told, totals)
    beside = None if p.is_over else _beside(p, totals)
    refused = sorted(map(_refused, refusals), key=lambda figure: not figure.code)
    # What was asked or declined comes before what is counted in another unit; that nothing was, last.
    said, unsaid = [one for one in refused if one.code], [one for one in refused if not one.code]
    figures = [*first, _height(p, told), *said, beside, *unsaid]
    return [one for one in figures if one][:MOST_FIGURES]


def _first(p: Portrayed, told: Told, totals: Sequence[Row]) -> list[KeyFigure]:
    if told.claim is not None:
        return _claim(p, told, told.claim)
    return _outcomes(p, totals) if p.is_over else [_amount(p, told, name) for name in PROMISED]


def _claim(p: Portrayed, told: Told, claim: Amount) -> list[KeyFigure]:
    """What an organisation promised in all, what its members named of it, and what nobody has named yet."""
    left = told.numbers.total
    named = max(0, claim.value - left.value)
    url = with_filter("/pledges", p.counted(as_of=told.as_of))
    return [
        KeyFigure(_("Promised in all"), written(claim, told.unit), things(told.unit, told.noun), url),
        KeyFigure(_("Named by its members"), figure(named, told.unit), _("counted with them"), "#members"),
        KeyFigure(
            _("Not yet named"),
            written(left, told.unit) if left.value else _("none"),
            _("counted with {name}", name=told.name),
            url,
        ),
    ]


def _amount(p: Portrayed, told: Told, name: str) -> KeyFigure:
    amount: Amount = getattr(told.numbers, name)
    labels = {
        "deployed": _("{things} {done}", things=opening(told.things), done=done(told.unit)),
        "committed": _("Committed"),
        "announced": _("Announced"),
    }
    meant = {
        "deployed": _("in place on that day") if is_stock(told.unit) else _("all that came by that day"),
        "committed": _("decided, not yet {done}", done=done(told.unit)),
        "announced": _("said in public, not yet decided"),
    }
    is_silent = bool(told.unknown and told.stages.get(name))
    return KeyFigure(
        label=labels[name],
        figure=written(amount, told.unit) if amount.value else _("not given") if is_silent else _("none"),
        context=meant[name] if amount.value or is_silent else _("by this record"),
        url=with_filter("/pledges", p.counted()) if amount.value or is_silent else "",
        code=name,
    )


def _height(p: Portrayed, told: Told) -> KeyFigure | None:
    height: Height | None = told.height
    if height is None or not height.is_done or not is_stock(told.unit):
        return None
    return KeyFigure(
        label=_("At its height"),
        figure=written(height.amount, told.unit),
        context=_("{things} deployed, {day}", things=things(told.unit, height.noun), day=day(height.on)),
        url=p.on(height.on),
    )


def _beside(p: Portrayed, totals: Sequence[Row]) -> KeyFigure | None:
    """What is in place in another unit, the one that most pledges are in."""
    others = [row for row in totals if row["unit"] != p.subject.unit and row["deployed"]]
    row = max(others, key=lambda row: (is_stock(row["unit"]), row["pledges"]), default=None)
    if row is None:
        return None
    unit = row["unit"]
    filter = p.scope.filter.but(unit=unit, as_of=p.scope.as_of, sort="")
    pledges = ngettext("in {n} pledge", "in {n} pledges", row["pledges"])
    return KeyFigure(
        label=_("{things} {done}", things=opening(things(unit)), done=done(unit)),
        figure=written(amount_of(row, "deployed"), unit),
        context=pledges,
        url=with_filter("/pledges", filter),
    )


def _outcomes(p: Portrayed, totals: Sequence[Row]) -> list[KeyFigure]:
    """After the record: how many pledges there were, and of how many the outcome is known."""
    stages = {stage: sum(row["stages"].get(stage, 0) for row in totals) for stage in OVER}
    operations = ngettext("for {n} operation", "for {n} operations", len(p.operations))
    own = p.scope.filter.but(as_of=p.scope.as_of, sort="")
    labels = {"ended": _("Ended"), "closed": _("Outcome not in this record")}
    told = {"ended": _("by a source"), "closed": _("nothing follows from silence")}
    pledges = KeyFigure(
        _("Pledges"), number(sum(row["pledges"] for row in totals)), operations, with_filter("/pledges", own)
    )
    known = [
        KeyFigure(
            labels[stage],
            number(n) if n else _("none"),
            told[stage],
            with_filter("/pledges", own.but(stage=(stage,))) if n else "",
        )
        for stage, n in stages.items()
    ]
    return [pledges, *known]


def _refused(list_: Refusals) -> KeyFigure:
    labels = {"declined": _("Declined"), "asked": _("Asked, not answered")}
    n = len(list_.things)
    return KeyFigure(
        label=labels[list_.id],
        figure=number(n) if n else _("none"),
        context=opening(some_names(list_.things, 1)) or _("by this record"),
        url="#refusals" if n else "",
        code={"declined": "declined", "asked": "requested"}[list_.id] if n else "",
    )
