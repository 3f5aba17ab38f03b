"""The sheets of a folder, as they stand: one row a statement, gathered into pledges."""

import csv
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .number import Number, read_quantity

Row = dict[str, str]

STATUSES = (
    "requested",
    "under_review",
    "announced",
    "committed",
    "declined",
    "lapsed",
    "deployed",
    "ended",
)
OWN_COLUMNS = ("operation", "contributor", "category", "unit", "part_of")


@dataclass(frozen=True)
class Statement:
    """What one accepted source says of a pledge; `day` is the day from which it counts."""

    day: date
    status: str
    number: Number | None
    until: date | None


@dataclass(frozen=True)
class Operation:
    """An operation; `last_day` is the last day on which the record follows it, None while it is open."""

    code: str
    part_of: str
    last_day: date | None


@dataclass
class Pledge:
    """A contributor's contribution to one operation in one category, with what counts of what was said."""

    key: str
    operation: str
    contributor: str
    category: str
    unit: str
    part_of: str
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """All facts of a folder: operations and pledges by code and key, the group of each category."""

    operations: dict[str, Operation]
    groups: dict[str, str]
    pledges: dict[str, Pledge]


def load(folder: Path) -> Record:
    """The record of a folder of sheets; ValueError says where the pledge at fault begins, and why."""
    categories = {row["code"]: row for _, row in _rows(folder / "categories.csv")}
    operations = {row["code"]: _operation(row) for _, row in _rows(folder / "operations.csv")}
    names = _contributors(folder / "contributors.csv")
    pledges: dict[str, Pledge] = {}
    for where, rows in _gathered(folder).values():
        try:
            pledge = _pledge(rows, operations, categories, names)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error
        pledges[pledge.key] = pledge
    _check_parts(pledges)
    return Record(operations, {code: row["group"] for code, row in categories.items()}, pledges)


def counting_day(on: str) -> date:
    """A day as it is, a month or a year from its last day, so that nothing counts before it is sure."""
    numbers = [int(part) for part in on.split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12
    return date(year, month, numbers[2] if len(numbers) > 2 else monthrange(year, month)[1])


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Each row with its place; columns and cells that are left out are empty, so is a missing sheet."""
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        for row in reader:
            if None in row:
                raise ValueError(f"{path.name}:{reader.line_num}: more cells than the first line has columns")
            yield f"{path.name}:{reader.line_num}", {key: (row[key] or "").strip() for key in row}


def _operation(row: Row) -> Operation:
    last = row.get("covered_until") or row.get("ended_on")
    return Operation(row["code"], row.get("part_of", ""), date.fromisoformat(last) if last else None)


def _contributors(path: Path) -> dict[str, str]:
    """Every way to name a contributor, in small letters, to its code; an organisation's code wins."""
    rows = [row for _, row in _rows(path)]
    names: dict[str, str] = {}
    for row in rows:
        called = [row.get(column, "") for column in ("alpha2", "name", "name_fr")]
        for name in [*called, *row.get("aliases", "").split(";")]:
            names.setdefault(name.strip().lower(), row["code"])
    codes = sorted(rows, key=lambda row: row.get("kind") == "organisation")
    return names | {row["code"].lower(): row["code"] for row in codes}


def _gathered(folder: Path) -> dict[str, tuple[str, list[Row]]]:
    """The statements' rows by pledge, with the place of the first; a row without a key is its own pledge."""
    gathered: dict[str, tuple[str, list[Row]]] = {}
    for path in sorted(folder.glob("pledges*.csv")):
        for where, row in _rows(path):
            key = row.get("pledge") or _made_key(row, gathered)
            gathered.setdefault(key, (where, []))[1].append(row | {"pledge": key})
    return gathered


def _made_key(row: Row, taken: dict[str, tuple[str, list[Row]]]) -> str:
    """operation-contributor-category, then -2, -3."""
    key = made = "-".join(row[column] for column in ("operation", "contributor", "category")).lower()
    number = 1
    while made in taken:
        number += 1
        made = f"{key}-{number}"
    return made


def _pledge(
    rows: list[Row], operations: dict[str, Operation], categories: dict[str, Row], names: Row
) -> Pledge:
    own = {column: _agreed(rows, column) for column in OWN_COLUMNS}
    if own["operation"] not in operations:
        raise ValueError(f"operation {own['operation']!r} is not in operations.csv")
    if own["category"] not in categories:
        raise ValueError(f"category {own['category']!r} is not in categories.csv")
    own["contributor"] = _contributor(own["contributor"], names)
    own["unit"] = own["unit"] or categories[own["category"]]["unit"]
    accepted = [row for row in rows if row.get("accepted", "").lower() != "no"]
    return Pledge(rows[0]["pledge"], **own, statements=[_statement(row, own["unit"]) for row in accepted])


def _agreed(rows: list[Row], column: str) -> str:
    """The pledge's one value of a column: it may be empty on some rows, but never differ."""
    values = sorted({row[column] for row in rows if row.get(column)})
    if len(values) > 1:
        raise ValueError(f"{column}: rows of {rows[0]['pledge']} say {' and '.join(values)}")
    return values[0] if values else ""


def _contributor(name: str, names: Row) -> str:
    """The code of a contributor; every ISO alpha-3 code is one without being in the sheet."""
    if code := names.get(name.lower()):
        return code
    if len(name) == 3 and name.isascii() and name.isalpha():
        return name.upper()
    raise ValueError(f"contributor {name!r}: accepted are ISO codes and what contributors.csv names")


def _statement(row: Row, unit: str) -> Statement:
    if row["status"] not in STATUSES:
        raise ValueError(f"status {row['status']!r}: accepted are {', '.join(STATUSES)}")
    number = None if unit == "none" else read_quantity(row.get("quantity", ""))
    until = row.get("until")
    return Statement(
        counting_day(row["on"]), row["status"], number, date.fromisoformat(until) if until else None
    )


def _check_parts(pledges: dict[str, Pledge]) -> None:
    """A part's whole is there, in one level, with the same operation and unit (docs/method.md, `part_of`)."""
    for part in pledges.values():
        if not part.part_of:
            continue
        whole = pledges.get(part.part_of)
        if whole is None or whole.part_of:
            raise ValueError(f"{part.key}: part_of {part.part_of!r} is no pledge that can have parts")
        if (whole.operation, whole.unit) != (part.operation, part.unit):
            raise ValueError(f"{part.key}: operation and unit must be those of {whole.key}")
