"""Verifying the record: figures follow from facts, facts have sources, rows point at rows, the history is whole."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, func, or_, select, text
from sqlalchemy import table as table_named

from app.i18n import _
from app.ledger import projection, revisions, tally
from app.models import Pledge, Source, Statement
from app.models.words import INDEXED

Check = Callable[[Connection], Iterator[str]]


def checks() -> dict[str, Check]:
    """What is verified, in words, and how."""
    return {
        _("standings follow from the statements"): projection.differences,
        _("tallies are the sums of the standings"): tally.differences,
        _("every published statement has a source"): statements_without_source,
        _("every row points at a row that is there"): loose_ends,
        _("every row is found by its words"): words_missing,
        _("the history is whole"): revisions.broken_links,
    }


def statements_without_source(reader: Connection) -> Iterator[str]:
    """Published statements whose source is missing, or has neither title nor address."""
    unusable = or_(Source.id.is_(None), (Source.title == "") & (Source.url == ""))
    query = (
        select(Statement.id, Pledge.key)
        .join(Pledge, Pledge.id == Statement.pledge_id)
        .outerjoin(Source, Source.id == Statement.source_id)
        .where(Statement.review == "published", unusable)
        .order_by(Statement.id)
    )
    for row in reader.execute(query):
        yield _("statement {id} of {key} has no source", id=row.id, key=row.key)


def words_missing(reader: Connection) -> Iterator[str]:
    """Tables of which a search looks through more or fewer rows than there are."""
    if reader.dialect.name != "sqlite":
        return
    for table in INDEXED:
        rows, indexed = (
            reader.execute(select(func.count()).select_from(table_named(name))).scalar_one()
            for name in (table, f"fts_{table}_docsize")
        )
        if rows != indexed:
            said = {"table": table, "rows": rows, "indexed": indexed}
            yield _("{table}: search knows {indexed} of {rows} rows: run muster rebuild", **said)


def loose_ends(reader: Connection) -> Iterator[str]:
    """Rows that point at rows which are not there; on PostgreSQL, constraints that were never validated."""
    if reader.dialect.name == "sqlite":
        for table, row, target, _number in reader.execute(text("PRAGMA foreign_key_check")):
            yield _(
                "row {row} of {table} points at a row of {target} that is not there",
                **_names(row, table, target),
            )
        return
    query = text(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
    )
    for table, constraint in reader.execute(query):
        yield _("constraint {name} of {table} was never validated", name=constraint, table=table)


def _names(row: int, table: str, target: str) -> dict[str, object]:
    return {"row": row, "table": table, "target": target}
