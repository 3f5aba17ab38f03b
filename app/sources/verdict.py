"""A source read again: one sentence made from what became of its phrases, and how many came out how. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.i18n import _, day, ngettext
from app.pledges.links import Links
from app.sources.became import OUTCOMES, Outcome

Row = Mapping[str, Any]
# What is not counted: the record does not use it, or the day shown is before it.
SET_ASIDE = ("disputed", "retracted", "later")


def outcome_label(kind: str) -> str:
    """An outcome in a word or two."""
    return _LABELS[kind]()


_LABELS: dict[str, Callable[[], str]] = {
    "delivered": lambda: _("Delivered"),
    "partly": lambda: _("Delivered in part"),
    "unclear": lambda: _("Delivered, number not given"),
    "undelivered": lambda: _("No delivery recorded"),
    "withdrawn": lambda: _("Declined or withdrawn later"),
    "unknown": lambda: _("Outcome not in this record"),
    "granted": lambda: _("Promised or given"),
    "refused": lambda: _("Refused"),
    "unanswered": lambda: _("No answer recorded"),
    "grew": lambda: _("Grew"),
    "held": lambda: _("As it was"),
    "shrank": lambda: _("Shrank"),
    "ended": lambda: _("Ended"),
    "returned": lambda: _("In place again"),
    "stood": lambda: _("The refusal stood"),
    "reversed": lambda: _("The refusal did not stand"),
    "disputed": lambda: _("Not used by the record"),
    "retracted": lambda: _("Retracted"),
    "later": lambda: _("After the day shown"),
}
# The mark before an outcome: a status whose colour means the like.
MARKS = {
    "delivered": "deployed",
    "partly": "committed",
    "unclear": "unquantified",
    "undelivered": "announced",
    "withdrawn": "declined",
    "granted": "committed",
    "refused": "declined",
    "unanswered": "requested",
    "grew": "deployed",
    "held": "deployed",
    "shrank": "ended",
    "ended": "ended",
    "returned": "deployed",
    "stood": "declined",
    "reversed": "committed",
}
_GROUPS: dict[str, Callable[[int], str]] = {
    "promise": lambda n: ngettext("{n} promise", "{n} promises", n),
    "ask": lambda n: ngettext("{n} thing asked for", "{n} things asked for", n),
    "delivery": lambda n: ngettext("{n} thing in place", "{n} things in place", n),
    "refusal": lambda n: ngettext("{n} refusal", "{n} refusals", n),
}


def finding(outcomes: Sequence[Outcome], publisher: str, *, is_present: bool) -> str:
    """What became of its promises, or of what it says was asked for; empty where it speaks of neither.

    Silence is no broken promise: where nothing came that this record knows of, that is what is said.
    """
    counted = [one for one in outcomes if one.kind not in SET_ASIDE]
    for group, say in (("promise", _promises), ("ask", _requests)):
        some = [one for one in counted if one.group == group]
        if some:
            kinds = Counter(one.kind for one in some)
            who = publisher or _("this source")
            return say(len(some), kinds, is_present, {"who": who, "day": day(max(one.on for one in some))})
    return ""


def _promises(count: int, kinds: Counter[str], is_present: bool, told: dict[str, Any]) -> str:
    if kinds["delivered"]:
        return _kept(count, is_present, {**told, "kept": kinds["delivered"]})
    if kinds["partly"]:
        told["partly"] = kinds["partly"]
        return ngettext(
            "Some of the promise that {who} reported is recorded as delivered by {day}",
            "Of {n} promises that {who} reported, part of {partly} is recorded as delivered by {day}",
            count,
            **told,
        )
    return ngettext(
        "No delivery of the promise that {who} reported is recorded by {day}",
        "Of {n} promises that {who} reported, no delivery is recorded by {day}",
        count,
        **told,
    )


def _kept(count: int, is_present: bool, told: dict[str, Any]) -> str:
    if told["kept"] == count:
        if is_present:
            return ngettext(
                "The promise that {who} reported has been delivered",
                "All {n} promises that {who} reported have been delivered",
                count,
                **told,
            )
        return ngettext(
            "The promise that {who} reported had been delivered by {day}",
            "All {n} promises that {who} reported had been delivered by {day}",
            count,
            **told,
        )
    if is_present:
        return ngettext(
            "Of {n} promise that {who} reported, {kept} has been delivered",
            "Of {n} promises that {who} reported, {kept} have been delivered",
            count,
            **told,
        )
    return ngettext(
        "Of {n} promise that {who} reported, {kept} had been delivered by {day}",
        "Of {n} promises that {who} reported, {kept} had been delivered by {day}",
        count,
        **told,
    )


def _requests(count: int, kinds: Counter[str], _is_present: bool, told: dict[str, Any]) -> str:
    granted = kinds["granted"]
    if not granted:
        return ngettext(
            "No promise is recorded by {day} in answer to what {who} says was asked for",
            "No promise is recorded by {day} in answer to the {n} things that {who} says were asked for",
            count,
            **told,
        )
    if granted == count:
        return ngettext(
            "What {who} says was asked for had been promised or given by {day}",
            "All {n} things that {who} says were asked for had been promised or given by {day}",
            count,
            **told,
        )
    return ngettext(
        "Of {n} thing that {who} says was asked for, {granted} had been promised or given by {day}",
        "Of {n} things that {who} says were asked for, {granted} had been promised or given by {day}",
        count,
        granted=granted,
        **told,
    )


def tally(outcomes: Sequence[Outcome], address: Callable[[str], str], chosen: str) -> list[dict[str, Any]]:
    """How many came out how, by what was said. `address`: of the page with one outcome alone ("": with all)."""
    lines: list[dict[str, Any]] = []
    for group, title_of in _GROUPS.items():
        counts = Counter(one.kind for one in outcomes if one.group == group and one.kind not in SET_ASIDE)
        if counts:
            lines.append({"title": title_of(counts.total()), "kinds": _kinds(counts, address, chosen)})
    aside = Counter(one.kind for one in outcomes if one.kind in SET_ASIDE)
    if aside:
        title = ngettext("{n} not counted", "{n} not counted", aside.total())
        lines.append({"title": title, "kinds": _kinds(aside, address, chosen)})
    return lines


def _kinds(counts: Counter[str], address: Callable[[str], str], chosen: str) -> list[dict[str, Any]]:
    return [
        {
            "code": MARKS.get(kind, "closed"),
            "label": outcome_label(kind),
            "count": counts[kind],
            "url": address("" if kind == chosen else kind),
            "is_chosen": kind == chosen,
        }
        for kind in OUTCOMES
        if counts[kind]
    ]


def days_to_see(opens: date | None, last: date | None, links: Links, path: str) -> list[tuple[str, str]]:
    """A few days worth a look: the one it begins on, a month later, and the last that the record follows."""
    days = [opens, _month_after(opens) if opens else None, last]
    known = sorted({on for on in days if on})
    return [(day(on), links.to(path, as_of=on.isoformat())) for on in known]


def _month_after(on: date) -> date:
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    return on.replace(year=year, month=month, day=min(on.day, 28))
