"""What the API answers about the record's own history."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.shapes import Shape


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
    action: Annotated[str, Field(description="created, updated or retracted.")]
    entity: Annotated[str, Field(description="The kind of record: pledge, statement, source, operation, ...")]
    entity_key: Annotated[str, Field(description="What names it: a key, a code or a number.")]
    before: Annotated[dict[str, Any] | None, Field(description="What it said; null for a new one.")]
    after: Annotated[dict[str, Any] | None, Field(description="What it says since.")]
    reason: str | None
    previous_hash: Annotated[str, Field(description="The hash of the revision before it.")]
    hash: Annotated[str, Field(description="SHA-256 of the hash before it and of all this revision says.")]
