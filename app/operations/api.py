"""Operations, categories and requirements for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import WrapValidator
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, Rows, all_picked, json_answer, picked
from app.documented import record_docs
from app.door.programs import Changes, add_docs, add_record, edit_docs, edit_record
from app.figures.requirements import requirements_by_operation
from app.listing import API, Asked, Listing, only
from app.operations.door import CATEGORIES, OPERATIONS, REQUIREMENTS, get_category, get_requirement
from app.operations.queries import (
    CATEGORY_FIELDS,
    OPERATION_FIELDS,
    get_operation,
    list_categories,
    list_operations,
)
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.operations.shapes import (
    GIVEN_CATEGORY,
    GIVEN_OPERATION,
    GIVEN_REQUIREMENT,
    CategoryItem,
    CategoryRecord,
    OperationItem,
    RequirementRecord,
)
from app.paging import page_of
from app.reading import Reading, kept
from app.shapes import Listed
from app.web.writing import WriteRoute

COLUMNS = (*OPERATION_FIELDS, "requirements")
REQUIRED = ("category", "unit", "quantity", "on", "note", "source", "source_title")
TAG = "Operations and categories"
RECORDS = {"category": (*CATEGORY_FIELDS, "version"), "requirement": tuple(RequirementRecord.model_fields)}
# Documented as the shape it is, and read by `checked`, which tells every fault at once.
AsSent = WrapValidator(lambda value, _read: value)

router = APIRouter()
writing = APIRouter(route_class=WriteRoute)


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
    return _shown(request, code, operation_body)


@router.get(f"{API}/categories/{{code}}", **record_docs(CategoryRecord, TAG, "One category"))
def show_category(request: Request, code: str) -> Response:
    """A category, with the unit it is counted in."""
    return _shown(request, code, category_body)


@router.get(f"{API}/requirements/{{number}}", **record_docs(RequirementRecord, TAG, "One requirement"))
def show_requirement(request: Request, number: str) -> Response:
    """What an operation was authorised or asked for, by its number."""
    return _shown(request, number, requirement_body)


def _shown(request: Request, key: str, body: Callable[[Reading, str], Row]) -> Response:
    def make(r: Reading) -> Response:
        only(r)
        return json_answer(body(r, key))

    return kept(request, make)


def operation_body(r: Reading, code: str) -> Row:
    """One operation as the contract names its fields."""
    [row] = _with_requirements(r, [get_operation(r.connection, code)])
    return picked(row, COLUMNS)


def category_body(r: Reading, code: str) -> Row:
    """One category as the contract names its fields, with its version."""
    return picked(get_category(r.connection, code), RECORDS["category"])


def requirement_body(r: Reading, number: str) -> Row:
    """One requirement."""
    return picked(get_requirement(r.connection, number), RECORDS["requirement"])


@writing.post(f"{API}/operations", **add_docs(OperationItem, TAG, "Add an operation"))
def create_operation(
    request: Request,
    sent: Annotated[
        OperationCreate, AsSent, Body(openapi_examples={"operation": {"value": GIVEN_OPERATION}})
    ],
) -> Response:
    """Its lead and theatre by code or name. What it is part of must be in the record."""
    return add_record(request, OPERATIONS, sent, operation_body)


@writing.patch(f"{API}/operations/{{code}}", **edit_docs(OperationItem, TAG, "Change an operation"))
def change_operation(request: Request, code: str, sent: Changes) -> Response:
    """Only what is sent is changed; its code stays. Where its record's last day moves, its standings follow."""
    return edit_record(request, OPERATIONS, code, sent, operation_body)


@writing.post(f"{API}/categories", **add_docs(CategoryRecord, TAG, "Add a category"))
def create_category(
    request: Request,
    sent: Annotated[CategoryCreate, AsSent, Body(openapi_examples={"category": {"value": GIVEN_CATEGORY}})],
) -> Response:
    """With the unit it is counted in; "none" for what is never counted."""
    return add_record(request, CATEGORIES, sent, category_body)


@writing.patch(f"{API}/categories/{{code}}", **edit_docs(CategoryRecord, TAG, "Change a category"))
def change_category(request: Request, code: str, sent: Changes) -> Response:
    """Only what is sent is changed; its code stays, and its unit once something is counted in it."""
    return edit_record(request, CATEGORIES, code, sent, category_body)


@writing.post(f"{API}/requirements", **add_docs(RequirementRecord, TAG, "Add a requirement"))
def create_requirement(
    request: Request,
    sent: Annotated[
        RequirementCreate, AsSent, Body(openapi_examples={"requirement": {"value": GIVEN_REQUIREMENT}})
    ],
) -> Response:
    """What an operation was authorised or asked for; `source` may be `{"id": 12}`."""
    return add_record(request, REQUIREMENTS, sent, requirement_body)


@writing.patch(
    f"{API}/requirements/{{number}}",
    **edit_docs(RequirementRecord, TAG, "Change a requirement"),
)
def change_requirement(request: Request, number: str, sent: Changes) -> Response:
    """Only what is sent is changed."""
    return edit_record(request, REQUIREMENTS, number, sent, requirement_body)


router.include_router(writing)
