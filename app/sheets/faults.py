"""What is wrong with a sheet, told by file, line, column and value, with what is accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.errors import Fault, MusterError
from app.i18n import _
from app.sheets.columns import Sheet, column_of
from app.text import fold

LONGEST = 80
# The columns that name a record of another sheet, and the kind of record.
POINTERS = {
    "operation": "operation",
    "contributor": "contributor",
    "lead": "contributor",
    "theatre": "contributor",
    "organisation": "contributor",
    "member": "contributor",
    "category": "category",
}


@dataclass(frozen=True, slots=True, order=True)
class SheetFault:
    """Something about one cell: that it cannot be accepted, or that the record says otherwise.

    `line` is where its row starts in the file.
    """

    file: str
    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        """`file:line column value: what is accepted`."""
        place = f"{self.file}:{self.line} {self.column}".rstrip()
        return f"{place} {_shown(self.value)}: {self.message}"


class SheetError(MusterError):
    """A sheet, or a folder of them, cannot be accepted; `faults` are all that were found. Nothing was stored."""

    def __init__(self, faults: Iterable[SheetFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Where:
    """A row of a sheet, and where it starts."""

    file: str
    line: int
    row: dict[str, str]

    def remark(self, column: str, message: str) -> SheetFault:
        """Something about this row's cell in a column."""
        return SheetFault(self.file, self.line, column, self.row.get(column, ""), message)


# So many are told; a sheet with more is of another make, and one that is not read to its end says so.
MOST = 10_000


class Faults:
    """All faults of a load so far, each once, up to MOST of them. Empty: false."""

    def __init__(self) -> None:
        self._found: dict[SheetFault, None] = {}
        self._doubtful: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._found)

    def add(self, *faults: SheetFault) -> None:
        """Remember faults. SheetError with all of them as soon as there are too many."""
        self._found.update(dict.fromkeys(faults))
        if len(self._found) > MOST:
            raise SheetError(self._found)

    @property
    def found(self) -> list[SheetFault]:
        """All of them, in the order of their places."""
        return sorted(self._found)

    def tell(self, where: Where, faults: Iterable[Fault], sheet: Sheet) -> None:
        """Remember what is wrong with a row, unless it only follows from a row that is told already."""
        for fault in faults:
            column = column_of(fault.field, sheet)
            if not self._follows(column, where.row.get(column, "")):
                self.add(where.remark(column, fault.message))

    def doubt(self, kind: str, names: Iterable[str]) -> None:
        """A row that would have made these names known is at fault: rows that use them are not told again."""
        self._doubtful.update((kind, fold(name)) for name in names if name)

    def _follows(self, column: str, value: str) -> bool:
        kind = POINTERS.get(column)
        return kind is not None and any((kind, fold(name)) in self._doubtful for name in value.split(";"))

    def raise_if_any(self) -> None:
        """SheetError with all of them."""
        if self._found:
            raise SheetError(self._found)


def faults_from(error: ValidationError) -> list[Fault]:
    """Pydantic's errors as faults: a dotted field, and in plain words what is accepted."""
    return [
        Fault(".".join(str(part) for part in e["loc"]), message_of(e))
        for e in error.errors(include_url=False)
    ]


def message_of(error: ErrorDetails) -> str:
    """What is accepted, in plain words."""
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return _("accepted are {names}", names=_plain_list(context["expected"]))
        case "string_too_short" | "too_short" | "missing" | "int_type" | "date_type":
            return _("this must be given")
        case "too_long" if isinstance(error["input"], list):
            return _("there are more than {n}", n=context["max_length"])
        case "string_too_long" | "too_long":
            return _("it is longer than {n} characters", n=context["max_length"])
        case "greater_than_equal":
            return _("write {n} or more", n=context["ge"])
        case "less_than_equal":
            return _("write {n} or less", n=context["le"])
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
