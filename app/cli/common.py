"""What the commands share: the record they work on, and how they tell what they do."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.engine import make_url

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
    if ready and _is_missing(settings.database_url):
        raise MusterError(
            _("There is no database at {url}: run muster migrate first.", url=settings.database_url)
        )
    database = Database(settings.database_url, settings.pool_size)
    try:
        if ready:
            _refuse_other_version(migrate.current(database))
        yield database
    finally:
        database.close()


def _refuse_other_version(at: str | None) -> None:
    if at == migrate.newest():
        return
    if at and not migrate.is_known(at):
        message = _(
            "The database is of a later version of Muster (it is at {at}): install that version, or go back with "
            "muster restore.",
            at=at,
        )
        raise MusterError(message)
    raise MusterError(
        _(
            "The database is not up to date (it is at {at}): run muster migrate first.",
            at=at or _("nothing"),
        )
    )


def _is_missing(url: str) -> bool:
    """Whether it names an SQLite file that is not there: a look must not make one."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return False
    return not Path(str(parsed.database)).exists()


@contextmanager
def progress(label: str, rows: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, on standard error; nothing elsewhere. What comes behind it is told in a line."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=rows, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update
    if not hidden:
        note(_("Computing what the pledges amount to ..."))


def note(message: str) -> None:
    """Something that is no result: to standard error."""
    click.echo(message, err=True)
