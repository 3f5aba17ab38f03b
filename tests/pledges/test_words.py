"""What a pledge amounts to, in words, and as steps: the cases that the real record may not have."""

from datetime import date
from typing import Any

import pytest

from app.ledger.quantity import Quantity
from app.pledges.charts import HEADROOM, life_chart
from app.pledges.filter import PledgeFilter
from app.pledges.filterbar import Bar, Choices, filter_form
from app.pledges.links import links_of, with_filter
from app.pledges.views import counted_on, outward
from app.pledges.wholes import left_over, whole_in_words
from app.pledges.words import standing_in_words, sum_in_words

DAY = date(2013, 1, 17)


def row(stage: str, unit: str = "people", category: str = "troops", **numbers: Any) -> dict[str, Any]:
    """A standing; a number is a figure or (figure, low, high)."""
    values: dict[str, Any] = {
        "stage": stage,
        "unit": unit,
        "category": category,
        "unquantified": 0,
        "pending": "",
    }
    values |= {"from_on": DAY, "until_on": None}
    for name in ("deployed", "committed", "announced", "delivered"):
        given = numbers.get(name, 0)
        bounds = given if isinstance(given, tuple) else (given, given, given)
        values |= dict(zip((name, f"{name}_low", f"{name}_high"), bounds, strict=True))
    claim = sum(values[name] or 0 for name in ("deployed", "committed", "announced"))
    return {**values, "claim": claim, **{k: v for k, v in numbers.items() if k in ("claim", "unquantified")}}


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (row("deployed", deployed=1), "1 soldier deployed"),
        (row("deployed", deployed=1400, committed=500, announced=600),
         "1,400 soldiers deployed, 500 more committed, 600 more announced"),
        (row("committed", committed=(200, 200, None), category="trainers"), "at least 200 military trainers committed"),
        (row("announced", announced=(40, 0, 40), category="staff"), "up to 40 people announced"),
        (row("committed", committed=(900, 900, 1200)), "900 to 1,200 soldiers committed"),
        (row("deployed", deployed=None, unquantified=1), "deployed, number not given"),
        (row("deployed", "aircraft", "helicopters", deployed=None, announced=6, unquantified=1),
         "deployed, number not given, 6 helicopters announced"),
        (row("committed", committed=0), "0 soldiers committed"),
        (row("deployed", "tonnes", "airlift", deployed=1619, delivered=1619), "1,619 tonnes so far"),
        (row("ended", "tonnes", "airlift", deployed=1619, delivered=1619), "1,619 tonnes delivered, now ended"),
        (row("closed", "tonnes", "airlift", deployed=47), "47 tonnes by then, outcome not in this record"),
        (row("ended", delivered=4000), "4,000 soldiers delivered, now ended"),
        (row("ended"), "ended"),
        (row("closed"), "outcome not in this record"),
        (row("declined"), "declined"),
        (row("lapsed"), "withdrawn or turned down"),
        (row("under_review"), "under review, no promise"),
        (row("committed", "none", "intelligence"), "not counted in numbers"),
        (row("committed", "USD", "funding", committed=50000000), "50,000,000 USD committed"),
    ],
)  # fmt: skip
def test_a_standing_in_words(standing: dict[str, Any], words: str) -> None:
    assert standing_in_words(standing) == words


def test_a_whole_that_its_members_have_named_in_part() -> None:
    whole = row("committed", committed=736, claim=3300)
    own = row("committed", committed=3300)
    assert left_over(whole) == 736
    assert whole_in_words(whole, own) == "3,300 soldiers committed in all, 736 not yet named by members"


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(3300, 3300, 3300, ""), "3,300"),
        (Quantity(3500, 3500, None, ""), "3,500+"),
        # "Up to 40" is in it: the least is 3,500, which no page prints.
        (Quantity(3540, 3500, None, ""), "3,540"),
        (Quantity(0, 0, 0, ""), ""),
        (Quantity(None, None, None, ""), ""),
    ],
)
def test_a_sum_in_words(quantity: Quantity, words: str) -> None:
    assert sum_in_words(quantity) == words


def test_ninety_days_are_not_old() -> None:
    assert counted_on(date(2012, 10, 19), DAY) == "19\u00a0Oct\u00a02012"
    assert "91\u00a0days\u00a0before" in counted_on(date(2012, 10, 18), DAY)
    assert counted_on(None, DAY) == ""


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"]
)
def test_only_addresses_of_the_web_are_followed(address: str) -> None:
    assert outward(address) == ""
    assert outward("https://example.org") == "https://example.org"


# Steps


def steps(*standings: dict[str, Any]) -> dict[str, Any]:
    days = [date(2013, 1, 1 + 10 * i) for i in range(len(standings))]
    ends = [*days[1:], None]
    rows = [{**s, "from_on": on, "until_on": end} for s, on, end in zip(standings, days, ends, strict=True)]
    chart = life_chart(rows, DAY)
    assert chart
    return chart


def test_steps_are_as_high_as_their_numbers() -> None:
    chart = steps(row("announced", announced=2000), row("deployed", deployed=1000, announced=1000))
    [announced, deployed, rest] = chart["rects"]
    assert announced["height"] == pytest.approx(100 - HEADROOM)
    assert deployed["height"] == pytest.approx(rest["height"]) == pytest.approx((100 - HEADROOM) / 2)
    assert deployed["y"] + deployed["height"] == pytest.approx(100)
    assert rest["y"] + rest["height"] == pytest.approx(deployed["y"])
    assert announced["x"] + announced["width"] == pytest.approx(deployed["x"])
    assert chart["top"]["text"] == "2,000"


def test_a_new_stage_alone_is_no_step() -> None:
    chart = steps(row("committed", committed=1), row("committed", committed=1), row("deployed", deployed=1))
    assert [rect["code"] for rect in chart["rects"]] == ["committed", "deployed"]


def test_what_members_named_stands_on_top() -> None:
    chart = steps(row("committed", committed=736, claim=3300))
    assert [rect["code"] for rect in chart["rects"]] == ["committed", "ended"]
    assert sum(rect["height"] for rect in chart["rects"]) == pytest.approx(100 - HEADROOM)


def test_without_a_number_there_is_nothing_to_draw() -> None:
    assert life_chart([row("declined")], DAY) is None
    assert life_chart([], DAY) is None


# Links and the bar


def test_links_keep_both_clocks() -> None:
    filter = PledgeFilter(as_of=DAY).but(operation=("serval",))
    links = links_of(filter, DAY, date(2026, 1, 1))
    assert links.pledge("a b/c") == "/pledges/a%20b%2Fc?as_of=2013-01-17"
    assert links.to("/pledges", contributor="FRA", q="") == "/pledges?contributor=FRA&as_of=2013-01-17"
    assert links_of(PledgeFilter(), DAY, DAY).pledge("x") == "/pledges/x"
    assert (
        with_filter("/pledges", filter, cursor="x") == "/pledges?operation=serval&as_of=2013-01-17&cursor=x"
    )


def test_the_bar_keeps_what_it_has_no_field_for() -> None:
    bar = Bar("/pledges", ("operation",), Choices(operations=[("serval", "Serval")]))
    filter = PledgeFilter(operation=("SERVAL",), unit="people", sort="-claim")
    form = filter_form(bar, filter, DAY)
    fields = {field["name"]: field for field in form["fields"]}
    assert fields["operation"]["options"] == [("", "All operations", False), ("serval", "Serval", True)]
    assert {name: fields[name]["value"] for name in ("unit", "sort")} == {"unit": "people", "sort": "-claim"}
    assert form["previous_url"] == "/pledges?operation=SERVAL&unit=people&as_of=2013-01-10&sort=-claim"
    assert form["reset_url"] == "/pledges"


def test_several_codes_stay_chosen() -> None:
    bar = Bar("/pledges", ("operation",), Choices(operations=[("serval", "Serval")]))
    [_day, operation] = filter_form(bar, PledgeFilter(operation=("serval", "afisma")), DAY)["fields"]
    assert operation["options"][-1] == ("serval,afisma", "Serval, afisma", True)


@pytest.mark.parametrize("day", [date(1900, 1, 3), date(2199, 12, 30)])
def test_steps_end_where_days_end(day: date) -> None:
    form = filter_form(Bar("/pledges", ()), PledgeFilter(), day)
    assert (form["previous_url"] is None) != (form["next_url"] is None)
