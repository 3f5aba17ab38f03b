"""The sums of one contributor, and of everybody beside it: read once for each day that its page speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from app.figures.queries import every_sum
from app.pledges.scope import Scope

Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Sums:
    """`scope`: what the page asks of the contributor; `everybody`: the same of all, whatever their pledges' stage."""

    reader: Connection
    scope: Scope
    everybody: Scope
    _read: dict[tuple[str, date], Rows] = field(default_factory=dict)

    def own(self, on: date) -> Rows:
        """The contributor's sums on a day, as fine as any part of the page needs them."""
        return self._rows("own", self.scope, on, ("operation", "category"))

    def everybodys(self, on: date) -> Rows:
        """The sums of everybody, by operation and category."""
        return self._rows("everybody", self.everybody, on, ("operation", "category"))

    def _rows(self, whose: str, scope: Scope, on: date, by: tuple[str, ...]) -> Rows:
        if (whose, on) not in self._read:
            self._read[whose, on] = every_sum(self.reader, on_day(scope, on), by)
        return self._read[whose, on]


def on_day(scope: Scope, on: date) -> Scope:
    """The same scope on another day. A contributor's page asks for nobody's members, so nothing else changes."""
    return replace(scope, as_of=on, filter=scope.filter.but(as_of=on))
