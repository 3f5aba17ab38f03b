"""Who is there when, in words: of a bar, of a promise that is overdue, of all of them together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.figures.presence.schemas import Overdue, Presence, Stay, Tally
from app.figures.schemas import Amount
from app.figures.words import in_words, name_in_text, written
from app.i18n import _, day, ngettext, number, short_day
from app.ledger.standing import UNCOUNTED, is_stock

ONE_DAY = timedelta(days=1)


def height_of(stay: Stay, pledge: Presence) -> str:
    """The most that was in place at once: the number of a bar. Empty where there is none, or where it is a rest."""
    if stay.most is None or pledge.is_named:
        return ""
    return written(stay.most, pledge.unit)


def note_of(stay: Stay, pledge: Presence) -> str:
    """The words behind a bar: what its number does not say on its last day, and how it ends."""
    return "; ".join([*_missing(stay, pledge), _ending(stay, pledge)])


def _missing(stay: Stay, pledge: Presence) -> list[str]:
    if pledge.is_named:
        return [_named(stay, pledge)]
    if pledge.unit == UNCOUNTED or stay.last:
        return []
    return [_("number no longer given") if stay.most else _("number not given")]


def _named(stay: Stay, pledge: Presence) -> str:
    if stay.last is None or not stay.last.value:
        return _("named by its members")
    return _("{n} not yet named by its members", n=written(stay.last, pledge.unit))


def _ending(stay: Stay, pledge: Presence) -> str:
    if stay.stage == "closed":
        return _("outcome not in this record")
    if stay.until_on:
        return _("ended {day}", day=short_day(stay.until_on))
    if stay.last and stay.most and stay.last != stay.most and not pledge.is_named:
        return _("still there, now {n}", n=written(stay.last, pledge.unit))
    return _("still there") if is_stock(pledge.unit) else _("still going on")


def end_in_words(stay: Stay, unit: str, as_of: date) -> str:
    """How a stay ends, in full: in the table, and where a bar is pointed at."""
    if stay.stage == "closed" and stay.until_on:
        return _("outcome not in this record after {day}", day=day(stay.until_on - ONE_DAY))
    if stay.until_on:
        return _("ended {day}", day=day(stay.until_on))
    if is_stock(unit):
        return _("still there on {day}", day=day(as_of))
    return _("still going on, on {day}", day=day(as_of))


def counts_in_words(stay: Stay, pledge: Presence, as_of: date) -> list[str]:
    """A line a count: what was there, from which day on; and how it ends."""
    if pledge.unit == UNCOUNTED or pledge.is_named:
        said = [_("from {day}", day=short_day(stay.from_on))]
    else:
        said = [
            _("{n} from {day}", n=_counted(count.amount, pledge.unit), day=short_day(count.from_on))
            for count in stay.counts
        ]
    return [*said, end_in_words(stay, pledge.unit, as_of)]


def _counted(amount: Amount | None, unit: str) -> str:
    return written(amount, unit) if amount else _("number not given")


def said_of_presence(tally: Tally, tie: str, as_of: date, *, is_present: bool) -> str:
    """The title: of all that was ever in place, how much still is; what nobody knows is not over."""
    n, still = tally.stays, tally.still
    values = {"all": number(n), "still": number(still), "tie": tie, "day": day(as_of)}
    if not still:
        return _all_over(tally, values)
    if still < n:
        if is_present:
            return ngettext(
                "Of {all} deployments{tie}, {still} is in place on {day}",
                "Of {all} deployments{tie}, {still} are in place on {day}",
                still,
                **values,
            )
        return ngettext(
            "Of {all} deployments{tie}, {still} was still in place on {day}",
            "Of {all} deployments{tie}, {still} were still in place on {day}",
            still,
            **values,
        )
    if is_present:
        return ngettext(
            "The one deployment{tie} is in place on {day}",
            "{n} deployments{tie} are in place on {day}",
            n,
            **values,
        )
    return ngettext(
        "The one deployment{tie} was in place on {day}",
        "{n} deployments{tie} were in place on {day}, none had ended before",
        n,
        **values,
    )


def _all_over(tally: Tally, values: dict[str, str]) -> str:
    n, ended = tally.stays, tally.ended
    values = {**values, "ended": number(ended)}
    if ended == n:
        return ngettext(
            "The one deployment{tie} had ended by {day}",
            "All {all} deployments{tie} had ended by {day}",
            n,
            **values,
        )
    if not ended:
        return ngettext(
            "What became of the one deployment{tie} is not in this record",
            "What became of the {all} deployments{tie} is not in this record",
            n,
            **values,
        )
    return ngettext(
        "Of {all} deployments{tie}, {ended} ended; the outcome of the others is not in this record",
        "Of {all} deployments{tie}, {ended} ended; the outcome of the others is not in this record",
        ended,
        **values,
    )


def presence_in_words(pledges: Sequence[Presence], tally: Tally, late: int, as_of: date) -> str:
    """The sentence: who came first, what is over, of what nobody knows, what is overdue.

    `pledges`: some, with those that came first; `late`: how many are overdue.
    """
    said = [_first(pledges, tally.came_first - 1)]
    if tally.ended:
        said.append(ngettext("{n} ended by {day}.", "{n} ended by {day}.", tally.ended, day=day(as_of)))
    if closed := tally.closed:
        said.append(
            ngettext(
                "Of {n} the outcome is not in this record.",
                "Of {n} the outcome is not in this record.",
                closed,
            )
        )
    if late:
        said.append(
            ngettext(
                "{n} promise is past its stated last day with something outstanding.",
                "{n} promises are past their stated last day with something outstanding.",
                late,
            )
        )
    return " ".join(said)


def _first(pledges: Sequence[Presence], others: int) -> str:
    there = [pledge for pledge in pledges if pledge.stays]
    first = min(there, key=lambda pledge: (pledge.first, pledge.sort, pledge.contributor_name, pledge.key))
    values = {
        "name": name_in_text(first.contributor, first.contributor_name),
        "what": first.what,
        "day": day(first.first),
    }
    if others:
        return ngettext(
            "First, from {day}: {name} ({what}) and {n} other pledge.",
            "First, from {day}: {name} ({what}) and {n} other pledges.",
            others,
            **values,
        )
    return _("First, from {day}: {name} ({what}).", **values)


def overdue_in_words(overdue: Overdue, pledge: Presence) -> str:
    """A promise that is past its day: how much was promised until when, what is outstanding, and for how long."""
    promised = (
        in_words(overdue.promised, pledge.unit, pledge.category)
        if overdue.promised
        else _("promised without a number")
        if pledge.unit != UNCOUNTED
        else _("promised")
    )
    said = _("{amount} until {day}", amount=promised, day=day(overdue.until))
    days = ngettext("{n} day overdue", "{n} days overdue", overdue.days)
    if overdue.outstanding and overdue.promised and overdue.outstanding != overdue.promised:
        left = _("{n} outstanding", n=written(overdue.outstanding, pledge.unit))
        return _("{promised}; {left}; {days}", promised=said, left=left, days=days)
    return _("{promised}; nothing delivered; {days}", promised=said, days=days)


def nothing_overdue(stated: int) -> str:
    """Said only where promises state their last day: none of them is past it."""
    if not stated:
        return ""
    return ngettext(
        "{n} promise states its last day; it is not past it with something outstanding.",
        "{n} promises state their last day; none is past it with something outstanding.",
        stated,
    )


def said_of_overdue(n: int, tie: str, as_of: date) -> str:
    """The title where nothing was ever in place, and promises are overdue."""
    return ngettext(
        "Nothing was deployed{tie} by {day}, and {n} promise is overdue",
        "Nothing was deployed{tie} by {day}, and {n} promises are overdue",
        n,
        tie=tie,
        day=day(as_of),
    )


def number_in_words(stay: Stay, pledge: Presence) -> str:
    """The number of a stay in a table, with the unit it counts; what has none says so."""
    if pledge.unit == UNCOUNTED:
        return _("not counted in numbers")
    if pledge.is_named:
        return _named(stay, pledge)
    if stay.most is None:
        return _("number not given")
    return in_words(stay.most, pledge.unit, pledge.category)
