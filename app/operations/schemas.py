"""What goes into the record about operations: themselves, the categories of what is given, and what was asked for."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from app.contributors.schemas import Names, PlainCode, whole_number
from app.i18n import _
from app.ledger.quantity import MAX
from app.ledger.stated_day import parse_stated_day
from app.pledges.schemas import Code, Day, Line, Required, SourceCreate, Strict, Text

SMALLEST, LARGEST = -(2**31), 2**31 - 1


def _sort(value: Any) -> Any:
    return 0 if value is None or value == "" else whole_number(value)


def _exact_day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    stated = parse_stated_day(value)
    if stated.precision != "day":
        raise ValueError(_("write the day in full, as 2013-01-17"))
    return stated.on


ShortWord = Annotated[Line, Field(max_length=40)]


class OperationCreate(Strict):
    """A military operation, or an intervention that others are part of; codes, or names as people write them."""

    code: PlainCode
    name: Required
    name_fr: Line = ""
    aliases: Names
    kind: Line = ""
    summary: Text = ""
    theatre: Names
    lead: Code = ""
    mandate: Text = ""
    started_on: Day = None
    ended_on: Day = None
    part_of: Code = ""
    opens_on: Day = None
    covered_until: Day = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            message = _(
                "ended_on {end} is before started_on {start}", end=self.ended_on, start=self.started_on
            )
            raise ValueError(message)
        return self


class CategoryCreate(Strict):
    """A kind of contribution, its group, and the unit it is counted in ("none": never counted)."""

    code: PlainCode
    name: Required
    name_fr: Line = ""
    group: ShortWord = ""
    unit: Annotated[ShortWord, Field(min_length=1)]
    sort: Annotated[int, BeforeValidator(_sort), Field(ge=SMALLEST, le=LARGEST)] = 0


class RequirementCreate(Strict):
    """What an operation was authorised or asked for in one category, in the category's unit."""

    operation: Required
    category: Required
    quantity: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=MAX)]
    on: Annotated[date, BeforeValidator(_exact_day)]
    note: Text = ""
    source: SourceCreate
