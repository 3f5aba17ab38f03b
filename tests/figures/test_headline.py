"""The sentence at the top: what it says for every shape that a record can have."""

from datetime import date
from typing import Any

import pytest

from app.figures.chosen import Chosen
from app.figures.headline import headline
from app.figures.schemas import Numbers
from app.figures.situation import Place, place_of
from tests.figures.made import at_least, exactly, numbers, situation, up_to

BY = "by 17 January 2013"


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (numbers(1720, 5444, 1100), f"Of 8,264 soldiers promised for Mali {BY}, 1,720 were deployed"),
        (numbers(1, 1), f"Of 2 soldiers promised for Mali {BY}, 1 was deployed"),
        (numbers(committed=500), f"500 soldiers were promised for Mali {BY}; none was deployed yet"),
        (numbers(announced=1), f"1 soldier was promised for Mali {BY}; none was deployed yet"),
        (numbers(1720), f"All 1,720 soldiers promised for Mali {BY} were deployed"),
        (numbers(1), f"1 soldier was promised for Mali {BY}, and deployed"),
        (
            Numbers(at_least(120), exactly(80)),
            f"Of at least 200 soldiers promised for Mali {BY}, at least 120 were deployed",
        ),
        (Numbers(at_least(120)), f"At least 120 soldiers were promised for Mali {BY}, and all were deployed"),
        (
            Numbers(exactly(4), announced=up_to(6)),
            f"Of up to 10 soldiers promised for Mali {BY}, 4 were deployed",
        ),
    ],
)
def test_numbers_make_a_whole_sentence(held: Numbers, sentence: str) -> None:
    assert headline(situation(held)) == sentence


def test_operation_that_goes_on_speaks_in_the_present() -> None:
    assert headline(situation(numbers(1, 9), is_present=True)) == (
        f"Of 10 soldiers promised for Mali {BY}, 1 is deployed"
    )
    assert headline(situation(numbers(0, 9), is_present=True)) == (
        f"9 soldiers are promised for Mali {BY}; none is deployed yet"
    )
    assert (
        headline(situation(numbers(9), is_present=True))
        == f"All 9 soldiers promised for Mali {BY} are deployed"
    )


def test_today_needs_no_date() -> None:
    today = situation(numbers(1720, 5444, 1100), is_today=True, is_present=True)
    assert headline(today) == "Of 8,264 soldiers promised for Mali, 1,720 are deployed"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"unknown": 1, "unknown_deployed": 1},
            f"Soldiers were deployed for Mali {BY}, the number not given",
        ),
        ({"unknown": 2}, f"Soldiers were promised for Mali {BY}, the number not given"),
        ({"declined": ["Germany"]}, f"Germany declined to give soldiers for Mali {BY}"),
        (
            {"declined": ["Algeria", "Germany", "Italy", "Chad"]},
            f"Algeria, Germany and 2 more declined to give soldiers for Mali {BY}",
        ),
        ({"stages": {"requested": 1}}, f"Soldiers were requested for Mali {BY}; none were promised"),
        ({"stages": {"ended": 3}}, f"The soldiers deployed for Mali had left {BY}"),
        ({"stages": {"closed": 3}}, "What became of the soldiers promised for Mali is not in this record"),
        ({"stages": {"lapsed": 1}}, f"No soldiers were promised for Mali {BY}"),
        ({"pledges": 0}, f"No soldiers were promised for Mali {BY}"),
        ({"pledges": 0, "is_filtered": True}, "No pledge matches these filters on 17 January 2013"),
        ({"noun": "uniformed-personnel", "pledges": 0}, f"No soldiers or police were promised for Mali {BY}"),
    ],
)
def test_what_has_no_number_is_said_in_words(more: dict[str, Any], sentence: str) -> None:
    assert headline(situation(**more)) == sentence


def test_unknown_delivery_is_never_none() -> None:
    said = headline(situation(numbers(committed=500), unknown=1, unknown_deployed=1))
    assert said == f"500 soldiers were promised for Mali {BY}; how much of it was deployed was not given"


def test_not_all_are_deployed_where_one_number_is_missing() -> None:
    assert headline(situation(numbers(100), unknown=1)).startswith("Of 100 soldiers promised")


def test_silence_about_money_is_no_broken_promise() -> None:
    said = headline(situation(numbers(committed=318_000_000), unit="USD", noun=""))
    assert said == f"318 million US dollars were promised for Mali {BY}; no delivery is recorded"


def test_what_is_never_counted_names_its_givers() -> None:
    said = headline(situation(unit="none", noun="intelligence", live=["the United States"]))
    assert said == f"The United States gave or promised intelligence for Mali {BY}, not counted in numbers"


def test_day_before_the_first_statement_says_so() -> None:
    said = headline(situation(as_of=date(2012, 1, 1), pledges=0))
    assert said == "Nothing is recorded for Mali before 11 November 2012"


def test_day_after_the_record_promises_nothing() -> None:
    over = situation(as_of=date(2026, 1, 1), closes_after=date(2014, 7, 15), stages={"closed": 9})
    assert headline(over) == (
        "This record follows Mali until 15 July 2014; what became of the promises after that is not in it"
    )
    last_day = situation(numbers(5), as_of=date(2014, 7, 15), closes_after=date(2014, 7, 15))
    assert headline(last_day) == "All 5 soldiers promised for Mali by 15 July 2014 were deployed"


def test_empty_operation_says_so() -> None:
    assert headline(situation(first_day=None, pledges=0)) == "No pledge is recorded for Mali yet"


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (Chosen(who=" by Chad"), f"Of 10 soldiers promised by Chad for Mali {BY}, 1 was deployed"),
        (
            Chosen(which=" in pledges that mention “Gao”"),
            f"Of 10 soldiers promised for Mali {BY} in pledges that mention “Gao”, 1 was deployed",
        ),
    ],
)
def test_some_are_not_called_all(chosen: Chosen, sentence: str) -> None:
    assert headline(situation(numbers(1, 9), chosen=chosen)) == sentence


def test_givers_that_are_named_are_not_named_twice() -> None:
    said = headline(situation(declined=["Italy"], chosen=Chosen(who=" by Italy")))
    assert said == f"Italy declined to give soldiers for Mali {BY}"


@pytest.mark.parametrize(
    ("operation", "place"),
    [
        (
            {"name": "Intervention in Mali", "aliases": ["Mali"], "kind": "intervention"},
            Place("Mali", " for Mali"),
        ),
        (
            {"name": "Operation Serval", "aliases": [], "kind": "combat"},
            Place("Operation Serval", " for Operation Serval"),
        ),
        ({"name": "Other support", "aliases": [], "kind": "other"}, Place("Other support", "")),
        (
            {"name": "Donors", "aliases": ["Addis conference"], "kind": "donor conference"},
            Place("the Addis conference", " at the Addis conference"),
        ),
    ],
)
def test_operation_goes_by_the_name_people_use(operation: dict[str, Any], place: Place) -> None:
    assert place_of([operation]) == place


def test_several_operations_are_these() -> None:
    one = {"name": "A", "aliases": [], "kind": ""}
    assert place_of([one, one]).tie == " for these operations"


@pytest.mark.parametrize("word", ["in the country", "pledged"])
@pytest.mark.parametrize("held", [numbers(1, 9), numbers(5), numbers(0, 5)])
def test_words_that_claim_too_much_are_not_used(word: str, held: Numbers) -> None:
    assert word not in headline(situation(held))
