"""Everything that a source said, each with its pledge's story, its outcome, and where that pledge stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from app.pledges.wholes import own_rows
from app.sources.became import Outcome, outcome_of
from app.sources.spoken import standings_on
from app.sources.stories import stories_of
from app.sources.story import Story

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """Statements with one outcome each. `standings`: by pledge, on the day of which its outcome is told.

    `own`: how an organisation's pledge would stand by its own statements alone.
    """

    statements: Sequence[Row]
    outcomes: Sequence[Outcome]
    stories: Mapping[str, Story]
    standings: Mapping[str, Row]
    own: Mapping[str, Row]

    @property
    def last_day(self) -> date | None:
        """The last day that the record follows any of its operations; None where one is kept current."""
        ends = [story.closes_after for story in self.stories.values()]
        return max(end for end in ends if end) if ends and all(ends) else None


def told_of(reader: Connection, statements: Sequence[Row], as_of: date, recorded_by: datetime | None) -> Told:
    """What became of these statements by `as_of`, or by the last day that the record follows each."""
    keys = {s["pledge"] for s in statements}
    stories = stories_of(reader, keys, recorded_by)
    by_day: dict[date, set[str]] = defaultdict(set)
    for key, story in stories.items():
        by_day[story.told_until(as_of)].add(key)
    standings: dict[str, Row] = {}
    own: dict[str, Row] = {}
    for on, some in by_day.items():
        found = standings_on(reader, some, on, recorded_by)
        standings |= found
        own |= own_rows(reader, list(found.values()), on, recorded_by)
    outcomes = [outcome_of(s, stories[s["pledge"]], as_of) for s in statements]
    return Told(statements, outcomes, stories, standings, own)
