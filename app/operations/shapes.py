"""What the API answers about operations and categories."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from app.shapes import Count, Shape


class RequirementItem(Shape):
    """What an operation was authorised or asked for in one category, in the category's unit."""

    category: str
    unit: str
    quantity: Count
    on: date
    note: str | None
    source: Annotated[int, Field(description="The source's number.")]
    source_title: str | None


class OperationItem(Shape):
    """A military operation, or an intervention that others are part of."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "serval",
                    "name": "Operation Serval",
                    "name_fr": "Opération Serval",
                    "aliases": ["Serval"],
                    "kind": "combat",
                    "summary": "French operation, with air strikes and ground troops",
                    "theatre": ["MLI"],
                    "lead": "FRA",
                    "mandate": None,
                    "started_on": "2013-01-11",
                    "ended_on": "2014-07-15",
                    "part_of": "mali",
                    "opens_on": None,
                    "covered_until": None,
                    "version": 1,
                    "requirements": [],
                }
            ]
        }
    )

    code: str
    name: str
    name_fr: str | None
    aliases: list[str]
    kind: str | None
    summary: str | None
    theatre: Annotated[list[str], Field(description="Country codes of where it takes place.")]
    lead: Annotated[str | None, Field(description="The contributor that leads it.")]
    mandate: str | None
    started_on: date | None
    ended_on: date | None
    part_of: str | None
    opens_on: Annotated[date | None, Field(description="The day its dashboard opens on.")]
    covered_until: Annotated[date | None, Field(description="The last day on which this record follows it.")]
    version: int
    requirements: list[RequirementItem]


class CategoryItem(Shape):
    """A kind of contribution, and the unit it is counted in ("none": never counted)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "troops",
                    "name": "Troops",
                    "name_fr": "Troupes",
                    "group": "personnel",
                    "unit": "people",
                    "sort": 10,
                }
            ]
        }
    )

    code: str
    name: str
    name_fr: str | None
    group: str | None
    unit: str
    sort: int
