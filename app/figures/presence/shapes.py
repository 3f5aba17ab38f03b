"""What the API answers about who was there when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import Count, MaybeCount, Shape

CANADA: dict[str, Any] = {
    "key": "serval-can-c17",
    "operation": "serval",
    "contributor": "CAN",
    "contributor_name": "Canada",
    "category": "transport-aircraft",
    "item": "C-17 Globemaster III",
    "unit": "aircraft",
    "from_on": "2013-01-15",
    "until_on": None,
    "stage": "deployed",
    "deployed": 1,
    "deployed_low": 1,
    "deployed_high": 1,
    "unquantified": 0,
    "promised": 1,
    "stated_until": None,
    "overdue_days": None,
    "overdue": None,
    "overdue_low": None,
    "overdue_high": None,
}


class PresenceItem(Shape):
    """Days without a gap on which a pledge had something in place; or a promise that is overdue, with no such day."""

    model_config = ConfigDict(json_schema_extra={"examples": [CANADA]})

    key: Annotated[str, Field(description="The pledge.")]
    operation: str
    contributor: str
    contributor_name: str
    category: str
    item: str | None
    unit: str
    from_on: Annotated[
        date | None, Field(description="The first day; null where nothing came and the promise is overdue.")
    ]
    until_on: Annotated[
        date | None,
        Field(description="The first day on which it is no longer there; null: it still is on `as_of`."),
    ]
    stage: Annotated[
        str,
        Field(
            description="deployed: still there; ended: a source says so, or its stated last day has passed; closed: "
            "the record of the operation ends, the outcome is not in it. Of a row without days: the pledge's stage."
        ),
    ]
    deployed: Annotated[
        MaybeCount,
        Field(
            description="The most in place at once in these days (of a flow: delivered so far); of an organisation, "
            "what its members have not named. Null where no source gives a number."
        ),
    ]
    deployed_low: MaybeCount
    deployed_high: Annotated[MaybeCount, Field(description="Null where it is open.")]
    unquantified: Annotated[
        Count, Field(description="1 where no source gives a number for some of these days.")
    ]
    promised: Annotated[
        MaybeCount, Field(description="The last number promised by `as_of`; null: none was given.")
    ]
    stated_until: Annotated[
        date | None,
        Field(description="The last day that an overdue promise stated; null where none is overdue."),
    ]
    overdue_days: Annotated[
        MaybeCount,
        Field(description="Days since that day, with something still outstanding; null: not overdue."),
    ]
    overdue: Annotated[MaybeCount, Field(description="What is outstanding of it; null: number not given.")]
    overdue_low: MaybeCount
    overdue_high: MaybeCount
