"""Sources for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import WrapValidator
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, Rows, json_answer, picked
from app.documented import record_docs
from app.door.programs import Changes, add_docs, add_record, edit_docs, edit_record
from app.listing import API, Asked, Listing, number_of, only
from app.pledges.detail import SOURCE_FIELDS
from app.reading import Reading, kept
from app.shapes import Listed
from app.sources.door import SOURCES
from app.sources.queries import get_source, list_sources
from app.sources.schemas import SourceRecord
from app.sources.shapes import GIVEN_SOURCE, SourceItem
from app.web.writing import WriteRoute

COLUMNS = (*SOURCE_FIELDS, "version", "statements")
TAG = "Sources"
# Documented as the shape it is, and read by `checked`, which tells every fault at once.
AsSent = WrapValidator(lambda value, _read: value)

router = APIRouter()
writing = APIRouter(route_class=WriteRoute)


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
        return json_answer(source_body(r, number))

    return kept(request, make)


def source_body(r: Reading, number: str) -> Row:
    """One source as the contract names its fields."""
    return picked(get_source(r.connection, number_of(number)), COLUMNS)


@writing.post(f"{API}/sources", **add_docs(SourceItem, TAG, "Add a source"))
def create_source(
    request: Request,
    sent: Annotated[SourceRecord, AsSent, Body(openapi_examples={"source": {"value": GIVEN_SOURCE}})],
) -> Response:
    """With a title or an address. The same publication twice is refused (409) with the number that it has."""
    return add_record(request, SOURCES, sent, source_body)


@writing.patch(f"{API}/sources/{{number}}", **edit_docs(SourceItem, TAG, "Change a source"))
def change_source(request: Request, number: str, sent: Changes) -> Response:
    """Only what is sent is changed: an archived address, `dead_on` where the address no longer answers, a name."""
    return edit_record(request, SOURCES, number, sent, source_body)


router.include_router(writing)
