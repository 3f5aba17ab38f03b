"""How migrations run: on the connection the application hands over, in one transaction that leaves nothing half made.

SQLite's driver opens no transaction before DDL, and a table that is rebuilt loses its children where foreign keys
cascade: so the transaction begins here (the writing engine says BEGIN IMMEDIATE), foreign keys are off while it runs,
and they are checked before it ends.
"""

from typing import Any

from alembic import context
from sqlalchemy import Connection

import app.models  # noqa: F401 - the tables must be known to compare with
from app.config import settings
from app.db import Base, Database


def run(connection: Connection) -> None:
    """Bring the database behind `connection` to the asked revision."""
    sqlite = connection.dialect.name == "sqlite"
    driver: Any = connection.connection.driver_connection
    if sqlite:
        # Outside a transaction: the pragma does nothing inside one.
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with connection.begin(), context.begin_transaction():
            context.run_migrations()
            if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"rows point at nothing after the migration: {broken[:5]}")
    finally:
        if sqlite:
            driver.execute("PRAGMA foreign_keys=ON")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(settings().database_url)
    with database.engine.connect() as connection:
        run(connection)
    database.close()
