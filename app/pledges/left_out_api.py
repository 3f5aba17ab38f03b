"""What a total leaves out, for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from app.answers import Rows
from app.listing import Asked, Listing
from app.paging import page_of
from app.pledges.left_out import left_out_rows, order_of
from app.pledges.left_out_shapes import LeftOutItem
from app.pledges.left_out_words import why
from app.shapes import Listed

COLUMNS = tuple(LeftOutItem.model_fields)

router = APIRouter()


def left_out(asked: Asked) -> Rows:
    """One row for each reason for which a pledge or a statement is not in the sums."""
    rows = left_out_rows(asked.reader, asked.scope)
    page = page_of(rows, order_of, asked.cursor, (int, str, int), asked.limit)
    return Rows(COLUMNS, [_flat(row) for row in page.rows], page.count, page.next, asked.scope.as_of)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    source = row["source"] or dict.fromkeys(("id", "title", "publisher", "published_on"))
    return {
        **row,
        "why": why(row),
        "source": source["id"],
        **{f"source_{name}": source[name] for name in ("title", "publisher", "published_on")},
    }


Listing(
    "left-out",
    left_out,
    Listed[LeftOutItem],
    "Figures",
    "What totals leave out",
    "What the sums over the same filter leave out on the as_of day, one row for each reason: members' shares, pledges "
    "without a number, statements that are not accepted or were retracted, other units than the one asked for, and "
    "what is asked for, declined, withdrawn, ended or of unknown outcome.",
).serve(router, "/pledges/left-out")
