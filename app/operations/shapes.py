"""What the API answers about operations and categories."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import Count, Shape

TROOPS: dict[str, Any] = {
    "code": "troops",
    "name": "Troops",
    "name_fr": "Troupes",
    "group": "personnel",
    "unit": "people",
    "sort": 110,
}
REQUIRED: dict[str, Any] = {
    "id": 2,
    "operation": "afisma",
    "category": "troops",
    "unit": "people",
    "quantity": 3300,
    "on": "2013-01-15",
    "note": "Planned strength of the West African force.",
    "source": 12,
}
# What is sent, as the documentation shows it.
GIVEN_OPERATION: dict[str, Any] = {
    "code": "atalanta",
    "name": "Operation Atalanta",
    "name_fr": "Opération Atalante",
    "aliases": ["EUNAVFOR Somalia"],
    "kind": "naval",
    "summary": None,
    "theatre": ["SOM"],
    "lead": None,
    "mandate": "UN Security Council resolution 1816",
    "started_on": "2008-12-08",
    "ended_on": None,
    "part_of": None,
    "opens_on": None,
    "covered_until": None,
}
GIVEN_CATEGORY: dict[str, Any] = {
    "code": "minehunters",
    "name": "Minehunters",
    "group": "ships",
    "unit": "vessels",
    "sort": 330,
}
GIVEN_REQUIREMENT: dict[str, Any] = {
    "operation": "afisma",
    "category": "troops",
    "quantity": 3300,
    "on": "2013-01-19",
    "note": None,
    "source": {
        "title": "Force to grow",
        "publisher": "A newspaper",
        "url": None,
        "published_on": "2013-01-19",
    },
}


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

    model_config = ConfigDict(json_schema_extra={"examples": [TROOPS]})

    code: str
    name: str
    name_fr: str | None
    group: str | None
    unit: str
    sort: int


class CategoryRecord(CategoryItem):
    """A category, and which version of it this is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**TROOPS, "version": 1}]})

    version: int


class RequirementRecord(Shape):
    """A requirement by its number."""

    model_config = ConfigDict(json_schema_extra={"examples": [REQUIRED]})

    id: int
    operation: str
    category: str
    unit: str
    quantity: Count
    on: date
    note: str | None
    source: Annotated[int, Field(description="The source's number.")]
