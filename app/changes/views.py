"""Events and changes as pages draw them: days with their lines, moments with their sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from app.changes.log_words import load_sentences, revision_lines
from app.changes.sentences import change_in_words, sources_in_words, thing_of, why_in_words
from app.i18n import day, moment
from app.pledges.links import Links

Row = Mapping[str, Any]


def days_of(events: Iterable[Row], links: Links, operations: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Events by their day, in their order: `day` in words and its lines. `operations`: those that the page is of."""
    own = operations[0] if len(operations) == 1 else ""
    return [
        {"day": day(on), "on": on, "lines": [event_line(event, links, own) for event in of_day]}
        for on, of_day in groupby(events, key=lambda event: event["on"])
    ]


def event_line(event: Row, links: Links, own: str = "") -> dict[str, Any]:
    """A pledge's change: who, what, and where it is shown: the pledge's page on that day, at what was said.

    `own`: the operation that the page is of, which is not named again.
    """
    first = event["statements"][0]["id"] if event["statements"] else None
    on: date = event["on"]
    return {
        "day": day(on),
        "name": event["contributor_name"],
        "alpha2": event["alpha2"],
        "contributor_url": links.contributor(event["contributor"]),
        "change": change_in_words(event),
        "stage": event["after"]["stage"],
        "thing": "" if event["unit"] == "none" else thing_of(event),
        "operation": event["operation_name"] if event["operation"] != own else "",
        "url": links.to(f"/pledges/{event['key']}", as_of=on) + (f"#statement-{first}" if first else ""),
        "sources": sources_in_words(event),
        "why": why_in_words(event),
    }


def moments_of(moments: Sequence[Row], links: Links) -> list[dict[str, Any]]:
    """Changes of the record: when, by whom, and each of a few revisions, or of many their numbers."""
    return [
        {
            "at": moment(row["at"]),
            "actor": row["actor"],
            "lines": [(text, _url(revision, links)) for text, revision in revision_lines(row["revisions"])]
            or [(text, None) for text in load_sentences(row)],
        }
        for row in moments
    ]


def _url(revision: Row, links: Links) -> str | None:
    """Where the thing that was changed is shown."""
    if revision["pledge"]:
        anchor = f"#statement-{revision['entity_key']}" if revision["entity"] == "statement" else ""
        return links.pledge(revision["pledge"]["key"]) + anchor
    if revision["entity"] == "source":
        return links.source(int(revision["entity_key"]))
    pages = {"operation": links.operation, "contributor": links.contributor}
    return pages[revision["entity"]](revision["entity_key"]) if revision["entity"] in pages else None
