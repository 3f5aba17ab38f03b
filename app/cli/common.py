"""What the commands share: the record they work on, and how they tell what they do."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from app import migrate
from app.config import Settings
from app.db import Database
from app.errors import MusterError
from app.i18n import _

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Do everything, say what came of it, store nothing."
)


@contextmanager
def record(*, ready: bool = True) -> Iterator[Database]:
    """The record's store. `ready`: MusterError where it is not at the newest migration."""
    settings = Settings()
    database = Database(settings.database_url, settings.pool_size)
    try:
        if ready and (at := migrate.current(database)) != migrate.newest():
            raise MusterError(
                _(
                    "The database is not up to date (it is at {at}): run muster migrate first.",
                    at=at or _("nothing"),
                )
            )
        yield database
    finally:
        database.close()


@contextmanager
def progress(label: str, rows: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, on standard error; nothing elsewhere."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=rows, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


def note(message: str) -> None:
    """Something that is no result: to standard error."""
    click.echo(message, err=True)
