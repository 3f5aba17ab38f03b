"""Proposals and reports: what people sent in, which waits for an editor and is no part of the record."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Json, Key, MaybeTime, Time, Words, one_of

KINDS = ("pledge", "statement", "correction", "report")
STATES = ("proposed", "sent_back", "published", "rejected", "answered", "withdrawn")


class Proposal(Base):
    """What somebody sent in, as typed; who decided on it, and why. Its sender holds the link whose hash this keeps."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("state", STATES), name="state"),
        Index(None, "state", "created_at"),
    )

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[Code]
    # The pledge that a statement is of, the address that a report is of; empty for a pledge.
    subject: Mapped[str] = mapped_column(String(600), default="", server_default="")
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[Code] = mapped_column(default="proposed", server_default="proposed")
    sender: Mapped[Words]
    contact: Mapped[Words]
    # The account of a sender who was signed in.
    account: Mapped[int | None] = mapped_column(Integer)
    # The data version that the sender saw.
    base_version: Mapped[int]
    created_at: Mapped[Time]
    updated_at: Mapped[Time]
    decided_at: Mapped[MaybeTime]
    decided_by: Mapped[Words]
    reason: Mapped[Words]
    # The pledge that came of it.
    pledge_key: Mapped[str] = mapped_column(String(160), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
