"""The newest of what happened, for a section of another page: an operation's dashboard, a contributor's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from app.changes.events import list_events
from app.changes.views import days_of
from app.i18n import day, ngettext
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links, address, with_filter
from app.pledges.scope import Scope


def latest_changes(reader: Connection, scope: Scope, links: Links, most: int = 8) -> dict[str, Any] | None:
    """What templates/changes/latest.html draws; None where nothing had happened by the scope's day.

    The newest events up to that day, in the scope's own filter, with the page that has all of them and its feeds.
    """
    page = list_events(reader, scope, scope.as_of, limit=most)
    if not page.rows:
        return None
    filter = scope.filter.but(sort="")
    return {
        "days": days_of(page.rows, links, scope.filter.operation),
        "day": day(scope.as_of),
        "all_url": with_filter(*page_of_changes(filter.but(as_of=scope.as_of))),
        "all_words": ngettext("All {n} changes up to this day", "All {n} changes up to this day", page.count),
        "feeds": feeds_of(filter),
    }


def page_of_changes(filter: PledgeFilter) -> tuple[str, PledgeFilter]:
    """The page that lists all changes of a filter, and what of the filter its address does not say already."""
    if len(filter.operation) == 1:
        return f"/operations/{quote(filter.operation[0], safe='')}/changes", filter.but(operation=())
    if len(filter.contributor) == 1:
        return f"/contributors/{quote(filter.contributor[0], safe='')}/changes", filter.but(contributor=())
    return "/changes", filter


def feeds_of(filter: PledgeFilter) -> Sequence[tuple[str, str, str]]:
    """The media type, name and address of each feed of a filter: of everything to come, whatever the day shown."""
    path, rest = page_of_changes(filter.but(as_of=None, recorded_by=None, sort=""))
    query = rest.to_query()
    return (
        ("application/atom+xml", "Atom", address(f"{path}.atom", query)),
        ("application/feed+json", "JSON Feed", address(f"{path}.feed.json", query)),
    )
