"""Second way through the sheets of statements: what is said of each pledge, in batches, known statements left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from app.i18n import _
from app.ledger.change import CREATED, KEPT
from app.pledges.known import DETAILS, statements_of
from app.pledges.rows import Row, add_statements, statement_row
from app.pledges.rules import faults_of
from app.pledges.schemas import SourceCreate, StatementCreate
from app.sheets.columns import ALL_SOURCE_COLUMNS, STATEMENT_COLUMNS, STATEMENTS, source_fields
from app.sheets.faults import Where
from app.sheets.loader.keyless import Keyless
from app.sheets.loader.pledges import OWN_COLUMNS, Draft, Entry, Pledges
from app.sheets.writer import cell_text
from app.sources import commands as sources
from app.text import tidy

ROWS_AT_ONCE = 1_000
# How much that was read already stays at hand.
AT_HAND = 20_000
REPEATED_COLUMNS = ("on", "quantity", "until")
SAID_COLUMNS = (*STATEMENT_COLUMNS, "note")


@dataclass(slots=True)
class Reading:
    """One row as it was read: the pledge, what is said of it, and the identity of the source that says it."""

    where: Where
    entry: Entry
    draft: Draft | None
    statement: StatementCreate
    source: str

    def said(self, source_id: int | str | None) -> tuple[Any, ...]:
        """What makes the statement known (app.pledges.known.IDENTITY), but for its pledge."""
        given = self.statement
        return (given.on.on, given.on.precision, given.status, given.quantity.text, source_id)


@dataclass(slots=True)
class Statements:
    """All statements of the sheets, batch by batch."""

    pledges: Pledges
    shelf: sources.Bookshelf
    keyless: Keyless | None
    # Cells that were read already, and what they mean: days, quantities and sources stand on many rows.
    _words: dict[tuple[str, str], Any] = field(default_factory=dict)
    _sources: dict[tuple[str, ...], tuple[SourceCreate, str]] = field(default_factory=dict)
    _mentions: list[tuple[Where, SourceCreate, str]] = field(default_factory=list)
    _compared: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def of(cls, pledges: Pledges) -> Statements:
        """Ready for pledges that were settled."""
        session = pledges.load.change.session
        keyless = Keyless.of(pledges) if pledges.has_keyless else None
        return cls(pledges, sources.Bookshelf.load(session), keyless)

    def read(self, paths: Iterable[Path]) -> None:
        """Read every sheet for what it says, and store what is new."""
        rows = (where for path in paths for where in self.pledges.load.rows(path, STATEMENTS))
        while some := list(islice(rows, ROWS_AT_ONCE)):
            readings = [reading for where in some if (reading := self._reading(where))]
            if not self.pledges.load.faults:
                mentions = ((r.source, r.statement.source) for r in readings)
                added = self.shelf.add(self.pledges.load.change, mentions)
                self.pledges.load.report.count("source", CREATED, added)
            if self.keyless:
                self.keyless.find_pledges(readings, self.shelf)
            self._compare_sources()
            self._store(readings)

    def _reading(self, where: Where) -> Reading | None:
        """The row in the shapes of the form and the API; None where it is at fault, which is told."""
        read = self._statement(where)
        entry = self.pledges.entries.get(tidy(where.row.get("pledge", "")))
        draft = None
        if entry is None:
            entry = Entry("", where.file, where.line, tuple(where.row.get(c, "") for c in OWN_COLUMNS))
            draft = self.pledges.draft(entry, where)
            if draft is None:
                return None
        return Reading(where, entry, draft, *read) if read else None

    def _statement(self, where: Where) -> tuple[StatementCreate, str] | None:
        row = where.row
        cells = tuple(row.get(column, "") for column in ALL_SOURCE_COLUMNS)
        at_hand = self._sources.get(cells)
        values: dict[str, Any] = {column: row[column] for column in SAID_COLUMNS if row.get(column)}
        for column in REPEATED_COLUMNS:
            if (column, values.get(column)) in self._words:
                values[column] = self._words[column, values[column]]
        values["source"] = at_hand[0] if at_hand else source_fields(row)
        statement = self.pledges.load.shaped(where, STATEMENTS, StatementCreate, values)
        if statement is None:
            return None
        self._remember(row, statement)
        return statement, (at_hand or self._remember_source(where, cells, statement.source))[1]

    def _remember(self, row: dict[str, str], statement: StatementCreate) -> None:
        if len(self._words) >= AT_HAND:
            self._words.clear()
        for column in REPEATED_COLUMNS:
            if cell := row.get(column):
                self._words[column, cell] = getattr(statement, column)

    def _remember_source(
        self, where: Where, cells: tuple[str, ...], source: SourceCreate
    ) -> tuple[SourceCreate, str]:
        if len(self._sources) >= AT_HAND:
            self._sources.clear()
        same = sources.identity_of(source)
        self._mentions.append((where, source, same))
        self._sources[cells] = source, same
        return source, same

    def _store(self, readings: list[Reading]) -> None:
        load = self.pledges.load
        known = statements_of(load.change.session, {r.entry.id for r in readings if r.entry.id is not None})
        rows: list[Row] = []
        for reading in readings:
            pledge_id, source_id = reading.entry.id, self.shelf.find(reading.source)
            identity = (pledge_id, *reading.said(source_id))
            if kept := known.get(identity):
                self._leave_alone(reading, kept)
            elif self._is_accepted(reading) and pledge_id is not None and source_id is not None:
                row = statement_row(load.change, pledge_id, reading.statement, source_id)
                known[identity] = row
                rows.append(row)
        if not load.faults:
            add_statements(load.change, rows)
            load.report.count("statement", CREATED, len(rows))

    def _leave_alone(self, reading: Reading, kept: Mapping[str, Any]) -> None:
        """A known statement, retracted or not, stays as it is; where the sheet says otherwise, that is reported."""
        self.pledges.load.report.count("statement", KEPT)
        for name in DETAILS:
            if getattr(reading.statement, name) != kept[name]:
                self._differs(reading.where, name, kept[name])

    def _is_accepted(self, reading: Reading) -> bool:
        """Whether a new statement may be said of its pledge; if not, that is told."""
        load, entry = self.pledges.load, reading.entry
        if entry.retraction:
            message = _("{key} was retracted: {reason}", key=entry.key, reason=entry.retraction)
            load.faults.add(reading.where.remark("pledge", message))
            return False
        faults = faults_of(reading.statement, entry.operation, entry.unit) if entry.operation else []
        load.faults.tell(reading.where, faults, STATEMENTS)
        return not faults

    def _compare_sources(self) -> None:
        """A known source stays as it is too; each difference is reported once."""
        found = {same: known for _where, _given, same in self._mentions if (known := self.shelf.find(same))}
        kept = sources.details(self.pledges.load.change.session, found.values())
        for where, given, same in self._mentions:
            source_id = found.get(same, 0)
            for name in given.model_fields_set.intersection(sources.DETAILS) if source_id else ():
                recorded = getattr(kept[source_id], name)
                if getattr(given, name) != recorded and (source_id, name) not in self._compared:
                    self._compared.add((source_id, name))
                    self._differs(where, f"source_{name}", recorded)
        self._mentions.clear()

    def _differs(self, where: Where, column: str, kept: object) -> None:
        message = _("the record keeps {value}", value=cell_text(kept) or _("(empty)"))
        self.pledges.load.report.differs(where.remark(column, message))
