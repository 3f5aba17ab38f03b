"""What the API answers about what a total leaves out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.shapes import MaybeCount, Shape
from app.vocabulary import Status

Reason = Literal[
    "members_share",
    "unquantified",
    "not_accepted",
    "retracted",
    "other_unit",
    "asked",
    "declined",
    "lapsed",
    "ended",
    "closed",
    "uncounted",
    "zero",
]
CHAD: dict[str, Any] = {
    "reason": "not_accepted",
    "why": "The record uses another source.",
    "pledge": "fatim-tcd-troops",
    "operation": "fatim",
    "contributor": "TCD",
    "contributor_name": "Chad",
    "category": "troops",
    "item": None,
    "unit": "people",
    "stage": None,
    "claim": None,
    "counted": None,
    "statement": 41,
    "on": "2013-01-16",
    "status": "committed",
    "quantity": 1000,
    "quantity_low": 1000,
    "quantity_high": 1500,
    "quantity_text": "1000-1500",
    "source": 12,
    "source_title": "Mali: who is doing what?",
    "source_publisher": "The Guardian",
    "source_published_on": "2013-01-15",
}


class LeftOutItem(Shape):
    """A pledge or a statement of which a total counts nothing, or not all."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHAD]})

    reason: Annotated[Reason, Field(description="Why, as a code: see the method, What is left out.")]
    why: Annotated[str, Field(description="The same in a sentence.")]
    pledge: str
    operation: str
    contributor: str
    contributor_name: str
    category: str
    item: str | None
    unit: str
    stage: Annotated[str | None, Field(description="Of a pledge on the day; null for a statement.")]
    claim: Annotated[MaybeCount, Field(description="What the pledge says in all, by its own statements.")]
    counted: Annotated[MaybeCount, Field(description="What of it counts all the same; null: not given.")]
    statement: Annotated[int | None, Field(description="The statement's number, where it is one.")]
    on: date | None
    status: Status | None
    quantity: MaybeCount
    quantity_low: MaybeCount
    quantity_high: MaybeCount
    quantity_text: str | None
    source: Annotated[int | None, Field(description="The source's number.")]
    source_title: str | None
    source_publisher: str | None
    source_published_on: date | None
