"""What the API answers about promises and what became of them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import Count, Shape

CHAD: dict[str, Any] = {
    "contributor": "TCD",
    "contributor_name": "Chad",
    "operation": "fatim",
    "unit": "people",
    "promised": 2000,
    "promised_low": 2000,
    "promised_high": 2000,
    "delivered": 1800,
    "delivered_low": 1800,
    "delivered_high": 1800,
    "pledges": 1,
    "in_full": 0,
    "withdrawn": 0,
    "unquantified": 0,
    "not_recorded": 0,
    "unpromised": 0,
    "days": [1],
    "days_cases": 1,
    "days_median": None,
}


class PromiseItem(Shape):
    """A contributor's promises in one operation and unit, and what became of them by the day."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHAD]})

    contributor: str
    contributor_name: str
    operation: Annotated[str, Field(description="What is in place is added up within one operation only.")]
    unit: str
    promised: Annotated[Count, Field(description="The last numbers promised, of the pledges counted.")]
    promised_low: Count
    promised_high: Annotated[Count | None, Field(description="Null where it is open.")]
    delivered: Annotated[Count, Field(description="The most that was ever in place, of the pledges counted.")]
    delivered_low: Count
    delivered_high: Annotated[Count | None, Field(description="Null where it is open.")]
    pledges: Annotated[
        Count,
        Field(
            description="How many are counted: a source says that something came, or that it was withdrawn."
        ),
    ]
    in_full: Annotated[Count, Field(description="How many of them reached the number promised.")]
    withdrawn: Annotated[
        Count, Field(description="How many were withdrawn or turned down, and nothing came.")
    ]
    unquantified: Annotated[Count, Field(description="How many have an outcome and no number: not counted.")]
    not_recorded: Annotated[Count, Field(description="How many promises no source says the outcome of.")]
    unpromised: Annotated[Count, Field(description="How many pledges were delivered with no promise before.")]
    days: Annotated[list[int], Field(description="From first promise to first deployment, a case each.")]
    days_cases: Annotated[Count, Field(description="How many cases that are.")]
    days_median: Annotated[float | None, Field(description="Their median; null below ten cases.")]
