"""The migrations make what the models say, with the triggers, on both engines; and can be taken back."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from app import migrate
from app.db import Base, Database
from app.models.words import INDEXED

TRIGGERS = {
    "sqlite": {
        "revision_no_update",
        "revision_no_delete",
        "statement_no_edit",
        "statement_no_delete",
        *(f"fts_{table}_{when}" for table in INDEXED for when in ("insert", "update", "delete")),
    },
}
TRIGGERS["postgresql"] = {name for name in TRIGGERS["sqlite"] if not name.startswith("fts_")} | {
    "revision_no_truncate",
    "statement_no_truncate",
}
LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def test_migrations_make_what_the_models_say(any_database: Database) -> None:
    with any_database.engine.connect() as connection:
        # Indexes of words are each engine's own (app/models/words.py).
        options = {"include_name": lambda name, *_of: not str(name).startswith("fts_")}
        compared = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(compared, Base.metadata) == []


def test_every_trigger_is_there(any_database: Database) -> None:
    with any_database.reading() as connection:
        engine = connection.dialect.name
        assert set(connection.execute(text(LIST[engine])).scalars()) == TRIGGERS[engine]


def test_down_and_up_again(any_database: Database) -> None:
    migrate.downgrade(any_database, "base")
    assert migrate.current(any_database) is None
    migrate.upgrade(any_database)
    assert migrate.current(any_database) == migrate.newest()


def test_a_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'half.db'}")
    monkeypatch.setattr("alembic.op.create_index", _fail)
    monkeypatch.setattr("alembic.operations.base.BatchOperations.create_index", _fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        migrate.upgrade(database)
    with database.reading() as connection:
        assert connection.execute(text("SELECT name FROM sqlite_master")).all() == []
    database.close()


def _fail(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("in the middle")
