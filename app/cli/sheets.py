"""`muster seed` and `muster import`: sheets into the record."""

from collections.abc import Callable
from pathlib import Path

import click

from app.cli.common import dry_run_option, note, progress, record
from app.config import ROOT
from app.i18n import _, ngettext, number
from app.ledger import revisions
from app.ledger.change import Change, changing
from app.sheets.loader import Progress, Report, folder_rows, load_folder, load_sheet, sheet_rows

ENDINGS = (".csv", ".xlsx")
SEEDS = ROOT / "seeds"


@click.command()
@click.argument(
    "folder", metavar="[DIR]", default=SEEDS, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@dry_run_option
def seed(folder: Path, dry_run: bool) -> None:
    """Load a folder of sheets.

    On top of what the record has; without DIR the founding record in seeds/. It takes operations, categories,
    contributors, memberships, requirements and indicators.csv, and every pledges*.csv. All of it is stored, or
    nothing; loading the same again changes nothing.

    Example: muster seed seeds --dry-run
    """
    _load("seed", folder_rows(folder), dry_run, lambda change, told: load_folder(change, folder, told))


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run_option
def import_sheet(file: Path, dry_run: bool) -> None:
    """Load one sheet of statements.

    CSV or XLSX (its first worksheet). All of it is stored, or nothing; statements that the record has are left alone.

    Example: muster import pledges-2014.csv
    """
    if file.suffix.lower() not in ENDINGS:
        raise click.UsageError(_("{file} is no sheet: accepted are files in .csv and .xlsx", file=file.name))
    _load("import", sheet_rows(file), dry_run, lambda change, told: load_sheet(change, file, told))


def _load(actor: str, rows: int, dry_run: bool, load: Callable[[Change, Progress], Report]) -> None:
    with record() as database:
        with changing(database, actor, keep=not dry_run) as change, progress(_("Reading"), rows) as told:
            report = load(change, told)
        with database.reading() as reader:
            version = revisions.data_version(reader)
    _tell(report)
    if dry_run:
        click.echo(_("This was a dry run: nothing was stored."))
    elif report.changed:
        click.echo(_("The record is at version {version}.", version=number(version)))
    else:
        click.echo(_("Nothing changed: the record stays at version {version}.", version=number(version)))


def _tell(report: Report) -> None:
    for name in report.not_read:
        note(_("{name} was not read: no sheet has this name.", name=name))
    n = len(report.differences)
    if n:
        note(ngettext("The record keeps {n} thing as it is:", "The record keeps {n} things as they are:", n))
    for difference in report.differences:
        note(str(difference))
    for kind, label in _kinds().items():
        counts = {"new": report.created(kind), "updated": report.updated(kind), "kept": report.kept(kind)}
        if any(counts.values()):
            counted = {name: number(count) for name, count in counts.items()}
            click.echo(
                _("{label}: {new} new, {updated} changed, {kept} as they were", label=label, **counted)
            )


def _kinds() -> dict[str, str]:
    return {
        "contributor": _("Contributors"),
        "membership": _("Memberships"),
        "operation": _("Operations"),
        "category": _("Categories"),
        "pledge": _("Pledges"),
        "statement": _("Statements"),
        "requirement": _("Requirements"),
        "indicator": _("Indicators"),
    }
