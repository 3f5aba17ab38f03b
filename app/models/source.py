"""Sources: what every figure rests on."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Key, Time, Words, one_of
from app.vocabulary import KINDS_OF_SOURCE


class Source(Base):
    """One publication: an article, a statement, a table."""

    __tablename__ = "source"
    __table_args__ = (
        CheckConstraint("title <> '' OR url <> ''", name="title_or_url"),
        CheckConstraint(one_of("kind", KINDS_OF_SOURCE), name="kind"),
    )

    id: Mapped[Key]
    title: Mapped[Words]
    publisher: Mapped[Words]
    author: Mapped[Words]
    url: Mapped[Words]
    archived_url: Mapped[Words]
    published_on: Mapped[date | None]
    accessed_on: Mapped[date | None]
    # The day on which its address was found dead: it is marked, never hidden.
    dead_on: Mapped[date | None]
    # Where an agency's text was read, if not at the agency.
    seen_at: Mapped[Words]
    language: Mapped[Code]
    kind: Mapped[Code]
    # What makes two mentions the same source; follows from title, publisher, url and day.
    identity: Mapped[str] = mapped_column(String(64), unique=True)
    folded: Mapped[Words]
    recorded_at: Mapped[Time]
    version: Mapped[int] = mapped_column(default=1)
