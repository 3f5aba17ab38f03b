"""Reading the sheets of this release, with Python's standard library alone."""

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from figures import NotRead, Number, read_quantity
from recount import Pledge, Statement

FOLDER = Path(__file__).resolve().parent
Row = dict[str, str]
csv.field_size_limit(2**31 - 1)


class Different(Exception):
    """What this program counts, and what the release says, are not the same."""


def rows(name: str) -> Iterator[Row]:
    """The rows of a sheet. An apostrophe that only keeps a cell from being a formula is taken off."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            yield {column: plain(cell) for column, cell in row.items()}


def plain(cell: str) -> str:
    """A cell as it was before it was made safe to open in a spreadsheet program."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def read_words() -> dict[str, Number | None]:
    """How each printed number was read; common words are read here again."""
    known: dict[str, Number | None] = {"": None}
    for row in rows("quantities.csv"):
        said = None
        if row["quantity"]:
            high = int(row["quantity_high"]) if row["quantity_high"] else None
            said = Number(int(row["quantity"]), int(row["quantity_low"]), high)
        try:
            own = read_quantity(row["quantity_text"])
        except NotRead:
            own = said
        if own != said:
            raise Different(f"quantities.csv: {row['quantity_text']!r} is {own}, the release says {said}")
        known[row["quantity_text"]] = said
    return known


def counting_day(on: str) -> date:
    """A day as it is; a month or a year counts from its last day, when it is sure."""
    year, month, day = (*(int(part) for part in on.split("-")), 0, 0)[:3]
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def day_or_none(text: str) -> date | None:
    """The day in a cell, None where it is empty."""
    return date.fromisoformat(text) if text else None


def read_pledges(words: dict[str, Number | None]) -> dict[str, Pledge]:
    """The pledges by key, each with what accepted sources said of it."""
    pledges: dict[str, Pledge] = {}
    for row in rows("sheets/pledges.csv"):
        own = (row["operation"], row["contributor"], row["category"], row["unit"], row["part_of"])
        pledge = pledges.setdefault(row["pledge"], Pledge(row["pledge"], *own))
        if row["accepted"] == "yes":
            number = None if pledge.unit == "none" else words[row["quantity"]]
            until = day_or_none(row["until"])
            pledge.statements.append(Statement(counting_day(row["on"]), row["status"], number, until))
    return pledges


def last_days() -> dict[str, date | None]:
    """The last day on which the record follows each operation."""
    sheet = rows("sheets/operations.csv")
    return {row["code"]: day_or_none(row["covered_until"] or row["ended_on"]) for row in sheet}
