"""Submissions: what was sent once, so that sending it again makes no second record."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Time


class Submission(Base):
    """An idempotency key or form id, what it carried (a hash), and the pledge that came of it."""

    __tablename__ = "submission"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    pledge_key: Mapped[str] = mapped_column(String(160))
    at: Mapped[Time]
