"""Requirements against what was promised: one chart over rows of different units, none of which are added."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.figures.gap import gap_in_words, gap_legend, said_of_gap
from app.figures.gap_chart import gap_chart, more_than_required, note_of_gap, short_of
from app.figures.schemas import PROMISED, Amount, Bar
from app.figures.tables import requirements_table
from tests.figures.pages import Page
from tests.figures.valid import check_figure

DAYS = ("2013-01-12", "2013-01-17", "2013-02-15", "2013-04-15", "2013-07-01", "2013-12-31", "2014-06-30")
STAGES = ("deployed", "committed", "announced")


def required(quantity: int, deployed: int = 0, committed: int = 0, **more: Any) -> dict[str, Any]:
    amounts = {"deployed": deployed, "committed": committed, "announced": 0}
    flat = {f"{name}{bound}": value for name, value in amounts.items() for bound in ("", "_low", "_high")}
    names = {"name": "AFISMA", "in_text": "AFISMA", "category_name": "Troops", "told_by": "A paper"}
    of = {"operation": "afisma", "category": "troops", "unit": "people", "on": date(2013, 1, 15), "source": 2}
    return {"quantity": quantity, "unquantified": 0, **flat, **names, **of, **more}


def draw(*rows: dict[str, Any]) -> tuple[list[Bar], dict[str, Any]]:
    return gap_chart(rows, lambda row: f"/p?{row['operation']}", lambda row: f"/s/{row['source']}")


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
            required(3300, unquantified=2),
            3300,
            "None of the 3,300 soldiers required for AFISMA was deployed yet",
            (
                "AFISMA, Troops: 3,300 people required, nothing promised, 0% deployed, 3,300 short, "
                "2 pledges without a number."
            ),
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
    assert (short_of(row).value, said_of_gap([row]), gap_in_words([row])) == (short, said, sentence)


def test_several_requirements_are_counted() -> None:
    rows = [required(10, 10), required(10, 2, 8), required(10, 1)]
    assert said_of_gap(rows) == "Of 3 requirements, 2 were promised in full, and 1 deployed in full"
    assert gap_in_words(rows).startswith(
        "Furthest from its requirement: AFISMA, Troops: 10 people required, 1 promised"
    )


def test_bar_is_a_share_of_its_own_requirement() -> None:
    [first, second], _plot = draw(required(100, 50), required(10, 5, 15, operation="other"))
    assert [part.code for part in first.segments] == ["required", "deployed", "shortfall"]
    assert [part.code for part in second.segments] == ["required", "deployed", "committed"]
    assert first.segments[1].width_percent == pytest.approx(second.segments[1].width_percent, abs=0.002)
    assert first.segments[0].x_percent == pytest.approx(second.segments[0].x_percent, abs=0.002)
    assert [code for code, _label in gap_legend([required(100, 50)])] == ["deployed", "shortfall", "required"]
    assert (first.end_text, first.note) == ("50 of 100", "50 short")


def test_more_than_required_goes_beyond_the_line_and_says_by_how_much() -> None:
    [bar], plot = draw(required(3300, 120, 3644))
    line, *pieces = bar.segments
    end = max(part.x_percent + part.width_percent for part in pieces)
    assert line.x_percent < end <= 97.01
    assert (bar.end_text, bar.note) == ("3,764 of 3,300", "464 more than required")
    [mark] = plot["layout"]["shapes"]
    assert mark["x0"] == mark["x1"] == pytest.approx(1)


def test_range_of_what_is_promised_is_a_range_of_what_is_short() -> None:
    row = required(3300, 120, deployed_high=None, committed=500, committed_low=0, committed_high=500)
    row["committed"] = 500
    assert short_of(row) == Amount(2680, 0, 3180)
    assert note_of_gap(row)[0] == "about 2,680 short"
    assert short_of(required(100, 80, deployed_low=0)) == Amount(20, 20, 100)
    assert short_of(required(100, 80, deployed_high=None)) == Amount(20, 0, 20)
    assert more_than_required(required(100, 180, deployed_high=None)) == Amount(80, 80, None)
    [bar], plot = draw(required(100, 80, deployed_low=40))
    reach = plot["layout"]["xaxis"]["range"][1]
    assert bar.low == pytest.approx(40 / reach, abs=0.01)
    assert bar.high == pytest.approx(80 / reach, abs=0.01)
    [deployed] = [trace for trace in plot["data"] if trace["meta"]["token"] == "deployed"]
    assert (deployed["error_x"]["arrayminus"], deployed["error_x"]["array"]) == ([pytest.approx(0.4)], [0])


def test_number_not_given_is_an_open_mark_and_words() -> None:
    [bar, other], plot = draw(required(10, 4, unquantified=1), required(10, operation="o", unquantified=1))
    assert (bar.note, bar.note_code) == ("+ number not given; 6 short", "unquantified")
    assert other.note == "number not given; 10 short"
    mark = plot["data"][-1]
    assert (mark["meta"]["role"], mark["x"]) == ("unquantified", [pytest.approx(0.4), 0])


def test_requirement_of_nothing_is_drawn() -> None:
    [bar], plot = draw(required(0, 5))
    assert (bar.end_text, bar.note) == ("5 of 0", "5 more than required")
    assert draw(required(0))[0][0].end_text == "none of 0"
    assert plot["layout"]["shapes"] == []
    assert said_of_gap([required(0)])
    check_figure(plot)


def test_hover_tells_numbers_and_leads_to_them() -> None:
    _bars, plot = draw(required(3300, 1, 999))
    said = {trace["meta"]["token"]: trace["customdata"][0] for trace in plot["data"]}
    assert said == {
        "shortfall": ["/s/2", "AFISMA, Troops", "2,300 promised by nobody"],
        "deployed": ["/p?afisma", "AFISMA, Troops", "1 deployed, &lt;1% of what is required"],
        "committed": ["/p?afisma", "AFISMA, Troops", "999 committed, 30% of what is required"],
    }


def test_table_has_the_shortfall_and_who_says_what_is_required() -> None:
    [row] = requirements_table(
        [required(3300, 1, 999)], lambda row: f"/p?{row['operation']}", lambda s: f"/s/{s}"
    ).rows
    assert (row["required"].text, row["required"].url) == ("3,300 people", "/s/2")
    assert (row["source"].text, row["source"].url) == ("A paper", "/s/2")
    assert (row["shortfall"].text, row["deployed"].url) == ("2,300", "/p?afisma")


quantities = st.integers(0, 10**9)


@given(
    st.lists(st.tuples(quantities, quantities, quantities, quantities, st.booleans()), min_size=1, max_size=6)
)
@settings(max_examples=100, deadline=None)
def test_any_requirement_is_drawn_with_its_numbers(held: list[tuple[int, int, int, int, bool]]) -> None:
    rows = [
        required(
            quantity,
            deployed,
            committed,
            announced=announced,
            announced_low=0,
            announced_high=None if is_open else announced,
            operation=f"o{i}",
        )
        for i, (quantity, deployed, committed, announced, is_open) in enumerate(held)
    ]
    bars, plot = draw(*rows)
    check_figure(plot)
    check_same_numbers(bars, plot, rows)


def check_same_numbers(bars: list[Bar], plot: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Each piece drawn, times what was required, is the row's number; pieces follow each other without a gap."""
    drawn = {trace["meta"]["token"]: trace["x"] for trace in plot["data"] if trace["type"] == "bar"}
    for i, (row, bar) in enumerate(zip(rows, bars, strict=True)):
        for name in PROMISED:
            share = (drawn.get(name) or [None] * len(rows))[i]
            assert (share is None) == (row[name] == 0)
            if row["quantity"] and share is not None:
                assert share * row["quantity"] == pytest.approx(row[name])
        pieces = [part for part in bar.segments if part.code != "required"]
        assert sum(part.width_percent for part in pieces) <= 97.02
        for part, following in pairwise(pieces):
            assert part.x_percent + part.width_percent == pytest.approx(following.x_percent, abs=0.01)


def items(client: TestClient, address: str) -> Iterator[dict[str, Any]]:
    found = client.get(address).json()
    assert found["next"] is None
    yield from found["items"]


def followed(client: TestClient, code: str, day: str) -> bool:
    operation = client.get(f"/api/v1/operations/{code}").json()
    end = operation["covered_until"] or operation["ended_on"]
    return not end or day <= end


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_chart_of_the_record_has_the_numbers_of_its_data(client: TestClient, day: str) -> None:
    page = Page(client.get(f"/operations/mali?as_of={day}").text)
    rows = items(client, f"/api/v1/requirements?operation=mali&as_of={day}&limit=1000")
    # Those of operations that the record no longer follows are left out.
    data = {
        f"{row['operation']}-{row['category']}": row
        for row in rows
        if followed(client, row["operation"], day)
    }
    plot = page.plot("requirements")
    assert bool(plot) == bool(data)
    if not plot:
        return
    check_figure(plot)
    traces = {trace["meta"]["token"]: trace for trace in plot["data"]}
    keys = plot["data"][0]["y"]
    assert sorted(keys) == sorted(data)
    assert len(page.tables["requirements-data"]) == len(keys) + 1
    for name in STAGES:
        for key, share in zip(keys, traces.get(name, {"x": [None] * len(keys)})["x"], strict=True):
            assert (share or 0) * data[key]["quantity"] == pytest.approx(data[key][name])
    widths = page.bar_widths("requirements")
    reach = plot["layout"]["xaxis"]["range"][1]
    for key in keys:
        row = data[key]
        promised = sum(row[name] for name in STAGES)
        short = max(0, row["quantity"] - promised)
        assert widths[key].get("shortfall", 0) == pytest.approx(
            100 * short / row["quantity"] / reach, abs=0.01
        )


def test_source_of_a_requirement_is_named_with_its_day(client: TestClient) -> None:
    text = client.get("/operations/afisma?as_of=2013-02-15").text
    source = next(items(client, "/api/v1/requirements?operation=afisma&as_of=2013-02-15"))["source"]
    line = f'<a href="/sources/{source}?as_of=2013-02-15">Requirements: The Guardian, 15 January 2013.</a>'
    assert line in text
