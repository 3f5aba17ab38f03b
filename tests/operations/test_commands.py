"""Operations, categories and requirements say what they are given, or what is wrong with it."""

from pathlib import Path

import pytest

from app.db import Database
from tests.sheets.folders import CATEGORIES, STATEMENT, asked, faults, load, load_rows, version

HEADER = "code,name,part_of,lead,theatre,started_on,ended_on,covered_until\n"
NOW = "recorded_until LIKE '9999%'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "categories.csv").write_text(CATEGORIES)
    (tmp_path / "operations.csv").write_text("code,name,covered_until\nop,The operation,2013-12-31\n")
    return tmp_path


def operations(folder: Path, *rows: str) -> None:
    (folder / "operations.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))


def test_what_it_is_part_of_may_stand_below_it(database: Database, folder: Path) -> None:
    operations(folder, "a,A,b,,,,,", "b,B,c,,,,,", "c,C,,FRA,MLI;Niger,,,")
    load(database, folder)
    query = "SELECT o.code, w.code FROM operation o LEFT JOIN operation w ON w.id = o.part_of_id ORDER BY 1"
    assert asked(database, query) == [("a", "b"), ("b", "c"), ("c", None)]
    assert asked(database, "SELECT theatre FROM operation WHERE code = 'c'") == [('["MLI","NER"]',)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["a,A,a,,,,,"], ["part_of a: a would be part of itself"]),
        (
            ["a,A,b,,,,,", "b,B,a,,,,,"],
            ["part_of b: a would be part of itself", "part_of a: b would be part of itself"],
        ),
        (["a,A,nowhere,,,,,"], ["part_of nowhere: there is no operation 'nowhere' to be part of"]),
        (["a,A,,Narnia,,,,"], ["lead Narnia: 'Narnia' is no country or organisation of this record"]),
        (["a,A,,,Narnia,,,"], ["theatre Narnia: 'Narnia' is no country of this record"]),
        (
            ["a,A,,,,2013-02-01,2013-01-01,"],
            ["ended_on 2013-01-01: ended_on 2013-01-01 is before started_on 2013-02-01"],
        ),
        (["a,,,,,,,"], ["name (empty): this must be given"]),
        (["a,A,,,,2013,,"], ["started_on 2013: '2013' is no day: write it as 2013-01-17"]),
    ],
)
def test_a_bad_operation_is_told(database: Database, folder: Path, rows: list[str], told: list[str]) -> None:
    operations(folder, *rows)
    found = [fault.split(" ", 1) for fault in faults(database, folder)]
    assert [text for _place, text in found] == told
    assert [place for place, _text in found] == [f"operations.csv:{line}" for line in range(2, 2 + len(told))]


def test_a_ring_through_the_record_is_told(database: Database, folder: Path) -> None:
    operations(folder, "a,A,b,,,,,", "b,B,,,,,,")
    load(database, folder)
    operations(folder, "b,B,a,,,,,")
    assert faults(database, folder) == ["operations.csv:2 part_of a: b would be part of itself"]


@pytest.mark.parametrize("column", ["covered_until", "ended_on"])
def test_when_the_record_s_last_day_moves_its_pledges_follow(
    database: Database, folder: Path, column: str
) -> None:
    load_rows(database, folder, STATEMENT)
    closes = f"SELECT max(from_on) FROM standing WHERE stage = 'closed' AND {NOW}"
    assert asked(database, closes) == [("2014-01-01",)]
    (folder / "operations.csv").write_text(f"code,name,{column}\nop,The operation,2013-06-30\n")
    load_rows(database, folder, STATEMENT)
    assert asked(database, closes) == [("2013-07-01",)]


def test_another_change_of_an_operation_leaves_the_standings(database: Database, folder: Path) -> None:
    load_rows(database, folder, STATEMENT)
    (folder / "operations.csv").write_text("code,name,covered_until\nop,Another name,2013-12-31\n")
    assert load_rows(database, folder, STATEMENT).updated("operation") == 1
    assert asked(database, f"SELECT count(*) FROM standing WHERE NOT {NOW}") == [(0,)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("c,C,g,", "unit (empty): this must be given"),
        ("c,C,g,people,first", "sort first: write a whole number of 0 or more: 1400 or 1,400"),
        (f"c,C,g,{'x' * 41}", f"unit {'x' * 41}: it is longer than 40 characters"),
        ("c d,C,g,people", "code c d: a code has letters, digits and hyphens, up to 40, and is not 'new'"),
    ],
)
def test_a_bad_category_is_told(database: Database, folder: Path, row: str, told: str) -> None:
    (folder / "categories.csv").write_text(f"code,name,group,unit,sort\n{row}\n")
    assert faults(database, folder) == [f"categories.csv:2 {told}"]


REQUIREMENTS = "operation,category,quantity,on,source_title,note\n"


def test_a_requirement_is_known_by_its_day_and_source(database: Database, folder: Path) -> None:
    path = folder / "requirements.csv"
    path.write_text(REQUIREMENTS + 'op,troops,"3,300",2013-01-15,A page,Planned\n')
    load(database, folder)
    before = version(database)
    path.write_text(
        REQUIREMENTS + "op,troops,3400,2013-01-15,A page,Planned\nop,troops,3300,2013-01-15,Another,\n"
    )
    report = load(database, folder)
    assert (report.updated("requirement"), report.created("requirement")) == (1, 1)
    assert version(database) == before + 3  # the other source is new too
    assert asked(database, "SELECT quantity, note FROM requirement ORDER BY id") == [
        (3400, "Planned"),
        (3300, ""),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("opp,troops,1,2013-01-15,A,", "operation opp: 'opp' is not known here: accepted are op"),
        ("op,troop,1,2013-01-15,A,", "category troop: 'troop' is not known here: accepted are troops"),
        (
            "op,troops,about 50,2013-01-15,A,",
            "quantity about 50: write a whole number of 0 or more: 1400 or 1,400",
        ),
        ("op,troops,,2013-01-15,A,", "quantity (empty): this must be given"),
        ("op,troops,1,2013-01,A,", "on 2013-01: write the day in full, as 2013-01-17"),
        ("op,troops,1,,A,", "on (empty): this must be given"),
        (
            "op,troops,1,2013-01-15,,",
            "source_title (empty): a source needs a title or an address: no figure is published without one",
        ),
    ],
)
def test_a_bad_requirement_is_told(database: Database, folder: Path, row: str, told: str) -> None:
    (folder / "requirements.csv").write_text(REQUIREMENTS + row + "\n")
    assert faults(database, folder) == [f"requirements.csv:2 {told}"]
