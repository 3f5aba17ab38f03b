"""What an operation is: its facts, its requirements, and the chain it belongs to."""

from datetime import date
from typing import Any

import pytest

from app.contributors.queries import names_of
from app.db import Database
from app.operations.about import About, about_of
from app.operations.chain import Chain, chain_of
from app.operations.queries import list_operations
from app.pledges.links import Links

LINKS = Links({})
DAY = date(2013, 1, 17)


def operation(code: str, start: str = "", end: str = "", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": code.title(),
        "aliases": [code.upper()],
        "kind": "combat",
        "summary": "",
        "part_of": "war",
        "covered_until": None,
        "theatre": [],
        "lead": None,
        "mandate": "",
        "started_on": date.fromisoformat(start) if start else None,
        "ended_on": date.fromisoformat(end) if end else None,
        **more,
    }


WAR = operation("war", "2013-01-01", part_of=None)
FIRST = operation("first", "2013-01-11", "2013-07-01")
SECOND = operation("second", "2013-07-01", "2023-12-31", covered_until=date(2014, 6, 30))
LATER = operation("later", "2013-07-02", "2013-08-01")
UNDATED = operation("undated")
ALL = [WAR, SECOND, UNDATED, LATER, FIRST]


def chain(here: dict[str, Any], as_of: date = DAY, everything: list[dict[str, Any]] | None = None) -> Chain:
    found = chain_of(here, everything or ALL, LINKS, as_of)
    assert found
    return found


def test_the_parts_stand_in_the_order_of_their_first_days() -> None:
    assert [link.code for link in chain(WAR).links] == ["first", "second", "later", "undated"]
    assert [link.code for link in chain(SECOND).links if link.is_here] == ["second"]


def test_a_bar_lies_where_its_days_are() -> None:
    links = {link.code: link for link in chain(WAR).links}
    # From 11 January 2013 to 30 June 2014, the last day that is followed: 535 days.
    assert links["first"].x == 0
    assert links["first"].width == pytest.approx(100 * 171 / 535, abs=0.001)
    assert links["second"].x == pytest.approx(100 * 171 / 535, abs=0.001)
    assert links["second"].width == pytest.approx(100 - 100 * 171 / 535, abs=0.001)
    assert [links[code].goes_on for code in ("first", "second")] == [False, True]
    assert links["undated"].x is None
    assert links["undated"].days == "days not recorded"


def test_who_followed_is_said_only_as_far_as_the_days_say_it() -> None:
    notes = {link.code: link.note for link in chain(WAR).links}
    assert notes["first"] == "It ended on 1 July 2013, when SECOND and LATER started."
    assert notes["second"] == notes["later"] == notes["undated"] == ""


def test_the_days_of_the_drawing_and_the_pages_own() -> None:
    drawn = chain(WAR, date(2013, 10, 1))
    assert (drawn.first, drawn.last, drawn.now_text) == ("11 Jan 2013", "30 Jun 2014", "1 Oct 2013")
    assert drawn.now == pytest.approx(100 * 263 / 535, abs=0.001)
    assert chain(WAR, date(2012, 1, 1)).now is None
    assert chain(WAR, date(2015, 1, 1)).now is None


def test_one_day_is_drawn_so_that_it_is_seen() -> None:
    [link] = chain(WAR, everything=[WAR, operation("conference", "2013-01-29", "2013-01-29")]).links
    assert link.width > 0
    assert link.x is not None
    assert link.x + link.width <= 100


def test_an_operation_that_stands_alone_has_no_chain() -> None:
    alone = operation("alone", "2013-01-01", part_of=None)
    assert chain_of(alone, [alone, WAR], LINKS, DAY) is None
    assert chain_of(WAR, [WAR, UNDATED], LINKS, DAY) is None


# The real record


def about(database: Database, code: str) -> About:
    with database.reading() as reader:
        everything = list_operations(reader)
        found = about_of(
            reader,
            [row for row in everything if row["code"] == code],
            everything,
            {code: row.name for code, row in names_of(reader).items()},
            LINKS,
            DAY,
        )
    assert found
    return found


def test_what_is_known_of_an_operation(seeded: Database) -> None:
    facts = {label: (str(words), url) for label, words, url in about(seeded, "afisma").facts}
    assert facts["Led by"] == ("Economic Community of West African States", "/contributors/ECOWAS")
    assert facts["Theatre"][0] == '<a href="/contributors/MLI">Mali</a>'
    assert facts["Part of"] == ("Intervention in Mali", "/operations/mali")
    assert facts["Mandate"][0] == "UN Security Council resolution 2085 of 20 December 2012"


def test_requirements_have_their_source(seeded: Database) -> None:
    table = about(seeded, "afisma").requirements
    assert table
    [row] = table["rows"]
    assert (row["quantity"]["text"], row["category"]["text"]) == ("3,300", "Troops")
    assert row["source"]["url"].startswith("/sources/")
    whole = about(seeded, "mali").requirements
    assert whole
    assert len(whole["rows"]) == 6
    assert "Operation" in [column["label"] for column in whole["columns"]]
    assert "500 million US dollars" in {row["quantity"]["text"] for row in whole["rows"]}


def test_afisma_ended_when_minusma_started(seeded: Database) -> None:
    found = about(seeded, "minusma").chain
    assert found
    notes = {link.code: link.note for link in found.links}
    assert notes["afisma"] == notes["fatim"] == "It ended on 1 July 2013, when MINUSMA started."
    assert [link.code for link in found.links][-1] == "mali-other"


def test_of_several_operations_nothing_is_told(seeded: Database) -> None:
    with seeded.reading() as reader:
        everything = list_operations(reader)
        assert about_of(reader, everything[:2], everything, {}, LINKS, DAY) is None
