"""Loading the sheets of what pledges refer to, and of what they are set against: one function a sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from app.contributors.commands import (
    ambiguous_names,
    known_contributors,
    known_indicators,
    known_memberships,
    put_contributor,
    put_indicator,
    put_membership,
)
from app.contributors.directory import Directory
from app.contributors.schemas import ContributorCreate, IndicatorCreate, MembershipCreate
from app.db import Base
from app.i18n import _
from app.ledger.change import UPDATED
from app.operations.commands import (
    known_categories,
    known_operations,
    known_requirements,
    put_category,
    put_operation,
    put_requirement,
)
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.pledges.references import References
from app.sheets.columns import (
    ALL_SOURCE_COLUMNS,
    CATEGORIES,
    CONTRIBUTORS,
    INDICATORS,
    MEMBERSHIPS,
    OPERATIONS,
    REQUIREMENTS,
    Sheet,
    source_fields,
)
from app.sheets.faults import Where
from app.sheets.loader.load import Load
from app.text import fold

Put = Callable[[Any], tuple[Base, str]]
Given = list[tuple[Where, Any]]


@dataclass(slots=True)
class _Sheet:
    """One sheet on its way into the record."""

    load: Load
    sheet: Sheet
    kind: str
    shape: type[BaseModel]
    # Which row of the sheet spoke of which row of the record.
    lines: dict[Base, int]

    def read(self, path: Path, values: Callable[[dict[str, str]], dict[str, Any]]) -> Given:
        """The rows of the sheet that have the right shape."""
        given = []
        for where in self.load.rows(path, self.sheet):
            filled = {column: cell for column, cell in values(where.row).items() if cell}
            shaped = self.load.shaped(where, self.sheet, self.shape, filled)
            if shaped is not None:
                given.append((where, shaped))
            else:
                self._doubt(where)
        return given

    def put(self, where: Where, shaped: Any, put: Put) -> None:
        """Make the record say what a row says, once."""
        done = self.load.tried(where, self.sheet, lambda: put(shaped))
        if done is None:
            self._doubt(where)
            return
        entity, outcome = done
        before = self.lines.setdefault(entity, where.line)
        if before != where.line and outcome == UPDATED:
            message = _("line {line} says something else of the same record: keep one of them", line=before)
            self.load.faults.add(where.remark(self.sheet.columns[0], message))
        self.load.report.count(self.kind, outcome)

    def _doubt(self, where: Where) -> None:
        names = [where.row.get(column, "") for column in ("code", "name", "name_fr", "alpha2")]
        self.load.faults.doubt(self.kind, [*names, *where.row.get("aliases", "").split(";")])


def _as_it_is(row: dict[str, str]) -> dict[str, Any]:
    return dict(row)


def load_contributors(load: Load, path: Path) -> None:
    """Countries and organisations. A name that means two of them is a fault: pledges would go to the wrong one."""
    sheet = _Sheet(load, CONTRIBUTORS, "contributor", ContributorCreate, {})
    known = known_contributors(load.change.session)
    wheres = {}
    for where, given in sheet.read(path, _as_it_is):
        wheres[fold(given.code)] = where
        sheet.put(where, given, lambda given: put_contributor(load.change, given, known))
    for code, name, other in ambiguous_names(known):
        if told := wheres.get(fold(code)):
            message = _(
                "{name!r} is a name of {other} too: a name must mean one of them", name=name, other=other
            )
            load.faults.add(told.remark(_column_with(told, name), message))


def _column_with(where: Where, name: str) -> str:
    return next((c for c in ("name", "name_fr") if fold(where.row.get(c)) == fold(name)), "aliases")


def load_memberships(load: Load, path: Path) -> None:
    """Who belonged to which organisation when."""
    sheet = _Sheet(load, MEMBERSHIPS, "membership", MembershipCreate, {})
    directory, known = Directory(load.change.session), known_memberships(load.change.session)
    for where, given in sheet.read(path, _as_it_is):
        sheet.put(where, given, lambda given: put_membership(load.change, given, directory, known))


def load_operations(load: Load, path: Path) -> None:
    """Operations; those that others are part of come first, wherever they stand in the sheet."""
    sheet = _Sheet(load, OPERATIONS, "operation", OperationCreate, {})
    directory, known = Directory(load.change.session), known_operations(load.change.session)
    for where, given in _wholes_first(load, sheet.read(path, _as_it_is)):
        sheet.put(where, given, lambda given: put_operation(load.change, given, directory, known))


def _wholes_first(load: Load, given: Given) -> Given:
    """The same rows, each behind the one it is part of; a ring of them is a fault."""
    waiting = {fold(operation.code) for _where, operation in given}
    ordered: Given = []
    while given:
        ready = [row for row in given if fold(row[1].part_of) not in waiting]
        if not ready:
            for where, operation in given:
                message = _("{code} would be part of itself", code=operation.code)
                load.faults.add(where.remark("part_of", message))
            return ordered
        given = [row for row in given if fold(row[1].part_of) in waiting]
        waiting = {fold(operation.code) for _where, operation in given}
        ordered += ready
    return ordered


def load_categories(load: Load, path: Path) -> None:
    """What is given, and the unit it is counted in."""
    sheet = _Sheet(load, CATEGORIES, "category", CategoryCreate, {})
    known = known_categories(load.change.session)
    for where, given in sheet.read(path, _as_it_is):
        sheet.put(where, given, lambda given: put_category(load.change, given, known))


def load_requirements(load: Load, path: Path) -> None:
    """What operations were authorised or asked for."""
    sheet = _Sheet(load, REQUIREMENTS, "requirement", RequirementCreate, {})
    references = References.load(load.change.session)
    known = known_requirements(load.change.session)
    for where, given in sheet.read(path, _with_source):
        sheet.put(where, given, lambda given: put_requirement(load.change, given, references, known))


def _with_source(row: dict[str, str]) -> dict[str, Any]:
    own = {column: cell for column, cell in row.items() if column not in ALL_SOURCE_COLUMNS}
    # An empty source is told as such.
    return {**own, "source": source_fields(row) or {"title": ""}}


def load_indicators(load: Load, path: Path) -> None:
    """How large countries are, for ratios."""
    sheet = _Sheet(load, INDICATORS, "indicator", IndicatorCreate, {})
    directory, known = Directory(load.change.session), known_indicators(load.change.session)
    for where, given in sheet.read(path, _with_reference):
        sheet.put(where, given, lambda given: put_indicator(load.change, given, directory, known))


def _with_reference(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "source": {"title": row.get("source", ""), "kind": "reference"}}
