"""Writing operations, categories and requirements: each call makes the record say what is given."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contributors.directory import Directory
from app.errors import Conflict, Fault, InvalidInput
from app.i18n import _
from app.ledger.change import Change
from app.models import Category, Contributor, Operation, Pledge, Requirement
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.pledges.references import References
from app.sources.commands import find_or_add_source
from app.text import fold

OperationsByCode = dict[str, Operation]
RequirementKey = tuple[int, int, date, int]


def known_operations(session: Session) -> OperationsByCode:
    """Every operation by its folded code."""
    return {fold(o.code): o for o in session.scalars(select(Operation))}


def put_operation(
    change: Change, given: OperationCreate, directory: Directory, known: OperationsByCode
) -> tuple[Operation, str]:
    """Add an operation, or bring the known one up to date: "created", "updated" or "kept". InvalidInput.

    What it is part of must be in the record already. Where its record's last day moves, its pledges' standings follow.
    """
    faults: list[Fault] = []
    values: dict[str, Any] = given.model_dump(exclude={"theatre", "lead", "part_of"})
    values["theatre"] = _theatre(change, given, directory, faults)
    values["lead_id"] = _lead(given, directory, faults)
    found = known.get(fold(given.code))
    values["part_of_id"] = _whole(given, found, known, faults)
    if faults:
        raise InvalidInput(*faults)
    values["code"] = found.code if found else given.code
    closed = found.closes_after if found else None
    entity, outcome = change.put(found, Operation, values["code"], values)
    known[fold(entity.code)] = entity
    if entity.closes_after != closed:
        _touch_pledges(change, entity)
    return entity, outcome


def _touch_pledges(change: Change, operation: Operation) -> None:
    for pledge_id in change.session.scalars(select(Pledge.id).where(Pledge.operation_id == operation.id)):
        change.touch(pledge_id)


def _theatre(change: Change, given: OperationCreate, directory: Directory, faults: list[Fault]) -> list[str]:
    codes = []
    for written in given.theatre:
        found = directory.find(written)
        country = change.session.get(Contributor, found) if found else None
        if country is None or country.kind != "country":
            faults.append(Fault("theatre", _("{written!r} is no country of this record", written=written)))
        else:
            codes.append(country.code)
    return codes


def _lead(given: OperationCreate, directory: Directory, faults: list[Fault]) -> int | None:
    found = directory.find(given.lead) if given.lead else None
    if given.lead and found is None:
        message = _("{written!r} is no country or organisation of this record", written=given.lead)
        faults.append(Fault("lead", message))
    return found


def _whole(
    given: OperationCreate, found: Operation | None, known: OperationsByCode, faults: list[Fault]
) -> int | None:
    """The operation it is part of, which may itself be part of another, but never of this one."""
    if not given.part_of:
        return None
    whole = known.get(fold(given.part_of))
    if whole is None:
        message = _("there is no operation {written!r} to be part of", written=given.part_of)
        faults.append(Fault("part_of", message))
        return None
    if found and found.id in _with_wholes(whole, known):
        faults.append(Fault("part_of", _("{code} would be part of itself", code=given.code)))
    return whole.id


def _with_wholes(operation: Operation, known: OperationsByCode) -> set[int]:
    by_id = {o.id: o for o in known.values()}
    seen: set[int] = set()
    step: Operation | None = operation
    while step and step.id not in seen:
        seen.add(step.id)
        step = by_id.get(step.part_of_id) if step.part_of_id else None
    return seen


def put_category(change: Change, given: CategoryCreate, known: dict[str, Category]) -> tuple[Category, str]:
    """Add a category, or bring the known one up to date. Its pledges keep the unit they were entered in."""
    found = known.get(fold(given.code))
    values = given.model_dump() | {"code": found.code if found else given.code}
    entity, outcome = change.put(found, Category, values["code"], values)
    known[fold(entity.code)] = entity
    return entity, outcome


def known_categories(session: Session) -> dict[str, Category]:
    """Every category by its folded code."""
    return {fold(c.code): c for c in session.scalars(select(Category))}


def known_requirements(session: Session) -> dict[RequirementKey, Requirement]:
    """Every requirement by operation, category, day and source."""
    rows = session.scalars(select(Requirement))
    return {(r.operation_id, r.category_id, r.on, r.source_id): r for r in rows}


def put_requirement(
    change: Change,
    given: RequirementCreate,
    references: References,
    known: dict[RequirementKey, Requirement],
) -> tuple[Requirement, str]:
    """Add a requirement, or bring the known one (same operation, category, day, source) up to date. InvalidInput."""
    key, values = _of_requirement(change, given, references)
    same = _same_requirement(values)
    entity, outcome = change.put(known.get(same), Requirement, key, values)
    known[same] = entity
    return entity, outcome


def edit_known_requirement(
    change: Change, found: Requirement, given: RequirementCreate, references: References
) -> tuple[Requirement, str]:
    """Make this requirement say what is given, whatever its day or source was. InvalidInput; Conflict: there is one."""
    key, values = _of_requirement(change, given, references)
    other = known_requirements(change.session).get(_same_requirement(values), found)
    if other is not found:
        raise Conflict(
            _(
                "The record has a requirement of this category, day and source already (number {id}).",
                id=other.id,
            )
        )
    return change.put(found, Requirement, key, values)


def _of_requirement(
    change: Change, given: RequirementCreate, references: References
) -> tuple[str, dict[str, Any]]:
    """What a requirement is called in the history, and its columns. InvalidInput."""
    faults: list[Fault] = []
    operation = references.operation(given.operation, faults)
    category = references.category(given.category, faults)
    if operation is None or category is None:
        raise InvalidInput(*faults)
    values: dict[str, Any] = {
        "operation_id": operation.id,
        "category_id": category.id,
        "source_id": find_or_add_source(change, given.source),
    }
    values |= given.model_dump(include={"quantity", "on", "note"})
    return f"{operation.code} {category.code} {given.on}", values


def _same_requirement(values: dict[str, Any]) -> RequirementKey:
    return values["operation_id"], values["category_id"], values["on"], values["source_id"]
