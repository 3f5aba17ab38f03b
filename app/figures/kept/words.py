"""Promises and what became of them, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.figures.kept.schemas import NOT_RECORDED, WITHDRAWN, Kept, Promise, days_in, median_of, total
from app.figures.words import bare, in_words, name_in_text, opening, written
from app.i18n import _, day, ngettext, number, percent


def said_of_kept(rows: Sequence[Kept], things: str, tie: str, as_of: date) -> str:
    """The title: of the promises whose outcome is recorded, how many were delivered in full. `things`: of what."""
    measured = [pledge for row in rows for pledge in row.measured]
    n, full = len(measured), sum(row.full for row in rows)
    values = {"things": things, "tie": tie, "day": day(as_of)}
    if not n:
        return _no_outcome(rows, values)
    if n == 1:
        return _said_of_one(measured[0], values)
    values["all"] = number(n)
    if not full:
        return _(
            "None of {all} promises of {things}{tie} with a recorded outcome was delivered in full by {day}",
            **values,
        )
    if full == n:
        return _(
            "All {all} promises of {things}{tie} with a recorded outcome were delivered in full", **values
        )
    return ngettext(
        "Of {all} promises of {things}{tie} with a recorded outcome, {n} was delivered in full by {day}",
        "Of {all} promises of {things}{tie} with a recorded outcome, {n} were delivered in full by {day}",
        full,
        **values,
    )


def _no_outcome(rows: Sequence[Kept], values: dict[str, str]) -> str:
    silent = sum(row.count(NOT_RECORDED) for row in rows)
    if silent:
        return ngettext(
            "What became of {n} promise of {things}{tie} was not recorded by {day}",
            "What became of {n} promises of {things}{tie} was not recorded by {day}",
            silent,
            **values,
        )
    return _("No promise of {things}{tie} can be measured in numbers by {day}", **values)


def _said_of_one(promise: Promise, values: dict[str, str]) -> str:
    """One promise is told by its giver's name."""
    values["name"] = name_in_text(promise.contributor, promise.contributor_name)
    if promise.is_full:
        said = _("{name} delivered in full the {things} it promised{tie} by {day}", **values)
    elif promise.outcome == WITHDRAWN:
        said = _("{name} promised {things}{tie}; this was withdrawn or turned down by {day}", **values)
    else:
        said = _("{name} delivered in part the {things} it promised{tie} by {day}", **values)
    return opening(said)


def kept_in_words(rows: Sequence[Kept], unit: str, noun: str, *, adds_up: bool) -> str:
    """The sentence: how much of how much, what nobody recorded, what was withdrawn, how long it took."""
    said = []
    measured = [row for row in rows if row.measured]
    if measured:
        said.append(_in_all(measured, unit, noun) if adds_up else _largest(measured[0], unit, noun))
    silent, withdrawn = sum(row.count(NOT_RECORDED) for row in rows), sum(row.withdrawn for row in rows)
    if withdrawn:
        said.append(
            ngettext("{n} was withdrawn or turned down.", "{n} were withdrawn or turned down.", withdrawn)
        )
    if silent:
        said.append(_("Outcome not recorded: {n}.", n=number(silent)))
    if days := days_in(pledge for row in rows for pledge in row.pledges):
        said.append(_("From promise to first deployment: {days}.", days=days_in_words(days)))
    return " ".join(said)


def _in_all(rows: Sequence[Kept], unit: str, noun: str) -> str:
    promised, delivered = total(row.promised for row in rows), total(row.delivered for row in rows)
    return _(
        "{promised} promised, {delivered} delivered: {share}.",
        promised=opening(in_words(promised, unit, noun)),
        delivered=bare(delivered, unit) if delivered.value else _("none"),
        share=percent(delivered.value, promised.value),
    )


def _largest(row: Kept, unit: str, noun: str) -> str:
    return _(
        "The largest, by {name}: {promised} promised, {delivered} delivered.",
        name=name_in_text(row.one.contributor, row.one.contributor_name),
        promised=in_words(row.promised, unit, noun),
        delivered=bare(row.delivered, unit) if row.delivered.value else _("none"),
    )


def days_in_words(days: Sequence[int]) -> str:
    """How long it took: a median from ten cases on, else the range; the number of cases beside it."""
    cases = ngettext("{n} case", "{n} cases", len(days))
    middle = median_of(days)
    least, most = days[0], days[-1]
    if middle is not None:
        return _(
            "a median of {median} days in {cases}, from {least} to {most}",
            median=_halves(middle),
            cases=cases,
            least=number(least),
            most=number(most),
        )
    if least == most:
        return ngettext("{n} day in {cases}", "{n} days in {cases}", least, cases=cases)
    return ngettext(
        "{least} to {n} day in {cases}",
        "{least} to {n} days in {cases}",
        most,
        least=number(least),
        cases=cases,
    )


def _halves(value: float) -> str:
    """A median of whole days: 12, or 12½."""
    whole = int(value)
    return number(whole) if value == whole else _("{n}½", n=number(whole))


def of_promised(row: Kept) -> str:
    """The words at the end of a bar: how much of how much."""
    unit = row.one.unit
    delivered = written(row.delivered, unit) if row.delivered.value else _("none")
    return _("{n} of {promised}", n=delivered, promised=written(row.promised, unit))


def note_of(row: Kept) -> str:
    """What stands beside a contributor's bar, or in its place: what has no number, and what nobody recorded."""
    notes = []
    if row.withdrawn:
        notes.append(
            ngettext("{n} withdrawn or turned down", "{n} withdrawn or turned down", row.withdrawn)
            if len(row.pledges) > 1
            else _("withdrawn or turned down")
        )
    if row.unknown:
        notes.append(_("+ number not given") if row.measured else _("number not given"))
    if silent := row.count(NOT_RECORDED):
        notes.append(_("outcome not recorded: {n}", n=number(silent)))
    return "; ".join(notes)
