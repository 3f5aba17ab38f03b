"""Search for programs."""

from __future__ import annotations

import re

from fastapi import APIRouter

from app.answers import Rows
from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.listing import Asked, Listing
from app.search.found import find, first_of_each
from app.search.kinds import CODES
from app.search.shapes import FoundItem
from app.search.words import unquoted
from app.shapes import Listed

router = APIRouter()
COLUMNS = tuple(FoundItem.model_fields)
LARGEST_EACH = 50


def search(asked: Asked) -> Rows:
    """What was found, kind after kind, the best of a kind first."""
    kinds, each = _kinds(asked.others.get("kind", "")), _each(asked.others.get("each", ""))
    scope = asked.reading.scope(asked.scope.filter.but(q=unquoted(asked.scope.filter.q)))
    # Statements and sources are of every day unless one is asked for, and so is a next page.
    day = scope.filter.as_of
    if each:
        pages = first_of_each(asked.reader, scope, kinds, each).values()
        return Rows(
            COLUMNS, [row for page in pages for row in page.rows], sum(p.count for p in pages), None, day
        )
    page = find(asked.reader, scope, kinds, cursor=asked.cursor, limit=asked.limit)
    return Rows(COLUMNS, page.rows, page.count, page.next, day)


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(kind.strip() for kind in text.split(",") if kind.strip()) or CODES
    for kind in kinds:
        if kind not in CODES:
            message = _("{written!r} is no kind: accepted are {names}", written=kind, names=", ".join(CODES))
            raise InvalidQuery(Fault("kind", message))
    return kinds


def _each(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,2}", text) or not 1 <= int(text) <= LARGEST_EACH:
        message = _("{written!r} is no number of things: write 1 to {most}", written=text, most=LARGEST_EACH)
        raise InvalidQuery(Fault("each", message))
    return int(text)


Listing(
    "search",
    search,
    Listed[FoundItem],
    "Search",
    "Search",
    "Everything that has, for each word of `q`, one that begins so: contributors, operations and categories by any of"
    " their names, then pledges, what sources say of them, and sources. Accents and case change nothing. Without `q`:"
    " all there is.",
    also=("kind", "each"),
).serve(router)
