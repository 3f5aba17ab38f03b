"""`muster release`: the record frozen into a folder that never changes."""

from pathlib import Path

import click

from app.cli.common import note, record
from app.config import Settings
from app.i18n import _, number
from app.ledger.revisions import head
from app.releases.freeze import freeze, name_of


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def release(folder: Path | None) -> None:
    """Freeze the record into a folder that never changes.

    Sheets, tables, revisions, a SQLite file, a data package, checksums and verify.py, which counts all of it again
    with Python alone. DIR must not be there: without it the folder is named for the day and version of the last
    change, among the releases that /data lists (MUSTER_RELEASES). The same record gives the same bytes.

    Example: muster release
    """
    settings = Settings()
    with record() as database, database.reading() as reader:
        target = folder or settings.releases / name_of(head(reader))
        newest = freeze(reader, target, settings.public_url.rstrip("/"), note)
    click.echo(_("Version {version} is released in {folder}", version=number(newest.number), folder=target))
