"""Statements: what one source says about one pledge."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Key, MaybeCount, MaybeTime, Time, Words, one_of
from app.vocabulary import PRECISIONS, REVIEWS, STATUSES

LIVE = text("retracted_at IS NULL")
LEFT_OUT: dict[str, Any] = {
    "sqlite_where": text("retracted_at IS NOT NULL OR accepted = 0"),
    "postgresql_where": text("retracted_at IS NOT NULL OR NOT accepted"),
}


class Statement(Base):
    """Never edited in place: retracted, with a reason, and replaced."""

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint(one_of("status", STATUSES), name="status"),
        CheckConstraint(one_of("precision", PRECISIONS), name="precision"),
        CheckConstraint(one_of("review", REVIEWS), name="review"),
        CheckConstraint(
            "(quantity IS NULL AND quantity_low IS NULL AND quantity_high IS NULL)"
            " OR (quantity IS NOT NULL AND quantity_low IS NOT NULL"
            " AND 0 <= quantity_low AND quantity_low <= quantity"
            " AND (quantity_high IS NULL OR quantity <= quantity_high))",
            name="quantity_within_its_bounds",
        ),
        CheckConstraint('until >= "on"', name="holds_until_a_later_day"),
        CheckConstraint("(retracted_at IS NULL) = (retraction_reason = '')", name="retraction_has_a_reason"),
        # A statement is known by its pledge, day, status, number as printed and source.
        Index(
            "uq_statement_known",
            "pledge_id",
            "on",
            "precision",
            "status",
            "quantity_text",
            "source_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        # How many rest on a source is counted for each of a list.
        Index("ix_statement_of_source", "source_id", "retracted_at", "review"),
        # The few that no sum rests on, for the sentence that says how many.
        Index("ix_statement_left_out", "pledge_id", "on", "review", "accepted", "retracted_at", **LEFT_OUT),
    )

    id: Mapped[Key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id", ondelete="RESTRICT"), index=True)
    # The day from which it counts: of a month or a year, the last one.
    on: Mapped[date]
    precision: Mapped[Code] = mapped_column(default="day")
    status: Mapped[Code]
    quantity: Mapped[MaybeCount]
    quantity_low: Mapped[MaybeCount]
    quantity_high: Mapped[MaybeCount]
    quantity_text: Mapped[Words]
    until: Mapped[date | None]
    condition: Mapped[Words]
    speaker: Mapped[Words]
    evidence: Mapped[Words]
    accepted: Mapped[bool] = mapped_column(default=True)
    note: Mapped[Words]
    # A published figure must have a source.
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="RESTRICT"))
    review: Mapped[Code] = mapped_column(default="published")
    recorded_at: Mapped[Time]
    entered_by: Mapped[Words]
    retracted_at: Mapped[MaybeTime]
    retraction_reason: Mapped[Words]
    folded: Mapped[Words]
