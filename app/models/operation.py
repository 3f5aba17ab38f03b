"""Operations: what the pledges are for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Aliases, Code, Key, Words


class Operation(Base):
    """A military operation, or an intervention that other operations are `part_of`."""

    __tablename__ = "operation"
    __table_args__ = (
        CheckConstraint("code <> '' AND name <> ''", name="named"),
        CheckConstraint("part_of_id <> id", name="not_part_of_itself"),
        CheckConstraint("ended_on >= started_on", name="ends_after_it_starts"),
    )

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Words]
    name_fr: Mapped[Words]
    aliases: Mapped[Aliases]
    kind: Mapped[Words]
    summary: Mapped[Words]
    # Country codes of where it takes place.
    theatre: Mapped[Aliases]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("contributor.id", ondelete="RESTRICT"))
    mandate: Mapped[Words]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    part_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("operation.id", ondelete="RESTRICT"), index=True
    )
    # The day its dashboard opens on, where today says little.
    opens_on: Mapped[date | None]
    # The last day on which this record follows it; empty while it is kept current.
    covered_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def closes_after(self) -> date | None:
        """The last day this record speaks about (docs/method.md, "The end of a record")."""
        return self.covered_until or self.ended_on
