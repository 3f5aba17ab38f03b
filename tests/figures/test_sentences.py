"""The titles and sentences of the figure by contributor."""

from typing import Any

import pytest

from app.figures.chosen import Chosen, chosen_of
from app.figures.givers import Giver, charted, note_of
from app.figures.schemas import Numbers
from app.figures.sentences import numbers_in_words, rest_in_words, said_of_givers, share
from app.pledges.filter import PledgeFilter
from tests.figures.made import DAY, at_least, exactly, giver, numbers, up_to

FRANCE = giver("France", numbers(1400, announced=1100))
CHAD = giver("Chad", numbers(200, 1800))
NIGER = giver("Niger", numbers(committed=500))
SILENT = giver("Burundi", stages={"committed": 1}, unknown=1)
SENT_UNKNOWN = giver("Liberia", stages={"deployed": 1}, unknown=1)
REFUSED = giver("Germany", stages={"declined": 1})
ASKED = giver("Britain", stages={"requested": 1}, asked=1)
UNNAMED = giver("EU", Numbers(committed=at_least(173)), whole=at_least(200))


def title(*givers: Giver) -> str:
    return said_of_givers(givers, "people", "troops")


@pytest.mark.parametrize(
    ("givers", "said"),
    [
        ([FRANCE, CHAD], "France had 88% of the soldiers deployed"),
        ([giver("A", numbers(8)), giver("B", numbers(2))], "A had four in five of the soldiers deployed"),
        ([FRANCE, NIGER], "France alone had soldiers deployed"),
        ([FRANCE, SENT_UNKNOWN], "France had 1,400 soldiers deployed; Liberia gave no number"),
        (
            [giver(c, numbers(n)) for c, n in zip("ABCDEF", (6, 5, 5, 5, 5, 5), strict=True)],
            "A had the most soldiers deployed, 6 of 31",
        ),
        ([giver("A", numbers(0, 9)), giver("B", numbers(0, 1))], "A promised the most soldiers, 9 of 10"),
        (
            [giver("A", numbers(0, 5)), giver("B", numbers(0, 5))],
            "A and B promised the most soldiers, 5 each",
        ),
        ([NIGER], "Niger alone promised soldiers"),
        (
            [UNNAMED, giver("Italy", numbers(0, 24))],
            "At least 173 of at least 197 soldiers promised were not yet named by members of the EU",
        ),
        ([SENT_UNKNOWN], "Liberia deployed soldiers, but gave no number"),
        ([SILENT], "Burundi promised soldiers, but gave no number"),
        ([REFUSED], "Germany declined to give soldiers"),
        ([ASKED], "Soldiers were asked of Britain"),
        ([], "No soldiers in force on this day"),
        ([giver("A", stages={"closed": 1})], "No soldiers in force on this day"),
    ],
)
def test_title_is_what_the_numbers_show(givers: list[Giver], said: str) -> None:
    assert title(*givers) == said


def test_flow_is_delivered_not_deployed() -> None:
    assert said_of_givers(
        [giver("A", numbers(9), unit="tonnes"), giver("B", numbers(3), unit="tonnes")], "tonnes", ""
    ) == ("A had three in four of the tonnes delivered")


def test_what_is_never_counted_is_given_or_promised() -> None:
    row = giver("USA", stages={"deployed": 1}, unit="none")
    assert said_of_givers([row], "none", "intelligence") == "The USA gave or promised intelligence"
    assert note_of(row) == ("being given", "deployed")


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (10, 10, "all"),
        (4, 5, "four in five"),
        (2, 3, "two in three"),
        (1, 2, "half"),
        (43, 100, "43%"),
        (999, 1000, "over 99%"),
    ],
)
def test_share_has_words_only_where_they_fit(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words


@pytest.mark.parametrize(
    ("givers", "said"),
    [
        (
            [FRANCE, CHAD, ASKED, REFUSED],
            (
                "On 17 January 2013: 1,600 deployed, 1,800 committed and 1,100 announced; 4,500 soldiers in all, "
                "from 2 contributors. More was asked of Britain. Germany declined."
            ),
        ),
        ([giver("A", numbers(1))], "On 17 January 2013: 1 deployed; 1 soldier in all, from 1 contributor."),
        ([SILENT, SENT_UNKNOWN], "Burundi and Liberia gave no number."),
        (
            [giver("A", Numbers(at_least(5), up_to(3)))],
            (
                "On 17 January 2013: at least 5 deployed and up to 3 committed; "
                "about 8 soldiers in all, from 1 contributor."
            ),
        ),
        ([], ""),
    ],
)
def test_sentence_has_the_main_numbers(givers: list[Giver], said: str) -> None:
    assert numbers_in_words(givers, "people", "troops", DAY) == said


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (FRANCE, ("", "")),
        (giver("A", numbers(5), unknown=1, stages={"deployed": 2}), ("+ number not given", "unquantified")),
        (SENT_UNKNOWN, ("deployed, number not given", "unquantified")),
        (SILENT, ("committed, number not given", "unquantified")),
        (UNNAMED, ("not yet named, of 200+ in all", "")),
        (
            giver("ECOWAS", stages={"committed": 1}, whole=exactly(3300)),
            ("3,300 in all, named by its members", ""),
        ),
        (REFUSED, ("declined", "declined")),
        (ASKED, ("asked, no promise", "requested")),
        (giver("A", stages={"under_review": 1}, asked=1), ("under review, no promise", "under_review")),
        (giver("A", numbers(1), asked=1), ("asked for more", "requested")),
        (giver("A", numbers(1), stages={"deployed": 1, "declined": 1}), ("also declined", "declined")),
        (giver("A", stages={"closed": 1}), ("Outcome not in this record", "closed")),
        (giver("A", stages={"ended": 1, "closed": 1}), ("Ended", "ended")),
    ],
)
def test_words_beside_a_bar(row: Giver, note: tuple[str, str]) -> None:
    assert note_of(row) == note


def test_old_figure_says_when_it_was_counted() -> None:
    assert note_of(giver("A", numbers(5), counted_on=DAY.replace(year=2012))) == ("counted 17 Jan 2012", "")


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ([], ""),
        ([NIGER], "1 more, with 500 soldiers"),
        ([NIGER, CHAD], "2 more, with 2,500 soldiers together"),
        ([REFUSED, SILENT], "2 more, without a number"),
        ([giver("A", stages={"closed": 2})], "1 more, whose outcome is not in this record"),
    ],
)
def test_what_the_chart_leaves_out_is_told(rest: list[Giver], said: str) -> None:
    assert rest_in_words(rest, "people", "troops") == said


def test_chart_keeps_room_for_refusals() -> None:
    many = [giver(f"G{n:02}", numbers(100 - n)) for n in range(30)]
    shown = charted([*many, ASKED, REFUSED, giver("Z", stages={"closed": 1})])
    assert [row.code for row in shown] == [*(f"G{n:02}" for n in range(15)), "Britain", "Germany"]


@pytest.mark.parametrize(
    ("chosen", "who", "which"),
    [
        (PledgeFilter(), "", ""),
        (PledgeFilter(category=("troops",), operation=("mali",), unit="people"), "", ""),
        (PledgeFilter(contributor=("CAN",)), " by Canada", ""),
        (PledgeFilter(member_of="EU"), " by members of the European Union", ""),
        (PledgeFilter(stage=("under_review",)), "", " in pledges at the stage under review"),
        (
            PledgeFilter(q="gao", source=7),
            "",
            " in pledges that mention “gao” in pledges that source 7 speaks of",
        ),
    ],
)
def test_filter_is_told_in_words(chosen: PledgeFilter, who: str, which: str) -> None:
    assert chosen_of(chosen, ["Canada"], "the European Union") == Chosen(who, which)


def test_sentence_about_some_says_so() -> None:
    assert Chosen(who=" by Canada").told_of("A had half") == "Among those chosen: A had half"
    assert Chosen().told_of("A had half") == "A had half"


def test_order_puts_numbers_before_words() -> None:
    from app.figures.givers import givers_of

    def row(code: str, **more: Any) -> dict[str, Any]:
        empty = {f"{n}{b}": 0 for n in ("deployed", "committed", "announced") for b in ("", "_low", "_high")}
        return {
            "contributor": code,
            "unit": "people",
            "pledges": 1,
            "unquantified": 0,
            "stages": {},
            **empty,
            **more,
        }

    items = [
        row("OVER", stages={"closed": 1}),
        row("NO", stages={"declined": 1}),
        row("SMALL", deployed=1, deployed_low=1, deployed_high=1, stages={"deployed": 1}),
        row("ASKED", stages={"requested": 1}),
        row("DARK", unquantified=1, stages={"deployed": 1}),
        row("BIG", announced=9, announced_low=9, announced_high=None, stages={"announced": 1}),
    ]
    known = {
        r["contributor"]: {
            "name": r["contributor"],
            "alpha2": "",
            "asked": int(r["contributor"] == "ASKED"),
            "counted_on": None,
        }
        for r in items
    }
    ordered = givers_of(items, known, {}, DAY)
    assert [g.code for g in ordered] == ["BIG", "SMALL", "DARK", "ASKED", "NO", "OVER"]
    assert ordered[0].total == at_least(9)


def test_what_members_named_of_an_organisations_promise_is_no_missing_number() -> None:
    force = giver("ECOWAS", stages={"committed": 1}, whole=exactly(3300))
    said = said_of_givers([force], "people", "troops")
    assert said == "ECOWAS promised 3,300 soldiers in all; its members have named all of it"
