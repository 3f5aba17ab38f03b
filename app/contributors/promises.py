"""Which promises a contributor kept, by the rule of app/figures/kept: only where a source says what came. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.cuts import Cut, first_of
from app.figures.kept.schemas import DELIVERED, NOT_RECORDED, UNPROMISED, WITHDRAWN, Promise
from app.figures.schemas import Amount
from app.figures.words import in_words, opening
from app.i18n import _, ngettext, number
from app.pledges.links import Links
from app.pledges.outcome import outcome_in_words
from app.pledges.views import cell, column, table

# The most telling first: what is known in numbers, what was withdrawn, what is known without a number.
ORDER = (DELIVERED, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Promises:
    """A finding, the table of those with an outcome, and how many have none, with their table."""

    title: str
    table: dict[str, Any] | None
    silence: str
    silent: dict[str, Any] | None


def promises_of(name: str, promises: Sequence[Promise], links: Links, all_pledges: str) -> Promises | None:
    """What the page tells of these promises; None where nothing was ever promised.

    `all_pledges`: the address of all of them, of which tables of very many leave some out.
    """
    promised = [one for one in promises if one.outcome != UNPROMISED]
    if not promised:
        return None
    known = sorted(
        (one for one in promised if one.outcome in ORDER), key=lambda one: (not one.is_measured, one.key)
    )
    unknown = sorted((one for one in promised if one.outcome == NOT_RECORDED), key=lambda one: one.key)
    silent = len(unknown)
    return Promises(
        title=opening(_title(name, known, silent)),
        silence=ngettext(
            "Outcome not recorded: {n} promise",
            "Outcome not recorded: {n} promises",
            silent,
        )
        if silent
        else "",
        table=_table(_("Promises with a known outcome"), known, links, all_pledges) if known else None,
        silent=_table(_("Promises without a recorded outcome"), unknown, links, all_pledges)
        if unknown
        else None,
    )


def _title(name: str, known: Sequence[Promise], silent: int) -> str:
    measured = [one for one in known if one.is_measured]
    full = sum(one.is_full for one in measured)
    if len(measured) == 1:
        return (
            _("{name} delivered in full the one promise whose outcome is known in numbers", name=name)
            if full
            else _("{name} delivered less than it promised in the one case known in numbers", name=name)
        )
    if measured:
        return _(
            "{name} delivered {full} of {n} promises in full whose outcome is known in numbers",
            name=name,
            n=number(len(measured)),
            full=number(full) if full else _("none"),
        )
    if known:
        return _("{name}: what became of its promises is known without numbers", name=name)
    return ngettext(
        "What became of {n} promise of {name} is not recorded",
        "What became of {n} promises of {name} is not recorded",
        silent,
        name=name,
    )


def _table(caption: str, promises: Sequence[Promise], links: Links, all_pledges: str) -> dict[str, Any]:
    held = first_of(promises)
    columns = [
        column("what", _("What")),
        column("operation", _("Operation")),
        column("promised", _("Last promise")),
        column("delivered", _("Most delivered")),
        column("outcome", _("Outcome")),
    ]
    cut = None
    if len(held) < len(promises):
        words = _("The table has {n} of {all} promises.", n=number(len(held)), all=number(len(promises)))
        cut = Cut(words, all_pledges, _("All of its pledges"))
    return {**table(caption, columns, [_cells(one, links) for one in held]), "cut": cut}


def _cells(promise: Promise, links: Links) -> dict[str, Any]:
    code = {DELIVERED: "deployed", WITHDRAWN: "lapsed", NOT_RECORDED: "closed"}[promise.outcome]
    return {
        "what": cell(promise.item or promise.category_name, links.pledge(promise.key)),
        "operation": cell(promise.operation_name),
        "promised": cell(_amount(promise.promised, promise)),
        "delivered": cell("" if promise.outcome == NOT_RECORDED else _amount(promise.delivered, promise)),
        "outcome": cell(opening(outcome_in_words(promise)), code=code),
    }


def _amount(amount: Amount | None, promise: Promise) -> str:
    if amount is None:
        return _("number not given")
    return in_words(amount, promise.unit, promise.category) if amount.value else _("none")
