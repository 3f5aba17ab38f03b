"""Operations and categories for programs."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, Rows, all_picked, json_answer, picked
from app.documented import record_docs
from app.figures.requirements import requirements_by_operation
from app.listing import API, Asked, Listing, only
from app.operations.queries import (
    CATEGORY_FIELDS,
    OPERATION_FIELDS,
    get_operation,
    list_categories,
    list_operations,
)
from app.operations.shapes import CategoryItem, OperationItem
from app.paging import page_of
from app.reading import Reading, kept
from app.shapes import Listed

COLUMNS = (*OPERATION_FIELDS, "requirements")
REQUIRED = ("category", "unit", "quantity", "on", "note", "source", "source_title")
TAG = "Operations and categories"

router = APIRouter()


def operations(asked: Asked) -> Rows:
    """Operations by code."""
    rows = list_operations(asked.reader, asked.scope)
    page = page_of(rows, lambda row: (row["code"],), asked.cursor, (str,), asked.limit)
    return Rows(
        COLUMNS, _with_requirements(asked.reading, page.rows), page.count, page.next, asked.scope.as_of
    )


def categories(asked: Asked) -> Rows:
    """Categories in their own order."""
    rows = list_categories(asked.reader, asked.scope)
    page = page_of(rows, lambda row: (row["sort"], row["code"]), asked.cursor, (int, str), asked.limit)
    return Rows(CATEGORY_FIELDS, page.rows, page.count, page.next, asked.scope.as_of)


def _with_requirements(r: Reading, rows: list[Row]) -> list[Row]:
    required = requirements_by_operation(r.connection, [row["id"] for row in rows])
    return [{**row, "requirements": all_picked(required.get(row["id"], []), REQUIRED)} for row in rows]


Listing(
    "operations",
    operations,
    Listed[OperationItem],
    TAG,
    "Operations",
    "By code; with a filter, those that have pledges in it on the day, and those it names.",
).serve(router, "/operations")
Listing(
    "categories",
    categories,
    Listed[CategoryItem],
    TAG,
    "Categories",
    "In their own order; with a filter, those that have pledges in it on the day, and those it names.",
).serve(router)


@router.get(f"{API}/operations/{{code}}", **record_docs(OperationItem, TAG, "One operation"))
def show_operation(request: Request, code: str) -> Response:
    """An operation with what it was authorised or asked for. A group is an operation too."""

    def make(r: Reading) -> Response:
        only(r)
        [row] = _with_requirements(r, [get_operation(r.connection, code)])
        return json_answer(picked(row, COLUMNS))

    return kept(request, make)
