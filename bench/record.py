"""A record of any size that looks like a real one: the same every time, as sheets that `muster seed` loads.

60 operations in six interventions, 190 contributors, 20 categories and 30 years, whatever the number of statements.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import pycountry

from app.config import ROOT

SEED = 20130117
FIRST, YEARS, YEAR = date(1996, 1, 1), 30, 365
LAST = FIRST + timedelta(days=YEARS * YEAR)
INTERVENTIONS, MISSIONS = 6, 54
ORGANISATIONS = ("AU", "ECOWAS", "EU", "UN")
COUNTRIES = 190 - len(ORGANISATIONS)
# What is given, and how much of it at a time: the middle of a wide spread. 0: it is not counted.
MIDDLES = {
    "troops": 250,
    "vehicles": 30,
    "trainers": 25,
    "transport-aircraft": 2,
    "police": 60,
    "funding": 2_000_000,
    "helicopters": 4,
    "airlift": 40,
    "staff": 12,
    "medical-staff": 20,
    "force-protection": 80,
    "ships": 1,
    "combat-aircraft": 6,
    "equipment": 0,
    "surveillance-aircraft": 2,
    "refuelling": 30,
    "tanker-aircraft": 1,
    "sealift": 1,
    "intelligence": 0,
    "basing-overflight": 0,
}
PUBLISHERS = ("Reuters", "AFP", "The Daily Record", "Ministry of Defence", "UN", "The Globe and Mail", "BBC")
LIVES = (
    ("announced", "committed", "deployed", "deployed", "deployed", "ended"),
    ("requested", "announced", "declined"),
    ("announced", "committed", "deployed", "deployed"),
    ("requested", "under_review"),
    ("committed", "deployed", "deployed", "deployed", "deployed", "deployed", "deployed", "ended"),
    ("announced",),
)
WITHOUT_NUMBER = ("requested", "under_review", "declined", "ended")
PRINTED = ("{}", "{}", "{}", "{}", "more than {}", "about {}", "up to {}", "undisclosed")
SPEAKERS = ("", "a ministry spokesman", "the minister of defence", "the force commander", "")
SAYINGS = (
    "The government confirmed on Tuesday that {}, {}, would be part of the force until further notice.",
    "According to the ministry {} ({}) are concerned, and parliament has been told of it.",
    "{}: {}, officials said after the meeting of contributors in the capital.",
)
WHOLE_EVERY = 40
PLEDGE = ("pledge", "operation", "contributor", "category", "item", "part_of")
STATEMENT = ("on", "status", "quantity", "until", "condition", "speaker", "evidence", "accepted")
SOURCE = ("source_title", "source_publisher", "source_url", "source_published_on", "source_kind")
COLUMNS = (*PLEDGE, *STATEMENT, *SOURCE)
AS_THEY_ARE = ("contributors.csv", "memberships.csv", "indicators.csv")

Row = tuple[str, ...]


def write_record(folder: Path, statements: int) -> Path:
    """A folder of sheets with so many statements; returns `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in AS_THEY_ARE:
        shutil.copy(ROOT / "seeds" / name, folder)
    _write(folder / "categories.csv", _categories())
    _write(folder / "operations.csv", _operations())
    _write(folder / "requirements.csv", _requirements())
    _write(folder / "pledges-random.csv", [COLUMNS, *_Maker(statements).rows()])
    return folder


def _categories() -> list[Row]:
    with (ROOT / "seeds" / "categories.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return [tuple(header), *(tuple(row) for row in rows if row[0] in MIDDLES)]


def _operations() -> list[Row]:
    begun = FIRST.isoformat()
    wholes = [(f"intervention-{n}", f"Intervention {n}", begun, "") for n in range(1, INTERVENTIONS + 1)]
    parts = [
        (f"mission-{n}", f"Mission {n}", begun, f"intervention-{1 + (n - 1) % INTERVENTIONS}")
        for n in range(1, MISSIONS + 1)
    ]
    return [("code", "name", "started_on", "part_of"), *wholes, *parts]


def _requirements() -> list[Row]:
    rows = [
        (f"mission-{n}", "troops", str(500 * (1 + n % 9)), (FIRST + timedelta(days=90 * n)).isoformat())
        for n in range(1, MISSIONS + 1)
    ]
    return [
        ("operation", "category", "quantity", "on", "source_title"),
        *((*row, "Mandate") for row in rows),
    ]


class _Maker:
    """Makes pledge after pledge until there are enough statements."""

    def __init__(self, statements: int) -> None:
        self.random = Random(SEED)  # noqa: S311 - a record to measure, no secret
        self.left = statements
        codes = sorted(country.alpha_3 for country in pycountry.countries)
        self.countries = self.random.sample(codes, COUNTRIES)
        # A few give much and most give little; a few missions are large.
        self.often = _weights(COUNTRIES)
        self.much = [0.3 + 40 / rank for rank in range(1, COUNTRIES + 1)]
        self.missions = _weights(MISSIONS)
        self.kinds = _weights(len(MIDDLES))
        self.numbers: Counter[str] = Counter()

    def rows(self) -> Iterator[Row]:
        """Every row of the sheet."""
        count = 0
        while self.left > 0:
            count += 1
            if count % WHOLE_EVERY:
                yield from self._pledge(*self._place(), self._country())
            else:
                yield from self._whole()

    def _place(self) -> tuple[str, str]:
        mission = self.random.choices(range(MISSIONS), cum_weights=self.missions)[0] + 1
        return f"mission-{mission}", self.random.choices(tuple(MIDDLES), cum_weights=self.kinds)[0]

    def _country(self) -> int:
        return self.random.choices(range(COUNTRIES), cum_weights=self.often)[0]

    def _whole(self) -> Iterator[Row]:
        """What an organisation promises, and what some members name of it."""
        operation, category = self._place()
        organisation = self.random.choice(ORGANISATIONS)
        key = self._key(operation, organisation, category)
        yield from self._life((key, operation, organisation, category, "", ""), 8 * MIDDLES[category])
        for _ in range(self.random.randrange(1, 6)):
            yield from self._pledge(operation, category, self._country(), key)

    def _pledge(self, operation: str, category: str, country: int, part_of: str = "") -> Iterator[Row]:
        contributor = self.countries[country]
        key = self._key(operation, contributor, category)
        item = f"{self.random.choice(('Contingent', 'Group', 'Delivery'))} {self.numbers[key.rpartition('-')[0]]}"
        middle = MIDDLES[category]
        most = middle and max(1, round(middle * self.much[country] * self.random.uniform(0.2, 1)))
        yield from self._life((key, operation, contributor, category, item, part_of), most)

    def _key(self, operation: str, contributor: str, category: str) -> str:
        stem = f"{operation}-{contributor}-{category}".lower()
        self.numbers[stem] += 1
        return f"{stem}-{self.numbers[stem]}"

    def _life(self, pledge: Row, most: int) -> Iterator[Row]:
        """A pledge from its announcement through deployments that grow and shrink to, perhaps, its end."""
        on = FIRST + timedelta(days=self.random.randrange((YEARS - 1) * YEAR))
        own = pledge
        for status in self.random.choice(LIVES):
            if self.left <= 0 or on > LAST:
                return
            yield (*own, *self._said(on, status, most), *self._source(on))
            self.left -= 1
            own = (pledge[0], "", "", "", "", "")
            on += timedelta(days=self.random.randrange(20, 2 * YEAR))

    def _said(self, on: date, status: str, most: int) -> Row:
        random = self.random
        quantity = "" if status in WITHOUT_NUMBER or not most else self._number(most)
        until = (on + timedelta(days=180)).isoformat() if random.random() < 0.05 else ""
        condition = "pending approval by parliament" if random.random() < 0.03 else ""
        accepted = "no" if random.random() < 0.03 else ""
        evidence = random.choice(SAYINGS).format(status.replace("_", " "), quantity or "no number")
        return (
            on.isoformat(),
            status,
            quantity,
            until,
            condition,
            random.choice(SPEAKERS),
            evidence,
            accepted,
        )

    def _number(self, most: int) -> str:
        n = max(1, round(most * self.random.uniform(0.3, 1)))
        return self.random.choice(PRINTED).format(n)

    def _source(self, on: date) -> Row:
        publisher, day = self.random.choice(PUBLISHERS), on.isoformat()
        url = f"https://news.example/{publisher.replace(' ', '-').lower()}/{day}"
        return (f"{publisher}: dispatch of {day}", publisher, url, day, "newspaper")


def _weights(n: int) -> list[float]:
    """Cumulated weights of `n` things of which the first few are the most usual."""
    return list(accumulate(1 / (rank + 3) for rank in range(n)))


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
