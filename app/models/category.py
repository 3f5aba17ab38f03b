"""Categories: what is given."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Key, Words


class Category(Base):
    """A kind of contribution ("troops") with the unit it is counted in."""

    __tablename__ = "category"
    __table_args__ = (CheckConstraint("code <> '' AND name <> '' AND unit <> ''", name="named"),)

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Words]
    name_fr: Mapped[Words]
    group: Mapped[Code]
    unit: Mapped[Code]
    sort: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
