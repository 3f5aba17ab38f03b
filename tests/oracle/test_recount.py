"""The rules of one pledge, each number worked out by hand in a comment."""

from datetime import date
from pathlib import Path

import pytest

from .facts import one
from .number import ZERO, Number
from .recount import Record, Standing, standing_on


def exactly(value: int) -> Number:
    return Number(value, value, value)


def on(record: Record, day: str) -> Standing:
    standing = standing_on(record, "p", date.fromisoformat(day))
    assert standing is not None
    return standing


def test_promise_partly_kept_leaves_the_rest(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-17,announced,2500", "2013-01-17,deployed,1400")
    standing = on(record, "2013-01-17")
    # 2,500 in all - 1,400 in place = 1,100; by its own statements 1,400 + 1,100 = 2,500
    assert (standing.stage, standing.deployed, standing.announced) == (
        "deployed",
        exactly(1400),
        exactly(1100),
    )
    assert (standing.committed, standing.claim, standing.promised) == (ZERO, 2500, 2500)
    assert standing_on(record, "p", date(2013, 1, 16)) is None


def test_bounds_of_what_is_outstanding_cross_over(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,900-1200", "2013-01-02,deployed,up to 300")
    # promised 900 (900 to 1,200), delivered 300 (0 to 300): 900 - 300, from 900 - 300 to 1,200 - 0
    assert on(record, "2013-01-02").committed == Number(600, 600, 1200)


def test_open_bounds_leave_nothing_sure(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,500", "2013-01-02,deployed,more than 200")
    # 500 - 200 = 300; more than 200 may be 500 and more, so at least 0; at most 500 - 200 = 300
    assert on(record, "2013-01-02").committed == Number(300, 0, 300)


def test_a_month_counts_from_its_last_day_and_a_year_too(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-02,committed,5", "2013,deployed,5")
    assert standing_on(record, "p", date(2013, 2, 27)) is None
    assert on(record, "2013-02-28").stage == "committed"
    assert on(record, "2013-12-30").stage == "committed"
    assert on(record, "2013-12-31").stage == "deployed"


def test_ties_of_a_day_end_with_the_largest_number_in_any_order_of_rows(tmp_path: Path) -> None:
    said = [
        "2013-01-17,deployed,up to 9",
        "2013-01-17,deployed,9",
        "2013-01-17,deployed,",
        "2013-01-17,deployed,7",
    ]
    # no number, then 7, then 9 (0 to 9), then 9 (9 to 9): the last one holds
    for rows in (said, said[::-1]):
        assert on(one(tmp_path, *rows), "2013-01-17").deployed == exactly(9)


def test_week_long_promise_ends_but_the_aircraft_stays(tmp_path: Path) -> None:
    aircraft = "open,CAN,transport-aircraft,,"
    promised = one(tmp_path, "2013-01-14,committed,1,2013-01-21", of=aircraft)
    assert (on(promised, "2013-01-21").stage, on(promised, "2013-01-21").committed) == (
        "committed",
        exactly(1),
    )
    # past the week: nothing is promised any more, and nothing says what became of it
    past = on(promised, "2013-01-22")
    assert (past.stage, past.committed, past.promised, past.stated_on) == ("closed", ZERO, 1, None)
    flown = one(tmp_path, "2013-01-14,committed,1,2013-01-21", "2013-01-17,deployed,1", of=aircraft)
    assert (on(flown, "2013-01-22").stage, on(flown, "2013-01-22").deployed) == ("deployed", exactly(1))


def test_delivery_until_a_day_stops_after_it(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,committed,5", "2013-01-10,deployed,3,2013-02-10")
    assert on(record, "2013-02-10").deployed == exactly(3)
    # 5 promised - 3 ever in place = 2 are still outstanding, so it is committed
    past = on(record, "2013-02-11")
    assert (past.stage, past.deployed, past.committed, past.delivered) == (
        "committed",
        ZERO,
        exactly(2),
        exactly(3),
    )
    kept = one(tmp_path, "2013-01-01,committed,3", "2013-01-10,deployed,3,2013-02-10")
    # 3 - 3 = 0 outstanding and something was delivered; the promise's own number is still in force
    past = on(kept, "2013-02-11")
    assert (past.stage, past.claim, past.stated_on) == ("ended", 0, date(2013, 1, 1))


def test_ended_closes_promises_of_the_same_day_and_forgets_numbers(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-03-01,deployed,40", "2013-03-31,announced,90", "2013-03-31,ended,60")
    ended = on(record, "2013-03-31")
    assert (ended.stage, ended.announced, ended.deployed) == ("ended", ZERO, ZERO)
    # the most ever in place is what ended gives in all, 60; the last number promised is kept, 90
    assert (ended.delivered, ended.promised, ended.stated_on) == (exactly(60), 90, None)
    again = one(tmp_path, "2013-03-01,deployed,40", "2013-03-31,ended,", "2013-04-30,deployed,")
    # a new delivery after the end does not take up the old 40
    assert (on(again, "2013-04-30").deployed, on(again, "2013-04-30").unquantified) == (ZERO, 1)


def test_lapsed_and_declined_forget_the_promise_not_the_delivery(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,announced,100", "2013-01-05,lapsed", "2013-01-09,announced,")
    assert (on(record, "2013-01-05").stage, on(record, "2013-01-05").claim) == ("lapsed", 0)
    # announced again without a number: the old 100 is forgotten
    assert (on(record, "2013-01-09").announced, on(record, "2013-01-09").unquantified) == (ZERO, 1)
    partly = one(tmp_path, "2013-01-01,announced,9", "2013-01-03,deployed,4", "2013-01-05,declined")
    assert (on(partly, "2013-01-05").stage, on(partly, "2013-01-05").claim) == ("deployed", 4)


def test_statement_without_a_number_keeps_the_last(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,announced,100", "2013-01-05,committed,", "2013-01-09,deployed,30")
    assert (on(record, "2013-01-05").committed, on(record, "2013-01-05").unquantified) == (exactly(100), 0)
    # the 100 were counted on 1 January, whatever was said without a number later
    assert on(record, "2013-01-05").stated_on == date(2013, 1, 1)
    assert (on(record, "2013-01-09").committed, on(record, "2013-01-09").claim) == (exactly(70), 100)


def test_delivery_without_a_number_is_unquantified_beside_its_promise(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,announced,6", "2013-01-05,deployed,")
    # no number delivered counts 0: 6 - 0 = 6 outstanding
    standing = on(record, "2013-01-05")
    assert (standing.stage, standing.unquantified, standing.announced) == ("deployed", 1, exactly(6))
    shown = one(tmp_path, "2013-01-01,deployed,", of="open,USA,intelligence,,")
    assert (on(shown, "2013-01-01").stage, on(shown, "2013-01-01").unquantified) == ("deployed", 0)


def test_ask_is_pending_until_answered(tmp_path: Path) -> None:
    asked = "2013-01-16,requested"
    same_day = one(tmp_path, asked, "2013-01-16,deployed,1", "2013-01-17,deployed,1")
    # a delivery of the same day is no answer, one of a later day is
    assert (on(same_day, "2013-01-16").stage, on(same_day, "2013-01-16").pending) == ("deployed", "requested")
    assert on(same_day, "2013-01-17").pending == ""
    for answer in ("announced", "committed", "declined", "lapsed", "ended"):
        answered = on(one(tmp_path, asked, f"2013-01-16,{answer}"), "2013-01-16")
        assert (answered.stage, answered.pending) == (answer, "")
    reviewed = on(one(tmp_path, asked, "2013-01-16,under_review,9"), "2013-01-16")
    assert (reviewed.stage, reviewed.pending, reviewed.claim) == ("under_review", "under_review", 0)


def test_ask_after_a_refusal_is_the_stage_again(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-10,declined", "2013-01-16,requested")
    assert on(record, "2013-01-10").stage == "declined"
    assert (on(record, "2013-01-16").stage, on(record, "2013-01-16").pending) == ("requested", "requested")


def test_flow_is_what_was_delivered_so_far(tmp_path: Path) -> None:
    flights = "shut,USA,airlift,,"
    record = one(
        tmp_path,
        "2013-01-01,committed,50",
        "2013-02-01,deployed,20,2013-02-10",
        "2013-03-01,ended,47",
        of=flights,
    )
    # 20 flown stay counted past their until, 50 - 20 = 30 are outstanding
    past = on(record, "2013-02-11")
    assert (past.stage, past.deployed, past.committed) == ("committed", exactly(20), exactly(30))
    # ended: 47 in all were flown and the promise is closed
    ended = on(record, "2013-03-01")
    assert (ended.stage, ended.deployed, ended.committed, ended.claim) == ("ended", exactly(47), ZERO, 47)
    assert ended.stated_on == date(2013, 3, 1)
    # after the record of the operation: the flights were still flown
    assert (on(record, "2013-07-01").stage, on(record, "2013-07-01").deployed) == ("ended", exactly(47))


@pytest.mark.parametrize("operation", ["shut", "over"])  # covered until, or where empty ended on, 2013-06-30
def test_closed_record_counts_nothing_as_broken(tmp_path: Path, operation: str) -> None:
    said = ["2013-01-01,committed,50", "2013-02-01,deployed,20,2013-08-01", "2013-02-02,requested"]
    record = one(tmp_path, *said, of=f"{operation},FRA,troops,,")
    assert (on(record, "2013-06-30").stage, on(record, "2013-06-30").claim) == ("deployed", 50)
    for day in ("2013-07-01", "2013-08-02"):  # the second is past the delivery's until: closed stays closed
        after = on(record, day)
        assert (after.stage, after.pending, after.claim, after.stated_on) == ("closed", "", 0, None)
        assert (after.deployed, after.committed, after.delivered) == (ZERO, ZERO, exactly(20))
        assert (after.promised, after.unquantified) == (50, 0)


@pytest.mark.parametrize("final", ["ended", "declined", "lapsed"])
def test_final_stages_outlive_the_record_of_the_operation(tmp_path: Path, final: str) -> None:
    assert on(one(tmp_path, f"2013-01-01,{final}", of="shut,FRA,troops,,"), "2013-07-01").stage == final


def test_figure_not_accepted_never_counts(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,deployed,190,,no", "2013-01-02,deployed,80")
    assert standing_on(record, "p", date(2013, 1, 1)) is None
    assert on(record, "2013-01-02").deployed == exactly(80)
