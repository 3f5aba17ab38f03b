"""Finding rows by the beginnings of their words: an index of words on each engine, and the same answer from both.

`folded` holds a row's words apart by spaces (app.text.indexed), so neither engine's own idea of a word comes into it.
SQLite has a table `fts_...` (FTS5) beside each of INDEXED, which triggers keep; PostgreSQL an index of that name.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Table, false, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

INDEXED = ("pledge", "source", "statement")
VECTOR = "array_to_tsvector(string_to_array({}, ' '))"


def begins(columns: Any, word: str) -> ColumnElement[bool]:
    """The row of `columns` has a word that begins with `word`, as app.text.sought gives it."""
    if not word.isalnum():
        return false()
    table: Table = columns.folded.table
    if table.name in INDEXED:
        return _Begins(columns.id, columns.folded, literal(word))
    found: ColumnElement[bool] = (literal(" ") + columns.folded).contains(f" {word}", autoescape=True)
    return found


class _Begins(FunctionElement[bool]):
    """Of a row's number, its words and a beginning."""

    type = Boolean()
    inherit_cache = True
    name = "begins"


@compiles(_Begins, "sqlite")
def _fts5(element: Any, compiler: Any, **options: Any) -> str:
    number, _words, word = (compiler.process(clause, **options) for clause in element.clauses)
    table = f"fts_{next(iter(element.clauses)).table.name}"
    return f"{number} IN (SELECT rowid FROM {table} WHERE {table} MATCH '\"' || {word} || '\"*')"  # noqa: S608 - our own names


@compiles(_Begins, "postgresql")
def _tsvector(element: Any, compiler: Any, **options: Any) -> str:
    _number, words, word = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{VECTOR.format(words)} @@ ('''' || {word} || ''':*')::tsquery"
