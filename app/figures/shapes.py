"""What the API answers about totals, strength over time and requirements."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import Count, Listed, Numbers, Shape

FRANCE: dict[str, Any] = {
    "deployed": 1400,
    "deployed_low": 1400,
    "deployed_high": 1400,
    "committed": 0,
    "committed_low": 0,
    "committed_high": 0,
    "announced": 1100,
    "announced_low": 1100,
    "announced_high": 1100,
    "delivered": 1400,
    "delivered_low": 1400,
    "delivered_high": 1400,
}


RATIO = (
    "With `per`: the number by a million people, by a billion US dollars of GDP, by 1,000 of the armed forces of the "
    "contributor's own country, to nine decimals; null for organisations and where no size is known."
)


class SumItem(Numbers):
    """Numbers of one unit, summed. They are sums of what has a number: 0 beside `unquantified` > 0 means not given."""

    unit: str
    total: Annotated[Count, Field(description="deployed + committed + announced.")]
    pledges: Annotated[Count, Field(description="How many pledges these are.")]
    unquantified: Annotated[Count, Field(description="How many of them are live and have no number.")]
    stages: Annotated[dict[str, int], Field(description="Pledges per stage.")]


class TotalItem(SumItem):
    """A sum with the columns it was asked to be split by."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "contributor": "FRA",
                    "unit": "people",
                    **FRANCE,
                    "total": 2500,
                    "pledges": 1,
                    "unquantified": 0,
                    "stages": {"deployed": 1},
                }
            ]
        }
    )

    contributor: str | None = None
    operation: str | None = None
    category: str | None = None
    group: str | None = None
    stage: str | None = None
    # What follows is there only where `per` is given.
    denominator: Annotated[
        Count | None,
        Field(description="What ratios divide by: people, US dollars, or people in armed forces."),
    ] = None
    denominator_year: Annotated[int | None, Field(description="The year of that size.")] = None
    deployed_per: Annotated[float | None, Field(description=RATIO)] = None
    deployed_per_low: float | None = None
    deployed_per_high: float | None = None
    committed_per: float | None = None
    committed_per_low: float | None = None
    committed_per_high: float | None = None
    announced_per: float | None = None
    announced_per_low: float | None = None
    announced_per_high: float | None = None
    delivered_per: float | None = None
    delivered_per_low: float | None = None
    delivered_per_high: float | None = None
    total_per: Annotated[float | None, Field(description="Of all three; null as the others.")] = None


class TotalsAnswer(Listed[TotalItem]):
    """Totals, and what they are of."""

    totals: Annotated[
        list[SumItem], Field(description="One row a unit, over all rows and not this page's alone.")
    ]
    boundary: Annotated[str, Field(description="The filter in words, and what was left out and why.")]


class PeriodItem(Numbers):
    """The numbers at a period's end."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"period": "2013-01", "contributor": "FRA", "unit": "people", **FRANCE}]
        }
    )

    period: Annotated[
        str, Field(description="2013-01-17, 2013-01 or 2013; the one under way ends on `as_of`.")
    ]
    contributor: str | None = None
    operation: str | None = None
    category: str | None = None
    group: str | None = None
    stage: str | None = None
    unit: str


class RequirementMet(Shape):
    """What was asked for, and what stands against it; the newest by the day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "operation": "afisma",
                    "category": "troops",
                    "unit": "people",
                    "quantity": 3300,
                    "on": "2012-12-20",
                    "note": None,
                    "source": 3,
                    **{name: value for name, value in FRANCE.items() if not name.startswith("delivered")},
                    "unquantified": 0,
                }
            ]
        }
    )

    operation: str
    category: str
    unit: str
    quantity: Count
    on: date
    note: str | None
    source: Annotated[int, Field(description="The source's number.")]
    deployed: Count
    deployed_low: Count
    deployed_high: Count | None
    committed: Count
    committed_low: Count
    committed_high: Count | None
    announced: Count
    announced_low: Count
    announced_high: Count | None
    unquantified: Count
