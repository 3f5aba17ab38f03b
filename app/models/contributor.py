"""Contributors: countries and organisations, and who belonged to what when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Aliases, Code, Key, Words, one_of


class Contributor(Base):
    """A country (ISO 3166-1 alpha-3 code) or an organisation (a short code)."""

    __tablename__ = "contributor"
    __table_args__ = (
        CheckConstraint("code <> '' AND name <> ''", name="named"),
        CheckConstraint(one_of("kind", ("country", "organisation")), name="kind"),
    )

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[Code]
    name: Mapped[Words]
    name_fr: Mapped[Words]
    alpha2: Mapped[str] = mapped_column(String(2), default="", server_default="")
    aliases: Mapped[Aliases]
    # Code, names and aliases without accents and case, for search. Follows from them.
    folded: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1)


class Membership(Base):
    """A country's membership of an organisation, from its first to its last day (empty: open)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("organisation_id <> member_id", name="not_of_itself"),
        CheckConstraint("until >= since", name="ends_after_it_starts"),
        Index(None, "organisation_id", "member_id", "since", unique=True),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("contributor.id", ondelete="RESTRICT"))
    member_id: Mapped[int] = mapped_column(ForeignKey("contributor.id", ondelete="RESTRICT"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]
