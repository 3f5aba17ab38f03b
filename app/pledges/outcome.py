"""What became of one promise, by the rule of app/figures/kept: a pledge's page and its contributor's say the same."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from app.figures.kept.queries import promises_on
from app.figures.kept.schemas import NOT_RECORDED, UNPROMISED, WITHDRAWN, Promise
from app.figures.schemas import Amount
from app.figures.words import in_words
from app.i18n import _, ngettext
from app.models.columns import P
from app.pledges.scope import Scope


def promise_of(reader: Connection, scope: Scope, key: str) -> Promise | None:
    """One pledge as a promise on the scope's day; None where nothing was promised or delivered by then, and of what
    members of an organisation have named: that is counted with their own.
    """
    found = promises_on(reader, replace(scope, conditions=[P.key == key]))
    return found[0] if found else None


def outcome_in_words(promise: Promise) -> str:
    """What became of a promise in a cell: "delivered in full", "less than was promised", "outcome not recorded"."""
    if promise.outcome == WITHDRAWN:
        return _("withdrawn or turned down")
    if promise.outcome == NOT_RECORDED:
        return _("outcome not recorded")
    if promise.outcome == UNPROMISED:
        return _("delivered without a promise before")
    if not promise.is_measured:
        return _("delivered, no number to measure it by")
    return _("delivered in full") if promise.is_full else _("less than was promised")


def outcome_sentence(promise: Promise, category: str) -> str:
    """The same in a sentence, with its numbers and how long it took."""
    said = _told(promise, category)
    if promise.days is None:
        return said
    took = ngettext(
        "It took {n} day from the first promise to the first deployment.",
        "It took {n} days from the first promise to the first deployment.",
        promise.days,
    )
    return f"{said} {took}"


def _told(promise: Promise, category: str) -> str:
    if promise.outcome == WITHDRAWN:
        return _("No: a source says that it was withdrawn or turned down.")
    if promise.outcome == NOT_RECORDED:
        return _(
            "Not recorded: no source says that it was delivered, or withdrawn. Nothing follows from silence."
        )
    if promise.outcome == UNPROMISED:
        return _("Nothing was promised before it was there.")
    if not promise.is_measured or promise.promised is None or promise.delivered is None:
        return _("Something was delivered; no number says how much of it.")
    values = {
        "promised": _amount(promise.promised, promise.unit, category),
        "delivered": _amount(promise.delivered, promise.unit, category),
    }
    if promise.is_full:
        return _("Yes, in full: {promised} promised, {delivered} delivered.", **values)
    return _("In part so far: {promised} promised, {delivered} delivered.", **values)


def _amount(amount: Amount, unit: str, category: str) -> str:
    return in_words(amount, unit, category) if amount.value else _("none")
