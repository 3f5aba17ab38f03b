"""Days as people write them."""

import pytest

from app.sheets.cleaning.days import DayOrder, read_day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("7/27/2022", "2022-07-27"),
        ("27/7/2022", "2022-07-27"),
        ("27.07.2022", "2022-07-27"),
        ("03.04.2022", "2022-04-03"),
        ("27-07-2022", "2022-07-27"),
        ("2022/7/27", "2022-07-27"),
        ("2022-07-27 00:00:00", "2022-07-27"),
        ("2022-07-27T10:15:00Z", "2022-07-27"),
        ("27 July 2022", "2022-07-27"),
        ("Wednesday, 27 July 2022", "2022-07-27"),
        ("27th of July 2022", "2022-07-27"),
        ("July 27, 2022", "2022-07-27"),
        ("Jul. 27, 2022", "2022-07-27"),
        ("27-Jul-2022", "2022-07-27"),
        ("27 juillet 2022", "2022-07-27"),
        ("mercredi 27 juillet 2022", "2022-07-27"),
        ("1er août 2022", "2022-08-01"),
        ("le 3 févr. 2013", "2013-02-03"),
        ("4/4/2022", "2022-04-04"),
        ("July 2022", "2022-07"),
        ("décembre 2012", "2012-12"),
        ("07/2022", "2022-07"),
        ("2022", None),
        ("soon", None),
        ("31/02/2022", None),
        ("13/13/2022", None),
        ("27/07/22", None),
    ],
)
def test_a_day_is_read_as_it_is_written(written: str, day: str | None) -> None:
    assert read_day(written, "") == day


@pytest.mark.parametrize(("order", "day"), [("day", "2022-04-03"), ("month", "2022-03-04")])
def test_what_can_be_two_days_needs_an_order(order: str, day: str) -> None:
    assert read_day("03/04/2022", order) == day
    with pytest.raises(ValueError, match="2022-04-03 or 2022-03-04"):
        read_day("03/04/2022", "")


def test_other_days_settle_the_order_their_own_column_first() -> None:
    order = DayOrder()
    for column, written in (
        ("on", "7/27/2022"),
        ("on", "1/2/2022"),
        ("until", "27/7/2022"),
        ("until", "27.7.2022"),
    ):
        order.look(column, written)
    assert (order.of("on"), order.of("until")) == ("month", "day")
    # The columns do not agree: they settle nothing for another one.
    assert order.of("source_published_on") == ""
    order.look("on", "27/7/2022")
    assert order.of("on") == ""
    assert DayOrder("day").of("on") == "day"
