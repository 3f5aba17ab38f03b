"""A source by itself: what its own form and address take beside what a statement says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pydantic import ValidationInfo, field_validator

from app.i18n import _
from app.pledges.schemas import Day, SourceCreate


class SourceRecord(SourceCreate):
    """A publication, and the day on which its address was found dead, if it was."""

    dead_on: Day = None

    @field_validator("dead_on")
    @classmethod
    def _was_found_dead(cls, value: date | None, info: ValidationInfo) -> date | None:
        if value is None:
            return value
        if not info.data.get("url"):
            raise ValueError(_("without an address there is none that could have stopped answering"))
        # Where the person sits it may be tomorrow already.
        if value > datetime.now(UTC).date() + timedelta(days=1):
            raise ValueError(_("this day has not come yet: give the day on which it was found dead"))
        return value
