"""`muster import`: a sheet that somebody brings, with what was repaired in it and what cannot be loaded."""

import tempfile
from pathlib import Path

import click

from app.cli.common import dry_run_option, note, progress, record
from app.cli.sheets import tell_counts, tell_version
from app.config import ROOT
from app.i18n import _, ngettext
from app.sheets.bad_rows import bad_rows
from app.sheets.cleaning.mapping import NO_MAP, Map, MapError, read_map
from app.sheets.faults import SheetError
from app.sheets.importing import ALL, GOOD_ROWS, TRY, Outcome, names_of, run
from app.sheets.prepare import Prepared, prepare

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
SHOWN = 40
MAPS = ROOT / "seeds" / "maps"


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run_option
@click.option("--good-rows", is_flag=True, help="Load the rows that are good, and leave out the others.")
@click.option(
    "--map",
    "map_file",
    metavar="MAP.toml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How the columns and values of another make of sheet become ours: docs/import.md.",
)
@click.option(
    "--bad-rows",
    "bad_file",
    metavar="OUT.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows that cannot be loaded here, with the reasons.",
)
def import_sheet(
    file: Path, dry_run: bool, good_rows: bool, map_file: Path | None, bad_file: Path | None
) -> None:
    """Load one sheet of statements, CSV or XLSX.

    Its columns in any order, under their own or other usual names, in English or French; what is repaired
    is told. All of it is stored, or nothing, unless --good-rows is given; statements that the record has are left
    alone.

    Example: muster import tracker.xlsx --map tracker.toml --dry-run --bad-rows bad.csv
    """
    if file.suffix.lower() not in ENDINGS:
        raise click.UsageError(_("{file} is no sheet: accepted are files in .csv and .xlsx", file=file.name))
    how = _map(map_file) if map_file else NO_MAP
    with tempfile.TemporaryDirectory(prefix="muster-") as folder, record() as database:
        with database.reading() as reader:
            known = names_of(reader)
        prepared = prepare(file, file.name, Path(folder), how, known)
        _tell_of_reading(prepared)
        way = TRY if dry_run else GOOD_ROWS if good_rows else ALL
        with progress(_("Reading"), 2 * prepared.rows) as told:
            outcome = run(database, "import", prepared, way, told)
        database.know_sizes()
        if bad_file and outcome.faults:
            bad_file.write_bytes(b"".join(bad_rows(prepared, outcome.faults)))
            note(_("The rows that cannot be loaded are in {file}.", file=bad_file))
    _tell(outcome, dry_run=dry_run, good_rows=good_rows)


def _map(file: Path) -> Map:
    try:
        return read_map(file.read_bytes())
    except MapError as error:
        raise click.UsageError(f"{file.name}: {error}") from None


def _tell_of_reading(prepared: Prepared) -> None:
    """What was found out and repaired, on standard error."""
    for words in prepared.notes:
        note(words)
    if prepared.left_out_rows:
        n = prepared.left_out_rows
        note(ngettext("{n} row is left out by the map.", "{n} rows are left out by the map.", n))
    for repair in prepared.repairs[:SHOWN]:
        often = ngettext("{n} row", "{n} rows", repair.rows)
        note(f"{prepared.name}:{repair.line} {repair.column}: {repair} ({often})")
    more = len(prepared.repairs) - SHOWN
    if more > 0:
        note(ngettext("... and {n} other repair.", "... and {n} other repairs.", more))


def _tell(outcome: Outcome, *, dry_run: bool, good_rows: bool) -> None:
    if outcome.report is None or (outcome.faults and not good_rows and not dry_run):
        raise SheetError(outcome.faults)
    tell_counts(outcome.report)
    tell_version(outcome.report, outcome.version, dry_run=dry_run)
    if not outcome.faults:
        return
    if not outcome.stored:
        raise SheetError(outcome.faults)
    for fault in outcome.faults:
        note(str(fault))
    n = len(outcome.bad_lines)
    click.echo(ngettext("{n} row was left out.", "{n} rows were left out.", n))
