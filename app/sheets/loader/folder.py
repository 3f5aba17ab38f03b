"""Loading a folder of sheets, or one sheet of statements: all of it or nothing."""

from collections.abc import Callable
from pathlib import Path

from app.errors import MusterError
from app.i18n import _
from app.ledger.change import Change
from app.pledges.references import References
from app.sheets.loader.facts import (
    load_categories,
    load_contributors,
    load_indicators,
    load_memberships,
    load_operations,
    load_requirements,
)
from app.sheets.loader.load import Load, Progress, Read, Report
from app.sheets.loader.pledges import Pledges
from app.sheets.loader.statements import Statements
from app.sheets.reader import count_rows, read_sheet

Step = Callable[[Load, Path], None]
# What pledges refer to, in the order in which one refers to the other.
BEFORE: dict[str, Step] = {
    "contributors.csv": load_contributors,
    "memberships.csv": load_memberships,
    "operations.csv": load_operations,
    "categories.csv": load_categories,
}
# Behind the pledges: they say more of the sources that these share with them.
AFTER: dict[str, Step] = {"requirements.csv": load_requirements, "indicators.csv": load_indicators}
# Words that articles are read with (app.articles.lexicon): no sheets, and none of the record's facts.
WORD_LISTS = ("lexicon.csv", "verbs.csv", "demonyms.csv")
STATEMENT_SHEETS = "pledges*.csv"


def load_folder(change: Change, folder: Path, progress: Progress) -> Report:
    """Load every sheet of a folder on top of what the record has.

    `progress` is called with how many more rows were read; there are `folder_rows` of them. SheetError tells all that
    is wrong with all sheets; the caller's transaction must then not be committed. MusterError: there is no sheet.
    """
    load = Load(change, progress)
    sheets = statement_sheets(folder)
    named = [*BEFORE, *AFTER]
    if not sheets and not any((folder / name).is_file() for name in named):
        names = ", ".join([*named, STATEMENT_SHEETS])
        raise MusterError(_("{folder} holds no sheet: accepted are {names}", folder=folder, names=names))
    read = {*named, *WORD_LISTS, *(path.name for path in sheets)}
    load.report.not_read = sorted(path.name for path in folder.glob("*.csv") if path.name not in read)
    _run(load, folder, BEFORE)
    if sheets:
        _load_statements(load, sheets)
    _run(load, folder, AFTER)
    load.faults.raise_if_any()
    return load.report


def load_sheet(change: Change, path: Path, progress: Progress, read: Read = read_sheet) -> Report:
    """Load one sheet of statements in the same way; `read`: how its rows are read."""
    load = Load(change, progress, read=read)
    _load_statements(load, [path])
    load.faults.raise_if_any()
    return load.report


def folder_rows(folder: Path) -> int:
    """How many rows `load_folder` will tell as progress, about."""
    return sum(count_rows(folder / name) for name in [*BEFORE, *AFTER] if (folder / name).is_file()) + sum(
        sheet_rows(path) for path in statement_sheets(folder)
    )


def sheet_rows(path: Path) -> int:
    """How many rows `load_sheet` will tell as progress, about: a sheet of statements is read twice."""
    return 2 * count_rows(path)


def statement_sheets(folder: Path) -> list[Path]:
    """The sheets of statements in a folder, by name."""
    return sorted(path for path in folder.glob(STATEMENT_SHEETS) if path.is_file())


def _run(load: Load, folder: Path, steps: dict[str, Step]) -> None:
    for name, step in steps.items():
        if (folder / name).is_file():
            step(load, folder / name)


def _load_statements(load: Load, sheets: list[Path]) -> None:
    pledges = Pledges(load, References.load(load.change.session))
    pledges.gather(sheets)
    pledges.settle()
    Statements.of(pledges).read(sheets)
