"""Contributors and memberships for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import WrapValidator
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, Rows, all_picked, json_answer, picked
from app.contributors.door import CONTRIBUTORS, MEMBERSHIPS, get_membership
from app.contributors.queries import CONTRIBUTOR_FIELDS, get_contributor, list_contributors, with_details
from app.contributors.schemas import ContributorCreate, MembershipCreate
from app.contributors.shapes import GIVEN_MEMBERSHIP, GIVEN_ORGANISATION, ContributorItem, MembershipRecord
from app.documented import record_docs
from app.door.programs import Changes, add_docs, add_record, edit_docs, edit_record
from app.listing import API, Asked, Listing, only
from app.paging import page_of
from app.reading import Reading, kept
from app.shapes import Listed
from app.web.writing import WriteRoute

COLUMNS = (*CONTRIBUTOR_FIELDS, "memberships", "members", "indicators")
MEMBER = ("id", "member", "name", "alpha2", "since", "until")
TAG = "Contributors"
MEMBERSHIP = tuple(MembershipRecord.model_fields)
# Documented as the shape it is, and read by `checked`, which tells every fault at once.
AsSent = WrapValidator(lambda value, _read: value)

router = APIRouter()
writing = APIRouter(route_class=WriteRoute)


def contributors(asked: Asked) -> Rows:
    """Contributors by code."""
    rows = list_contributors(asked.reader, asked.scope)
    page = page_of(rows, lambda row: (row["code"],), asked.cursor, (str,), asked.limit)
    detailed = [_tidy(row) for row in with_details(asked.reader, page.rows)]
    return Rows(COLUMNS, detailed, page.count, page.next, asked.scope.as_of)


def _tidy(row: Row) -> Row:
    return {**row, "members": all_picked(row["members"], MEMBER)}


Listing(
    "contributors",
    contributors,
    Listed[ContributorItem],
    TAG,
    "Contributors",
    "Every country and organisation by code, with or without pledges; with a filter, those it names and, of the "
    "rest of it, those that have pledges in it on the day.",
).serve(router, "/contributors")


@router.get(f"{API}/contributors/{{code}}", **record_docs(ContributorItem, TAG, "One contributor"))
def show_contributor(request: Request, code: str) -> Response:
    """A country (ISO 3166-1 alpha-3 or alpha-2) or an organisation (its code), with memberships and sizes."""

    def make(r: Reading) -> Response:
        only(r)
        return json_answer(contributor_body(r, code))

    return kept(request, make)


@router.get(f"{API}/memberships/{{number}}", **record_docs(MembershipRecord, TAG, "One membership"))
def show_membership(request: Request, number: str) -> Response:
    """Who belongs or belonged to an organisation, from its first to its last day."""

    def make(r: Reading) -> Response:
        only(r)
        return json_answer(membership_body(r, number))

    return kept(request, make)


def contributor_body(r: Reading, code: str) -> Row:
    """One contributor as the contract names its fields."""
    return picked(_tidy(get_contributor(r.connection, code)), COLUMNS)


def membership_body(r: Reading, number: str) -> Row:
    """One membership."""
    return picked(get_membership(r.connection, number), MEMBERSHIP)


@writing.post(f"{API}/contributors", **add_docs(ContributorItem, TAG, "Add an organisation"))
def create_contributor(
    request: Request,
    sent: Annotated[
        ContributorCreate, AsSent, Body(openapi_examples={"organisation": {"value": GIVEN_ORGANISATION}})
    ],
) -> Response:
    """An organisation; every country is in the record already. A name must mean one of all."""
    return add_record(request, CONTRIBUTORS, sent, contributor_body)


@writing.patch(
    f"{API}/contributors/{{code}}",
    **edit_docs(ContributorItem, TAG, "Change an organisation"),
)
def change_contributor(request: Request, code: str, sent: Changes) -> Response:
    """Only what is sent is changed; its code and kind stay. Of a country its names can be changed."""
    return edit_record(request, CONTRIBUTORS, code, sent, contributor_body)


@writing.post(f"{API}/memberships", **add_docs(MembershipRecord, TAG, "Add a membership"))
def create_membership(
    request: Request,
    sent: Annotated[
        MembershipCreate, AsSent, Body(openapi_examples={"membership": {"value": GIVEN_MEMBERSHIP}})
    ],
) -> Response:
    """A country's membership of an organisation; a day that is left out is open."""
    return add_record(request, MEMBERSHIPS, sent, membership_body)


@writing.patch(
    f"{API}/memberships/{{number}}",
    **edit_docs(MembershipRecord, TAG, "Change a membership"),
)
def change_membership(request: Request, number: str, sent: Changes) -> Response:
    """Its first or last day: `{"until": "2013-12-31"}` ends it."""
    return edit_record(request, MEMBERSHIPS, number, sent, membership_body)


router.include_router(writing)
