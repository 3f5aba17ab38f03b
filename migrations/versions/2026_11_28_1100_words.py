"""Words to find rows by: columns `folded` as words apart by spaces, and an index of them on each engine.

The index of standings by day goes.
Revision: f75000281100, after the dead links. No table is rebuilt: the triggers that were there stay.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "f75000281100"
down_revision = "dead11480100"
branch_labels = None
depends_on = None

INDEXED = ("pledge", "source", "statement")
BATCH = 5_000
# As app/text.py had it on the day of this migration.
JOINED = re.compile(r"[^\W_]+(?:(?:[-']|(?<=\d)[.,](?=\d))[^\W_]+)*")
PART = re.compile(r"[^\W_]+")
FOLLOWS = {
    "insert": "AFTER INSERT ON {0} BEGIN {1} END",
    "delete": "AFTER DELETE ON {0} BEGIN {2} END",
    "update": "AFTER UPDATE OF folded ON {0} WHEN OLD.folded <> NEW.folded BEGIN {2} {1} END",
}
ADDED = "INSERT INTO fts_{0} (rowid, folded) VALUES (NEW.id, NEW.folded);"
TAKEN = "INSERT INTO fts_{0} (fts_{0}, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"


BY_DAY = "ix_standing_recorded_until_standing_from_on_standing_until_on"


def upgrade() -> None:
    # Without it a list reads its own pledges' standings, and a sum over everything reads the table: both are faster.
    op.drop_index(BY_DAY)
    for table in (*INDEXED, "contributor"):
        _write_words(table)
    for table in INDEXED:
        if op.get_bind().dialect.name == "sqlite":
            _make_fts(table)
        else:
            op.execute(
                f"CREATE INDEX fts_{table} ON {table} USING gin"
                " (array_to_tsvector(string_to_array(folded, ' ')))"
            )


def downgrade() -> None:
    op.create_index(BY_DAY, "standing", ["recorded_until", "from_on", "until_on"])
    # The words stay as they are: the version before finds by them too.
    for table in INDEXED:
        if op.get_bind().dialect.name == "sqlite":
            for when in FOLLOWS:
                op.execute(f"DROP TRIGGER fts_{table}_{when}")
            op.execute(f"DROP TABLE fts_{table}")
        else:
            op.execute(f"DROP INDEX fts_{table}")


def _write_words(table: str) -> None:
    """A few thousand rows at a time: a large record fits into any memory."""
    bind, last = op.get_bind(), 0
    row = sa.table(table, sa.column("id"), sa.column("folded"), sa.column("key"))
    key = sa.func.lower(row.c.key).label("key") if table == "pledge" else sa.literal("").label("key")
    change = sa.update(row).where(row.c.id == sa.bindparam("row")).values(folded=sa.bindparam("words"))
    some = sa.select(row.c.id, row.c.folded, key).order_by(row.c.id).limit(BATCH)
    while rows := bind.execute(some.where(row.c.id > last)).all():
        changed = [
            {"row": number, "words": words}
            for number, old, key in rows
            if (words := _words(old if key and old.startswith(_words(key)) else f"{key} {old}")) != old
        ]
        if changed:
            bind.execute(change, changed)
        last = rows[-1].id


def _words(folded: str) -> str:
    found: list[str] = []
    for joined in JOINED.findall(folded):
        parts = PART.findall(joined)
        found += parts if len(parts) == 1 else [*parts, "".join(parts)]
    return " ".join(found)


def _make_fts(table: str) -> None:
    # The words are made of letters and digits alone, so ASCII's own separators are all that is needed.
    op.execute(
        f"CREATE VIRTUAL TABLE fts_{table} USING fts5"
        f"(folded, content='{table}', content_rowid='id', tokenize='ascii', detail='none')"
    )
    op.execute(f"INSERT INTO fts_{table} (fts_{table}) VALUES ('rebuild')")  # noqa: S608 - our own names
    added, taken = ADDED.format(table), TAKEN.format(table)
    for when, follows in FOLLOWS.items():
        op.execute(f"CREATE TRIGGER fts_{table}_{when} " + follows.format(table, added, taken))
