"""What may be said of a pledge: the rules that need the record, the same for the form, the API and the sheets. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from app.errors import Fault
from app.i18n import _
from app.ledger.standing import UNCOUNTED
from app.ledger.stated_day import StatedDay
from app.models import Category, Operation
from app.pledges.schemas import StatementCreate

KEY_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,159}")
RESERVED_KEYS = {"new"}


@dataclass(frozen=True, slots=True)
class Place:
    """What a pledge's columns mean in this record; None where they name nothing that is in it."""

    operation: Operation | None
    contributor: int | None
    category: Category | None
    unit: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A pledge that another one is to be part of."""

    id: int | None
    operation_id: int | None
    unit: str
    is_part: bool
    is_retracted: bool


def faults_of(given: StatementCreate, operation: Operation, unit: str) -> list[Fault]:
    """What a statement may not say of a pledge of this operation in this unit."""
    faults = []
    last = operation.closes_after
    if given.accepted and last and given.on.on > last:
        faults.append(Fault("on", _late(given.on, operation.code)))
    if unit == UNCOUNTED and given.quantity.value is not None:
        message = _("this category is not counted: give another unit, or leave the quantity empty")
        faults.append(Fault("quantity", message))
    return faults


def _late(on: StatedDay, code: str) -> str:
    return _(
        "{on} counts after the last day on which this record follows {code}: "
        "move its covered_until first, or enter the statement as not accepted",
        on=str(on),
        code=code,
    )


def faults_of_part(part_of: str, place: Place, whole: Whole | None) -> list[Fault]:
    """Why a pledge cannot be part of `whole`, named by its `part_of`: they share operation and unit, one level."""
    if not part_of:
        return []
    operation = place.operation
    message = None
    if whole is None or whole.is_retracted:
        message = _("there is no pledge {key} to be part of", key=part_of)
    elif whole.is_part:
        message = _("{key} is itself part of a pledge: one level is enough", key=part_of)
    elif operation and (whole.operation_id, whole.unit) != (operation.id, place.unit):
        message = _("{key} is of another operation or unit: parts share both", key=part_of)
    return [Fault("part_of", message)] if message else []


def faults_of_key(key: str) -> list[Fault]:
    """What is wrong with the form of a pledge's key; an empty one is made."""
    if not key or (KEY_FORM.fullmatch(key) and key.lower() not in RESERVED_KEYS):
        return []
    return [Fault("key", _("a key has letters, digits and hyphens, up to 160, and is not 'new'"))]


def made_keys(operation: str, contributor: str, category: str) -> Iterator[str]:
    """The keys a pledge without one may get, best first: operation-contributor-category, then -2, -3."""
    stem = f"{operation}-{contributor}-{category}".lower()
    yield stem
    for n in count(2):
        yield f"{stem}-{n}"
