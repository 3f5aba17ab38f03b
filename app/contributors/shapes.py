"""What the API answers about contributors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.shapes import MaybeCount, Shape


class MembershipItem(Shape):
    """An organisation it belongs or belonged to; a day that is null is open."""

    id: Annotated[int, Field(description="The membership's number.")]
    organisation: str
    name: str
    since: date | None
    until: date | None


class MemberItem(Shape):
    """Who belongs or belonged to an organisation."""

    id: Annotated[int, Field(description="The membership's number.")]
    member: str
    name: str
    alpha2: str | None
    since: date | None
    until: date | None


class IndicatorItem(Shape):
    """A contributor's sizes in a year."""

    year: int
    population: MaybeCount
    gdp_usd: MaybeCount
    armed_forces: MaybeCount
    source: Annotated[str | None, Field(description="The source's title.")]


class ContributorItem(Shape):
    """A country or an organisation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "TCD",
                    "kind": "country",
                    "name": "Chad",
                    "name_fr": "Tchad",
                    "alpha2": "TD",
                    "aliases": [],
                    "version": 1,
                    "memberships": [
                        {
                            "id": 17,
                            "organisation": "AU",
                            "name": "African Union",
                            "since": None,
                            "until": None,
                        }
                    ],
                    "members": [],
                    "indicators": [
                        {
                            "year": 2013,
                            "population": 13146000,
                            "gdp_usd": 12950000000,
                            "armed_forces": 34850,
                            "source": "World Development Indicators",
                        }
                    ],
                }
            ]
        }
    )

    code: Annotated[str, Field(description="ISO 3166-1 alpha-3, or an organisation's short code.")]
    kind: Literal["country", "organisation"]
    name: str
    name_fr: str | None
    alpha2: str | None
    aliases: list[str]
    version: int
    memberships: list[MembershipItem]
    members: Annotated[list[MemberItem], Field(description="Of an organisation; a country has none.")]
    indicators: list[IndicatorItem]


class MembershipRecord(Shape):
    """A membership by its number; a day that is null is open."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"id": 7, "organisation": "AU", "member": "BDI", "since": "2002-07-09", "until": None}
            ]
        }
    )

    id: int
    organisation: str
    member: str
    since: date | None
    until: date | None


# What is sent, as the documentation shows it.
GIVEN_ORGANISATION: dict[str, Any] = {
    "code": "CSTO",
    "kind": "organisation",
    "name": "Collective Security Treaty Organization",
    "name_fr": None,
    "aliases": ["ODKB"],
}
GIVEN_MEMBERSHIP: dict[str, Any] = {
    "organisation": "AU",
    "member": "MAR",
    "since": "2017-01-31",
    "until": None,
}
