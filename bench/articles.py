"""How well articles are read: the founding one, where it is at hand, and those written for the tests.

`python -m bench.articles` runs this alone. Every statement that was missed is listed, and every candidate that is none.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from app import migrate
from app.articles.queries import read_vocabulary
from app.articles.reading import read_article
from app.articles.vocabulary import Vocabulary
from app.config import ROOT
from app.contributors.countries import ensure_countries
from app.db import Database
from app.ledger.change import changing
from app.sheets.loader import load_folder
from tests.support.reading import Article, Said, founding_article, own_articles, score

TARGETS = "at least 80% found, at least 60% of the candidates right"


def report() -> None:
    """A line for each article, and its misses."""
    with tempfile.TemporaryDirectory() as folder:
        vocabulary = _vocabulary(Path(folder) / "muster.db")
    print(f"\n{'reading of articles':34} {'found':>12} {'right':>12}   ({TARGETS})")
    founding = founding_article()
    if founding is None:
        print("the founding article is not at hand")
    for article in [*([founding] if founding else []), *own_articles()]:
        _line(article, vocabulary)
    _speed(vocabulary)


def _vocabulary(file: Path) -> Vocabulary:
    database = Database(f"sqlite:///{file}")
    migrate.upgrade(database)
    try:
        with changing(database, "bench") as change:
            ensure_countries(change)
            load_folder(change, ROOT / "seeds", lambda _rows: None)
        with database.reading() as reader:
            return read_vocabulary(reader)
    finally:
        database.close()


def _line(article: Article, vocabulary: Vocabulary) -> None:
    found = score(read_article(article.text, article.published_on, vocabulary), article.expected)
    counts = (f"{found.right}/{found.expected}", f"{found.right}/{found.candidates}")
    print(f"{article.name:34} {counts[0]:>7} {found.found:4.0%} {counts[1]:>7} {found.precise:4.0%}")
    for label, rows in (("missed", found.missed), ("not expected", found.wrong)):
        for row in rows:
            print(f"    {label + ':':14} {_in_words(row)}")


def _in_words(row: Said) -> str:
    contributor, category, (value, low, high), status = row
    number = (
        "no number"
        if value is None
        else f"{value:,}"
        if low == value == high
        else f"{value:,} ({low}-{high})"
    )
    return f"{contributor} {category}, {number}, {status}"


def _speed(vocabulary: Vocabulary) -> None:
    text = "\n\n".join(article.text for article in own_articles())
    for size in (10_000, 100_000, 1_000_000):
        long = (text * (size // len(text) + 1))[:size]
        start = time.perf_counter()
        read_article(long, None, vocabulary)
        seconds = time.perf_counter() - start
        print(f"{size:9,} characters in {seconds:6.2f} s, {seconds / size * 10_000:.3f} s for 10,000")


if __name__ == "__main__":
    report()
