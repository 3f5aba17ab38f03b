"""Every page in a language that nobody speaks: whatever a reader sees comes out of the catalogue, or of the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from starlette.testclient import TestClient

from app import i18n
from app.documented import FILTER, PARAMETERS
from app.grammar import SHORT
from app.search.pages import FIRST_TRIES
from app.sheets.cleaning.mapping import read_map
from app.sheets.maps import MAPS
from tests.browser.addresses import EMPTY, PAGES, REFUSED, SIGNED_IN, spoil, with_people
from tests.conftest import client_of, copy_of, open_sqlite
from tests.support import pseudo

pytestmark = pytest.mark.slow
FRENCH = Locale.parse("fr_FR")
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
ADDRESS = re.compile(
    r"https?://\S+|<iframe.*|/[a-z]\S*|\S+@\S+|[0-9a-f]{12}\b|'[^']*'|[a-z-]+(?:, [a-z-]+){5,}"
)
# What CLDR says in French: months, languages, large numbers, and the words between the things of a list.
CLDR = {
    *(word for form in ("wide", "abbreviated") for word in FRENCH.months["format"][form].values()),
    *FRENCH.languages.values(),
    *(
        [
            "er",
            "et",
            "millions",
            "million",
            "milliards",
            "milliard",
            "billions",
            "billion",
            "UTC",
            "USD",
            "EUR",
            "GBP",
        ]
    ),
}
# The same in every language: names of programs, formats and terms.
NAMES = {
    "Muster",
    "JSON",
    "Feed",
    "Atom",
    "CSV",
    "XLSX",
    "PNG",
    "SVG",
    "BibTeX",
    "RIS",
    "CC",
    "BY",
    "SQLite",
    "Firefox",
    "Linux",
    "English",
    "Français",
    "category",
}
# Maps of sheets name themselves in each language; the calls of the API have names in English alone.
OWN = {
    "/import": {
        word for file in MAPS.glob("*.toml") for word in WORD.findall(read_map(file.read_bytes()).name_fr)
    },
    "/api": {
        *(["GET", "POST", "PATCH", "csv", "xlsx"]),
        *WORD.findall(str([(name, PARAMETERS[name]) for name in FILTER])),
    },
    "/search": {word for tries in FIRST_TRIES.values() for each in tries for word in WORD.findall(each)},
    # What was typed stands there as it was.
    "/history": {"about", "at", "least"},
    "/pledges?colour": {*WORD.findall(" ".join(FILTER)), "sort", "cursor", "limit"},
}
# These are texts of their own in each language: tests/system/test_method.py and test_handbook.py.
PASSED_OVER = ("/method", "/help", "/import/help")


@pytest.fixture(autouse=True)
def _in_no_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What it was stands again afterwards.
    monkeypatch.setattr(i18n, "_catalogue", i18n._catalogue)
    pseudo.speak()
    yield
    i18n.use_language("en")


def words_of(file: Path) -> set[str]:
    """Codes, keys, who wrote, and what they sent as they typed it: it is the same in every language."""
    database = open_sqlite(file)
    with database.reading() as reader:
        found: set[str] = set()
        for table, column in (
            *((table, "code") for table in ("operation", "contributor", "category")),
            *(("pledge", "key"), ("revision", "actor"), ("proposal", "payload")),
            *(("account", "name"), ("account", "display")),
        ):
            rows = reader.exec_driver_sql(f"SELECT DISTINCT {column} FROM {table}")
            found |= {word for (value,) in rows for word in WORD.findall(value)}
    database.close()
    return found


def plain(html: str, known: set[str]) -> list[str]:
    """The texts of a page in which a word stands in plain letters that is not known to."""
    said = [*pseudo.Texts(html).said, *drawn(html)]
    return [
        text for text in said if any(is_plain(word, known) for word in WORD.findall(ADDRESS.sub("", text)))
    ]


def is_plain(word: str, known: set[str]) -> bool:
    """Whether a word has no marked letter; names of days and months, which have accents of their own, are known."""
    return word.isascii() and word not in known


def drawn(html: str) -> list[str]:
    """The words that drawings show, beside codes and addresses."""
    found: list[str] = []
    for script in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL):
        plot = json.loads(script)
        for trace in plot.get("data", ()):
            points = [str(word) for point in trace.get("customdata", ()) for word in point[1:]]
            found += [part for word in points for part in word.split("<br>")]
            found += [word for word in trace.get("text", ()) if isinstance(word, str)]
        found += plot.get("layout", {}).get("xaxis", {}).get("ticktext", ())
        found += [note["text"] for note in plot.get("layout", {}).get("annotations", ()) if note.get("text")]
    return found


def look(
    client: TestClient, addresses: list[str], known: set[str], headers: dict[str, str] | None = None
) -> list[str]:
    """What is said past the catalogue on the pages at these addresses, as a French reader meets them."""
    found = []
    for address in addresses:
        if address.startswith(PASSED_OVER):
            continue
        html = client.get("/fr" + address, headers=headers).text
        assert 'lang="fr"' in html, address
        asked = known | set(WORD.findall(address)).union(
            *(own for part, own in OWN.items() if part in address)
        )
        found += [f"{address}: {text}" for text in plain(html, asked)]
    return found


def of(pages: dict[str, tuple[str, ...]]) -> list[str]:
    return [address for listed in pages.values() for address in listed]


def test_nothing_is_said_past_the_catalogue(seeded_file: Path, empty_file: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("full", "empty", "people", "spoilt")}
    for folder in files.values():
        folder.mkdir()
    people = copy_of(seeded_file, files["people"])
    cookie = {"Cookie": f"muster={with_people(people)}"}
    visits = (
        (copy_of(seeded_file, files["full"]), of(PAGES), None),
        (copy_of(empty_file, files["empty"]), of(EMPTY), None),
        (people, of(SIGNED_IN), cookie),
        (
            spoil(seeded_file, files["spoilt"]),
            [one.address for one in REFUSED],
            {"X-Forwarded-For": "192.0.2.1"},
        ),
    )
    found = []
    for file, addresses, headers in visits:
        pseudo.mark_words(file)
        known = {
            word for text in CLDR | NAMES | set(SHORT.values()) for word in WORD.findall(text)
        } | words_of(file)
        database = open_sqlite(file)
        with client_of(database, local_editor=True) as client:
            found += look(client, addresses, known, headers)
        database.close()
    assert found == []
