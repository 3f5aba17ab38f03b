"""First way through the sheets of statements: which pledges they speak of, and what is wrong with those.

Pledges come before statements because one may be part of another that stands further down, or in another file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from sys import intern
from typing import Any

from sqlalchemy import RowMapping

from app.errors import Fault
from app.i18n import _
from app.ledger.change import CREATED, KEPT
from app.models import Operation
from app.pledges.known import pledges_by_key
from app.pledges.references import References
from app.pledges.rows import add_pledges, pledge_row
from app.pledges.rules import Place, Whole, faults_of_key, faults_of_part
from app.pledges.schemas import PledgeColumns
from app.sheets.columns import PLEDGE_COLUMNS, STATEMENTS
from app.sheets.faults import Where
from app.sheets.loader.load import Load
from app.text import fold, tidy

OWN_COLUMNS = PLEDGE_COLUMNS[1:]
NO_CELLS = ("",) * len(OWN_COLUMNS)
PLEDGES_AT_ONCE = 1_000


@dataclass(slots=True)
class Draft:
    """A pledge that is not stored yet."""

    given: PledgeColumns
    place: Place


@dataclass(slots=True)
class Entry:
    """A pledge that a sheet speaks of: its cells as written on its first row, and what they mean once that is known."""

    key: str
    file: str
    line: int
    cells: tuple[str, ...]
    id: int | None = None
    operation: Operation | None = None
    unit: str = ""
    # What it is besides its key: operation, contributor, category, item.
    what: tuple[int, int, int, str] | None = None
    retraction: str = ""

    @property
    def where(self) -> Where:
        """Its first row, with the pledge's own columns."""
        row = dict(zip(PLEDGE_COLUMNS, (self.key, *self.cells), strict=True))
        return Where(self.file, self.line, row)

    @property
    def part_of(self) -> str:
        """The key of what it is part of."""
        return tidy(self.cells[OWN_COLUMNS.index("part_of")])


@dataclass(slots=True)
class Pledges:
    """All pledges that the sheets speak of by key; whether some rows have none, and what those are part of."""

    load: Load
    references: References
    entries: dict[str, Entry] = field(default_factory=dict)
    has_keyless: bool = False
    keyless_wholes: set[str] = field(default_factory=set)
    recorded: dict[str, RowMapping] = field(default_factory=dict)

    def gather(self, paths: Iterable[Path]) -> None:
        """Read every sheet for the pledges it speaks of."""
        for path in paths:
            for where in self.load.rows(path, STATEMENTS):
                self._gather(where)

    def _gather(self, where: Where) -> None:
        key = tidy(where.row.get("pledge", ""))
        cells = tuple(intern(where.row.get(column, "")) for column in OWN_COLUMNS)
        if not key:
            self.has_keyless = True
            self.keyless_wholes.add(tidy(where.row.get("part_of", "")))
        elif (entry := self.entries.get(key)) is None:
            self.entries[key] = Entry(key, where.file, where.line, cells)
        elif cells != entry.cells and any(cells):
            self._compare_rows(entry, where)

    def _compare_rows(self, entry: Entry, where: Where) -> None:
        """A later row of a pledge may leave its columns empty, or must say what the first one says."""
        for column, first in zip(OWN_COLUMNS, entry.cells, strict=True):
            again = where.row.get(column, "")
            if again.strip() and not self._means_the_same(column, first, again, entry):
                message = _(
                    "leave it empty or write what the first row of {key} has ({file}:{line}): {value}",
                    key=entry.key,
                    file=entry.file,
                    line=entry.line,
                    value=first or _("(empty)"),
                )
                self.load.faults.add(where.remark(column, message))

    def _means_the_same(self, column: str, first: str, again: str, entry: Entry) -> bool:
        match column:
            case "operation" | "category":
                return fold(first) == fold(again)
            case "contributor":
                find = self.references.contributors.find
                return fold(first) == fold(again) or find(first) == find(again) is not None
            case "unit" if not first.strip():
                category = self.references.categories.get(fold(entry.cells[OWN_COLUMNS.index("category")]))
                return category is not None and category.unit == tidy(again)
        return tidy(first) == tidy(again)

    def settle(self) -> None:
        """Find the pledges that the record has, and store the others, what has parts first."""
        wholes = {entry.part_of for entry in self.entries.values()} | self.keyless_wholes
        self.recorded = pledges_by_key(self.load.change.session, {*self.entries, *wholes} - {""})
        for entry in self.entries.values():
            if entry.key in self.recorded:
                self._recognise(entry, self.recorded[entry.key])
        new = [entry for entry in self.entries.values() if entry.key not in self.recorded]
        self._store(entry for entry in new if not entry.part_of)
        self._store(entry for entry in new if entry.part_of)

    def _recognise(self, entry: Entry, row: RowMapping) -> None:
        """A known pledge keeps its own columns; where the sheet says otherwise, that is reported."""
        entry.id, entry.unit, entry.retraction = row["id"], row["unit"], row["retraction_reason"]
        entry.operation = self.load.change.session.get_one(Operation, row["operation_id"])
        entry.what = (row["operation_id"], row["contributor_id"], row["category_id"], row["item"])
        self.load.report.count("pledge", KEPT)
        faults: list[Fault] = []
        for column, cell in zip(OWN_COLUMNS, entry.cells, strict=True):
            if cell.strip() and not self._says(column, cell, row, faults):
                message = _("the record keeps {value}", value=self._recorded(column, row) or _("(empty)"))
                self.load.report.differs(entry.where.remark(column, message))
        self.load.faults.tell(entry.where, faults, STATEMENTS)

    def _says(self, column: str, cell: str, row: RowMapping, faults: list[Fault]) -> bool:
        """Whether the record's pledge says what a cell says. An unknown code is a fault, and no difference."""
        found: Any
        match column:
            case "operation":
                found = self.references.operation(cell, faults)
                return found is None or found.id == row["operation_id"]
            case "category":
                found = self.references.category(cell, faults)
                return found is None or found.id == row["category_id"]
            case "contributor":
                return self.references.contributor(cell, faults) in (None, row["contributor_id"])
        return tidy(cell) == (self._recorded(column, row) or "")

    def _recorded(self, column: str, row: RowMapping) -> Any:
        match column:
            case "operation":
                return next(
                    o.code for o in self.references.operations.values() if o.id == row["operation_id"]
                )
            case "category":
                return next(c.code for c in self.references.categories.values() if c.id == row["category_id"])
            case "contributor":
                return self.references.contributors.codes[row["contributor_id"]]
        return row[column]

    def _store(self, entries: Iterator[Entry]) -> None:
        while some := list(islice(entries, PLEDGES_AT_ONCE)):
            drafted = [(entry, draft) for entry in some if (draft := self.draft(entry, entry.where))]
            self.add(drafted)

    def draft(self, entry: Entry, where: Where) -> Draft | None:
        """What a new pledge's columns say; None where they are at fault, which is told."""
        values = {column: cell for column, cell in where.row.items() if column in OWN_COLUMNS and cell}
        given = self.load.shaped(where, STATEMENTS, PledgeColumns, {**values, "key": entry.key})
        if given is None:
            return None
        faults: list[Fault] = []
        place = self.references.place(given, faults)
        entry.operation, entry.unit = place.operation, place.unit
        if place.operation and place.contributor and place.category:
            entry.what = (place.operation.id, place.contributor, place.category.id, given.item)
        faults += [*self._faults_of_part(given.part_of, place), *faults_of_key(given.key)]
        self.load.faults.tell(where, faults, STATEMENTS)
        return None if faults else Draft(given, place)

    def _faults_of_part(self, part_of: str, place: Place) -> list[Fault]:
        entry = self.entries.get(part_of)
        if entry and part_of not in self.recorded and not entry.what:
            return []  # what it is part of is at fault itself
        return faults_of_part(part_of, place, self._whole(part_of))

    def _whole(self, key: str) -> Whole | None:
        if row := self.recorded.get(key):
            is_retracted = row["retracted_at"] is not None
            return Whole(
                row["id"], row["operation_id"], row["unit"], row["part_of_id"] is not None, is_retracted
            )
        if entry := self.entries.get(key):
            operation_id = entry.operation.id if entry.operation else None
            return Whole(entry.id, operation_id, entry.unit, bool(entry.part_of), is_retracted=False)
        return None

    def add(self, drafted: list[tuple[Entry, Draft]]) -> None:
        """Store new pledges, unless something is wrong somewhere: then nothing of the sheets will be kept."""
        if self.load.faults:
            return
        rows = []
        for entry, draft in drafted:
            whole = self._whole(draft.given.part_of)
            part_of_id = whole.id if whole else None
            rows.append(pledge_row(self.load.change, draft.given, draft.place, entry.key, part_of_id))
        for (entry, _draft), pledge_id in zip(drafted, add_pledges(self.load.change, rows), strict=True):
            entry.id = pledge_id
            if not entry.part_of:
                # They were read: a sheet may have very many.
                entry.cells = NO_CELLS
        self.load.report.count("pledge", CREATED, len(rows))
