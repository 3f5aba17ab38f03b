"""What the API answers about an article that was read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.shapes import Count, Shape

GIVEN: dict[str, Any] = {
    "text": "Chad said on Wednesday it would send 2,000 troops to Mali.",
    "published_on": "2013-01-17",
    "operation": "fatim",
}
EXAMPLE: dict[str, Any] = {
    "start": 0,
    "end": 57,
    "phrase": "Chad said on Wednesday it would send 2,000 troops to Mali",
    "contributor": "TCD",
    "operation": "fatim",
    "category": "troops",
    "item": None,
    "quantity": "2,000",
    "status": "committed",
    "on": "2013-01-16",
    "until": None,
    "condition": None,
    "speaker": None,
    "clues": [{"field": "contributor", "value": "TCD", "words": "Chad", "start": 0, "end": 4}],
    "known": {
        "kind": "known",
        "words": "In the record: committed, 2,000 soldiers, 16 January 2013.",
        "pledge": "fatim-tcd-troops",
        "statement": 23,
        "total": "2,000",
    },
}


class ClueItem(Shape):
    """The words that gave a field its value."""

    field: str
    value: str
    words: str
    start: Annotated[Count, Field(description="Where they begin in the text, in characters.")]
    end: Count


class KnownItem(Shape):
    """What the record knows of a candidate."""

    kind: Annotated[
        Literal["known", "change", "new", "conflict", "open"],
        Field(description="open: something is missing, or cannot be read."),
    ]
    words: str
    pledge: Annotated[str | None, Field(description="The pledge it is a statement of; null for a new one.")]
    statement: Annotated[
        int | None, Field(description="The statement of the record that it repeats, changes or contradicts.")
    ]
    total: Annotated[
        str | None, Field(description="The number as it would be kept, worked out where it is “more”.")
    ]


class CandidateItem(Shape):
    """A statement that the article may make. What its words do not give is null."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    start: Annotated[Count, Field(description="Where the phrase begins in the text, in characters.")]
    end: Count
    phrase: Annotated[str, Field(description="The text from start to end: at most 40 words.")]
    contributor: Annotated[str | None, Field(description="Whose it is, by code.")]
    operation: Annotated[str | None, Field(description="What it is for, by code.")]
    category: Annotated[str | None, Field(description="What is given, by code.")]
    item: str | None
    quantity: Annotated[str | None, Field(description="The number as printed.")]
    status: str | None
    on: Annotated[str | None, Field(description="2013-01-17, 2013-01 or 2013")]
    until: date | None
    condition: str | None
    speaker: str | None
    clues: list[ClueItem]
    known: KnownItem


class ArticleAnswer(Shape):
    """Everything that an article may say. Nothing of it is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [EXAMPLE], "count": 1}]})

    items: list[CandidateItem]
    count: Count
