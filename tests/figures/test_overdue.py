"""Overdue: a promise past the last day it stated, with something outstanding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.db import Database
from app.figures.schemas import Amount
from tests.conftest import client_of
from tests.figures.drawn import presence_drawn, presences, record, rows_of, texts
from tests.figures.made import exactly

TROOPS = "p, war, FRA, troops,"


@pytest.mark.parametrize(
    ("said", "day", "late", "left"),
    [
        (["2013-01-05,committed,100,2013-01-10"], "2013-01-10", None, None),
        (["2013-01-05,committed,100,2013-01-10"], "2013-01-11", 1, 100),
        (["2013-01-05,announced,100,2013-01-10"], "2013-02-09", 30, 100),
        (["2013-01-05,committed,100,2013-01-10", "2013-01-08,deployed,40"], "2013-01-11", 1, 60),
        # Delivered late: overdue until then.
        (["2013-01-05,committed,100,2013-01-10", "2013-01-20,deployed,100"], "2013-01-19", 9, 100),
        (["2013-01-05,committed,100,2013-01-10", "2013-01-20,deployed,100"], "2013-01-20", None, None),
        (["2013-01-05,committed,,2013-01-10"], "2013-01-11", 1, None),
        (["2013-01-05,committed,,2013-01-10", "2013-01-07,deployed,"], "2013-01-11", None, None),
        # A newer word takes the stated day away.
        (
            ["2013-01-05,committed,100,2013-01-10", "2013-01-09,committed,100,2013-01-31"],
            "2013-01-11",
            None,
            None,
        ),
        (["2013-01-05,committed,100,2013-01-10", "2013-01-12,declined"], "2013-01-13", None, None),
        (["2013-01-05,committed,100,2013-01-10", "2013-01-12,ended"], "2013-01-13", None, None),
        (["2013-01-05,committed,100"], "2013-02-09", None, None),
    ],
)
def test_promise_is_overdue_past_its_day_with_something_outstanding(
    database: Database, tmp_path: Path, said: list[str], day: str, late: int | None, left: int | None
) -> None:
    record(database, tmp_path, f"{TROOPS},{said[0]}", *(f"p,,,,,{line}" for line in said[1:]))
    pledge = presences(database, day).get("p")
    overdue = pledge.overdue if pledge else None
    assert (overdue.days if overdue else None) == late
    assert (overdue.outstanding.value if overdue and overdue.outstanding else None) == left


def test_members_deliveries_keep_the_wholes_promise(database: Database, tmp_path: Path) -> None:
    record(
        database,
        tmp_path,
        "w, war, ECOWAS, troops,,2013-01-05,committed,300,2013-01-10",
        "m, war, NGA, troops, w,2013-01-06,deployed,200",
        "n, war, TCD, troops, w,2013-01-12,deployed,100",
    )
    late = presences(database, "2013-01-11")["w"].overdue
    assert late is not None
    assert late.outstanding == exactly(100)
    assert "w" not in presences(database, "2013-01-12")


def test_closed_record_calls_nothing_overdue(database: Database, tmp_path: Path) -> None:
    record(database, tmp_path, "p, south, FRA, troops,,2013-01-05,committed,5,2013-02-01")
    assert presences(database, "2013-02-11")["p"].overdue is not None
    assert presences(database, "2013-02-12") == {}


def test_overdue_promise_is_told_with_its_day(database: Database, tmp_path: Path) -> None:
    record(
        database,
        tmp_path,
        f"{TROOPS},2013-01-05,committed,up to 100,2013-01-10",
        "p,,,,,2013-01-08,deployed,40",
    )
    figure = presence_drawn(database, "war", "2013-01-20")
    [(pledge, words)] = figure.drawing.overdue
    assert (pledge.text, pledge.url) == ("France, troops", "/pledges/p?as_of=2013-01-20")
    assert words == "up to 100 soldiers until 10 January 2013; up to 60 outstanding; 10 days overdue"
    assert "1 promise is past its stated last day" in figure.sentence


def test_overdue_alone_has_a_list_and_no_bar(database: Database, tmp_path: Path) -> None:
    record(database, tmp_path, f"{TROOPS},2013-01-05,committed,100,2013-01-10")
    figure = presence_drawn(database, "war", "2013-01-20")
    assert (figure.bars, figure.plot_json) == ((), "")
    assert figure.title == "Nothing was deployed for war by 20 January 2013, and 1 promise is overdue"
    assert texts(figure.table, "to") == [
        "100 soldiers until 10 January 2013; nothing delivered; 10 days overdue"
    ]
    with client_of(database, local_editor=False) as client:
        [row] = rows_of(client, figure.links["json"])
        assert (row["from_on"], row["stage"], row["overdue_days"], row["overdue"]) == (
            None,
            "closed",
            10,
            100,
        )
        page = client.get("/operations/war?as_of=2013-01-20").text
        assert "10 days overdue" in page[page.index('id="presence-overdue"') :]


def test_nothing_overdue_is_said_only_where_days_were_stated(database: Database, tmp_path: Path) -> None:
    record(database, tmp_path, f"{TROOPS},2013-01-05,deployed,5")
    assert presence_drawn(database, "war", "2013-01-20").drawing.none_overdue == ""
    record(database, tmp_path, f"{TROOPS},2013-01-06,committed,5,2013-01-31")
    assert presence_drawn(database, "war", "2013-01-20").drawing.none_overdue.startswith(
        "1 promise states its last day"
    )


def test_sweden_is_overdue_for_a_month(seeded: Database) -> None:
    late = presences(seeded, "2013-06-15", operation=("afisma",))["afisma-swe-airlift"].overdue
    assert late is not None
    assert (late.until, late.days, late.outstanding) == (date(2013, 5, 31), 15, Amount(20, 0, 20))
