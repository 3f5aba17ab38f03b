"""Revisions: every change to the record, append-only and chained by hash."""

from typing import Any

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Json, Time, Words


class Revision(Base):
    """Who changed what, when, from what to what, and why. Its number is the record's data version."""

    __tablename__ = "revision"
    __table_args__ = (Index(None, "entity", "entity_key"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[Time] = mapped_column(index=True)
    actor: Mapped[Words]
    action: Mapped[Code]
    entity: Mapped[Code]
    entity_key: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)
    reason: Mapped[Words]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
