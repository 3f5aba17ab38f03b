"""Shapes that answers share. They are declared for the documentation; answers are made from plain rows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")
Count = Annotated[int, Field(ge=0)]
MaybeCount = Annotated[int, Field(ge=0)] | None


class Shape(BaseModel):
    """A shape that an answer has: these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Listed(Shape, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    count: Annotated[Count, Field(description="All rows that match, on whatever page.")]
    next: Annotated[
        str | None,
        Field(description="The address of the next page; null on the last.", examples=[None]),
    ]
    as_of: Annotated[
        date | None,
        Field(
            description="The day the rows are about; null where they hold everything.",
            examples=["2013-01-17"],
        ),
    ]


class Numbers(Shape):
    """The three numbers of a pledge, which add up, and the most that was ever in place; null: not known.

    Each with the bounds its sources leave; a high bound that is open ("more than 200") is null.
    """

    deployed: Annotated[MaybeCount, Field(description="In place on that day (of a flow: delivered so far).")]
    deployed_low: MaybeCount
    deployed_high: MaybeCount
    committed: Annotated[MaybeCount, Field(description="Decided, not yet deployed.")]
    committed_low: MaybeCount
    committed_high: MaybeCount
    announced: Annotated[MaybeCount, Field(description="Announced, not yet decided.")]
    announced_low: MaybeCount
    announced_high: MaybeCount
    delivered: Annotated[MaybeCount, Field(description="The most that was ever in place up to that day.")]
    delivered_low: MaybeCount
    delivered_high: MaybeCount


class FieldError(Shape):
    """One thing wrong with one field or parameter."""

    pointer: Annotated[str, Field(description="A JSON pointer into the body, or / and the parameter's name.")]
    message: Annotated[str, Field(description="What is wrong, and what is accepted.")]


class Problem(BaseModel):
    """An error (RFC 9457, application/problem+json)."""

    type: Annotated[str, Field(examples=["about:blank"])]
    title: Annotated[str, Field(examples=["Bad Request"])]
    status: Annotated[int, Field(examples=[400])]
    detail: str
    errors: Annotated[list[FieldError], Field(description="Where fields are at fault.")] = []
