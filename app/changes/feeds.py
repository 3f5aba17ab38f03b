"""Feeds: what this record learnt last, as Atom (RFC 4287) and as JSON Feed 1.1. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
# What XML 1.0 has no sign for.
NOT_IN_XML = {
    sign: " " for sign in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if sign not in (9, 10, 13)
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read. `id` stays the same whatever is corrected later; `updated`: when the record came to say it."""

    id: str
    title: str
    text: str
    url: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `page` the page that it follows."""

    id: str
    title: str
    about: str
    url: str
    page: str
    language: str
    author: str
    home: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """When its newest entry was written; without any, the beginning of time as computers count it."""
        return max((entry.updated for entry in self.entries), default=datetime.fromtimestamp(0, UTC))


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.about)
    _add(root, "updated", _moment(feed.updated))
    author = ET.SubElement(root, f"{{{ATOM}}}author")
    _add(author, "name", feed.author)
    _add(author, "uri", feed.home)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        _add_entry(root, entry)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, f"{{{ATOM}}}entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.updated))
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    _add(element, "content", entry.text, type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text.translate(NOT_IN_XML) if text else text


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as a JSON Feed."""
    return {
        "version": JSON_FEED,
        "title": feed.title,
        "description": feed.about,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "language": feed.language,
        "authors": [{"name": feed.author, "url": feed.home}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.text,
                "date_published": _moment(entry.updated),
                "date_modified": _moment(entry.updated),
            }
            for entry in feed.entries
        ],
    }


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
