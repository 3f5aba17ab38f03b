"""Reading the stories of pledges: all that sources said of them, and of the pledges that are part of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from app.models.columns import ST, P
from app.pledges.detail import fact_of, known_by, statements_where
from app.pledges.named import pledges_named
from app.pledges.queries import Whole
from app.pledges.scope import live
from app.sources.story import Story

Statement = dict[str, Any]
# Variables of one query: every engine takes that many.
AT_ONCE = 500


def stories_of(
    reader: Connection, keys: Collection[str], recorded_by: datetime | None = None
) -> dict[str, Story]:
    """The stories of these pledges by key, as the record told them at a moment (None: now)."""
    found: dict[str, Story] = {}
    for some in _by_the_hundred(sorted(keys)):
        found |= _stories(reader, some, recorded_by)
    return found


def _by_the_hundred(keys: list[str]) -> Iterator[list[str]]:
    yield from (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _stories(reader: Connection, keys: list[str], recorded_by: datetime | None) -> dict[str, Story]:
    whole_of = _wholes(reader, keys)
    wanted = P.key.in_([*keys, *whole_of])
    counts = and_(wanted, known_by(recorded_by), live(recorded_by), ST.accepted, P.retracted_at.is_(None))
    said: dict[str, list[Statement]] = defaultdict(list)
    for s in statements_where(reader, counts, recorded_by):
        said[s["pledge"]].append(s)
    members: dict[str, list[list[Statement]]] = defaultdict(list)
    for part, whole in whole_of.items():
        members[whole].append(said.get(part, []))
    return {
        key: Story(pledge, sorted(said.get(key, []), key=lambda s: fact_of(s).order()), members.get(key, []))
        for key, pledge in pledges_named(reader, keys).items()
    }


def _wholes(reader: Connection, keys: list[str]) -> dict[str, str]:
    """By the key of each pledge that is part of one of these, the key of that one."""
    joined = P.id.table.join(Whole, Whole.c.id == P.part_of_id)
    query = select(P.key, Whole.c.key.label("whole")).select_from(joined).where(Whole.c.key.in_(keys))
    return {row.key: row.whole for row in reader.execute(query.order_by(P.key))}
