"""A promise that was given for a time, and how often it was extended: told from its statements. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.i18n import _, day, listing, ngettext
from app.ledger.track import OPEN_PROMISES

Row = Mapping[str, Any]


def extended_in_words(statements: Sequence[Row], as_of: date) -> str:
    """Its last days: "First promised until 21 January 2013, then extended 2 times: until 15 February and ..."

    Only what counts and was said by the day; empty where no promise had a last day.
    """
    counting = [s for s in statements if s["accepted"] and not s["retracted_at"] and s["on"] <= as_of]
    ends = _ends([s for s in counting if s["status"] in OPEN_PROMISES])
    if not ends:
        return ""
    first, *later = ends
    said = [_first(first, later)]
    over = next((s["on"] for s in reversed(counting) if s["status"] == "ended"), None)
    if over:
        said.append(_("It ended on {day}.", day=day(over)))
    return " ".join(said)


def _ends(promises: Sequence[Row]) -> list[date]:
    """The last days that were promised, each later than the one before it."""
    ends: list[date] = []
    for promise in promises:
        if promise["until"] and (not ends or promise["until"] > ends[-1]):
            ends.append(promise["until"])
    return ends


def _first(first: date, later: Sequence[date]) -> str:
    if not later:
        return _("Promised until {day}.", day=day(first))
    return ngettext(
        "First promised until {day}, then extended {n} time: until {days}.",
        "First promised until {day}, then extended {n} times: until {days}.",
        len(later),
        day=day(first),
        days=listing([day(end) for end in later]),
    )
