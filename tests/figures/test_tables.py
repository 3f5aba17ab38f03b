"""Tables: the rows of the charts, their totals, and what folds away."""

from datetime import date, timedelta

import pytest

from app.figures.charts import Addresses
from app.figures.givers import Giver
from app.figures.levels import Level
from app.figures.schemas import Numbers, Table
from app.figures.tables import givers_table, levels_table
from tests.figures.made import at_least, exactly, giver, numbers

ADDRESSES = Addresses(lambda row: f"/c/{row.code}", lambda row: f"/p/{row.code}", "/p")


def table_of(count: int) -> Table:
    rows = [giver(f"G{n:02}", numbers(n + 1, 10)) for n in range(count)]
    return givers_table(rows, "people", "By contributor", ADDRESSES)


def test_total_row_is_the_sum_of_all_rows_folded_ones_too() -> None:
    table = table_of(40)
    [foot] = table.foot
    assert (foot["deployed"].text, foot["committed"].text, foot["total"].text) == ("820", "400", "1,220")
    assert foot["name"].text == "All 40 contributors"
    assert (len(table.rows), len(table.more)) == (15, 25)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (15, 15), (18, 18), (19, 15)])
def test_few_rows_more_are_not_folded(count: int, shown: int) -> None:
    table = table_of(count)
    assert len(table.rows) == shown
    assert len(table.foot) == bool(count)


def test_every_number_leads_to_its_rows() -> None:
    row = table_of(1).rows[0]
    assert row["name"].url == "/c/G00"
    assert {row[key].url for key in ("deployed", "committed", "total", "pledges")} == {"/p/G00"}
    assert "announced" not in row


def test_missing_number_is_counted_never_zero() -> None:
    rows = [giver("A", unknown=1, stages={"deployed": 1})]
    [row] = givers_table(rows, "people", "", ADDRESSES).rows
    assert (row["unknown"].text, row["note"].text) == ("1", "deployed, number not given")
    assert "deployed" not in row
    assert "total" not in row


def test_flow_is_delivered() -> None:
    assert [c.label for c in givers_table([], "tonnes", "", ADDRESSES).columns][1] == "Delivered"


def test_levels_stand_newest_first_and_lead_to_their_day() -> None:
    found = [Level(date(2013, 1, day), numbers(day)) for day in (3, 5)]
    rows = levels_table(found, "people", "", lambda on: (f"/?as_of={on}", f"/pledges?as_of={on}")).rows
    assert [(row["on"].text, row["on"].url, row["deployed"].text) for row in rows] == [
        ("5 January 2013", "/?as_of=2013-01-05", "5"),
        ("3 January 2013", "/?as_of=2013-01-03", "3"),
    ]
    assert rows[0]["deployed"].url == "/pledges?as_of=2013-01-05"


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (
            giver("EU", Numbers(committed=at_least(173)), whole=at_least(200)),
            "said 200+ in all; its members named 27, and 173+ are not yet named",
        ),
        (
            giver("ECOWAS", stages={"committed": 1}, whole=exactly(3300)),
            "said 3,300 in all; its members named all of it",
        ),
        (giver("A", stages={"declined": 1}), "declined"),
    ],
)
def test_organisation_says_what_it_said_and_what_is_left(row: Giver, note: str) -> None:
    [cells] = givers_table([row], "people", "", ADDRESSES).rows
    assert cells["note"].text == note


def test_of_decades_of_days_a_table_holds_the_newest_and_says_so() -> None:
    start = date(1995, 1, 1)
    found = [Level(start + timedelta(days=n), numbers(n + 1)) for n in range(200)]
    table = levels_table(found, "people", "Day by day", lambda on: ("", ""))
    assert table.cut
    assert table.cut.words == "The table has the newest 40 of 200 days with a change."
    assert len((*table.rows, *table.more)) == 40
    assert table.rows[0]["deployed"].text == "200"
