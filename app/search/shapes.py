"""What the API answers about a search."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.shapes import Shape


class FoundItem(Shape):
    """Something that was found, of whatever kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "contributor",
                    "key": "CIV",
                    "title": "Côte d’Ivoire",
                    "address": "/contributors/CIV",
                    "snippet": "Ivory Coast",
                    "contributor": "CIV",
                    "operation": None,
                    "on": None,
                }
            ]
        }
    )

    kind: Literal["contributor", "operation", "category", "pledge", "statement", "source"]
    key: Annotated[str, Field(description="What names it: a code, a key or a number.")]
    title: str
    address: Annotated[str, Field(description="Its page, after this site's own address.")]
    snippet: Annotated[
        str | None,
        Field(description="The words around what was found, or the other name by which it was found."),
    ]
    contributor: Annotated[str | None, Field(description="Whose it is, by code.")]
    operation: Annotated[str | None, Field(description="What it is for, by code.")]
    on: Annotated[
        date | None,
        Field(
            description="Of a statement the day it speaks of, of a pledge that of its newest figure, of a source"
            " that of its publication, of an operation its first."
        ),
    ]
