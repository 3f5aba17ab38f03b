"""Addresses inside the record. Every link of a page carries the day it shows and the moment the record is read at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from app.pledges.filter import PledgeFilter


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses that keep `clocks`: `as_of` and `recorded_by`, where the page has them."""

    clocks: Mapping[str, str]

    @property
    def as_of_query(self) -> str:
        """What the navigation adds to its addresses: "?as_of=2013-01-17", or nothing."""
        return f"?as_of={self.clocks['as_of']}" if "as_of" in self.clocks else ""

    def to(self, path: str, **query: Any) -> str:
        """An address with these parameters and the clocks; a parameter that is empty is left out."""
        given = {name: str(value) for name, value in query.items() if value not in (None, "")}
        return address(path, {**given, **{n: v for n, v in self.clocks.items() if n not in query}})

    def pledge(self, key: str) -> str:
        """A pledge's page."""
        return self.to(f"/pledges/{quote(key, safe='')}")

    def contributor(self, code: str) -> str:
        """A contributor's page."""
        return self.to(f"/contributors/{quote(code, safe='')}")

    def operation(self, code: str) -> str:
        """An operation's page."""
        return self.to(f"/operations/{quote(code, safe='')}")

    def source(self, source_id: int, statement: int | None = None) -> str:
        """A source's page, at one of the statements that rest on it."""
        return self.to(f"/sources/{source_id}") + (f"#statement-{statement}" if statement else "")


def links_of(filter: PledgeFilter, as_of: date, today: date) -> Links:
    """Links that keep the page's day where the address gives one, or where it is not simply today's."""
    clocks = {}
    if filter.as_of or as_of != today:
        clocks["as_of"] = as_of.isoformat()
    if filter.recorded_by:
        clocks["recorded_by"] = filter.to_query()["recorded_by"]
    return Links(clocks)


def address(path: str, query: Mapping[str, str]) -> str:
    """A path with a query string; commas and colons, which codes and moments are full of, stay readable."""
    if not query:
        return path
    return f"{path}?" + "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in query.items()])


# A page has hundreds of addresses, made of the same few codes and days.
@lru_cache(maxsize=8192)
def _quoted(text: str) -> str:
    return quote_plus(text, safe=",:")


def with_filter(path: str, filter: PledgeFilter, **others: str) -> str:
    """An address that means this filter."""
    return address(path, {**filter.to_query(), **others})
