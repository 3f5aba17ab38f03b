"""The indexes of words: made again from the rows that they follow from."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.models.words import INDEXED


def rebuild_words(session: Session) -> None:
    """Index every row's words anew. On PostgreSQL the database itself keeps its indexes."""
    if session.get_bind().dialect.name == "sqlite":
        for table in INDEXED:
            session.execute(text(f"INSERT INTO fts_{table} (fts_{table}) VALUES ('rebuild')"))  # noqa: S608 - our own names
