"""Column types that mean the same on SQLite and PostgreSQL, and the words the tables share."""

from datetime import UTC, date, datetime
from typing import Annotated

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

# "No end yet", so that both clocks are plain range predicates on an index.
FAR_DAY = date(9999, 12, 31)
FAR_MOMENT = datetime(9999, 12, 31, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL, ISO text that sorts by time on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; keep UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always a moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")

Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
Words = Annotated[str, mapped_column(Text, default="", server_default="")]
Count = Annotated[int, mapped_column(BigInteger)]
MaybeCount = Annotated[int | None, mapped_column(BigInteger)]
Aliases = Annotated[list[str], mapped_column(Json, default=list)]
Time = Annotated[datetime, mapped_column(Moment)]
MaybeTime = Annotated[datetime | None, mapped_column(Moment)]


def one_of(column: str, allowed: tuple[str, ...]) -> str:
    """The SQL of a check that `column` is one of `allowed`."""
    return f"{column} IN ({', '.join(repr(a) for a in allowed)})"
