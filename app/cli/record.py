"""`muster migrate`, `export`, `rebuild` and `check`: the record as a whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from app import migrate as migrations
from app.cli.backup import copy_first
from app.cli.common import dry_run_option, note, record
from app.config import Settings
from app.contributors.countries import ensure_countries
from app.i18n import _, ngettext
from app.ledger import projection
from app.ledger.change import changing
from app.search.commands import rebuild_words
from app.sheets.columns import STATEMENTS
from app.sheets.export import sheet_rows
from app.sheets.writer import csv_chunks, write_xlsx
from app.system.check import checks

PROBLEM = 1


@click.command()
@click.option("--no-backup", is_flag=True, help="Make no copy of the record first.")
def migrate(no_backup: bool) -> None:
    """Make the database, or bring it up to date.

    Where a record has to be changed, a verified copy of it is made first, in the folder MUSTER_BACKUPS. Countries of
    the world that the record lacks are added.

    Example: MUSTER_DATABASE_URL=postgresql://muster@db/muster muster migrate
    """
    with record(ready=False) as database:
        before = migrations.current(database)
        is_older = before not in (None, migrations.newest()) and migrations.is_known(str(before))
        if is_older and not no_backup:
            copy_first(database, Settings().backups)
        migrations.upgrade(database)
        with changing(database, "system") as change:
            added = ensure_countries(change)
    if before != migrations.newest():
        click.echo(_("The database is at {revision} now.", revision=migrations.newest()))
    else:
        click.echo(_("The database was up to date, at {revision}.", revision=before))
    if added:
        click.echo(ngettext("{n} country added.", "{n} countries added.", added))


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(file: Path) -> None:
    """Write the record as one sheet.

    CSV or XLSX by FILE's ending; - writes CSV to standard output. It holds every statement that stands. What is
    exported can be imported again and changes nothing.

    Example: muster export record.xlsx
    """
    ending = file.suffix.lower()
    if str(file) != "-" and ending not in (".csv", ".xlsx"):
        raise click.UsageError(_("{file}: the name must end in .csv or .xlsx, or be -", file=file.name))
    with record() as database, database.reading() as reader, _target(file) as target:
        if ending == ".xlsx":
            write_xlsx(target, STATEMENTS.columns, sheet_rows(reader), "Muster")
        else:
            for chunk in csv_chunks(STATEMENTS.columns, sheet_rows(reader), is_text=True):
                target.write(chunk)
    if str(file) != "-":
        note(_("Written: {file}", file=file))


@contextmanager
def _target(file: Path) -> Iterator[IO[bytes]]:
    """Where to write; a file gets its name only when all of it is there."""
    if str(file) == "-":
        yield sys.stdout.buffer
        return
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as target:
            yield target
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


@click.command()
@dry_run_option
def rebuild(dry_run: bool) -> None:
    """Compute every standing again, and the tallies of them.

    What does not follow from the facts is put right, and the words that search looks for are indexed anew.

    Example: muster rebuild --dry-run
    """
    with record() as database, changing(database, "system", keep=not dry_run) as change:
        rebuild_words(change.session)
        rows = projection.rebuild(change.session, change.at)
        if rows:
            reason = "standings did not follow from the statements and were computed again"
            change.remark("rebuilt", "standing", "all", after={"rows": rows}, reason=reason)
    if not rows:
        click.echo(_("Every standing follows from its statements: nothing to put right."))
    elif dry_run:
        click.echo(ngettext("{n} row would be put right.", "{n} rows would be put right.", rows))
    else:
        click.echo(ngettext("{n} row was put right.", "{n} rows were put right.", rows))


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Verify the record: standings, sources, links between rows, and history.

    Exit code 1 where something is wrong.

    Example: muster check
    """
    wrong = 0
    with record() as database, database.reading() as reader:
        for what, find in checks().items():
            problems = 0
            for problem in find(reader):
                problems += 1
                click.echo(problem)
            found = ngettext("{n} problem", "{n} problems", problems) if problems else _("yes")
            note(f"{what}: {found}")
            wrong += problems
    if not wrong:
        click.echo(_("The record is sound."))
    context.exit(PROBLEM if wrong else 0)
