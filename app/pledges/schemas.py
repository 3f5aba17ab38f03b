"""What goes into the record about pledges: the shapes the form, the API and the sheets share."""

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from app.i18n import _
from app.ledger.quantity import Quantity, parse_quantity
from app.ledger.stated_day import StatedDay, parse_stated_day
from app.text import tidy
from app.vocabulary import SourceKind, Status

WORDS_OF_EVIDENCE = 40
# A larger number is no row's, and one of SQLite's drivers cannot even ask for it.
LARGEST_ID = 2**31 - 1


# Nobody's words; white space is folded instead.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _clean(value: Any) -> Any:
    """None is no words; control characters are nobody's words."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    # Most text has none, and a load reads millions of cells.
    if not value.isprintable() and CONTROL.search(value):
        raise ValueError(_("holds a control character: write plain text"))
    return tidy(value)


def _web_address(value: str) -> str:
    if value and not value.lower().startswith(("http://", "https://")):
        message = _("{written!r} is no web address: it begins with https:// or http://", written=value)
        raise ValueError(message)
    return value


def _short_quotation(value: str) -> str:
    words = len(value.split())
    if words > WORDS_OF_EVIDENCE:
        message = _("the quotation has {n} words: quote at most {most}", n=words, most=WORDS_OF_EVIDENCE)
        raise ValueError(message)
    return value


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    value = _blank_is_none(value)
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        message = _("{written!r} is no day: write it as 2013-01-17", written=value)
        raise ValueError(message) from None


def _stated_day(value: Any) -> Any:
    if isinstance(value, StatedDay):
        return value
    return StatedDay(value, "day") if type(value) is date else parse_stated_day(_as_text(value))


def _quantity(value: Any) -> Any:
    if isinstance(value, Quantity):
        return value
    return parse_quantity("" if value is None else _as_text(value))


def _as_text(value: Any) -> str:
    """What a program may send as a number too ("on": 2013), and nothing that holds other values."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise ValueError(_("{written!r} is neither text nor a number", written=value))
    return str(value)


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str):
        word = value.strip().lower()
        if word in ("", "yes", "true", "1", "oui"):
            return True
        if word in ("no", "false", "0", "non"):
            return False
        raise ValueError(_("{written!r} is neither yes nor no", written=value))
    return True if value is None else value


# The length stands before the cleaning: so it is of the text that is left, and its fault speaks of characters.
Text = Annotated[str, Field(max_length=20_000), BeforeValidator(_clean)]
Line = Annotated[str, Field(max_length=500), BeforeValidator(_clean)]
Code = Annotated[str, Field(max_length=200), BeforeValidator(_clean)]
Required = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(_clean)]
Url = Annotated[str, Field(max_length=2_000), BeforeValidator(_clean), AfterValidator(_web_address)]
Evidence = Annotated[Text, AfterValidator(_short_quotation)]
Day = Annotated[date | None, BeforeValidator(_day)]
On = Annotated[
    StatedDay,
    BeforeValidator(_stated_day),
    WithJsonSchema(
        {"type": "string", "description": "2013-01-17, 2013-01 or 2013", "examples": ["2013-01-17"]}
    ),
]
Stated = Annotated[
    Quantity,
    BeforeValidator(_quantity),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}],
            "description": 'The number as printed: 1400, 1,400, "more than 200", "900-1,200", "undisclosed".',
            "examples": ["more than 200"],
        }
    ),
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]


class Strict(BaseModel):
    """A shape that takes nothing it does not know."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class SourceCreate(Strict):
    """A publication: one that the record has (`id`), or a new one with a title or an address."""

    id: Annotated[int, Field(ge=1, le=LARGEST_ID)] | None = None
    title: Line = ""
    publisher: Line = ""
    author: Line = ""
    url: Url = ""
    archived_url: Url = ""
    published_on: Day = None
    accessed_on: Day = None
    seen_at: Line = ""
    language: Annotated[str, Field(max_length=40), BeforeValidator(_clean)] = ""
    kind: Annotated[SourceKind, BeforeValidator(lambda v: _clean(v) or "other")] = "other"

    @model_validator(mode="after")
    def _is_findable(self) -> Self:
        if self.id is None and not self.title and not self.url:
            message = _("a source needs a title or an address: no figure is published without one")
            raise ValueError(message)
        return self


class StatementCreate(Strict):
    """What one source says about a pledge."""

    on: On
    status: Annotated[Status, BeforeValidator(_clean)]
    quantity: Annotated[Stated, Field(validate_default=True)] = ""  # type: ignore[assignment]  # read by _quantity
    until: Day = None
    condition: Text = ""
    speaker: Line = ""
    evidence: Evidence = ""
    accepted: YesNo = True
    note: Text = ""
    source: SourceCreate

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.until and self.until < self.on.on:
            message = _(
                "until {until} is before the day it counts from, {on}", until=self.until, on=self.on.on
            )
            raise ValueError(message)
        return self


class PledgeColumns(Strict):
    """What makes a pledge the pledge it is; codes, or names as people write them."""

    operation: Required
    contributor: Required
    category: Required
    item: Line = ""
    key: Annotated[str, Field(max_length=160), BeforeValidator(_clean)] = ""
    part_of: Code = ""
    unit: Annotated[str, Field(max_length=40), BeforeValidator(_clean)] = ""
    caveats: Text = ""


class PledgeCreate(PledgeColumns):
    """A pledge with its first statement."""

    statement: StatementCreate


class Retraction(Strict):
    """Why a record no longer stands."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000), BeforeValidator(_clean)]


class Correction(Retraction):
    """A statement that takes the place of one that was wrong, and why."""

    statement: StatementCreate


class PledgeEdit(Strict):
    """How a pledge is described, said better. What is left out stays as it is."""

    item: Line | None = None
    caveats: Text | None = None
    reason: Annotated[str, Field(max_length=2_000), BeforeValidator(_clean)] = ""


class StatementEdit(Strict):
    """A slip in what no figure follows from. What is left out stays as it is; anything else is a correction."""

    speaker: Line | None = None
    note: Text | None = None
    reason: Annotated[str, Field(max_length=2_000), BeforeValidator(_clean)] = ""
