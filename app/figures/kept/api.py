"""Promises and what became of them, for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from app.answers import Rows
from app.figures.kept.queries import promises_on
from app.figures.kept.schemas import NOT_RECORDED, UNPROMISED, Kept, kept_of, median_of
from app.figures.kept.shapes import PromiseItem
from app.figures.schemas import Amount
from app.listing import Asked, Listing
from app.paging import page_of
from app.shapes import Listed

TAG = "Figures"

router = APIRouter()


def promises(asked: Asked) -> Rows:
    """A row a contributor, operation and unit."""
    rows = [_row(kept) for kept in kept_of(promises_on(asked.reader, asked.scope))]
    names = ("contributor", "operation", "unit")
    page = page_of(
        rows, lambda row: tuple(row[name] for name in names), asked.cursor, (str, str, str), asked.limit
    )
    return Rows(tuple(PromiseItem.model_fields), page.rows, page.count, page.next, asked.scope.as_of)


def _row(kept: Kept) -> dict[str, Any]:
    one, days = kept.one, kept.days
    return {
        "contributor": one.contributor,
        "contributor_name": one.contributor_name,
        "operation": one.operation,
        "unit": one.unit,
        **_bounded("promised", kept.promised),
        **_bounded("delivered", kept.delivered),
        "pledges": len(kept.measured),
        "in_full": kept.full,
        "withdrawn": kept.withdrawn,
        "unquantified": kept.unknown,
        "not_recorded": kept.count(NOT_RECORDED),
        "unpromised": kept.count(UNPROMISED),
        "days": days,
        "days_cases": len(days),
        "days_median": median_of(days),
    }


def _bounded(name: str, amount: Amount) -> dict[str, int | None]:
    return {name: amount.value, f"{name}_low": amount.low, f"{name}_high": amount.high}


Listing(
    "promises",
    promises,
    Listed[PromiseItem],
    TAG,
    "Promises kept",
    "What was delivered against what was promised, by contributor, operation and unit; only where a source says that "
    "something was delivered or that the promise was withdrawn.",
).serve(router, "/operations/{code}/promises")
