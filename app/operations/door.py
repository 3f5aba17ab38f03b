"""Operations, categories and requirements, entered and edited one by one: what is refused beside what a sheet is."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from app.contributors.directory import Directory
from app.door.kind import Kind, Row
from app.errors import Conflict, Fault, InvalidInput, NotFound
from app.i18n import _, day, ngettext
from app.ledger.change import Change
from app.models import Category, Operation, Pledge, Requirement, Statement
from app.models.columns import OP, RQ, K
from app.models.naming import as_written, name_of
from app.operations.commands import (
    edit_known_requirement,
    known_categories,
    known_operations,
    known_requirements,
    put_category,
    put_operation,
    put_requirement,
)
from app.operations.queries import CATEGORY_FIELDS, get_operation
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.pledges.references import References
from app.text import fold

Known = TypeVar("Known", Operation, Category)


def add_operation(change: Change, given: OperationCreate) -> str:
    """A new operation; its code. Conflict where the code is taken; InvalidInput."""
    known = known_operations(change.session)
    _is_free(given.code, known)
    operation, _outcome = put_operation(change, given, Directory(change.session), known)
    return operation.code


def edit_operation(change: Change, code: str, given: OperationCreate) -> str:
    """Make the record say this of an operation; its standings follow. InvalidInput, NotFound.

    Its record cannot end before what is counted in it: statements would be left that no sheet could load again.
    """
    known = known_operations(change.session)
    operation = _known(known.get(fold(code)), code, given.code)
    _stays_after_its_statements(change, operation, given)
    put_operation(change, given, Directory(change.session), known)
    return operation.code


def _stays_after_its_statements(change: Change, operation: Operation, given: OperationCreate) -> None:
    last = given.covered_until or given.ended_on
    if not last:
        return
    counted = Statement.accepted & Statement.retracted_at.is_(None) & (Statement.review == "published")
    late = select(func.count(), func.max(Statement.on)).join(Pledge, Pledge.id == Statement.pledge_id)
    of = (Pledge.operation_id == operation.id) & Pledge.retracted_at.is_(None) & (Statement.on > last)
    n, newest = change.session.execute(late.where(of, counted)).one()
    if n:
        message = ngettext(
            "{n} counted statement of it speaks of a later day ({day}): retract it first, or choose a later day",
            "{n} counted statements of it speak of later days (the last of {day}): retract them first, or choose a "
            "later day",
            n,
            day=day(newest),
        )
        raise InvalidInput(Fault("covered_until" if given.covered_until else "ended_on", message))


def operation_as_given(record: Row) -> Row:
    """An operation as it would be given."""
    return {name: record[name] for name in OperationCreate.model_fields}


def get_category(reader: Connection, code: str) -> Row:
    """One category with its version. NotFound."""
    columns = select(*(K[name] for name in (*CATEGORY_FIELDS, "version")))
    row = reader.execute(columns.where(func.lower(K.code) == code.lower())).first()
    if row is None:
        raise NotFound(_("There is no category {code}.", code=code))
    return dict(row._asdict())


def add_category(change: Change, given: CategoryCreate) -> str:
    """A new category; its code. Conflict where the code is taken."""
    known = known_categories(change.session)
    _is_free(given.code, known)
    category, _outcome = put_category(change, given, known)
    return category.code


def edit_category(change: Change, code: str, given: CategoryCreate) -> str:
    """Make the record say this of a category. InvalidInput: its unit stays once something is counted in it."""
    known = known_categories(change.session)
    category = _known(known.get(fold(code)), code, given.code)
    if given.unit != category.unit and _is_used(change, category):
        message = _(
            "pledges or requirements are counted in {unit} already: add another category", unit=category.unit
        )
        raise InvalidInput(Fault("unit", message))
    put_category(change, given, known)
    return category.code


def _is_used(change: Change, category: Category) -> bool:
    uses = (
        select(Pledge.id).where(Pledge.category_id == category.id),
        select(Requirement.id).where(Requirement.category_id == category.id),
    )
    return any(change.session.scalar(use.limit(1)) is not None for use in uses)


def category_as_given(record: Row) -> Row:
    """A category as it would be given."""
    return {name: record[name] for name in CategoryCreate.model_fields}


def get_requirement(reader: Connection, number: str) -> Row:
    """One requirement by its number, with the codes of its operation and category. NotFound."""
    columns = (
        RQ.id,
        OP.code.label("operation"),
        K.code.label("category"),
        K.unit,
        RQ.quantity,
        RQ.on,
        RQ.note,
    )
    query = select(*columns, RQ.source_id.label("source")).join_from(
        Requirement.__table__, OP.id.table, OP.id == RQ.operation_id
    )
    found = query.join(K.id.table, K.id == RQ.category_id).where(RQ.id == number_in(number))
    row = reader.execute(found).first()
    if row is None:
        raise NotFound(_("There is no requirement {number}.", number=number))
    return dict(row._asdict())


def requirements_numbered(reader: Connection, operation_id: int) -> list[Row]:
    """Everything an operation was ever required to have, with the numbers of the requirements."""
    columns = (RQ.id, name_of(K), K.unit, RQ.quantity, RQ.on, RQ.note)
    query = select(*columns).join_from(Requirement.__table__, K.id.table, K.id == RQ.category_id)
    rows = reader.execute(query.where(RQ.operation_id == operation_id).order_by(K.sort, RQ.on, RQ.id))
    return [dict(row._asdict()) for row in rows]


def number_in(text: str) -> int:
    """The number that an address names; 0, which no record has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def add_requirement(change: Change, given: RequirementCreate) -> str:
    """A new requirement; its number. Conflict where the record has one of this day and source."""
    references, known = References.load(change.session), known_requirements(change.session)
    before = {requirement.id for requirement in known.values()}
    requirement, _outcome = put_requirement(change, given, references, known)
    if requirement.id in before:
        raise Conflict(
            _(
                "The record has a requirement of this category, day and source already (number {id}).",
                id=requirement.id,
            )
        )
    return str(requirement.id)


def edit_requirement(change: Change, number: str, given: RequirementCreate) -> str:
    """Make the record say this of a requirement. NotFound, InvalidInput, Conflict."""
    requirement = change.session.get(Requirement, number_in(number))
    if requirement is None:
        raise NotFound(_("There is no requirement {number}.", number=number))
    edit_known_requirement(change, requirement, given, References.load(change.session))
    return str(requirement.id)


def requirement_as_given(record: Row) -> Row:
    """A requirement as it would be given, its source by number."""
    own = {name: record[name] for name in ("operation", "category", "quantity", "on", "note")}
    return {**own, "source": {"id": record["source"]}}


def _is_free(code: str, known: dict[str, Any]) -> None:
    if fold(code) in known:
        raise Conflict(_("The code {code} is taken.", code=known[fold(code)].code))


def _known(found: Known | None, code: str, given: str) -> Known:
    """The record that is to be edited, which keeps its code: links hold."""
    if found is None:
        raise NotFound(_("There is nothing called {code} in this record.", code=code))
    if fold(given) != fold(code):
        raise InvalidInput(Fault("code", _("a code stays as it is, so that links hold")))
    return found


OPERATIONS = Kind(
    "operations",
    "operation",
    OperationCreate,
    as_written(get_operation),
    operation_as_given,
    add_operation,
    edit_operation,
)
CATEGORIES = Kind(
    "categories",
    "category",
    CategoryCreate,
    as_written(get_category),
    category_as_given,
    add_category,
    edit_category,
)
REQUIREMENTS = Kind(
    "requirements",
    "requirement",
    RequirementCreate,
    as_written(get_requirement),
    requirement_as_given,
    add_requirement,
    edit_requirement,
)
