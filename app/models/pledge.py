"""Pledges: one contributor's contribution to one operation in one category."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Key, MaybeTime, Time, Words, one_of
from app.vocabulary import REVIEWS

GONE = text("retracted_at IS NOT NULL")


class Pledge(Base):
    """It has no status and no number of its own: those are what its statements say."""

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("key <> '' AND key <> 'new'", name="key"),
        CheckConstraint("part_of_id <> id", name="not_part_of_itself"),
        CheckConstraint("unit <> ''", name="unit"),
        CheckConstraint(one_of("review", REVIEWS), name="review"),
        CheckConstraint("(retracted_at IS NULL) = (retraction_reason = '')", name="retraction_has_a_reason"),
        Index(None, "operation_id", "contributor_id", "category_id"),
        Index("ix_pledge_retracted", "id", sqlite_where=GONE, postgresql_where=GONE),
    )

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(160), unique=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id", ondelete="RESTRICT"))
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id", ondelete="RESTRICT"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"), index=True)
    item: Mapped[Words]
    unit: Mapped[Code]
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("pledge.id", ondelete="RESTRICT"), index=True)
    caveats: Mapped[Words]
    review: Mapped[Code] = mapped_column(default="published")
    retracted_at: Mapped[MaybeTime]
    retraction_reason: Mapped[Words]
    folded: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Time]
    updated_at: Mapped[Time]
