"""`muster seed`: a folder of sheets into the record; and how a load tells what it did."""

from collections.abc import Callable
from pathlib import Path

import click

from app.cli.common import dry_run_option, note, progress, record
from app.config import ROOT
from app.i18n import _, ngettext, number
from app.ledger import revisions
from app.ledger.change import Change, changing
from app.sheets.loader import Progress, Report, folder_rows, load_folder

SEEDS = ROOT / "seeds"


@click.command()
@click.argument(
    "folder", metavar="[DIR]", default=SEEDS, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@dry_run_option
def seed(folder: Path, dry_run: bool) -> None:
    """Load a folder of sheets; loading the same again changes nothing.

    On top of what the record has; without DIR the founding record in seeds/. It takes operations, categories,
    contributors, memberships, requirements and indicators.csv, and every pledges*.csv. All of it is stored, or
    nothing.

    Example: muster seed seeds --dry-run
    """
    _load("seed", folder_rows(folder), dry_run, lambda change, told: load_folder(change, folder, told))


def _load(actor: str, rows: int, dry_run: bool, load: Callable[[Change, Progress], Report]) -> None:
    with record() as database:
        with changing(database, actor, keep=not dry_run) as change, progress(_("Reading"), rows) as told:
            report = load(change, told)
        database.know_sizes()
        with database.reading() as reader:
            version = revisions.data_version(reader)
    tell_counts(report)
    tell_version(report, version, dry_run=dry_run)


def tell_version(report: Report, version: int, *, dry_run: bool) -> None:
    """Whether the record is another one now."""
    if dry_run:
        click.echo(_("This was a dry run: nothing was stored."))
    elif report.changed:
        click.echo(_("The record is at version {version}.", version=number(version)))
    else:
        click.echo(_("Nothing changed: the record stays at version {version}.", version=number(version)))


def tell_counts(report: Report) -> None:
    """What became of the rows of each kind, and where the record says otherwise."""
    for name in report.not_read:
        note(_("{name} was not read: no sheet has this name.", name=name))
    n = len(report.differences) + report.more_differences
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
