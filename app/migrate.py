"""Bringing a database to the schema of this version."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.config import ROOT
from app.db import Database

CONFIG = Config()
CONFIG.set_main_option("script_location", str(ROOT / "migrations"))
CONFIG.set_main_option("path_separator", "os")
CONFIG.set_main_option(
    "file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
)


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply the migrations up to `revision`, each with all it changes or not at all."""
    with database.engine.connect() as connection:
        command.upgrade(_on(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take migrations back down to `revision`."""
    with database.engine.connect() as connection:
        command.downgrade(_on(connection), revision)


def current(database: Database) -> str | None:
    """The revision the database is at; None where it is empty."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this version of the software needs."""
    return ScriptDirectory.from_config(CONFIG).get_current_head()


def is_known(revision: str) -> bool:
    """Whether this version of the software has the migration."""
    return revision in {script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions()}


def _on(connection: object) -> Config:
    config = Config(attributes={"connection": connection})
    for name in ("script_location", "path_separator", "file_template"):
        config.set_main_option(name, CONFIG.get_main_option(name).replace("%", "%%"))  # type: ignore[union-attr]
    return config
