"""What goes into the record about contributors: countries and organisations, memberships, and sizes for ratios."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.i18n import _
from app.ledger.numeral import FIGURE
from app.ledger.quantity import MAX
from app.pledges.schemas import Day, Line, Required, SourceCreate, Strict
from app.text import tidy

CODE_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
ALPHA2_FORM = re.compile(r"[A-Z]{2}|")


def plain_code(value: str) -> str:
    """A code that can stand in an address. ValueError says what is accepted."""
    if not CODE_FORM.fullmatch(value) or value.lower() == "new":
        raise ValueError(_("a code has letters, digits and hyphens, up to 40, and is not 'new'"))
    return value


def listed(value: Any) -> Any:
    """A list that a cell writes with ; between its words; nothing twice."""
    words = value.split(";") if isinstance(value, str) else value or []
    if not isinstance(words, list):
        return words
    return list(dict.fromkeys(tidy(word) if isinstance(word, str) else word for word in words if word))


def whole_number(value: Any) -> Any:
    """A whole number as people write it: 1400 or 1,400. None for nothing. ValueError says what is accepted."""
    if not isinstance(value, str):
        return value
    digits = tidy(value)
    if digits and not FIGURE.fullmatch(digits):
        raise ValueError(_("write a whole number of 0 or more: 1400 or 1,400"))
    return int(re.sub("[ ,']", "", digits)) if digits else None


def _alpha2(value: str) -> str:
    value = value.upper()
    if not ALPHA2_FORM.fullmatch(value):
        raise ValueError(_("alpha2 is a country's two-letter ISO code, or empty"))
    return value


PlainCode = Annotated[Required, AfterValidator(plain_code)]
Names = Annotated[list[Line], BeforeValidator(listed), Field(default_factory=list, max_length=100)]
Count = Annotated[int | None, BeforeValidator(whole_number), Field(ge=0, le=MAX)]
CountOf = Annotated[int | None, BeforeValidator(whole_number), Field(ge=1, le=MAX)]
Year = Annotated[int, BeforeValidator(whole_number), Field(ge=1800, le=2200)]
Kind = Annotated[Literal["country", "organisation"], BeforeValidator(lambda v: v or "")]


class ContributorCreate(Strict):
    """A country (ISO 3166-1 alpha-3) or an organisation (a short code of its own)."""

    code: PlainCode
    kind: Kind
    name: Required
    name_fr: Line = ""
    alpha2: Annotated[Line, AfterValidator(_alpha2)] = ""
    aliases: Names


class OrganisationCreate(ContributorCreate):
    """An organisation with those that belong to it, all since one day (empty: open)."""

    members: Names
    members_since: Day = None


class MembershipCreate(Strict):
    """A country's membership of an organisation, from its first to its last day (empty: open)."""

    organisation: Required
    member: Required
    since: Day = None
    until: Day = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(_("until {until} is before since, {since}", until=self.until, since=self.since))
        return self


class IndicatorCreate(Strict):
    """A country's size in a year: people, US dollars, members of its armed forces."""

    contributor: Required
    year: Year
    population: CountOf = None
    gdp_usd: CountOf = None
    armed_forces: Count = None
    source: SourceCreate
