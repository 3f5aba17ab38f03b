"""Sources for programs."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Rows, json_answer, picked
from app.documented import record_docs
from app.listing import API, Asked, Listing, number_of, only
from app.pledges.detail import SOURCE_FIELDS
from app.reading import Reading, kept
from app.shapes import Listed
from app.sources.queries import get_source, list_sources
from app.sources.shapes import SourceItem

COLUMNS = (*SOURCE_FIELDS, "version", "statements")
TAG = "Sources"

router = APIRouter()


def sources(asked: Asked) -> Rows:
    """Sources by number."""
    page = list_sources(asked.reader, asked.scope, cursor=asked.cursor, limit=asked.limit)
    return Rows(COLUMNS, page.rows, page.count, page.next, asked.scope.filter.as_of)


Listing(
    "sources",
    sources,
    Listed[SourceItem],
    TAG,
    "Sources",
    "By number, all of them; with a filter, those that speak of a pledge in it; with `as_of`, those of that day.",
).serve(router, "/sources")


@router.get(f"{API}/sources/{{number}}", **record_docs(SourceItem, TAG, "One source"))
def show_source(request: Request, number: str) -> Response:
    """A source, with the number of live statements that rest on it."""

    def make(r: Reading) -> Response:
        only(r)
        return json_answer(picked(get_source(r.connection, number_of(number)), COLUMNS))

    return kept(request, make)
