"""What a contributor declined, what came to nothing, and what it is asked: each with the newest words that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_

from app.contributors.given import newest_words
from app.figures.cuts import Cut
from app.i18n import _, number
from app.models.columns import S
from app.pledges.links import Links
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope
from app.pledges.views import statement_entry
from app.pledges.words import status_label

Row = Mapping[str, Any]
# Things that a list has with the words of their source; more are in the list of pledges.
LISTED = 20
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
    # All things of this list, as they are called; of very many a page has the first with their words.
    things: Sequence[str] = ()
    cut: Cut | None = None


def refusals_of(reader: Connection, scope: Scope, links: Links, all_pledges: str) -> list[Refusals]:
    """Two lists of its pledges as they stand: declined or come to nothing, and asked of it or under review.

    `all_pledges`: the address of all of them.
    """
    rows = pledges_where(reader, and_(scope.on_the_day, or_(S.stage.in_(REFUSED), S.pending != "")))
    lists = [[row for row in rows if _status(row) in some] for some in (REFUSED, ASKED)]
    held = [some[:LISTED] for some in lists]
    wanted = {row["key"]: _status(row) for some in held for row in some}
    words = newest_words(reader, scope, wanted) if wanted else {}
    said = (
        (
            "declined",
            _("What it declined, or what came to nothing"),
            _("It declined nothing, by this record."),
        ),
        (
            "asked",
            _("What it was asked, and has not answered"),
            _("Nothing waits for its answer, by this record."),
        ),
    )
    return [
        Refusals(
            id=name,
            title=title,
            entries=[_entry(row, _status(row), words.get(row["key"]), links) for row in some],
            empty=empty,
            things=[_what(row) for row in every],
            cut=_cut(len(some), len(every), all_pledges),
        )
        for (name, title, empty), some, every in zip(said, held, lists, strict=True)
    ]


def _cut(listed: int, every: int, url: str) -> Cut | None:
    if listed == every:
        return None
    words = _("These are {n} of {all}.", n=number(listed), all=number(every))
    return Cut(words, url, _("All of its pledges"))


def _what(row: Row) -> str:
    return str(row["item"] or row["category_name"])


def _status(row: Row) -> str:
    """The status of the statement that a pledge is listed for; empty where it is not."""
    if row["stage"] in REFUSED:
        return str(row["stage"])
    return str(row["pending"] or "")


def _entry(row: Row, status: str, said: Row | None, links: Links) -> Refusal:
    return Refusal(
        code=status,
        label=status_label(status),
        what=_what(row),
        url=links.pledge(row["key"]),
        operation=row["operation_name"],
        said=statement_entry(said, links, row["unit"], row["category"]) if said else None,
    )
