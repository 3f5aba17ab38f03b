"""Contributors for programs."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, Rows, all_picked, json_answer, picked
from app.contributors.queries import CONTRIBUTOR_FIELDS, get_contributor, list_contributors, with_details
from app.contributors.shapes import ContributorItem
from app.documented import record_docs
from app.listing import API, Asked, Listing, only
from app.paging import page_of
from app.reading import Reading, kept
from app.shapes import Listed

COLUMNS = (*CONTRIBUTOR_FIELDS, "memberships", "members", "indicators")
MEMBER = ("member", "name", "alpha2", "since", "until")
TAG = "Contributors"

router = APIRouter()


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
        return json_answer(picked(_tidy(get_contributor(r.connection, code)), COLUMNS))

    return kept(request, make)
