"""Maps: sheets of another make become ours. The sheets are written here in the shapes of such sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ROOT
from app.db import Database
from app.sheets.cleaning.mapping import MapError, read_map
from app.sheets.importing import GOOD_ROWS
from app.sheets.maps import maps
from tests.sheets.folders import asked
from tests.sheets.sending import GOOD, HEADER, as_csv, as_xlsx, faults_of, mapped, sent

MAPS = ROOT / "seeds" / "maps"
TRACKER = (
    *("ID", "donor", "announcement_date", "measure", "aid_type_general", "item_type", "item", "item_numb"),
    *("item_unit", "tot_value", "reporting_currency", "explanation", "source_of_aid_1", "source_of_aid_2"),
)
LINK = "https://example.org/aid"
ROWS = [
    row.split("|")
    for row in (
        f"DEU1|Germany |until 7/27/2013|Commited|Military|Infantry Fighting Vehicle|Marder 1A3|40|pieces||||{LINK}|",
        f"DEU2|Germany|3/4/2013|Allocation|Military|Munitions|Rounds|.|||||{LINK}|",
        f"EU1|EU (Commission and Council)|2/28/2013|Pledge|Financial|Budget support||||1,250,000.49|USD|in two|{LINK}|",
        "Total|Total||||||||9,999||||",
    )
]


@pytest.mark.slow
def test_a_tracker_workbook_is_read_by_its_map(fresh_seeded: Database, tmp_path: Path) -> None:
    def rename(book: object, sheet: object) -> None:
        sheet.name = "Bilateral Assistance, MAIN DATA"  # type: ignore[attr-defined]

    book = as_xlsx(tmp_path / "tracker.xlsx", [TRACKER, *ROWS], rename)
    how = read_map((MAPS / "tracker.toml").read_bytes())
    prepared, outcome = sent(fresh_seeded, book, how=how)
    assert (faults_of(outcome), outcome.stored, prepared.left_out_rows) == ([], True, 1)
    assert asked(
        fresh_seeded,
        'SELECT p.key, c.code, g.code, p.item, p.unit, s."on", s.status, s.quantity, s.quantity_text FROM statement s '
        "JOIN pledge p ON p.id = s.pledge_id JOIN contributor c ON c.id = p.contributor_id "
        "JOIN category g ON g.id = p.category_id WHERE p.key LIKE 'tracker-%' ORDER BY s.id",
    ) == [
        ("tracker-DEU1", "DEU", "vehicles", "Marder 1A3", "vehicles", "2013-07-27", "committed", 40, "40"),
        (
            "tracker-DEU2",
            "DEU",
            "equipment",
            "Rounds",
            "none",
            "2013-03-04",
            "committed",
            None,
            "undisclosed",
        ),
        ("tracker-EU1", "EU", "funding", "", "USD", "2013-02-28", "announced", 1250000, "1250000"),
    ]
    assert prepared.notes == ["The map does not name these columns, so they are left out: aid_type_general."]
    assert not sent(fresh_seeded, book, how=how)[1].report.changed  # type: ignore[union-attr]  # it was loaded


@pytest.mark.slow
def test_yearly_tables_become_a_statement_a_year(fresh_seeded: Database, tmp_path: Path) -> None:
    path = as_csv(
        tmp_path / "un.csv",
        ("Troop and police contributors by year",),
        ("Contributing country", "ISO", "2011", "2012", "2013"),
        ("Chad", "TCD", "", "0", '"1,114"'),
        ("Côte d'Ivoire", "CIV", "", "", "126"),
        ("Total", "Total", "", "", "1240"),
    )
    how = read_map((MAPS / "un-yearly.toml").read_bytes())
    prepared, outcome = sent(fresh_seeded, path, how=how)
    assert (faults_of(outcome), prepared.rows, prepared.left_out_rows) == ([], 3, 1)
    assert asked(
        fresh_seeded,
        'SELECT p.key, s."on", s.precision, s.quantity FROM statement s JOIN pledge p ON p.id = s.pledge_id '
        "WHERE p.key LIKE 'minusma-%-uniformed' ORDER BY s.id DESC LIMIT 3",
    ) == [
        ("minusma-CIV-uniformed", "2013-12-31", "year", 126),
        ("minusma-TCD-uniformed", "2013-12-31", "year", 1114),
        ("minusma-TCD-uniformed", "2012-12-31", "year", 0),
    ]


SPELLINGS = (
    *(
        "Troops",
        "TROOPS",
        "troops ",
        "Troop",
        "Soldiers",
        "soldiers",
        "Soldats",
        "Military personnel",
        "Mil. pers.",
    ),
    *(
        "Contingent",
        "contingents",
        "Infantry",
        "infantry bn",
        "Boots on the ground",
        "Ground forces",
        "Land forces",
    ),
    *(
        "Combat troops",
        "combat  troops",
        "Fighting troops",
        "Army",
        "Armée",
        "armee",
        "Hommes",
        "Effectifs",
        "Men",
    ),
    *("Uniformed", "Force", "Forces"),
)


@pytest.mark.slow
def test_28_spellings_of_a_category_are_one_by_a_map(record: Database, tmp_path: Path) -> None:
    assert len(SPELLINGS) == 28
    rows = [(*GOOD[:2], spelling, f"2013-01-{n:02}", *GOOD[4:]) for n, spelling in enumerate(SPELLINGS, 1)]
    path = as_csv(tmp_path / "sheet.csv", HEADER, *rows)
    assert len(sent(record, path, GOOD_ROWS)[1].bad_lines) > 20
    spelled = "\n".join(f'"{spelling}" = "troops"' for spelling in dict.fromkeys(map(str.strip, SPELLINGS)))
    prepared, outcome = sent(record, path, how=mapped(f"[values.category]\n{spelled}"))
    assert (faults_of(outcome), outcome.stored) == ([], True)
    assert asked(record, "SELECT DISTINCT category_id FROM pledge") == [(1,)]
    assert {r.value for r in prepared.repairs} == {s for s in SPELLINGS if s != "troops"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns =", "The map is no TOML"),
        ("colour = 1", "The map cannot be used: colour"),
        ('[columns]\nnumber = "n"', "number is no column of the sheet: accepted are pledge"),
        ('day_order = "year"', "The map cannot be used: day_order: accepted are , day, month"),
        ('[spread]\ncolumns = "*a*b*"', "The map cannot be used: spread.columns"),
    ],
)
def test_a_map_that_cannot_be_used_is_told(text: str, told: str) -> None:
    with pytest.raises(MapError, match=told.replace("(", r"\(")):
        mapped(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[columns]\ncontributor = "donor"',
            "1 contributor donor: the map takes contributor from here, but there is no such column",
        ),
        ('[[skip]]\ncolumn = "kind"\nvalues = ["x"]', "1 kind: the map leaves out rows by this column, but"),
        ('sheet = "Data"\nheader = 9', "1 (empty): there is no line 9 to name the columns"),
        ('[spread]\ncolumns = "####"', "1 ####: no column's name fits the map's pattern"),
    ],
)
def test_a_map_of_another_sheet_is_told(record: Database, tmp_path: Path, text: str, told: str) -> None:
    _prepared, outcome = sent(record, as_csv(tmp_path / "sheet.csv", HEADER, GOOD), how=mapped(text))
    assert faults_of(outcome)[0].startswith(told)


def test_the_maps_that_are_kept_can_be_used() -> None:
    assert [stem for stem, _name in maps()] == ["tracker", "un-yearly"]


def test_the_maps_that_are_kept_have_french_names(monkeypatch: pytest.MonkeyPatch) -> None:
    english = dict(maps())
    monkeypatch.setattr("app.sheets.maps.tongue", lambda: "fr")
    french = dict(maps())
    assert english.keys() == french.keys()
    assert french["un-yearly"].startswith("Contributions annuelles")
    assert not set(english.values()) & set(french.values())
