"""Indicators: a country's size in a year, for ratios."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Key, MaybeCount


class Indicator(Base):
    """Population, GDP in US dollars and armed forces of one country in one year."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("population > 0 AND gdp_usd > 0 AND armed_forces >= 0", name="sizes"),
        UniqueConstraint("contributor_id", "year"),
    )

    id: Mapped[Key]
    contributor_id: Mapped[int] = mapped_column(ForeignKey("contributor.id", ondelete="RESTRICT"))
    year: Mapped[int]
    population: Mapped[MaybeCount]
    gdp_usd: Mapped[MaybeCount]
    armed_forces: Mapped[MaybeCount]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="RESTRICT"), index=True)
