"""Pledges and statements for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import WrapValidator
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, Rows, all_picked, json_answer, picked
from app.documented import CLOCKS, record_docs, write_docs
from app.ledger.change import Change, changing
from app.listing import API, Asked, Listing, number_of, only
from app.models import Pledge
from app.pledges.commands import enter_statement, pledge_for_writing, record_pledge, retract_statement
from app.pledges.detail import SOURCE_FIELDS, STATEMENT_FIELDS, get_pledge
from app.pledges.intake import checked, checked_pledge
from app.pledges.queries import PLEDGE_FIELDS, SORTS, STANDING_FIELDS, all_pledges, list_pledges
from app.pledges.schemas import PledgeCreate, Retraction, StatementCreate
from app.pledges.shapes import GIVEN_PLEDGE, GIVEN_STATEMENT, PledgeAnswer, PledgeItem, SheetRow
from app.pledges.sheet_query import all_cells, list_statements
from app.pledges.submissions import fingerprint_of, once
from app.reading import Reading, kept, reading
from app.shapes import Listed
from app.sheets.columns import STATEMENTS
from app.web.person import person_of
from app.web.writing import WriteRoute, idempotency_key

TAG = "Pledges"
COLUMNS = (*PLEDGE_FIELDS, "as_of", "statements", "parts", "standings")
# Documented as the shape it is, and read by `checked`, which tells every fault at once.
AsSent = WrapValidator(lambda value, _read: value)
GIVEN = Body(openapi_examples={"pledge": {"value": GIVEN_PLEDGE}})
SAID = Body(openapi_examples={"statement": {"value": GIVEN_STATEMENT}})
WITHDRAWN = Body(openapi_examples={"retraction": {"value": {"reason": "the paper corrected its number"}}})

router = APIRouter()
writing = APIRouter(route_class=WriteRoute)


def pledges(asked: Asked) -> Rows:
    """Pledges as they stand on the day."""
    if asked.limit is None:
        return Rows(PLEDGE_FIELDS, all_pledges(asked.reader, asked.scope), 0, as_of=asked.scope.as_of)
    page = list_pledges(asked.reader, asked.scope, cursor=asked.cursor, limit=asked.limit)
    return Rows(PLEDGE_FIELDS, page.rows, page.count, page.next, asked.scope.as_of)


def statements(asked: Asked) -> Rows:
    """Statements as rows of the sheet."""
    day = asked.scope.filter.as_of
    if asked.limit is None:
        return Rows(STATEMENTS.columns, (), 0, as_of=day, ready=all_cells(asked.reader, asked.scope))
    page = list_statements(asked.reader, asked.scope, cursor=asked.cursor, limit=asked.limit)
    return Rows(STATEMENTS.columns, page.rows, page.count, page.next, day)


Listing(
    "pledges",
    pledges,
    Listed[PledgeItem],
    TAG,
    "Pledges",
    "Pledges as they stand on the as_of day. A number that no source gives is null, never 0.",
    sorts=tuple(SORTS),
).serve(router, "/pledges")
Listing(
    "statements",
    statements,
    Listed[SheetRow],
    TAG,
    "Statements",
    "What sources said, one row each in the columns of the sheet; /statements.csv is the sheet itself, which can be "
    "imported again. Retracted statements are not in it: see a pledge, or the changes.",
).serve(router, "/statements")


@router.get(f"{API}/pledges/{{key}}", **record_docs(PledgeAnswer, TAG, "One pledge", CLOCKS))
def show_pledge(request: Request, key: str) -> Response:
    """A pledge with its statements and their sources, its parts, and how it stood from day to day."""

    def make(r: Reading) -> Response:
        only(r, *CLOCKS)
        return json_answer(pledge_body(r, key))

    return kept(request, make)


@writing.post(f"{API}/pledges", **write_docs(PledgeAnswer, TAG, "Add a pledge with its first statement", 201))
def create_pledge(request: Request, sent: Annotated[PledgeCreate, AsSent, GIVEN]) -> Response:
    """`key` is made from operation, contributor and category where it is left out; `source` may be `{"id": 12}`."""
    return written(request, sent, 201, lambda change: record_pledge(change, checked_pledge(change, sent)).key)


@writing.post(
    f"{API}/pledges/{{key}}/statements", **write_docs(PledgeAnswer, TAG, "Add a statement to a pledge", 201)
)
def create_statement(request: Request, key: str, sent: Annotated[StatementCreate, AsSent, SAID]) -> Response:
    """What one more source says of it. The answer is the pledge as it then stands."""

    def make(change: Change) -> str:
        pledge = pledge_for_writing(change, key)
        enter_statement(change, pledge, checked(StatementCreate, sent))
        return pledge.key

    return written(request, sent, 201, make)


@writing.post(
    f"{API}/statements/{{number}}/retraction", **write_docs(PledgeAnswer, TAG, "Retract a statement", 200)
)
def create_retraction(
    request: Request, number: str, sent: Annotated[Retraction, AsSent, WITHDRAWN]
) -> Response:
    """Take it out of every figure. It stays in the record, marked, with its reason."""

    def make(change: Change) -> str:
        statement = retract_statement(change, number_of(number), checked(Retraction, sent).reason)
        return change.session.get_one(Pledge, statement.pledge_id).key

    return written(request, sent, 200, make)


router.include_router(writing)


def written(request: Request, sent: Any, status: int, make: Callable[[Change], str]) -> Response:
    """Write in one transaction, once for each Idempotency-Key; answer the pledge after it is committed."""
    with reading(request) as r:
        only(r, *CLOCKS)
        clocks_of(r)
    submission, fingerprint = idempotency_key(request), fingerprint_of(request.url.path, sent)
    with changing(request.app.state.database, person_of(request).name) as change:
        key = once(change, submission, fingerprint, lambda: make(change))
    with reading(request) as r:
        answer = json_answer(pledge_body(r, key), status)
        answer.headers["X-Data-Version"] = str(r.version)
    answer.headers["Cache-Control"] = "no-store"
    if status == 201:
        answer.headers["Location"] = f"{API}/pledges/{key}"
    return answer


def pledge_body(r: Reading, key: str) -> Row:
    """One pledge as the contract names its fields."""
    as_of, recorded_by = clocks_of(r)
    found = get_pledge(r.connection, key, as_of, recorded_by)
    said = [{**row, "source": picked(row["source"], SOURCE_FIELDS)} for row in found["statements"]]
    return {
        **picked(found, (*PLEDGE_FIELDS, "as_of")),
        "statements": all_picked(said, STATEMENT_FIELDS),
        "parts": all_picked(found["parts"], PLEDGE_FIELDS),
        "standings": all_picked(found["standings"], STANDING_FIELDS),
    }


def clocks_of(r: Reading) -> tuple[Any, datetime | None]:
    """The day and the moment that are asked for; without them today, and now."""
    parsed = r.filter()
    parsed.raise_faults()
    return parsed.filter.as_of or r.today, parsed.filter.recorded_by
