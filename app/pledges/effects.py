"""What a correction changes in the figures: how its pledge stands on the days it is about, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.errors import Gone
from app.i18n import _, day
from app.pledges.detail import get_pledge
from app.pledges.views import number_in_words
from app.pledges.wholes import own_rows

Standings = dict[date, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """A day, and how the pledge stands on it without the correction and with it."""

    day: str
    before: str
    after: str

    @property
    def is_none(self) -> bool:
        """Whether nothing is different on that day."""
        return self.before == self.after


def standings_on(reader: Connection, key: str, days: Iterable[date]) -> Standings:
    """How a pledge stands on each of these days, in words."""
    return {on: _standing(reader, key, on) for on in sorted(set(days))}


def _standing(reader: Connection, key: str, on: date) -> str:
    try:
        pledge = get_pledge(reader, key, on)
    except Gone:
        return _("in no figure")
    if pledge["stage"] is None:
        return _("nothing said by this day")
    return number_in_words(pledge, own_rows(reader, [pledge], on).get(key))


def effects_of(before: Standings, after: Standings) -> list[Effect]:
    """Both beside each other, day by day."""
    return [Effect(day(on), before[on], after[on]) for on in after]
