"""What became of a thing that a source said: an outcome and its sentences, from what was said later. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.i18n import _, day, number
from app.ledger.amount import Amount
from app.ledger.standing import UNCOUNTED
from app.ledger.track import OPEN_PROMISES
from app.sources.case import Case, dated, day_of, extended, granted, grown, over, refused
from app.sources.story import ASKS, DELIVERIES, REFUSALS, Row, Story, amount_said, group_of

# In the order in which a page counts them. docs/method.md, "What became of it", says what each means.
OUTCOMES = (
    *("delivered", "partly", "unclear", "undelivered", "withdrawn", "unknown"),
    *("granted", "refused", "unanswered"),
    *("grew", "held", "shrank", "ended", "returned"),
    *("stood", "reversed"),
    *("disputed", "retracted", "later"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kind` is one of OUTCOMES, `group` what was said (app.sources.story.group_of); `on`: the day it is told of."""

    kind: str
    group: str
    on: date
    sentences: tuple[str, ...]


def outcome_of(said: Row, story: Story, as_of: date) -> Outcome:
    """What became of a statement by `as_of`, or by the last day that the record follows if that is sooner."""
    case = Case(said, story, story.told_until(as_of))
    group = group_of(said)
    kind, sentences = _set_aside(case) or _TOLD[group](case)
    if not sentences:
        sentences = [_("Nothing later is in this record.")]
    return Outcome(kind, group, case.until, tuple(sentences))


def _set_aside(case: Case) -> tuple[str, list[str]] | None:
    """A statement that the record does not use has no outcome of its own."""
    pledge, said = case.story.pledge, case.said
    if pledge["retracted_at"]:
        return "retracted", [_("The pledge was retracted: {reason}", reason=pledge["retraction_reason"])]
    if said["retracted_at"]:
        return "retracted", [_("Retracted: {reason}", reason=said["retraction_reason"])]
    if not said["accepted"]:
        return "disputed", [_("Sources disagree: the record follows another one.")]
    if said["on"] > case.until:
        return "later", [_("It speaks of a day after {day}.", day=day(case.until))]
    return None


def _of_promise(case: Case) -> tuple[str, list[str]]:
    promised = amount_said(case.said)
    kind, sentences = (
        _measured(case, promised)
        if promised and case.story.pledge["unit"] != UNCOUNTED
        else _unmeasured(case)
    )
    sentences += [*extended(case), *over(case)]
    if kind == "undelivered":
        return _not_delivered(case, sentences)
    return kind, sentences


def _measured(case: Case, promised: Amount) -> tuple[str, list[str]]:
    """A promise with a number, against the most that was delivered."""
    story = case.story
    kept_on = story.first_day_of(max(1, promised.value), case.until)
    if kept_on:
        return "delivered", [_kept(case, promised, kept_on), *grown(case, story.delivered(kept_on))]
    most = story.delivered(case.until)
    if most.value:
        on = story.first_day_of(most.value, case.until) or case.until
        told = {"n": number(most.value), "amount": story.in_words(promised), "day": day(on)}
        if story.is_by_members(case.until):
            return "partly", [_("Its members delivered {n} of {amount} by {day}.", **told)]
        return "partly", [_("{n} of {amount} delivered by {day}.", **told)]
    if begun := _first_delivery(case):
        return "unclear", [_("Delivered from {day}; no source gives the number.", day=day_of(begun))]
    return "undelivered", []


def _kept(case: Case, promised: Amount, kept_on: date) -> str:
    story = case.story
    there = story.delivered(kept_on)
    told = {"day": day(kept_on), "amount": story.in_words(there)}
    if kept_on <= case.said["on"] and case.story.before(case.said):
        return _("Delivered already when this was said: {amount}.", **told)
    if story.is_by_members(kept_on):
        return _("Its members delivered it in full by {day}: {amount}.", **told)
    if there.value > promised.value:
        return _("Delivered in full by {day}, and more: {amount}.", **told)
    return _("Delivered in full by {day}: {amount}.", **told)


def _unmeasured(case: Case) -> tuple[str, list[str]]:
    """A promise without a number is kept as soon as anything was delivered."""
    begun = _first_delivery(case)
    if begun is None:
        return "undelivered", []
    amount = amount_said(begun)
    told = {"day": day_of(begun), "amount": case.story.in_words(amount) if amount else ""}
    if begun["on"] < case.said["on"]:
        return "delivered", [_("It was being delivered already when this was said.")]
    if begun["status"] == "ended":
        return "delivered", [_("Delivered by {day}: {amount}.", **told)] if amount else []
    if amount:
        return "delivered", [_("Delivered from {day}: {amount}.", **told), *grown(case, amount)]
    return "delivered", [_("Delivered from {day}.", **told)]


def _first_delivery(case: Case) -> Row | None:
    told = (s for s in case.story.said if s["status"] in DELIVERIES and s["on"] <= case.until)
    return next(told, None)


def _not_delivered(case: Case, sentences: list[str]) -> tuple[str, list[str]]:
    """Of a promise of which nothing came: what was said of it instead."""
    if refusal := case.next(*REFUSALS):
        return "withdrawn", [*sentences, refused(refusal)]
    sentences = [*_decided(case), *sentences]
    position = case.story.on(case.until)
    if position and position.stage == "closed":
        return "unknown", [*sentences, _("Its last day passed, and the outcome is not in this record.")]
    return "undelivered", [
        *sentences,
        _("No delivery is in this record by {day}.", day=day(case.until)),
    ]


def _decided(case: Case) -> list[str]:
    """How a promise changed before anything of it came."""
    told = []
    decided = case.next("committed") if case.said["status"] == "announced" else None
    if decided:
        told.append(dated(decided, _("Decided on {day}."), _("Decided in {day}.")))
    counted = [s for s in case.later if s["status"] in OPEN_PROMISES and amount_said(s)]
    first, last = amount_said(case.said), amount_said(counted[-1]) if counted else None
    if first and last and last.value != first.value:
        told_of = {"amount": case.story.in_words(last), "day": day_of(counted[-1])}
        raised = last.value > first.value
        told.append(
            _("Raised to {amount} by {day}.", **told_of)
            if raised
            else _("Cut to {amount} by {day}.", **told_of)
        )
    return told


def _of_delivery(case: Case) -> tuple[str, list[str]]:
    """A count of what is there, or an end: what was counted later."""
    if case.said["status"] == "ended":
        back = case.next("deployed")
        return (
            ("returned", [dated(back, _("In place again on {day}."), _("In place again in {day}."))])
            if back
            else ("ended", [])
        )
    first = amount_said(case.said)
    counted = [(s, n) for s in case.later if s["status"] == "deployed" and (n := amount_said(s))]
    sentences = []
    if first is None and counted:
        s, first = counted[0]
        amount = case.story.in_words(first)
        text = dated(
            s, _("First counted on {day}: {amount}."), _("First counted in {day}: {amount}."), amount
        )
        sentences.append(text)
    more, gone = grown(case, first) if first else [], over(case)
    sentences += [*more, *extended(case), *gone]
    if case.next("ended") and gone:
        return "ended", sentences
    last, value = counted[-1] if counted else (case.said, first)
    if first and value and value.value < first.value:
        return "shrank", sentences
    if first and counted and not sentences:
        amount = case.story.in_words(first)
        sentences = [dated(last, _("Still {amount} on {day}."), _("Still {amount} in {day}."), amount)]
    return ("grew" if more else "held"), sentences


def _of_ask(case: Case) -> tuple[str, list[str]]:
    """What was asked for: whether somebody said yes or no."""
    answer = case.next(*OPEN_PROMISES, *REFUSALS) or _begun_since(case)
    if answer is None:
        review = case.next(*ASKS)
        is_reviewed = review is not None and review["status"] == "under_review" != case.said["status"]
        told = (
            [dated(review, _("Under review on {day}."), _("Under review in {day}."))]
            if is_reviewed and review
            else []
        )
        none = _("No answer is in this record by {day}.", day=day(case.until))
        return "unanswered", [*told, none, *over(case)]
    if answer["status"] in REFUSALS:
        return "refused", [refused(answer)]
    return "granted", [granted(case, answer), *extended(case), *over(case)]


def _begun_since(case: Case) -> Row | None:
    """A delivery answers a request where none was there before."""
    was_there = any(s["status"] == "deployed" for s in case.story.before(case.said))
    return None if was_there else case.next("deployed")


def _of_refusal(case: Case) -> tuple[str, list[str]]:
    changed = case.next(*OPEN_PROMISES, "deployed")
    if changed is None:
        return "stood", [_("It stood: no promise is in this record by {day}.", day=day(case.until))]
    return "reversed", [granted(case, changed), *extended(case), *over(case)]


_TOLD: dict[str, Callable[[Case], tuple[str, list[str]]]] = {
    "promise": _of_promise,
    "delivery": _of_delivery,
    "ask": _of_ask,
    "refusal": _of_refusal,
}
