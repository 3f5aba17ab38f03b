"""Requirements: what an operation was authorised or asked for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Count, Key, Words


class Requirement(Base):
    """A number asked for in one category, in its unit, stated on a day. The newest by the day counts."""

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity"),
        UniqueConstraint("operation_id", "category_id", "on", "source_id"),
    )

    id: Mapped[Key]
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id", ondelete="RESTRICT"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="RESTRICT"), index=True)
    quantity: Mapped[Count]
    on: Mapped[date]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="RESTRICT"), index=True)
    note: Mapped[Words]
