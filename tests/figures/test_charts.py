"""Bars: what the page draws and what Plotly draws are the same numbers."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.charts import LONGEST_BAR, Addresses, by_contributor, embedded, legend_of
from app.figures.givers import Giver
from app.figures.schemas import PROMISED, Amount, Bar, Numbers
from tests.figures.made import DAY, at_least, exactly, giver, numbers, up_to
from tests.figures.valid import check_figure

ADDRESSES = Addresses(lambda row: f"/c/{row.code}", lambda row: f"/p/{row.code}", "/p")

amounts = st.one_of(
    st.just(Amount()),
    st.integers(1, 10**9).map(exactly),
    st.integers(1, 10**6).map(at_least),
    st.integers(1, 10**6).map(up_to),
)
givers = st.lists(st.builds(Numbers, amounts, amounts, amounts), min_size=1, max_size=8).map(
    lambda held: [giver(f"G{i}", one, unknown=int(i % 3 == 0)) for i, one in enumerate(held)]
)


def draw(*rows: Giver) -> tuple[list[Bar], dict[str, Any]]:
    return by_contributor(rows, ADDRESSES)


@given(givers)
@settings(max_examples=100, deadline=None)
def test_bars_and_plot_hold_the_same_numbers(rows: list[Giver]) -> None:
    bars, plot = draw(*rows)
    check_figure(plot)
    reach = plot["layout"]["xaxis"]["range"][1]
    drawn = {trace["meta"]["token"]: trace["x"] for trace in plot["data"] if trace["type"] == "bar"}
    for i, (row, bar) in enumerate(zip(rows, bars, strict=True)):
        for name in PROMISED:
            value = getattr(row.numbers, name).value
            assert (drawn.get(name, [None] * len(rows))[i] or 0) == value
            [width] = [part.width_percent for part in bar.segments if part.code == name] or [0]
            assert width == pytest.approx(100 * value / reach, abs=0.001)
        assert sum(part.width_percent for part in bar.segments) <= 100 * LONGEST_BAR + 0.01


@given(givers)
@settings(max_examples=50, deadline=None)
def test_sum_of_the_bars_is_the_total(rows: list[Giver]) -> None:
    _bars, plot = draw(*rows)
    drawn = sum(x or 0 for trace in plot["data"] if trace["type"] == "bar" for x in trace["x"])
    assert drawn == sum(row.total.value for row in rows)


def test_no_figure_is_no_mark() -> None:
    _bars, plot = draw(giver("A", numbers(5)), giver("B", stages={"declined": 1}))
    [trace] = plot["data"]
    assert trace["x"] == [5, None]
    assert draw(giver("B", stages={"declined": 1}))[1]["data"] == []


def test_missing_number_is_an_open_mark_behind_the_bar() -> None:
    bars, plot = draw(
        giver("A", numbers(5), unknown=1, stages={"deployed": 2}),
        giver("B", unknown=1, stages={"announced": 1}),
    )
    mark = plot["data"][-1]
    assert (mark["meta"]["role"], mark["x"], mark["y"]) == ("unquantified", [5, 0], ["A", "B"])
    assert [bar.note_code for bar in bars] == ["unquantified", "unquantified"]


def test_range_lies_on_the_whole_bar() -> None:
    [bar], plot = draw(giver("A", Numbers(exactly(4), announced=up_to(6))))
    reach = plot["layout"]["xaxis"]["range"][1]
    assert bar.low == pytest.approx(100 * 4 / reach, abs=0.001)
    assert bar.high == pytest.approx(100 * 10 / reach, abs=0.001)
    [deployed, announced] = plot["data"]
    assert "error_x" not in deployed
    assert (announced["error_x"]["arrayminus"], announced["error_x"]["array"]) == ([6], [0])


def test_open_number_says_so_and_has_no_upper_mark() -> None:
    [bar], _plot = draw(giver("A", Numbers(at_least(200))))
    assert (bar.end_text, bar.low, bar.high) == ("200+", None, None)


def test_old_figures_are_hatched_in_both() -> None:
    old = giver("A", numbers(5), counted_on=DAY.replace(year=2012))
    bars, plot = draw(old, giver("B", numbers(4)))
    assert [part.stale for bar in bars for part in bar.segments] == [True, False]
    assert plot["data"][0]["marker"]["pattern"]["shape"] == ["/", ""]


def test_bar_leads_to_its_pledges_and_its_name_to_the_contributor() -> None:
    [bar], plot = draw(giver("A", numbers(5)))
    assert bar.url == "/c/A"
    assert plot["data"][0]["customdata"][0][0] == "/p/A"


def test_name_cannot_become_markup() -> None:
    _bars, plot = draw(giver("A", numbers(5), name='<a href="https://elsewhere.example">x</a>&'))
    assert (
        plot["data"][0]["customdata"][0][1]
        == "&lt;a href=&quot;https://elsewhere.example&quot;&gt;x&lt;/a&gt;&amp;"
    )
    text = embedded(plot)
    assert not set("<>&") & set(text)
    assert json.loads(text) == plot


def test_legend_has_the_marks_that_are_there() -> None:
    rows = [
        giver("A", numbers(1, 0, 2)),
        giver("B", stages={"declined": 1}),
        giver("C", asked=1, stages={"requested": 1}),
    ]
    assert [code for code, _label in legend_of(rows)] == ["deployed", "announced", "requested", "declined"]
