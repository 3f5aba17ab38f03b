"""Loading a prepared sheet: all of it or nothing, or its good rows; or only trying what would come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from app.db import Database
from app.i18n import _
from app.ledger.change import Change, changing
from app.ledger.revisions import data_version
from app.models import Category, Operation
from app.pledges.submissions import once
from app.sheets.columns import Sheet
from app.sheets.faults import Faults, SheetError, SheetFault, Where
from app.sheets.loader import Progress, Report, load_sheet
from app.sheets.prepare import Known, Prepared
from app.text import fold, tidy

# Rows that hang on bad rows hang on others in turn: a sheet is gone through so often, at most.
ROUNDS = 12
ALL, GOOD_ROWS, TRY = "all", "good-rows", "try"


@dataclass(frozen=True, slots=True)
class Sent:
    """What one sending is called, and the hash of what it holds: sent twice it is one load."""

    submission: str = ""
    fingerprint: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of a load, or would come of it.

    `stored`: whether it was. `report` is None where nothing can be loaded. `faults`: of all rows that are not in it.
    `rows`: of the sheet; `bad_lines`: of the rows that are left out.
    """

    stored: bool
    rows: int
    version: int = 0
    report: Report | None = None
    faults: list[SheetFault] = field(default_factory=list)
    bad_lines: frozenset[int] = frozenset()


def names_of(reader: Connection) -> Known:
    """The names under which a sheet may speak of categories and operations, and their codes; none that means two."""
    return {"category": _codes(reader, Category), "operation": _codes(reader, Operation)}


def _codes(reader: Connection, model: type[Category | Operation]) -> dict[str, str]:
    rows = reader.execute(select(model.code, model.name, model.name_fr)).all()
    codes: dict[str, str] = {}
    doubtful = set()
    for row in rows:
        for name in {fold(row.name), fold(row.name_fr)} - {""}:
            if codes.setdefault(name, row.code) != row.code:
                doubtful.add(name)
    own = {fold(row.code): row.code for row in rows}
    # A code in another case is found as it is.
    return {name: code for name, code in codes.items() if name not in doubtful and name not in own}


def run(
    database: Database,
    actor: str,
    prepared: Prepared,
    way: str,
    progress: Progress,
    sent: Sent = Sent(),
) -> Outcome:
    """Load a prepared sheet: ALL of it or nothing, its GOOD_ROWS, or TRY what its good rows would do and undo it.

    Each in one transaction. Resent: this was sent before with another content.
    """
    outcome = Outcome(False, prepared.rows)
    if prepared.broken and (way != TRY or not prepared.rows):
        return _refused(database, outcome, prepared)
    skip: set[int] = set()
    for _round in range(ROUNDS):
        load = _Attempt(prepared, frozenset(skip), progress)
        try:
            with changing(database, actor, keep=way != TRY) as change:
                once(change, sent.submission, sent.fingerprint, lambda: "import")
                outcome.report = load(change)
            outcome.stored = way != TRY
            break
        except SheetError as error:
            outcome.faults += error.faults
            found = {fault.line for fault in error.faults}
            if way == ALL or found <= skip:
                return _refused(database, outcome, prepared)
            skip |= found
    outcome.bad_lines = frozenset(skip)
    return _finished(database, outcome, prepared)


@dataclass(slots=True)
class _Attempt:
    """One way through a sheet without the rows that are known to be bad."""

    prepared: Prepared
    skip: frozenset[int]
    progress: Progress

    def __call__(self, change: Change) -> Report:
        """What it did. SheetError."""
        return load_sheet(change, self.prepared.folder, self.progress, self._read)

    def _read(self, _path: Path, _sheet: Sheet, faults: Faults) -> Iterator[Where]:
        if not self.skip:
            faults.add(*self.prepared.faults)
        lost: dict[str, int] = {}
        for where in self.prepared.wheres():
            key = tidy(where.row.get("pledge", ""))
            if where.line in self.skip:
                if key and where.row.get("operation"):
                    lost.setdefault(key, where.line)
            elif key in lost and not where.row.get("operation"):
                message = _("its pledge is described in line {line}, which is at fault", line=lost[key])
                faults.add(where.remark("pledge", message))
            else:
                yield where


def _refused(database: Database, outcome: Outcome, prepared: Prepared) -> Outcome:
    outcome.faults += prepared.faults
    outcome.report = None
    outcome.bad_lines = frozenset(fault.line for fault in outcome.faults)
    return _finished(database, outcome, prepared)


def _finished(database: Database, outcome: Outcome, prepared: Prepared) -> Outcome:
    outcome.faults = told_once(outcome.faults, prepared.faults)
    with database.reading() as reader:
        outcome.version = data_version(reader)
    return outcome


def told_once(faults: list[SheetFault], first: list[SheetFault]) -> list[SheetFault]:
    """Each cell's fault once: what was found when it was read goes before what follows from that."""
    own = set(first)
    places = {(fault.line, fault.column) for fault in first}
    return sorted({f for f in faults if f in own or (f.line, f.column) not in places})
