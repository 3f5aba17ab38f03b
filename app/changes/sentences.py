"""What happened to a pledge on a day, as a sentence: "Chad: 2,000 → 2,250 soldiers deployed". Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.figures.words import some_names
from app.i18n import _, day
from app.ledger.quantity import quantity_in_words
from app.pledges.views import COUNTED, said_in_words
from app.pledges.words import IN_ORDER, pending_label, quantity_of, stage_label

Row = Mapping[str, Any]


def event_sentence(event: Row) -> str:
    """The whole of it, to stand alone: who, what, when, and by whom it was said."""
    values = {"what": event_title(event), "day": day(event["on"])}
    sources = sources_in_words(event)
    return (
        _("{what}, {day} ({sources})", sources=sources, **values) if sources else _("{what}, {day}", **values)
    )


def event_title(event: Row) -> str:
    """Who, and what changed: "Chad: 2,000 → 2,250 soldiers deployed"."""
    return _("{name}: {change}", name=event["contributor_name"], change=change_in_words(event))


def change_in_words(event: Row) -> str:
    """What changed, for a line that names whose pledge it is; what is never counted says what it is."""
    change = change_between(event["before"], event["after"])
    return _("{thing}, {change}", thing=thing_of(event), change=change) if event["unit"] == "none" else change


def thing_of(event: Row) -> str:
    """What is given: as the pledge calls it, else its category."""
    return str(event["item"] or event["category_name"])


def sources_in_words(event: Row) -> str:
    """Who published what is said of the day: "AFP", "Reuters and The Guardian"."""
    names = dict.fromkeys(s["publisher"] or s["title"] for s in event["statements"])
    return some_names([name for name in names if name])


def why_in_words(event: Row) -> str:
    """Why it changed on a day of which no source speaks."""
    if event["statements"]:
        return ""
    if event["last_day_passed"]:
        return _("the last day stated for it had passed")
    return _("it follows from what is said of other days") if event["before"] else ""


def change_between(before: Row | None, after: Row) -> str:
    """From one standing to another, with what is asked for beside it since; None: from nothing."""
    asked = pending_label(after["pending"]) if after["pending"] != after["stage"] else ""
    if before is None:
        change, asked_before = said_in_words(after), ""
    else:
        change, asked_before = _change(before, after), before["pending"]
    if asked and after["pending"] != asked_before:
        return _("{change}, {asked}", change=change, asked=asked)
    return change


def _change(before: Row, after: Row) -> str:
    """From what it stood at to what it stands at, in as few words as leave no doubt."""
    words = said_in_words(after)
    if said_in_words(before) == words:
        answered = before["pending"] and not after["pending"]
        return (
            _("{words}; what was asked for is answered", words=words)
            if answered
            else _again(before, after, words)
        )
    was, now = _only(before), _only(after)
    if was and now and _same(before, was, after, now):
        return _("{before} → {stage}", before=said_in_words(before), stage=stage_label(now).lower())
    if was and was == now:
        number = quantity_in_words(quantity_of(before, was), "none")
        return _("{before} → {after}", before=number, after=said_in_words(after))
    return _("{before} → {after}", before=said_in_words(before), after=_end(before, after))


def _again(before: Row, after: Row, words: str) -> str:
    """The same numbers as the day before: what is asked for has changed, or an organisation said it again."""
    return words if before["pending"] != after["pending"] else _("{words}, as before", words=words)


def _only(standing: Row) -> str | None:
    """The one number that a standing amounts to; None where it has none, several, or one that is not given."""
    if standing["unquantified"] or standing["stage"] not in COUNTED or standing["unit"] == "none":
        return None
    counted: Sequence[str] = [name for name in IN_ORDER if standing[name]]
    return counted[0] if len(counted) == 1 else None


def _same(before: Row, was: str, after: Row, now: str) -> bool:
    return was != now and quantity_of(before, was) == quantity_of(after, now)


def _end(before: Row, after: Row) -> str:
    """How it stands now; what was in place until it ended was said just before."""
    return (
        stage_label("ended").lower()
        if after["stage"] == "ended" and before["deployed"]
        else said_in_words(after)
    )
