"""A large record that looks like a real one: the same every time, as sheets that `muster seed` loads."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pycountry

from app.config import ROOT

SEED = 20130117
FIRST = date(1995, 1, 1)
YEAR = 365
# What troops, aircraft and help are given in, and how much of it at a time: the middle of a wide spread.
MIDDLES = {
    "troops": 250,
    "police": 60,
    "trainers": 25,
    "helicopters": 4,
    "transport-aircraft": 2,
    "airlift": 40,
}
PUBLISHERS = ("Reuters", "AFP", "The Daily Record", "Ministry of Defence", "UN", "The Globe and Mail")
PLEDGE = ("pledge", "operation", "contributor", "category")
STATEMENT = (
    "on",
    "status",
    "quantity",
    "until",
    "evidence",
    "source_title",
    "source_publisher",
    "source_published_on",
)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a record is: its contributors and years, and pledges a contributor has in each of its operations."""

    contributors: int = 150
    years: int = 30
    operations: int = 3
    pledges: int = 2


def write_large(folder: Path, size: Size = Size()) -> Path:
    """A folder of sheets: one long intervention, `large`, with parts; returns `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "seeds" / "categories.csv", folder)
    random = Random(SEED)  # noqa: S311 - a record to measure, no secret
    _write(folder / "operations.csv", _operations(size))
    _write(folder / "pledges-large.csv", list(_statements(random, size)))
    return folder


def _operations(size: Size) -> list[Row]:
    whole = {"code": "large", "name": "A long intervention", "started_on": FIRST.isoformat(), "part_of": ""}
    parts = [
        {"code": f"part-{n}", "name": f"Mission {n}", "started_on": FIRST.isoformat(), "part_of": "large"}
        for n in range(1, size.operations + 1)
    ]
    return [whole, *parts]


def _statements(random: Random, size: Size) -> Iterator[Row]:
    codes = sorted(country.alpha_3 for country in pycountry.countries)
    for contributor in sorted(random.sample(codes, size.contributors)):
        # Most give little and a few give much.
        weight = random.paretovariate(1.1)
        for operation in range(1, size.operations + 1):
            categories = random.sample(sorted(MIDDLES), k=size.pledges)
            for category in categories:
                key = f"part-{operation}-{contributor.lower()}-{category}"
                first = dict(zip(PLEDGE, (key, f"part-{operation}", contributor, category), strict=True))
                for row in _life(random, max(1, round(MIDDLES[category] * weight)), size.years):
                    yield {**first, **row}
                    first = {"pledge": key, "operation": "", "contributor": "", "category": ""}


def _life(random: Random, most: int, years: int) -> Iterator[Row]:
    """A pledge from its announcement through deployments that grow and shrink to, perhaps, its end."""
    on = FIRST + timedelta(days=random.randrange((years - 2) * YEAR))
    last = FIRST + timedelta(days=years * YEAR)
    steps: Sequence[str] = random.choice(
        (
            ("announced", "committed", "deployed", "deployed", "deployed", "ended"),
            ("requested", "announced", "declined"),
            ("announced", "committed", "deployed", "deployed"),
            ("requested", "under_review"),
            ("committed", "deployed", "deployed", "deployed", "deployed", "deployed"),
            ("announced",),
        )
    )
    for status in steps:
        quantity = (
            "" if status in ("requested", "under_review", "declined", "ended") else _number(random, most)
        )
        yield _said(random, on, status, quantity)
        on += timedelta(days=random.randrange(20, 3 * YEAR))
        if on > last:
            return


def _number(random: Random, most: int) -> str:
    n = max(1, round(most * random.uniform(0.3, 1)))
    return random.choice(
        (str(n), str(n), str(n), f"more than {n}", f"about {n}", f"up to {n}", "undisclosed")
    )


def _said(random: Random, on: date, status: str, quantity: str) -> Row:
    publisher = random.choice(PUBLISHERS)
    evidence = f"{status.replace('_', ' ')}: {quantity or 'no number'}, a spokesman said"
    title = f"{publisher}: dispatch of {on.isoformat()}"
    return dict(
        zip(
            STATEMENT,
            (on.isoformat(), status, quantity, "", evidence, title, publisher, on.isoformat()),
            strict=True,
        )
    )


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
