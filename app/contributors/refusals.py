"""What a contributor declined, what came to nothing, and what it is asked: each with the newest words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.contributors.given import newest_words
from app.i18n import _
from app.pledges.links import Links
from app.pledges.scope import Scope
from app.pledges.views import statement_entry
from app.pledges.words import status_label

Row = Mapping[str, Any]
REFUSED = ("declined", "lapsed")
ASKED = ("requested", "under_review")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing declined or asked for: what, for which operation, and the statement as templates draw it."""

    code: str
    label: str
    what: str
    url: str
    operation: str
    said: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Refusals:
    """A list with its heading, and the sentence that stands where it is empty."""

    id: str
    title: str
    entries: list[Refusal]
    empty: str


def refusals_of(reader: Connection, rows: Iterable[Row], scope: Scope, links: Links) -> list[Refusals]:
    """Two lists of these pledges as they stand: declined or come to nothing, and asked of it or under review."""
    wanted = {row["key"]: status for row in rows if (status := _status(row))}
    known = {row["key"]: row for row in rows}
    words = newest_words(reader, scope, wanted) if wanted else {}
    entries = [_entry(known[key], status, words.get(key), links) for key, status in wanted.items()]
    return [
        Refusals(
            "declined",
            _("What it declined, or what came to nothing"),
            [entry for entry in entries if entry.code in REFUSED],
            _("It declined nothing, by this record."),
        ),
        Refusals(
            "asked",
            _("What it was asked, and has not answered"),
            [entry for entry in entries if entry.code in ASKED],
            _("Nothing waits for its answer, by this record."),
        ),
    ]


def _status(row: Row) -> str:
    """The status of the statement that a pledge is listed for; empty where it is not."""
    if row["stage"] in REFUSED:
        return str(row["stage"])
    return str(row["pending"] or "")


def _entry(row: Row, status: str, said: Row | None, links: Links) -> Refusal:
    return Refusal(
        code=status,
        label=status_label(status),
        what=row["item"] or row["category_name"],
        url=links.pledge(row["key"]),
        operation=row["operation_name"],
        said=statement_entry(said, links, row["unit"], row["category"]) if said else None,
    )
