"""What programs send, checked: every fault at once, those that only the record knows included."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import Fault, InvalidInput
from app.i18n import _
from app.ledger.change import Change
from app.pledges.references import References
from app.pledges.schemas import PledgeCreate
from app.sheets.faults import message_of

Model = TypeVar("Model", bound=BaseModel)
CODES = ("operation", "contributor", "category")


def checked(model: type[Model], sent: Any) -> Model:
    """The body as its shape. InvalidInput names every field at fault."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise InvalidInput(*(_fault(e) for e in error.errors(include_url=False))) from None
    except UnicodeEncodeError:
        raise InvalidInput(
            Fault("", _("the text holds half a character (an escape such as \\ud800)"))
        ) from None


def _fault(error: ErrorDetails) -> Fault:
    """What JSON can have wrong and a form or a sheet cannot is said here; the rest as everywhere."""
    field = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return Fault(field, _("is no field here"))
        case "model_type" | "model_attributes_type" | "dataclass_type":
            return Fault(field, _("this must be an object"))
        case "string_type" | "string_unicode":
            return Fault(field, _("this must be text"))
        case "too_short":
            return Fault(field, _("this must be given"))
    return Fault(field, message_of(error))


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
