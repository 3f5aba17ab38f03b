"""How well an article is read: candidates against the statements that a person would enter from it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.articles.schemas import Candidate
from app.ledger.quantity import parse_quantity

DATA = Path(__file__).parent.parent / "articles" / "press"
ROOT = DATA.parent.parent.parent
FOUNDING = ROOT.parent / "shared" / "articles" / "mali-2013-01-17.txt"
FOUNDING_EXPECTED = ROOT / "seeds" / "pledges-article.csv"

# Contributor, category, figure and bounds, status: what makes a candidate right.
Said = tuple[str, str, tuple[int | None, int | None, int | None], str]


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its day and what it says."""

    name: str
    text: str
    published_on: date
    expected: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the expected statements were found, how many candidates are right, and which are neither."""

    expected: int
    candidates: int
    right: int
    missed: tuple[Said, ...]
    wrong: tuple[Said, ...]

    @property
    def found(self) -> float:
        """The share of the expected statements that was found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precise(self) -> float:
        """The share of the candidates that is right."""
        return self.right / self.candidates if self.candidates else 1.0


def own_articles() -> list[Article]:
    """The articles written for the tests; a file's name ends in its day."""
    return [
        _article(path.stem, path, path.with_suffix(".csv"), date.fromisoformat(path.stem[-10:]))
        for path in sorted(DATA.glob("*.txt"))
    ]


def founding_article() -> Article | None:
    """The article the founding record began with; it belongs to its publisher and is not everywhere."""
    if not FOUNDING.exists():
        return None
    return _article("founding article", FOUNDING, FOUNDING_EXPECTED, date(2013, 1, 17))


def _article(name: str, text: Path, expected: Path, day: date) -> Article:
    with expected.open(encoding="utf-8", newline="") as file:
        rows = tuple(_said(row) for row in csv.DictReader(file))
    return Article(name, text.read_text(encoding="utf-8"), day, rows)


def _said(row: Mapping[str, str]) -> Said:
    return (row["contributor"], row["category"], _figures(row["quantity"]), row["status"])


def _figures(printed: str) -> tuple[int | None, int | None, int | None]:
    quantity = parse_quantity(printed)
    return (quantity.value, quantity.low, quantity.high)


def said(candidate: Candidate) -> Said:
    """What a candidate says, as it is compared."""
    return (candidate.contributor, candidate.category, _figures(candidate.quantity), candidate.status)


def score(candidates: Iterable[Candidate], expected: Iterable[Said]) -> Score:
    """Each expected statement is matched by one candidate at most: one that says it twice is right once."""
    wanted, given = Counter(expected), Counter(map(said, candidates))
    right = sum((wanted & given).values())
    return Score(
        wanted.total(),
        given.total(),
        right,
        tuple((wanted - given).elements()),
        tuple((given - wanted).elements()),
    )
