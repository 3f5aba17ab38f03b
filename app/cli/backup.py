"""`muster backup` and `muster restore`: a verified copy of the record, and the way back."""

import shutil
from pathlib import Path
from typing import Protocol

import click
from sqlalchemy.engine import make_url

from app import migrate
from app.backups import files, postgres_dump, sqlite_file
from app.backups.contents import Contents, NotSound
from app.cli.common import dry_run_option, note, record
from app.db import Database
from app.errors import Conflict, MusterError
from app.i18n import _, number

A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", metavar="FILE", type=A_FILE)
@click.option(
    "--keep", metavar="N", type=click.IntRange(1), help="Put the moment into the name, keep the newest N."
)
def backup(file: Path, keep: int | None) -> None:
    """Copy the record while it is in use, and verify the copy.

    One moment of it, accounts included: an SQLite file, or a dump by pg_dump. Its integrity, the links between rows,
    the chain of revisions and the number of rows of each table are looked at before FILE gets its name, with
    FILE.sha256 beside it. A copy that is not sound is not kept, and removes none that is there.

    Example: muster backup data/backups/muster.db --keep 14
    """
    target = files.dated(file) if keep else file
    if target.exists():
        raise Conflict(_("{file} is there already: name another, or give --keep.", file=target))
    with record() as database:
        copied = _copy(database, target)
    click.echo(_("{file}: {rows} rows, version {version}, verified.", file=target, **_told(copied)))
    for old in files.drop_older(file, keep, target) if keep else []:
        note(_("Removed: {file}", file=old))


def _copy(database: Database, target: Path) -> Contents:
    """Make a verified copy and give it its name. NotSound, Unavailable, OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with files.unfinished(target) as written:
        copied = _engine_of(database).back_up(database, written)
        files.name(written, target)
    return copied


def copy_first(database: Database, folder: Path) -> None:
    """A verified copy, before the record is changed as a whole. NotSound, Unavailable, OSError: nothing may be changed.

    A PostgreSQL record on a machine without pg_dump is not copied, which is said.
    """
    if not database.is_sqlite and not shutil.which("pg_dump"):
        note(_("No copy was made first: pg_dump is not on this machine."))
        return
    target = files.dated(folder / f"before-{migrate.newest()}{'.db' if database.is_sqlite else '.dump'}")
    try:
        copied = _copy(database, target)
    except (OSError, MusterError) as error:
        message = _("No copy could be made first, so nothing was changed (--no-backup goes on without):")
        raise NotSound(f"{message}\n{error}") from None
    note(_("Copied first: {file}, {rows} rows, version {version}, verified.", file=target, **_told(copied)))


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a record that is there; the old one is kept.")
@dry_run_option
def restore(file: Path, force: bool, dry_run: bool) -> None:
    """Put a copy that muster backup made in the record's place.

    It is verified first. Stop the server before. A record that is there is replaced only with --force, and kept: an
    SQLite file beside its old place, a PostgreSQL database as a dump beside FILE.

    Example: muster restore data/backups/muster.db
    """
    with record(ready=False) as database:
        engine = _engine_of(database)
        _refuse_other_kind(file, engine.MAGIC)
        _refuse_to_replace(database, force)
        if not files.compare_checksum(file):
            note(_("{name} is not there: no checksum was compared.", name=files.checksum_of(file).name))
        found = engine.verified(file)
        _refuse_newer(found)
        if dry_run:
            click.echo(_("This was a dry run: nothing was stored."))
            return
        kept = _into_file(file, database) if database.is_sqlite else _into_server(file, database)
    if kept:
        note(_("The record that was there is kept in {file}", file=kept))
    click.echo(_("Restored: {rows} rows, version {version}.", **_told(found)))
    if found.migration != migrate.newest():
        note(_("It is of an earlier version of Muster: run muster migrate now."))


def _told(found: Contents) -> dict[str, str]:
    return {"rows": number(found.rows), "version": number(found.version)}


class Engine(Protocol):
    """What each kind of database has for copies."""

    MAGIC: bytes

    def back_up(self, database: Database, target: Path) -> Contents: ...  # noqa: D102 - said where it is done

    def verified(self, file: Path) -> Contents: ...  # noqa: D102 - said where it is done


def _engine_of(database: Database) -> Engine:
    return sqlite_file if database.is_sqlite else postgres_dump


def _refuse_other_kind(file: Path, magic: bytes) -> None:
    with file.open("rb") as opened:
        begins = opened.read(len(magic))
    if begins != magic:
        message = _(
            "{file} is no copy of the kind of database that MUSTER_DATABASE_URL names. To move a record between "
            "SQLite and PostgreSQL, use muster release and muster seed.",
            file=file,
        )
        raise MusterError(message)


def _refuse_to_replace(database: Database, force: bool) -> None:
    is_there = _place(database).exists() if database.is_sqlite else migrate.current(database) is not None
    if is_there and not force:
        shown = make_url(database.url).render_as_string(hide_password=True)
        raise Conflict(_("There is a record at {url}: give --force to replace it.", url=shown))


def _refuse_newer(found: Contents) -> None:
    if not found.migration:
        raise NotSound(_("This holds no record: it says no migration."))
    if not migrate.is_known(found.migration):
        message = _(
            "It is of a later version of Muster (migration {at}): install that first.", at=found.migration
        )
        raise MusterError(message)


def _into_file(file: Path, database: Database) -> Path | None:
    """Put an SQLite copy in its place; where the old one is kept."""
    database.close()
    place = _place(database)
    with files.unfinished(place) as written:
        shutil.copyfile(file, written)
        if files.digest(written) != files.digest(file):
            raise NotSound(_("{file} could not be read twice alike: its disk may be failing.", file=file))
        return sqlite_file.put_back(written, place)


def _into_server(file: Path, database: Database) -> Path | None:
    """Put a dump in its place; where the old record is kept, as it was: it may be unsound."""
    kept = None
    if migrate.current(database) is not None:
        kept = files.dated(file.with_name(f"{file.stem}-replaced{file.suffix}"))
        with files.unfinished(kept) as written:
            postgres_dump.dump(database, written)
            files.name(written, kept)
    postgres_dump.put_back(file, database)
    return kept


def _place(database: Database) -> Path:
    return Path(str(make_url(database.url).database))
