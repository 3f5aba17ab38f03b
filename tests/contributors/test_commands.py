"""Contributors, memberships and indicators say what they are given, or what is wrong with it."""

from pathlib import Path

import pytest

from app.db import Database
from tests.sheets.folders import asked, faults, load, version

CONTRIBUTORS = "code,kind,name,aliases\nAU,organisation,African Union,UA;Union africaine\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contributors.csv").write_text(CONTRIBUTORS)
    return tmp_path


def test_an_organisation_is_added_with_its_aliases(database: Database, folder: Path) -> None:
    load(database, folder)
    assert asked(database, "SELECT kind, aliases, folded FROM contributor WHERE code = 'AU'") == [
        ("organisation", '["UA","Union africaine"]', "au african union ua union africaine")
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",country,Nowhere", "code (empty): this must be given"),
        (
            "new,country,Nowhere",
            "code new: a code has letters, digits and hyphens, up to 40, and is not 'new'",
        ),
        (
            "a b,country,Nowhere",
            "code a b: a code has letters, digits and hyphens, up to 40, and is not 'new'",
        ),
        ("XX,state,Nowhere", "kind state: accepted are country, organisation"),
        ("XX,country,", "name (empty): this must be given"),
        ("XX,country,Nowhere,XYZ", "alpha2 XYZ: alpha2 is a country's two-letter ISO code, or empty"),
        (
            "XX,country,Nowhere,,Mali",
            "aliases Mali: 'Mali' is a name of MLI too: a name must mean one of them",
        ),
        ("XX,country,MALI", "name MALI: 'MALI' is a name of MLI too: a name must mean one of them"),
    ],
)
def test_a_bad_contributor_is_told(database: Database, folder: Path, row: str, told: str) -> None:
    (folder / "contributors.csv").write_text(f"code,kind,name,alpha2,aliases\n{row}\n")
    assert faults(database, folder) == [f"contributors.csv:2 {told}"]


def test_a_code_in_other_letters_is_the_known_one(database: Database, folder: Path) -> None:
    load(database, folder)
    (folder / "contributors.csv").write_text("code,kind,name\nau,organisation,The African Union\n")
    assert load(database, folder).updated("contributor") == 1
    assert asked(database, "SELECT code, name FROM contributor WHERE kind = 'organisation'") == [
        ("AU", "The African Union")
    ]


def test_a_membership_is_known_by_its_first_day(database: Database, folder: Path) -> None:
    path = folder / "memberships.csv"
    path.write_text("organisation,member,since,until\nAU,TCD,2002-07-09,\nAU,MDG,,\n")
    assert load(database, folder).created("membership") == 2
    before = version(database)
    path.write_text("organisation,member,since,until\nAfrican Union,Chad,2002-07-09,2013-01-01\nAU,MDG,,\n")
    report = load(database, folder)
    assert (report.updated("membership"), report.kept("membership"), version(database)) == (1, 1, before + 1)
    assert asked(database, "SELECT entity_key FROM revision ORDER BY number DESC LIMIT 1") == [
        ("AU TCD 2002-07-09",)
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("AU,Narnia,,", "member Narnia: 'Narnia' is no country or organisation of this record"),
        ("FRA,TCD,,", "organisation FRA: 'FRA' is a country: name an organisation"),
        ("AU,AU,,", "member AU: 'AU' is an organisation: name a country"),
        ("AU,TCD,2013-01-02,2013-01-01", "until 2013-01-01: until 2013-01-01 is before since, 2013-01-02"),
        ("AU,TCD,2013,", "since 2013: '2013' is no day: write it as 2013-01-17"),
    ],
)
def test_a_bad_membership_is_told(database: Database, folder: Path, row: str, told: str) -> None:
    (folder / "memberships.csv").write_text(f"organisation,member,since,until\n{row}\n")
    assert faults(database, folder) == [f"memberships.csv:2 {told}"]


HEADER = "contributor,year,population,gdp_usd,armed_forces,source\n"


def test_indicators_are_whole_numbers_with_a_reference_for_a_source(database: Database, folder: Path) -> None:
    path = folder / "indicators.csv"
    path.write_text(HEADER + 'TCD,2012,"12,000,000",,0,A table\nTCD,2013,12300000,13000000000,,A table\n')
    load(database, folder)
    assert asked(database, "SELECT year, population, gdp_usd, armed_forces FROM indicator ORDER BY year") == [
        (2012, 12_000_000, None, 0),
        (2013, 12_300_000, 13_000_000_000, None),
    ]
    assert asked(database, "SELECT title, kind FROM source") == [("A table", "reference")]
    path.write_text(HEADER + "TCD,2012,12000001,,0,A table\n")
    assert load(database, folder).updated("indicator") == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("AU,2012,1,1,1,A", "contributor AU: 'AU' is an organisation: name a country"),
        ("TCD,,1,1,1,A", "year (empty): this must be given"),
        ("TCD,12,1,1,1,A", "year 12: write 1800 or more"),
        ("TCD,2012,0,1,1,A", "population 0: write 1 or more"),
        ("TCD,2012,1,-5,1,A", "gdp_usd -5: write a whole number of 0 or more: 1400 or 1,400"),
        ("TCD,2012,1,1,many,A", "armed_forces many: write a whole number of 0 or more: 1400 or 1,400"),
        (
            "TCD,2012,1,1,1,",
            "source (empty): a source needs a title or an address: no figure is published without one",
        ),
        (
            f"TCD,2012,{2**63},1,1,A",
            f"population {2**63}: write {2**63 - 1} or less",
        ),
    ],
)
def test_a_bad_indicator_is_told(database: Database, folder: Path, row: str, told: str) -> None:
    (folder / "indicators.csv").write_text(HEADER + row + "\n")
    assert faults(database, folder) == [f"indicators.csv:2 {told}"]
