"""What the API answers about pledges and statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.shapes import MaybeCount, Numbers, Shape
from app.sources.shapes import CANADIAN, SourceFields
from app.vocabulary import Status

Stage = Status | Literal["closed"]
Pending = Annotated[
    Literal["requested", "under_review"] | None,
    Field(description="Where something asked for is not yet answered, beside any stage."),
]
Claim = Annotated[
    MaybeCount,
    Field(
        description="deployed + committed + announced by its own statements, before its parts are taken off."
    ),
]
StatedOn = Annotated[date | None, Field(description="The day of the newest figure in force.")]
Unquantified = Annotated[Literal[0, 1], Field(description="1 where it is live and no source gives a number.")]

CANADA: dict[str, Any] = {
    "key": "serval-can-c17",
    "operation": "serval",
    "contributor": "CAN",
    "contributor_name": "Canada",
    "category": "transport-aircraft",
    "item": "C-17 Globemaster III",
    "unit": "aircraft",
    "part_of": None,
    "caveats": None,
    "stage": "deployed",
    "pending": "under_review",
    "stated_on": "2013-01-15",
    "claim": 1,
    **{
        f"{name}{bound}": int(name in ("deployed", "delivered"))
        for name in ("deployed", "committed", "announced", "delivered")
        for bound in ("", "_low", "_high")
    },
    "unquantified": 0,
    "review": "published",
    "version": 4,
    "updated_at": "2026-11-22T10:00:00.000000Z",
}


GIVEN_STATEMENT: dict[str, Any] = {
    "on": "2013-01-14",
    "status": "committed",
    "quantity": "1",
    "until": "2013-01-21",
    "condition": None,
    "speaker": None,
    "evidence": "one C-17 transport plane",
    "accepted": True,
    "note": None,
    "source": {
        "title": "France's appeal for more troops in Mali falling on deaf ears",
        "publisher": "The Globe and Mail",
        "url": None,
        "published_on": "2013-01-17",
        "kind": "newspaper",
        "language": "en",
    },
}
GIVEN_PLEDGE: dict[str, Any] = {
    "operation": "serval",
    "contributor": "CAN",
    "category": "transport-aircraft",
    "item": "C-17 Globemaster III",
    "key": "serval-can-c17",
    "part_of": None,
    "unit": None,
    "caveats": None,
    "statement": GIVEN_STATEMENT,
}


class PledgeItem(Numbers):
    """A pledge as it stands on a day. Its numbers are null where no source gives them, never 0."""

    model_config = ConfigDict(json_schema_extra={"examples": [CANADA]})

    key: str
    operation: str
    contributor: str
    contributor_name: str
    category: str
    item: str | None
    unit: str
    part_of: Annotated[str | None, Field(description="The key of the pledge it is part of.")]
    caveats: str | None
    stage: Annotated[Stage | None, Field(description="Null on a day before its first statement.")]
    pending: Pending
    stated_on: StatedOn
    claim: Claim
    unquantified: Unquantified
    review: str
    version: int
    updated_at: datetime


class StatementItem(Shape):
    """What one source says about a pledge."""

    id: int
    on: Annotated[date, Field(description="The day it counts from: of a month or a year, the last one.")]
    precision: Literal["day", "month", "year"]
    entered_by: str | None
    status: Status
    quantity: MaybeCount
    quantity_low: MaybeCount
    quantity_high: MaybeCount
    quantity_text: Annotated[str | None, Field(description="The number as printed.")]
    until: Annotated[date | None, Field(description="The last day on which it holds, if stated.")]
    condition: str | None
    speaker: str | None
    evidence: str | None
    accepted: Annotated[bool, Field(description="False for a figure that is known and not used.")]
    note: str | None
    source: SourceFields
    recorded_at: datetime
    retracted_at: datetime | None
    retraction_reason: str | None


class StandingItem(Numbers):
    """What the pledge amounts to from `from_on` until (not including) `until_on`."""

    from_on: date
    until_on: Annotated[date | None, Field(description="Null while no end is known.")]
    stage: Stage
    pending: Pending
    stated_on: StatedOn
    claim: Claim
    promised: Annotated[MaybeCount, Field(description="The last number announced or committed so far.")]
    unquantified: Unquantified


STATED: dict[str, Any] = {
    "id": 17,
    "on": "2013-01-24",
    "precision": "day",
    "entered_by": "seed",
    "status": "committed",
    "quantity": 1,
    "quantity_low": 1,
    "quantity_high": 1,
    "quantity_text": "1",
    "until": "2013-02-15",
    "condition": None,
    "speaker": None,
    "evidence": None,
    "accepted": True,
    "note": None,
    "source": CANADIAN,
    "recorded_at": "2026-11-22T10:00:00.000000Z",
    "retracted_at": None,
    "retraction_reason": None,
}


class PledgeAnswer(PledgeItem):
    """A pledge with all that is known of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {**CANADA, "as_of": "2013-01-17", "statements": [STATED], "parts": [], "standings": []}
            ]
        }
    )

    as_of: Annotated[date, Field(description="The day it stands so; today where none was asked for.")]
    statements: Annotated[
        list[StatementItem], Field(description="Oldest day first, retracted ones included.")
    ]
    parts: Annotated[list[PledgeItem], Field(description="The pledges that are part of it, on that day.")]
    standings: Annotated[list[StandingItem], Field(description="From its first day to its last.")]


class SheetRow(Shape):
    """A statement in the columns of the sheet, with its pledge and its source."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "pledge": "serval-can-c17",
                    "operation": "serval",
                    "contributor": "CAN",
                    "category": "transport-aircraft",
                    "item": "C-17 Globemaster III",
                    "unit": "aircraft",
                    "part_of": None,
                    "caveats": None,
                    "on": "2013-01-24",
                    "status": "committed",
                    "quantity": "1",
                    "until": "2013-02-15",
                    "condition": None,
                    "speaker": None,
                    "evidence": None,
                    "accepted": True,
                    **{
                        f"source_{name}": value
                        for name, value in CANADIAN.items()
                        if name not in ("id", "dead_on")
                    },
                    "note": None,
                }
            ]
        }
    )

    pledge: str
    operation: str
    contributor: str
    category: str
    item: str | None
    unit: str
    part_of: str | None
    caveats: str | None
    on: Annotated[str, Field(description="2013-01-17, 2013-01 or 2013.")]
    status: Status
    quantity: Annotated[str | None, Field(description="The number as printed.")]
    until: date | None
    condition: str | None
    speaker: str | None
    evidence: str | None
    accepted: bool
    source_title: str | None
    source_publisher: str | None
    source_url: str | None
    source_published_on: date | None
    source_kind: str
    source_language: str | None
    source_author: str | None
    source_archived_url: str | None
    note: str | None
    source_accessed_on: date | None
    source_seen_at: str | None
