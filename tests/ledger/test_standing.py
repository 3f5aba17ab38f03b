"""The standing function, by hand. Each expected number is worked out in docs/method.md or beside the test."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.amount import NOTHING, Amount
from app.ledger.standing import Interval, Position, standings
from app.ledger.track import Fact
from app.vocabulary import STATUSES


def fact(on: str, status: str, number: int | Amount | None = None, until: str | None = None) -> Fact:
    amount = Amount(number, number, number) if isinstance(number, int) else number
    return Fact(date.fromisoformat(on), status, amount, date.fromisoformat(until) if until else None)


def at(intervals: list[Interval], day: str) -> Position:
    on = date.fromisoformat(day)
    return next(i.position for i in intervals if i.from_on <= on and (i.until_on is None or on < i.until_on))


def numbers(position: Position) -> tuple[int, int, int]:
    return (position.deployed.value, position.committed.value, position.announced.value)


FRANCE = [
    fact("2013-01-11", "deployed"),
    fact("2013-01-17", "deployed", 1400),
    fact("2013-01-17", "announced", 2500),
]


def test_france_on_17_january_has_1400_deployed_and_1100_announced() -> None:
    position = at(standings(FRANCE, unit="people"), "2013-01-17")
    assert numbers(position) == (1400, 0, 1100)
    assert (position.stage, position.claim, position.promised) == ("deployed", 2500, 2500)
    assert position.stated_on == date(2013, 1, 17)


def test_deployment_without_a_number_is_unquantified_until_one_is_given() -> None:
    intervals = standings(FRANCE, unit="people")
    assert at(intervals, "2013-01-16").unquantified
    assert not at(intervals, "2013-01-17").unquantified


def test_one_plane_for_a_week_ends_after_the_week() -> None:
    week = [fact("2013-01-15", "deployed", 1, until="2013-01-21")]
    intervals = standings(week, unit="aircraft")
    assert (at(intervals, "2013-01-21").deployed.value, at(intervals, "2013-01-21").stage) == (1, "deployed")
    assert (at(intervals, "2013-01-22").deployed.value, at(intervals, "2013-01-22").stage) == (0, "ended")
    assert at(intervals, "2013-01-22").delivered.value == 1


def test_promise_past_its_until_is_closed_and_not_broken() -> None:
    intervals = standings([fact("2013-01-14", "committed", 1, until="2013-01-21")], unit="aircraft")
    assert at(intervals, "2013-01-22").stage == "closed"
    assert numbers(at(intervals, "2013-01-22")) == (0, 0, 0)


def test_delivery_against_a_promise_leaves_the_rest_outstanding_under_its_own_status() -> None:
    said = [fact("2013-01-16", "committed", 2000), fact("2013-01-20", "deployed", 1500)]
    intervals = standings(said, unit="people")
    assert numbers(at(intervals, "2013-01-19")) == (0, 2000, 0)
    assert numbers(at(intervals, "2013-01-20")) == (1500, 500, 0)


def test_withdrawal_does_not_make_a_kept_promise_outstanding_again() -> None:
    said = [
        fact("2013-01-01", "committed", 100),
        fact("2013-01-05", "deployed", 100),
        fact("2013-02-01", "deployed", 40),
    ]
    position = at(standings(said, unit="people"), "2013-02-01")
    assert numbers(position) == (40, 0, 0)
    assert position.delivered.value == 100


def test_end_closes_the_promises_before_it_and_not_those_after() -> None:
    said = [
        fact("2013-01-01", "committed", 100),
        fact("2013-01-05", "deployed", 60),
        fact("2013-02-01", "ended"),
        fact("2013-03-01", "announced", 90),
    ]
    intervals = standings(said, unit="people")
    assert (numbers(at(intervals, "2013-02-01")), at(intervals, "2013-02-01").stage) == ((0, 0, 0), "ended")
    # 90 in all are announced, 60 of them were there before: 30 are outstanding.
    assert (numbers(at(intervals, "2013-03-01")), at(intervals, "2013-03-01").stage) == (
        (0, 0, 30),
        "announced",
    )


@pytest.mark.parametrize("refusal", ["declined", "lapsed"])
def test_refusal_takes_the_promise_back_and_forgets_its_number(refusal: str) -> None:
    said = [
        fact("2013-01-01", "announced", 500),
        fact("2013-01-10", refusal),
        fact("2013-01-20", "committed"),
    ]
    intervals = standings(said, unit="people")
    assert (at(intervals, "2013-01-10").stage, numbers(at(intervals, "2013-01-10"))) == (refusal, (0, 0, 0))
    assert at(intervals, "2013-01-10").promised == 500
    assert at(intervals, "2013-01-20").unquantified


def test_statement_without_a_number_keeps_the_last_one() -> None:
    said = [fact("2013-01-01", "announced", 500), fact("2013-01-10", "committed")]
    assert numbers(at(standings(said, unit="people"), "2013-01-10")) == (0, 500, 0)


def test_of_a_flow_what_was_delivered_stays_deployed() -> None:
    said = [fact("2013-01-15", "deployed", 10), fact("2013-03-31", "ended", 48)]
    intervals = standings(said, unit="sorties", closes_after=date(2013, 6, 30))
    assert numbers(at(intervals, "2013-03-31")) == (48, 0, 0)
    assert (numbers(at(intervals, "2014-01-01")), at(intervals, "2014-01-01").stage) == ((48, 0, 0), "ended")


class TestAsks:
    def test_delivery_of_the_same_day_is_no_answer(self) -> None:
        said = [fact("2013-01-17", "under_review", 1), fact("2013-01-17", "deployed", 1)]
        assert at(standings(said, unit="aircraft"), "2013-01-17").pending == "under_review"

    def test_promise_of_the_same_day_is_an_answer(self) -> None:
        said = [fact("2013-01-17", "requested"), fact("2013-01-17", "announced")]
        assert at(standings(said, unit="people"), "2013-01-17").pending == ""

    @pytest.mark.parametrize("answer", ["deployed", "committed", "declined", "lapsed", "ended"])
    def test_anything_later_is_an_answer(self, answer: str) -> None:
        said = [fact("2013-01-17", "requested"), fact("2013-01-18", answer)]
        assert at(standings(said, unit="people"), "2013-01-18").pending == ""

    def test_ask_after_a_refusal_is_the_stage_and_counts_nothing(self) -> None:
        said = [fact("2013-01-10", "declined"), fact("2013-01-17", "requested", 300)]
        position = at(standings(said, unit="people"), "2013-01-17")
        assert (position.stage, numbers(position), position.unquantified) == ("requested", (0, 0, 0), False)


class TestEndOfARecord:
    def test_what_is_open_closes_without_a_number(self) -> None:
        said = [fact("2013-01-16", "committed", 2000), fact("2013-01-20", "deployed", 1500)]
        position = at(standings(said, unit="people", closes_after=date(2013, 6, 30)), "2013-07-01")
        assert (position.stage, numbers(position), position.claim) == ("closed", (0, 0, 0), 0)
        assert (position.delivered.value, position.promised, position.unquantified) == (1500, 2000, False)

    def test_refusal_stays_a_refusal(self) -> None:
        intervals = standings([fact("2013-01-16", "declined")], unit="people", closes_after=date(2013, 6, 30))
        assert at(intervals, "2020-01-01").stage == "declined"


class TestBounds:
    def test_more_than_200_stays_open_upwards(self) -> None:
        position = at(
            standings([fact("2013-01-17", "committed", Amount(200, 200, None))], unit="people"), "2013-01-17"
        )
        assert position.committed == Amount(200, 200, None)

    def test_difference_takes_low_less_high_and_high_less_low(self) -> None:
        said = [
            fact("2013-01-01", "committed", Amount(900, 900, 1200)),
            fact("2013-01-02", "deployed", Amount(40, 0, 40)),
        ]
        assert at(standings(said, unit="people"), "2013-01-02").committed == Amount(860, 860, 1200)

    def test_nothing_has_the_bounds_nothing(self) -> None:
        said = [fact("2013-01-01", "committed", Amount(200, 200, None)), fact("2013-01-02", "deployed", 200)]
        assert at(standings(said, unit="people"), "2013-01-02").committed == NOTHING


MEMBERS = {"NGA": 900, "BFA": 500, "NER": 500, "SEN": 500, "TGO": 500, "BEN": 300, "GIN": 144, "GHA": 120}


class TestWorkedExample:
    """Reuters, 17 January 2013: model.md's example."""

    force = [fact("2013-01-17", "committed", 3300)]  # noqa: RUF012 - never changed
    members = [[fact("2013-01-17", "committed", n)] for n in MEMBERS.values()]  # noqa: RUF012

    def test_members_count_and_the_whole_only_what_no_member_named(self) -> None:
        whole = at(standings(self.force, unit="people", parts=self.members), "2013-01-17")
        assert whole.committed == NOTHING
        assert whole.claim == 3300
        # 3,464 by the members, 2,000 by Chad, nothing left of the 3,300: 5,464.
        assert sum(MEMBERS.values()) + whole.committed.value + 2000 == 5464

    def test_without_the_members_the_whole_counts(self) -> None:
        whole = at(standings(self.force, unit="people"), "2013-01-17")
        assert whole.committed.value + 2000 == 5300

    def test_without_nigeria_736_are_not_yet_named(self) -> None:
        whole = at(standings(self.force, unit="people", parts=self.members[1:]), "2013-01-17")
        assert whole.committed.value == 3300 - 2564 == 736

    def test_an_exact_delivery_of_old_does_not_bound_what_may_be_there_now(self) -> None:
        then = fact("2013-01-17", "deployed", 256)
        now = fact("2013-01-20", "deployed", Amount(34, 34, 1000))
        asked = [fact("2013-01-18", "requested")]
        alone, beside = (
            at(standings([then, now], unit="people", parts=parts), "2013-01-20") for parts in ([], [asked])
        )
        assert alone.deployed == beside.deployed == Amount(34, 34, 1000)
        assert beside.delivered == Amount(256, 256, 1000)


facts = st.builds(
    Fact,
    on=st.dates(date(2013, 1, 1), date(2013, 2, 10)),
    status=st.sampled_from(STATUSES),
    amount=st.none() | st.integers(0, 50).map(lambda n: Amount(n, n, n)) | st.just(Amount(20, 20, None)),
    until=st.none(),
)


@given(st.lists(facts, min_size=1, max_size=8).flatmap(lambda f: st.tuples(st.just(f), st.permutations(f))))
def test_order_of_entry_never_matters(both: tuple[list[Fact], list[Fact]]) -> None:
    straight, shuffled = both
    assert standings(straight, unit="people") == standings(shuffled, unit="people")


@given(st.lists(facts, min_size=1, max_size=8), st.lists(st.lists(facts, max_size=4), max_size=3))
def test_intervals_have_no_gap_and_two_neighbours_differ(own: list[Fact], parts: list[list[Fact]]) -> None:
    intervals = standings(own, unit="people", parts=parts, closes_after=date(2013, 2, 20))
    assert intervals[0].from_on == min(f.on for f in own)
    assert intervals[-1].until_on is None
    for one, other in pairwise(intervals):
        assert one.until_on == other.from_on
        assert one.position != other.position


@given(st.lists(facts, min_size=1, max_size=8), st.lists(st.lists(facts, max_size=4), max_size=3))
def test_a_whole_never_counts_more_than_it_claims(own: list[Fact], parts: list[list[Fact]]) -> None:
    for interval in standings(own, unit="people", parts=parts):
        position = interval.position
        counted = position.deployed.value + position.committed.value + position.announced.value
        assert counted <= position.claim or position.delivered.value > 0
        for amount in (position.deployed, position.committed, position.announced, position.delivered):
            assert 0 <= amount.low <= amount.value <= (amount.value if amount.high is None else amount.high)
