"""What is wrong with a sheet, told by file, line, column and value, with what is accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.errors import Fault, MusterError
from app.i18n import _

LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class SheetFault:
    """One cell that cannot be accepted; `line` is where its record starts in the file."""

    file: str
    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        """`file:line column value: what is accepted`."""
        return f"{self.file}:{self.line} {self.column} {_shown(self.value)}: {self.message}"


class SheetError(MusterError):
    """A sheet, or a folder of them, cannot be accepted; `faults` are all that were found. Nothing was stored."""

    def __init__(self, faults: Iterable[SheetFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def faults_from(error: ValidationError) -> list[Fault]:
    """Pydantic's errors as faults: a dotted field, and in plain words what is accepted."""
    return [
        Fault(".".join(str(part) for part in e["loc"]), message_of(e))
        for e in error.errors(include_url=False)
    ]


def message_of(error: ErrorDetails) -> str:
    """What is accepted, in plain words."""
    limits: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "value_error" | "assertion_error":
            return str(limits["error"])
        case "literal_error":
            return _("accepted are {names}", names=_plain_list(limits["expected"]))
        case "string_too_short" | "missing" | "int_type" | "date_type":
            return _("this must be given")
        case "string_too_long":
            return _("it is longer than {n} characters", n=limits["max_length"])
        case "too_long":
            return _("there are more than {n}", n=limits["max_length"])
        case "greater_than_equal":
            return _("write {n} or more", n=limits["ge"])
        case "less_than_equal":
            return _("write {n} or less", n=limits["le"])
    return error["msg"]


def _plain_list(expected: str) -> str:
    """Pydantic's "'a', 'b' or 'c'" as "a, b, c"."""
    return expected.replace(" or ", ", ").replace("'", "")


def _shown(value: str) -> str:
    """A cell's value on one line: long ones are cut, an empty one is said to be."""
    flat = " ".join(value.split())
    if not flat:
        return _("(empty)")
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
