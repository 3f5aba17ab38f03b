"""What programs send, checked: every fault at once, those that only the record knows included."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.errors import Fault, InvalidInput
from app.ledger.change import Change
from app.pledges.references import References
from app.pledges.schemas import PledgeCreate
from app.sheets.faults import faults_from

Model = TypeVar("Model", bound=BaseModel)
CODES = ("operation", "contributor", "category")


def checked(model: type[Model], sent: Any) -> Model:
    """The body as its shape. InvalidInput names every field at fault."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise InvalidInput(*faults_from(error)) from None


def checked_pledge(change: Change, sent: Any) -> PledgeCreate:
    """The same of a pledge; its codes are looked up even where something else is wrong."""
    try:
        return checked(PledgeCreate, sent)
    except InvalidInput as error:
        told = {fault.field for fault in error.faults}
        raise InvalidInput(*error.faults, *_unknown_codes(change, sent, told)) from None


def _unknown_codes(change: Change, sent: Any, told: set[str]) -> list[Fault]:
    if not isinstance(sent, dict):
        return []
    references = References.load(change.session)
    faults: list[Fault] = []
    for name in CODES:
        if name not in told and isinstance(sent.get(name), str):
            getattr(references, name)(sent[name], faults)
    return faults
