"""The real record: figures worked out by hand from the rows that are named."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .number import ZERO, Number
from .recount import Record, Standing, load, standing_on, totals

SEEDS = Path(__file__).parents[2] / "seeds"


@cache
def record() -> Record:
    return load(SEEDS)


def on(key: str, day: str) -> Standing:
    standing = standing_on(record(), key, date.fromisoformat(day))
    assert standing is not None
    return standing


def exactly(value: int) -> Number:
    return Number(value, value, value)


def row_of(within: str, day: str, unit: str, /, **place: str) -> dict[str, Any]:
    rows = totals(record(), operation=within, day=date.fromisoformat(day), by=tuple(place))
    (row,) = [row for row in rows if row.items() >= {**place, "unit": unit}.items()]
    return row


def test_france_has_1400_in_place_and_1100_to_come() -> None:
    standing = on("serval-fra-troops", "2013-01-17")
    # 1,400 deployed by both sheets; 2,500 announced in all, less 1,400
    assert (standing.deployed, standing.announced) == (exactly(1400), exactly(1100))
    # on 11 January sent without a number, on the 15th at least 750
    assert on("serval-fra-troops", "2013-01-11").unquantified == 1
    assert on("serval-fra-troops", "2013-01-16").deployed == Number(750, 750, None)


def test_france_keeps_its_peak_after_drawing_down() -> None:
    standing = on("serval-fra-troops", "2013-07-15")
    # 3,200 on 29 June; the most was 4,000 on 6 February, above the 2,500 announced
    assert (standing.deployed, standing.announced, standing.delivered) == (exactly(3200), ZERO, exactly(4000))
    assert standing.stated_on == date(2013, 6, 29)


def test_canadian_aircraft_outlasts_its_week_and_is_asked_for() -> None:
    asked = on("serval-can-c17", "2013-01-17")
    # in place since the 15th; 1 promised - 1 delivered = 0; asked on the 16th, under review since the 17th
    assert (asked.stage, asked.pending, asked.deployed, asked.committed) == (
        "deployed",
        "under_review",
        exactly(1),
        ZERO,
    )
    # the week ends on the 21st, the aircraft is still there; the extension of the 24th answers
    assert (on("serval-can-c17", "2013-01-22").stage, on("serval-can-c17", "2013-01-23").pending) == (
        "deployed",
        "under_review",
    )
    assert on("serval-can-c17", "2013-01-24").pending == ""
    gone = on("serval-can-c17", "2013-03-31")
    assert (gone.stage, gone.deployed, gone.delivered) == ("ended", ZERO, exactly(1))


@pytest.mark.parametrize(
    ("key", "before"), [("serval-deu-troops", date(2013, 1, 15)), ("serval-ita-troops", date(2013, 1, 16))]
)
def test_refusals_are_refusals_to_the_end(key: str, before: date) -> None:
    assert standing_on(record(), key, before) is None
    for day in ("2013-01-17", "2014-07-16"):  # the second is after the record of the operation closed
        assert (on(key, day).stage, on(key, day).claim, on(key, day).unquantified) == ("declined", 0, 0)


def test_delivery_until_a_day_stops_counting_after_it() -> None:
    # Denmark's Hercules, until 15 April; Britain's C-17 (two, then one), until 29 April
    assert on("serval-dnk-c130", "2013-04-15").deployed == exactly(1)
    assert (on("serval-dnk-c130", "2013-04-16").deployed, on("serval-dnk-c130", "2013-04-16").stage) == (
        ZERO,
        "ended",
    )
    past = on("serval-gbr-c17", "2013-04-30")
    assert (past.stage, past.deployed, past.delivered) == ("ended", ZERO, exactly(2))


def test_west_african_force_is_named_beyond_its_plan() -> None:
    # 17 January: BEN 300, BFA 500, GHA 120, GIN 144, NER 500, NGA 1,200, SEN 500, TGO 500 = 3,764 > 3,300
    row = row_of("afisma", "2013-01-17", "people", operation="afisma")
    # in place: NGA 80 + TGO 40
    assert (row["deployed"], row["committed"], row["total"]) == (120, 3644, 3764)
    assert on("afisma-ecowas-force", "2013-01-17").committed == ZERO
    # the day before: BFA 500 and NGA 900 named, 3,300 - 1,400 = 1,900 not yet
    assert on("afisma-ecowas-force", "2013-01-16").committed == exactly(1900)


def test_west_african_force_in_february() -> None:
    row = row_of("afisma", "2013-02-15", "people", operation="afisma")
    # in place: BEN 85, BFA 150, GHA more than 120, NER 550, NGA 150, SEN 50, TGO 200
    assert (row["deployed"], row["deployed_high"], row["announced"]) == (1305, None, 170)
    # committed: BEN 565, BFA 350, GIN 144, NGA 1,050, SEN 450, SLE 650, TGO 530, GBR trainers 200
    assert (row["committed"], row["unquantified"]) == (3939, 2)  # LBR and BDI without a number
    # closed on 1 July: what was delivered stays, the rest is not known
    closed = row_of("afisma", "2013-07-15", "people", operation="afisma")
    assert (closed["total"], closed["unquantified"], closed["stages"]) == (0, 0, {"closed": 15})
    # BEN 650, BFA 660, CIV 103, GHA 120, GIN 125, GNB 5, LBR 46, NER 675, NGA 150, SEN 800, TGO 200
    assert closed["delivered"] == 3534


def test_european_trainers_not_yet_named() -> None:
    # 15 February: more than 200, less ESP 50, ITA 24, GBR 40, GRC 3, ROU 10, HUN 10, FIN 12 = 149 at most
    standing = on("eutm-eu-trainers", "2013-02-15")
    assert (standing.committed, standing.claim) == (Number(51, 51, None), 200)


def test_flights_stay_flown() -> None:
    # 48 of Canada and 47 and 200 of the United States; Russia's and Canada's further help has no number
    row = row_of("serval", "2013-07-15", "sorties", operation="serval")
    assert (row["deployed"], row["delivered"], row["pledges"], row["unquantified"]) == (295, 295, 5, 1)
    assert row["stages"] == {"announced": 1, "deployed": 1, "ended": 2, "under_review": 1}


def test_chad_counts_in_one_operation_at_a_time() -> None:
    # 17 January: 200 in place of 2,000; 15 February: 1,800 of 2,000
    assert row_of("mali", "2013-01-17", "people", contributor="TCD")["committed"] == 1800
    assert row_of("mali", "2013-02-15", "people", contributor="TCD")["deployed"] == 1800
    # 15 July: FATIM closed, MINUSMA without a number; two operations, so the most is not summed
    july = row_of("mali", "2013-07-15", "people", contributor="TCD")
    assert (july["total"], july["unquantified"], july["delivered"]) == (0, 1, None)
    assert july["stages"] == {"closed": 1, "deployed": 1}


def test_belgian_guards_are_closed_with_the_record_then_ended_by_their_until() -> None:
    # 66 until 31 May 2014; the record of the mission ends with 2013, and says no more than that until
    assert on("eutm-bel-protection", "2013-12-31").deployed == exactly(66)
    for day, stage in (("2014-01-01", "closed"), ("2014-06-30", "ended")):
        standing = on("eutm-bel-protection", day)
        assert (standing.stage, standing.claim, standing.delivered) == (stage, 0, exactly(66))
