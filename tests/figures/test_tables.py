"""Tables: the rows of the charts, their totals, and what folds away."""

from datetime import date
from typing import Any

import pytest

from app.figures.charts import Addresses, longest
from app.figures.gap import gap_bars, gap_in_words, gap_legend, said_of_gap
from app.figures.givers import Giver
from app.figures.levels import Level
from app.figures.schemas import Numbers, Table
from app.figures.tables import givers_table, levels_table, others_table, requirements_table, shortfall
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


def test_other_units_stand_apart() -> None:
    empty = {f"{n}{b}": 0 for n in ("deployed", "committed", "announced") for b in ("", "_low", "_high")}
    row = {"category": "airlift", "unit": "sorties", "pledges": 3, "unquantified": 2, **empty}
    [cells] = others_table(
        [row], {"airlift": "Airlift"}, lambda **q: f"/p?{q['unit']}", lambda **q: "/b"
    ).rows
    assert {key: cell.text for key, cell in cells.items()} == {
        "name": "Airlift",
        "unit": "sorties",
        "unknown": "2",
        "pledges": "3",
    }


def required(quantity: int, deployed: int = 0, committed: int = 0, **more: Any) -> dict[str, Any]:
    amounts = {"deployed": deployed, "committed": committed, "announced": 0}
    flat = {f"{name}{bound}": value for name, value in amounts.items() for bound in ("", "_low", "_high")}
    names = {"name": "AFISMA", "in_text": "AFISMA", "category_name": "Troops"}
    of = {"operation": "afisma", "category": "troops", "unit": "people", "on": date(2013, 1, 15), "source": 2}
    return {"quantity": quantity, **flat, **names, **of, **more}


@pytest.mark.parametrize(
    ("row", "short", "said", "sentence"),
    [
        (
            required(3300, 120, 3644),
            0,
            "120 of the 3,300 soldiers required for AFISMA were deployed",
            "AFISMA, Troops: 3,300 people required, 3,764 promised, 4% deployed.",
        ),
        (
            required(3300, 1, 999),
            2300,
            "1 of the 3,300 soldiers required for AFISMA was deployed",
            "AFISMA, Troops: 3,300 people required, 1,000 promised, <1% deployed, 2,300 short.",
        ),
        (
            required(3300),
            3300,
            "None of the 3,300 soldiers required for AFISMA was deployed yet",
            "AFISMA, Troops: 3,300 people required, nothing promised, 0% deployed, 3,300 short.",
        ),
        (
            required(500_000_000, 0, 318_000_000, unit="USD", category="funding", category_name="Funding"),
            182_000_000,
            "Of the 500 million US dollars required for AFISMA no delivery is recorded",
            (
                "AFISMA, Funding: 500 million US dollars required, 318 million promised, "
                "no delivery recorded, 182 million short."
            ),
        ),
    ],
)
def test_requirement_is_set_against_what_was_promised(
    row: dict[str, Any], short: int, said: str, sentence: str
) -> None:
    assert (shortfall(row), said_of_gap([row]), gap_in_words([row])) == (short, said, sentence)


def test_several_requirements_are_counted() -> None:
    rows = [required(10, 10), required(10, 2, 8), required(10, 1)]
    assert said_of_gap(rows) == "Of 3 requirements, 2 were promised in full, and 1 deployed in full"
    assert gap_in_words(rows).startswith(
        "Furthest from its requirement: AFISMA, Troops: 10 people required, 1 promised"
    )


def test_gap_bar_is_a_share_of_its_own_requirement() -> None:
    first, second = gap_bars([required(100, 50), required(10, 5, 15, operation="other")])
    assert [part.code for part in first.segments] == ["deployed", "closed"]
    assert first.segments[0].width_percent == pytest.approx(second.segments[0].width_percent)
    assert sum(part.width_percent for part in second.segments) == pytest.approx(
        100 * longest("20 of 10"), abs=0.01
    )
    assert [code for code, _label in gap_legend([required(100, 50)])] == ["deployed", "closed"]
    assert first.end_text == "50 of 100"


def test_requirement_of_nothing_is_drawn() -> None:
    [bar] = gap_bars([required(0)])
    assert bar.end_text == "none of 0"
    assert said_of_gap([required(0)])


def test_requirements_table_has_the_shortfall() -> None:
    [row] = requirements_table(
        [required(3300, 1, 999)], lambda **q: f"/p?{q['operation'][0]}", lambda s: f"/s/{s}"
    ).rows
    assert (row["required"].text, row["required"].url) == ("3,300", "/s/2")
    assert (row["shortfall"].text, row["deployed"].url) == ("2,300", "/p?afisma")
