"""Counters of the limits, shared by all workers, and the installation's own secret."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Rate(Base):
    """How often somebody did something since `since` (seconds since 1970), and when (`ends`) that is forgotten."""

    __tablename__ = "rate"

    # What is counted, and a keyed hash of whose it is: no address of a reader is kept.
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)
    ends: Mapped[int] = mapped_column(BigInteger, index=True)
    count: Mapped[int] = mapped_column(BigInteger)


class Secret(Base):
    """Random bytes that this installation signs with; made with the table, never shown."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(128))
