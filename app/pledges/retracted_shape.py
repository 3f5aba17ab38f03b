"""What the API answers about a pledge that was retracted."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict

from app.shapes import Shape


class RetractedPledge(Shape):
    """What is left to say of a pledge that was retracted: its address answers 410 from now on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "key": "serval-can-c17",
                    "retracted_at": "2026-11-24T10:00:00.000000Z",
                    "retraction_reason": "it speaks of another operation",
                    "version": 5,
                }
            ]
        }
    )

    key: str
    retracted_at: datetime | None
    retraction_reason: str | None
    version: int
