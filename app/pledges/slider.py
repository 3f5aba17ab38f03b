"""The slider over an operation's days: where it stands, and a mark for each day on which something changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.i18n import day, short_day

# A browser counts its days from here.
EPOCH = date(1970, 1, 1)
# Marks stand at most this close, in parts of the slider's length: more could not be told apart.
PLACES = 500


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a slider moves over, from the first to the last, and those on which something changed."""

    first: date
    last: date
    changes: Sequence[date] = ()


def slider(days: Days, as_of: date) -> dict[str, Any] | None:
    """What templates/macros/filterbar.html draws; None where there is but one day to choose from.

    Numbers are days since 1970. A day outside the range leaves the slider at its nearest end.
    """
    if days.first >= days.last:
        return None
    held = min(max(as_of, days.first), days.last)
    return {
        "first": _number(days.first),
        "last": _number(days.last),
        "value": _number(held),
        "said": day(as_of),
        "first_day": short_day(days.first),
        "last_day": short_day(days.last),
        "marks": _marks(days),
    }


def _number(on: date) -> int:
    return (on - EPOCH).days


def _marks(days: Days) -> list[float]:
    """Where the changes are, in per cent of the length."""
    length = (days.last - days.first).days
    inside = (on for on in days.changes if days.first <= on <= days.last)
    return sorted({round((on - days.first).days / length * PLACES) * 100 / PLACES for on in inside})
