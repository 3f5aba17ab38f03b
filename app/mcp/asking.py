"""A tool's question to the record: the same filter as everywhere, and what every answer says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from app.errors import InvalidQuery
from app.listing import API
from app.mcp.asked import Asked
from app.pledges.filter import PledgeFilter, parse_filter
from app.pledges.links import Links, with_filter
from app.pledges.scope import Scope, scope_of
from app.reading import Reading
from app.web.language import base_of

Row = Mapping[str, Any]
LICENCE = {
    "name": "CC BY 4.0",
    "url": "https://creativecommons.org/licenses/by/4.0/",
    "credit": "Muster, with the sources named",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and the moment of the record that the answer can be cited with."""

    reading: Reading
    scope: Scope
    recorded: datetime | None

    @property
    def base(self) -> str:
        """The address readers use."""
        return base_of(self.reading.request)

    @property
    def final(self) -> PledgeFilter:
        """The filter with both clocks written out: what it means never changes."""
        return self.scope.filter.but(as_of=self.scope.as_of, recorded_by=self.recorded)

    @property
    def timeless(self) -> PledgeFilter:
        """The same, of all days where none was asked for: searches and histories are."""
        return self.scope.filter.but(recorded_by=self.recorded)

    @property
    def links(self) -> Links:
        """Addresses inside the record, with both clocks."""
        clocks = self.final.to_query()
        return Links({name: clocks[name] for name in ("as_of", "recorded_by") if name in clocks})

    def page(self, path: str, filter: PledgeFilter, **more: str) -> str:
        """The whole address of a page that means this filter."""
        return self.base + with_filter(path, filter, **more)

    def data(self, name: str, filter: PledgeFilter, **more: str) -> str:
        """The whole address of a list of the API that means this filter."""
        return self.page(f"{API}/{name}", filter, **more)

    def said(
        self,
        boundary: str,
        sources: tuple[Sequence[Row], int],
        page: str,
        data: str,
        *,
        of_a_day: bool = True,
    ) -> dict[str, Any]:
        """What every answer says of itself."""
        listed, count = sources
        return {
            "boundary": boundary,
            "as_of": self.scope.as_of if of_a_day else self.scope.filter.as_of,
            "recorded_by": self.recorded,
            "data_version": self.reading.version,
            "sources": [self.source(row) for row in listed],
            "source_count": count,
            "permalink": page,
            "data": data,
            "licence": LICENCE,
        }

    def source(self, row: Row) -> dict[str, Any]:
        """A source and where it is."""
        return {
            "number": row["id"],
            "title": row["title"],
            "publisher": row["publisher"] or None,
            "published_on": row["published_on"],
            "url": row["url"] or None,
            "archived_url": row["archived_url"] or None,
            "page": self.base + self.links.source(row["id"]),
        }


def question_of(r: Reading, asked: Asked, **more: str) -> Question:
    """What was asked, looked up in the record. `more`: parameters of the filter under other names in the tool.

    InvalidQuery names everything in it that is not accepted.
    """
    parsed = parse_filter([*asked.items(), *more.items()], ("per",) if "per" in more else (), strict=True)
    scope = scope_of(r.connection, parsed.filter)
    if faults := [*parsed.faults, *scope.faults]:
        raise InvalidQuery(*faults)
    return Question(r, scope, r.newest.final_moment(parsed.filter.recorded_by))


def operation_page(filter: PledgeFilter) -> tuple[str, PledgeFilter]:
    """The page that shows such figures: the operation's own where the filter names one, else the list of pledges."""
    if len(filter.operation) != 1 or filter.stage or filter.q or filter.source:
        return "/pledges", filter
    return f"/operations/{quote(filter.operation[0], safe='')}", filter.but(operation=())
