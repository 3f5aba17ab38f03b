"""One thing that a source said, with its pledge's story; and the sentences that any of its outcomes can need. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.i18n import _, day, ngettext
from app.ledger.amount import Amount
from app.pledges.words import stated_day
from app.sources.story import DELIVERIES, Row, Story, amount_said


@dataclass(frozen=True, slots=True)
class Case:
    """One statement, its pledge's story, and the last day of which it is told."""

    said: Row
    story: Story
    until: date

    @property
    def later(self) -> list[Row]:
        """What was said of the pledge after it, up to that day."""
        return self.story.after(self.said, self.until)

    def next(self, *statuses: str) -> Row | None:
        """The first later statement of these."""
        return next((s for s in self.later if s["status"] in statuses), None)


def grown(case: Case, first: Amount) -> list[str]:
    """That more was delivered later than `first`."""
    most = case.story.delivered(case.until)
    on = case.story.first_day_of(most.value, case.until)
    if most.value <= first.value or on is None or on < case.said["on"]:
        return []
    return [_("Grew to {amount} by {day}.", amount=case.story.in_words(most), day=day(on))]


def granted(case: Case, answer: Row) -> str:
    """A promise or a delivery that answers what was asked for."""
    said = amount_said(answer)
    amount = case.story.in_words(said) if said else ""
    if answer["status"] == "deployed":
        told = {"day": day_of(answer), "amount": amount}
        return _("Delivered from {day}: {amount}.", **told) if said else _("Delivered from {day}.", **told)
    if said:
        return dated(answer, _("Promised on {day}: {amount}."), _("Promised in {day}: {amount}."), amount)
    return dated(answer, _("Promised on {day}."), _("Promised in {day}."))


def extended(case: Case) -> list[str]:
    """How often its last day was put off: of what was said, or of what held when it was said."""
    stated = [s["until"] for s in (*case.story.before(case.said), case.said) if s["until"]]
    if not stated:
        return []
    last, times = stated[-1], 0
    for s in case.later:
        if s["until"] and s["until"] > last:
            last, times = s["until"], times + 1
    told = {"day": day(last)}
    if times == 2:
        return [_("Extended twice, to {day}.", **told)]
    return (
        [ngettext("Extended once, to {day}.", "Extended {n} times, to {day}.", times, **told)]
        if times
        else []
    )


def over(case: Case) -> list[str]:
    """That it went home, or how much of it was left."""
    later = [s for s in case.later if s["status"] in DELIVERIES]
    if not later:
        return []
    if later[-1]["status"] == "ended":
        return [dated(later[-1], _("Ended on {day}."), _("Ended in {day}."))]
    left, most = amount_said(later[-1]), case.story.delivered(case.until)
    if left and left.value < most.value and case.story.on(case.until):
        return [_("Down to {amount} by {day}.", amount=case.story.in_words(left), day=day_of(later[-1]))]
    return []


def refused(s: Row) -> str:
    """A refusal, or a promise taken back."""
    if s["status"] == "lapsed":
        return dated(s, _("Withdrawn or turned down on {day}."), _("Withdrawn or turned down in {day}."))
    return dated(s, _("Declined on {day}."), _("Declined in {day}."))


def dated(s: Row, on_a_day: str, in_a_month: str, amount: str = "") -> str:
    """A sentence with the day of a statement, or with its month or year where that is all the source gives."""
    return (on_a_day if s["precision"] == "day" else in_a_month).format(day=day_of(s), amount=amount)


def day_of(s: Row) -> str:
    """The day, month or year that a statement speaks of."""
    return stated_day(s["on"], s["precision"])
