"""Where the model leaves room: each choice of this recount (README) that another reading would change."""

from datetime import date
from pathlib import Path

from .facts import one, record_of
from .number import ZERO, Number
from .recount import Record, Standing, standing_on, totals


def on(record: Record, day: str) -> Standing:
    standing = standing_on(record, "p", date.fromisoformat(day))
    assert standing is not None
    return standing


def test_order_is_that_of_counting_days(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-21,deployed,1", "2013-01,deployed,3")
    # January counts from the 31st, after the 21st, though the month began before
    assert (on(record, "2013-01-30").deployed.value, on(record, "2013-01-31").deployed.value) == (1, 3)


def test_tie_without_a_number_comes_first_with_its_until(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-17,deployed,", "2013-01-17,deployed,9,2013-01-20")
    # the 9 is the later of the two, so its until holds
    assert (on(record, "2013-01-20").stage, on(record, "2013-01-21").stage) == ("deployed", "ended")


def test_tie_in_all_but_until_ends_with_the_longer(tmp_path: Path) -> None:
    said = ["2013-01-17,deployed,9", "2013-01-17,deployed,9,2013-01-20"]
    for rows in (said, said[::-1]):
        assert on(one(tmp_path, *rows), "2013-01-21").deployed.value == 9


def test_until_is_not_inherited(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,5,2013-01-10", "2013-01-05,committed,")
    assert on(record, "2013-01-11").committed == Number(5, 5, 5)
    # even after the until has passed, the number is taken up again
    late = one(tmp_path, "2013-01-01,committed,5,2013-01-10", "2013-01-20,committed,")
    assert (on(late, "2013-01-11").stage, on(late, "2013-01-20").committed.value) == ("closed", 5)


def test_of_equal_deliveries_the_larger_bounds_stay(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,deployed,more than 120", "2013-01-05,deployed,120")
    assert (on(record, "2013-01-05").deployed, on(record, "2013-01-05").delivered) == (
        Number(120, 120, 120),
        Number(120, 120, None),
    )


def test_promise_past_its_until_is_closed_whatever_is_asked(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,5,2013-01-10", "2013-01-05,requested")
    assert (on(record, "2013-01-11").stage, on(record, "2013-01-11").pending) == ("closed", "requested")


def test_delivery_without_a_number_counts_as_delivered(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,", "2013-01-05,deployed,,2013-01-10")
    # nothing is outstanding of a promise without a number, and something was there: ended, nothing live
    assert (on(record, "2013-01-11").stage, on(record, "2013-01-11").unquantified) == ("ended", 0)


def test_promise_without_a_number_beside_a_counted_delivery_is_not_unquantified(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,", "2013-01-05,deployed,4")
    assert (on(record, "2013-01-01").unquantified, on(record, "2013-01-05").unquantified) == (1, 0)


def test_promised_is_kept_after_a_lapse(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,announced,100", "2013-01-05,lapsed")
    assert (on(record, "2013-01-05").promised, on(record, "2013-01-05").announced) == (100, ZERO)


def test_of_a_flow_claim_and_its_day_stay_once_the_record_closed(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-03-01,ended,47", of="shut,USA,airlift,,")
    assert (on(record, "2013-06-30").claim, on(record, "2013-06-30").stated_on) == (47, date(2013, 3, 1))
    after = on(record, "2013-07-01")
    assert (after.deployed.value, after.claim, after.stated_on) == (47, 47, date(2013, 3, 1))


def test_whole_is_closed_after_its_parts_are_taken_off(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        "p,shut,ECOWAS,troops,,,2013-01-01,committed,150",
        "p,,,,,,2013-01-02,deployed,100",
        "part,shut,BEN,troops,p,,2013-01-02,deployed,80",
        "part,,,,,,2013-01-03,ended,80",
    )
    # open: cover 150 less 80 = 70; in place 100 - 0, within 70; delivered 100 - 80 = 20, at least the 70
    assert (on(record, "2013-06-30").deployed.value, on(record, "2013-06-30").delivered.value) == (70, 70)
    # closed: nothing in place any more, and what was delivered stays as it was
    assert (on(record, "2013-07-01").deployed.value, on(record, "2013-07-01").delivered.value) == (0, 70)


def test_refusal_in_another_operation_is_a_second_operation(tmp_path: Path) -> None:
    record = record_of(
        tmp_path, "a,open,FRA,troops,,,2013-01-01,deployed,10", "b,shut,FRA,troops,,,2013-01-01,declined"
    )
    (row,) = totals(record, operation="war", day=date(2013, 1, 1), by=("contributor",))
    assert (row["deployed"], row["delivered"]) == (10, None)
