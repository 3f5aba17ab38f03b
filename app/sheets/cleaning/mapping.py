"""A map: how the columns and values of another make of sheet become ours. A small TOML file (docs/import.md)."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.errors import MusterError
from app.i18n import _, number
from app.sheets.cleaning.aliases import plain_name
from app.sheets.columns import STATEMENTS
from app.sheets.faults import faults_from
from app.text import fold

LARGEST = 200_000
ANYTHING_ELSE = "*"
PATTERN = re.compile(r"\{([^{}]+)\}")
Names = Annotated[list[str], Field(max_length=50)]


class MapError(MusterError):
    """The map cannot be used; the message says where and why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Skip(_Part):
    """Rows to leave out: those whose cell in `column` is one of `values`."""

    column: str
    values: list[str]

    @cached_property
    def folded(self) -> frozenset[str]:
        """The values as they are compared."""
        return frozenset(fold(value) for value in self.values)


class Spread(_Part):
    """Columns that are values: a row for each whose name fits `columns`.

    The column's name goes to our column `name`, the cell to `value`.
    """

    columns: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^*]*(\*[^*]*){0,2}$")]
    name: str = "on"
    value: str = "quantity"
    keep_empty: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """`columns`, in which # is a figure and * is anything: nothing that could keep a reader busy."""
        signs = {"#": "[0-9]", "*": ".*"}
        return re.compile("".join(signs.get(sign, re.escape(sign)) for sign in self.columns))


class Numbers(_Part):
    """How numbers are printed: what parts thousands, what parts decimals, what one is worth, and whether to round."""

    thousands: Annotated[str, Field(max_length=1)] = ""
    decimal: Annotated[str, Field(min_length=1, max_length=1)] = "."
    times: Annotated[int, Field(ge=1, le=10**12)] = 1
    round: bool = False


class Map(_Part):
    """The whole of it.

    `columns`: ours, and the name of theirs, several of which the first filled one counts, or a pattern such as
    "tracker-{ID}". `constants`: ours, and what stands on every row. `values`: by our column, theirs and ours.
    """

    name: str = ""
    name_fr: str = ""
    sheet: str = ""
    header: Annotated[int, Field(ge=1, le=1_000)] | None = None
    day_order: Literal["", "day", "month"] = ""
    until_in_on: bool = False
    columns: dict[str, str | Names] = {}
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    skip: list[Skip] = []
    spread: Spread | None = None
    numbers: Numbers | None = None

    @model_validator(mode="after")
    def _names_our_columns(self) -> Self:
        spread = [self.spread.name, self.spread.value] if self.spread else []
        for name in (*self.columns, *self.constants, *self.values, *spread):
            if name not in STATEMENTS.columns:
                known = ", ".join(STATEMENTS.columns)
                raise ValueError(
                    _("{name} is no column of the sheet: accepted are {known}", name=name, known=known)
                )
        return self

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """For each of our columns, what it is made of: names of theirs, or one pattern."""
        return {
            ours: [theirs] if isinstance(theirs, str) else theirs for ours, theirs in self.columns.items()
        }

    @cached_property
    def folded_values(self) -> dict[str, dict[str, str]]:
        """Their values as they are compared, by our column."""
        return {
            column: {fold(theirs): ours for theirs, ours in by.items()} for column, by in self.values.items()
        }

    @property
    def reshapes(self) -> bool:
        """Whether it says where our columns come from; then theirs that it does not name are left out."""
        return bool(self.columns or self.spread)


NO_MAP = Map()


def named_in(text: str) -> list[str]:
    """The columns of theirs that a pattern holds; a plain name is itself."""
    return PATTERN.findall(text) or [text]


def read_map(content: bytes) -> Map:
    """A map from its TOML. MapError."""
    if len(content) > LARGEST:
        raise MapError(_("The map is larger than {n} bytes.", n=number(LARGEST)))
    try:
        given: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
        return Map.model_validate(given)
    except UnicodeDecodeError:
        raise MapError(_("The map is no UTF-8 text.")) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MapError(_("The map is no TOML: {error}", error=error)) from None
    except ValidationError as error:
        told = "; ".join(f"{f.field}: {f.message}" if f.field else f.message for f in faults_from(error))
        raise MapError(_("The map cannot be used: {faults}", faults=told)) from None


def same_column(one: str, other: str) -> bool:
    """Whether two names of columns are the same, but for case, accents, blanks and strokes."""
    return plain_name(one) == plain_name(other)
