"""What a record is called in the reader's language: its French name where it has one and the reader reads French."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, func, literal_column

from app.i18n import tongue

Given = ParamSpec("Given")
Read = TypeVar("Read")
_as_written: ContextVar[bool] = ContextVar("as_written", default=False)
# Names are sorted by what stands before the accent; both databases would put É behind Z.
PLAIN = {
    "É": "E",
    "È": "E",
    "Î": "I",
    "Ô": "O",
    "é": "e",
    "è": "e",
    "ê": "e",
    "ï": "i",
    "î": "i",
    "ô": "o",
    "ç": "c",
}


def name_of(columns: Any) -> ColumnElement[str]:
    """The name of an operation, contributor or category, as a column called "name"; `columns`: OP, C or K.

    Nothing in it is a parameter: PostgreSQL must see that what is shown and what is grouped by are the same.
    """
    if not is_french():
        name: ColumnElement[str] = columns.name
        return name
    return func.coalesce(func.nullif(columns.name_fr, literal_column("''")), columns.name).label("name")


def named(columns: Any, fields: Iterable[str]) -> list[ColumnElement[Any]]:
    """These columns, the name among them as the reader calls it."""
    return [name_of(columns) if field == "name" else columns[field] for field in fields]


def sorting_name_of(columns: Any) -> ColumnElement[str]:
    """The same as lists are sorted by it."""
    if not is_french():
        name: ColumnElement[str] = columns.name
        return name
    plain: ColumnElement[str] = name_of(columns)
    for accented, letter in PLAIN.items():
        plain = func.replace(plain, literal_column(f"'{accented}'"), literal_column(f"'{letter}'"))
    return plain


def as_written(read: Callable[Given, Read]) -> Callable[Given, Read]:
    """The same reading with the names as they are kept: for whoever edits them, in whatever language."""

    def reading(*args: Given.args, **kwargs: Given.kwargs) -> Read:
        before = _as_written.set(True)
        try:
            return read(*args, **kwargs)
        finally:
            _as_written.reset(before)

    return reading


def is_french() -> bool:
    """Whether names are asked for in French: a query that is built once is built once for each."""
    return tongue() == "fr" and not _as_written.get()
