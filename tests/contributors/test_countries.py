"""Every country of the world is a contributor from the start, under a name a reader knows."""

import pycountry
import pytest
from sqlalchemy import select

from app.contributors.commands import ambiguous_names, known_contributors
from app.contributors.countries import OVERRIDES, countries, ensure_countries
from app.contributors.directory import Directory
from app.db import Database
from app.ledger.change import changing
from app.ledger.revisions import data_version
from app.models import Contributor

WORLD = {country.code: country for country in countries()}


def test_all_of_iso_3166_1_and_kosovo_are_there() -> None:
    assert set(WORLD) == {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    assert len({country.alpha2 for country in WORLD.values()}) == 250
    assert (WORLD["XKX"].alpha2, WORLD["XKX"].name) == ("XK", "Kosovo")


@pytest.mark.parametrize(
    ("code", "name", "name_fr"),
    [
        ("FRA", "France", "France"),
        ("CIV", "Côte d'Ivoire", "Côte d'Ivoire"),
        ("TWN", "Taiwan", "Taïwan"),
        ("CZE", "Czechia", "Tchéquie"),
        ("COD", "Democratic Republic of the Congo", "République démocratique du Congo"),
        ("BIH", "Bosnia and Herzegovina", "Bosnie-Herzégovine"),
        ("LCA", "Saint Lucia", "Sainte-Lucie"),
        ("HKG", "Hong Kong", "Hong Kong"),
    ],
)
def test_names_are_those_readers_know(code: str, name: str, name_fr: str) -> None:
    assert (WORLD[code].name, WORLD[code].name_fr) == (name, name_fr)


def test_no_name_has_signs_that_are_not_read_aloud() -> None:
    names = [name for country in WORLD.values() for name in (country.name, country.name_fr)]
    assert [name for name in names if not name or "&" in name or "’" in name or name.startswith("St. ")] == []


def test_every_override_says_why() -> None:
    assert all(why for *_names, why in OVERRIDES.values())
    assert set(OVERRIDES) <= set(WORLD)


def test_no_two_countries_share_a_name(database: Database) -> None:
    with database.writing() as session:
        assert list(ambiguous_names(known_contributors(session))) == []


def test_they_are_added_once_and_without_a_revision(database: Database) -> None:
    with changing(database, "system") as change:
        assert ensure_countries(change) == 0
    with database.reading() as reader:
        assert data_version(reader) == 0
        assert len(reader.execute(select(Contributor.code)).all()) == 250


def test_a_missing_one_is_added_and_a_changed_one_kept(database: Database) -> None:
    with changing(database, "system") as change:
        session = change.session
        session.delete(session.scalars(select(Contributor).where(Contributor.code == "TCD")).one())
        session.scalars(select(Contributor).where(Contributor.code == "FRA")).one().name = "The Republic"
    with changing(database, "system") as change:
        assert ensure_countries(change) == 1
    with database.reading() as reader:
        names = {code: name for code, name in reader.execute(select(Contributor.code, Contributor.name))}  # noqa: C416 - rows
    assert (names["TCD"], names["FRA"]) == ("Chad", "The Republic")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Burma", "MMR"),
        ("DR Congo", "COD"),
        ("Turkey", "TUR"),
        ("Kosovo", "XKX"),
        ("XK", "XKX"),
        ("Birmanie", "MMR"),
    ],
)
def test_other_names_find_them(database: Database, written: str, code: str) -> None:
    with database.reading() as reader:
        directory = Directory(reader)
        found = directory.find(written)
    assert found is not None
    assert directory.codes[found] == code
