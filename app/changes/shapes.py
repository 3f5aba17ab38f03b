"""What the API answers about the record's own history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import MaybeCount, Shape


class ChangeItem(Shape):
    """A revision: who changed what, when, from what to what, and why. The newest number is the data version."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": 1204,
                    "at": "2026-11-22T10:00:00.000000Z",
                    "actor": "local editor",
                    "action": "retracted",
                    "entity": "statement",
                    "entity_key": "17",
                    "before": {"status": "committed"},
                    "after": {"status": "committed"},
                    "reason": "the paper corrected its number",
                    "previous_hash": "0" * 64,
                    "hash": "f" * 64,
                }
            ]
        }
    )

    number: int
    at: datetime
    actor: str | None
    action: Annotated[str, Field(description="created, updated, retracted or restored.")]
    entity: Annotated[str, Field(description="The kind of record: pledge, statement, source, operation, ...")]
    entity_key: Annotated[str, Field(description="What names it: a key, a code or a number.")]
    before: Annotated[dict[str, Any] | None, Field(description="What it said; null for a new one.")]
    after: Annotated[dict[str, Any] | None, Field(description="What it says since.")]
    reason: str | None
    previous_hash: Annotated[str, Field(description="The hash of the revision before it.")]
    hash: Annotated[str, Field(description="SHA-256 of the hash before it and of all this revision says.")]


class Stood(Shape):
    """How a pledge stands: its stage, and what it amounts to; null: not known."""

    stage: str
    pending: Annotated[str | None, Field(description="What is asked for beside it and not yet answered.")]
    deployed: MaybeCount
    committed: MaybeCount
    announced: MaybeCount


class EventItem(Shape):
    """A day on which a pledge began to stand otherwise than before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2013-04-15",
                    "sentence": "Chad: 1,800 → 2,250 soldiers deployed, 15 April 2013 (AFP)",
                    "pledge": "fatim-tcd-troops",
                    "operation": "fatim",
                    "contributor": "TCD",
                    "contributor_name": "Chad",
                    "category": "troops",
                    "item": None,
                    "unit": "people",
                    "before": None,
                    "after": {
                        "stage": "deployed",
                        "pending": None,
                        "deployed": 2250,
                        "committed": 0,
                        "announced": 0,
                    },
                    "statements": [318],
                    "recorded_at": "2026-11-22T10:00:00Z",
                }
            ]
        }
    )

    on: date
    sentence: Annotated[str, Field(description="The change in English, with its day and who says so.")]
    pledge: str
    operation: str
    contributor: str
    contributor_name: str
    category: str
    item: str | None
    unit: str
    before: Annotated[Stood | None, Field(description="How it stood the day before; null on its first day.")]
    after: Stood
    statements: Annotated[list[int], Field(description="The accepted statements of that day.")]
    recorded_at: Annotated[datetime, Field(description="When this record came to say it.")]


class CorrectionItem(Shape):
    """A correction of the record: what it said, what it says since, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": 1205,
                    "at": "2026-11-24T10:00:00.000000Z",
                    "actor": "local editor",
                    "kind": "replaced",
                    "entity": "statement",
                    "entity_key": "17",
                    "pledge": "serval-can-c17",
                    "contributor": "CAN",
                    "what": "Canada, C-17 Globemaster III",
                    "old": "Canada, C-17 Globemaster III: committed, 1 transport aircraft, 14 January 2013",
                    "new": "Canada, C-17 Globemaster III: committed, 2 transport aircraft, 14 January 2013",
                    "replaced_by": 402,
                    "reason": "the paper corrected its number",
                }
            ]
        }
    )

    number: Annotated[int, Field(description="The number of its revision.")]
    at: datetime
    actor: str | None
    kind: Annotated[str, Field(description="retracted, replaced, restored or mended.")]
    entity: Annotated[str, Field(description="pledge, statement or source.")]
    entity_key: str
    pledge: str | None
    contributor: str | None
    what: str
    old: Annotated[str | None, Field(description="What it said, in English.")]
    new: Annotated[str | None, Field(description="What it says since, in English; null: nothing.")]
    replaced_by: Annotated[int | None, Field(description="The statement that took its place.")]
    reason: str | None
