"""What the API answers about sources."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import Count, Shape

CANADIAN: dict[str, Any] = {
    "id": 12,
    "title": "Canada extends C-17 mission to Mali through Feb. 15",
    "publisher": "CBC News",
    "author": None,
    "url": "https://www.cbc.ca/news/politics/canada-extends-c-17-mission-to-mali-through-feb-15-1.1363031",
    "archived_url": None,
    "dead_on": None,
    "published_on": "2013-01-24",
    "accessed_on": None,
    "seen_at": None,
    "language": "en",
    "kind": "broadcaster",
}


class SourceFields(Shape):
    """One publication: an article, a statement, a table."""

    id: int
    title: str | None
    publisher: str | None
    author: str | None
    url: str | None
    archived_url: str | None
    dead_on: Annotated[
        date | None, Field(description="The day on which `url` was found dead; null while it answers.")
    ]
    published_on: date | None
    accessed_on: date | None
    seen_at: Annotated[
        str | None, Field(description="Where an agency's text was read, if not at the agency.")
    ]
    language: str | None
    kind: str


class SourceItem(SourceFields):
    """A source, and how much of the record rests on it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**CANADIAN, "version": 1, "statements": 3}]})

    version: int
    statements: Annotated[Count, Field(description="Live statements that rest on it.")]


# What is sent, as the documentation shows it.
GIVEN_SOURCE: dict[str, Any] = {
    **{name: value for name, value in CANADIAN.items() if name != "id"},
    "url": "https://www.cbc.ca/news/another-article",
    "archived_url": "https://web.archive.org/web/2013/https://www.cbc.ca/news/another-article",
}
