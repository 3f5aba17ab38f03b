"""Standings: what each pledge amounts to from day to day. Follows from the facts; never entered."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Count, Key, MaybeCount, Time, one_of
from app.vocabulary import STAGES

_LISTED = ("recorded_until", "category_id", "stage", "from_on", "until_on", "pledge_id")
_NOW: dict[str, Any] = {
    "sqlite_where": text("recorded_until >= '9999-12-31 00:00:00.000000'"),
    "postgresql_where": text("recorded_until >= '9999-12-31 00:00:00+00'"),
}


class Standing(Base):
    """One pledge from `from_on` until (not including) `until_on`, as the record said between two moments."""

    __tablename__ = "standing"
    __table_args__ = (
        CheckConstraint(one_of("stage", STAGES), name="stage"),
        CheckConstraint("from_on < until_on", name="has_days"),
        CheckConstraint("recorded_from < recorded_until", name="was_recorded"),
        CheckConstraint("unquantified IN (0, 1)", name="unquantified"),
        Index("ix_standing_of_pledge", "pledge_id", "recorded_until", "from_on", "until_on"),
        # All that a list asks for, so that it reads the rows it shows and no others.
        Index("ix_standing_of_operation", "operation_id", *_LISTED),
        Index("ix_standing_of_contributor", "contributor_id", *_LISTED),
        # Of days alone, for queries that say so themselves (app.ledger.counted.holds_now): else SQLite would take it
        # for every list, and read all that holds on the day.
        Index("ix_standing_begins", "from_on", **_NOW),
        Index("ix_standing_ends", "until_on", **_NOW),
    )

    id: Mapped[Key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id", ondelete="RESTRICT"))
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id", ondelete="RESTRICT"))
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id", ondelete="RESTRICT"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"))
    unit: Mapped[Code]
    from_on: Mapped[date]
    # The first day on which it no longer holds; the far day while no end is known.
    until_on: Mapped[date]
    stage: Mapped[Code]
    pending: Mapped[Code]
    unquantified: Mapped[int]
    deployed: Mapped[Count]
    deployed_low: Mapped[Count]
    deployed_high: Mapped[MaybeCount]
    committed: Mapped[Count]
    committed_low: Mapped[Count]
    committed_high: Mapped[MaybeCount]
    announced: Mapped[Count]
    announced_low: Mapped[Count]
    announced_high: Mapped[MaybeCount]
    delivered: Mapped[Count]
    delivered_low: Mapped[Count]
    delivered_high: Mapped[MaybeCount]
    promised: Mapped[MaybeCount]
    claim: Mapped[Count]
    stated_on: Mapped[date | None]
    recorded_from: Mapped[Time]
    recorded_until: Mapped[Time]
