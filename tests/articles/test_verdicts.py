"""What the record says to a candidate: known, a change, new, a conflict, or still to complete."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from app.articles.entries import Entry
from app.articles.record import Known as Pledge
from app.articles.record import Record, best_fit, same_thing
from app.articles.verdicts import Verdict, consult, presume
from app.db import Database

FRANCE = {"operation": "serval", "contributor": "France", "category": "troops"}
CHAD = {"operation": "fatim", "contributor": "Chad", "category": "troops"}


@pytest.fixture
def reader(seeded: Database) -> Iterator[Connection]:
    with seeded.reading() as connection:
        yield connection


def entry(number: int = 1, /, **typed: str) -> Entry:
    """A candidate: `on`, `status` and `quantity` are its statement's."""
    said = {"on", "status", "quantity"}
    return Entry(
        number,
        {(f"statement.{name}" if name in said else name): text for name, text in typed.items() if text},
    )


def verdict(reader: Connection, **typed: str) -> Verdict:
    [found] = consult(Record(reader), [entry(1, **typed)])
    return found


def test_statement_that_the_record_has_is_known(reader: Connection) -> None:
    found = verdict(reader, **CHAD, status="committed", quantity="2,000", on="2013-01-16")
    assert (found.kind, found.pledge) == ("known", "fatim-tcd-troops")
    assert found.words == "In the record: committed, 2,000 soldiers, 16 January 2013."
    assert found.statement is not None


def test_same_number_on_a_later_day_is_nothing_new(reader: Connection) -> None:
    found = verdict(reader, **FRANCE, status="deployed", quantity="1,400", on="2013-01-18")
    assert found.kind == "known"
    assert found.words.startswith("Nothing new since: deployed, about 1,400 soldiers, 17 January 2013")


def test_other_number_on_a_later_day_is_a_change(reader: Connection) -> None:
    found = verdict(reader, **FRANCE, status="deployed", quantity="1,900", on="2013-01-18")
    assert found.kind == "change"
    assert found.words == "deployed, about 1,400 soldiers, 17 January 2013 → 1,900 soldiers"


def test_firmer_word_is_a_change(reader: Connection) -> None:
    found = verdict(reader, **FRANCE, status="committed", quantity="2,500", on="2013-01-18")
    assert found.kind == "change"
    assert found.words.endswith("→ committed, 2,500 soldiers")


def test_other_number_for_the_same_day_is_a_conflict_and_presumed_not_counted(reader: Connection) -> None:
    candidate = entry(1, **FRANCE, status="deployed", quantity="1,600", on="2013-01-17")
    verdicts = consult(Record(reader), [candidate])
    assert verdicts[0].kind == "conflict"
    assert verdicts[0].words == "For this day the record has: deployed, 1,400 soldiers, 17 January 2013."
    presumed = presume([candidate], verdicts)
    assert candidate.typed["statement.accepted"] == "no"
    assert presumed[0].seen != verdicts[0].seen


def test_refusal_on_the_day_of_a_promise_is_a_conflict(reader: Connection) -> None:
    found = verdict(reader, **CHAD, status="declined", on="2013-01-16")
    assert found.kind == "conflict"


def test_what_the_record_has_no_pledge_for_is_new(reader: Connection) -> None:
    found = verdict(
        reader,
        operation="serval",
        contributor="Gambia",
        category="troops",
        status="committed",
        quantity="90",
        on="2013-01-17",
    )
    assert (found.kind, found.pledge, found.total) == ("new", "", "90")


def test_track_that_nothing_was_said_on_is_new_of_a_known_pledge(reader: Connection) -> None:
    found = verdict(reader, **CHAD, status="requested", on="2013-01-18")
    assert (found.kind, found.pledge) == ("new", "fatim-tcd-troops")


@pytest.mark.parametrize("quantity", ["1,100 more", "another 1,100"])
def test_more_is_worked_out_on_what_is_known(reader: Connection, quantity: str) -> None:
    """France has 1,400 there and 1,100 outstanding on 17 January: of what is in place, 2,500."""
    found = verdict(reader, **FRANCE, status="deployed", quantity=quantity, on="2013-01-17")
    assert found.total == f"2,500 ({quantity})"
    assert found.arithmetic == "1,100 more on 1,400: 2,500 soldiers in all"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Still to say: Contributor, Operation, Category, Status, Day."),
        ({**CHAD, "status": "committed"}, "Still to say: Day."),
        ({**CHAD, "contributor": "Atlantis", "status": "committed", "on": "2013-01-16"}, "does not know"),
        ({**CHAD, "status": "committed", "on": "soon"}, "cannot be read"),
        (
            {**CHAD, "status": "committed", "on": "2013-01-16", "quantity": "a lot"},
            "cannot be read as a quantity",
        ),
    ],
)
def test_what_is_missing_or_unreadable_is_told(reader: Connection, typed: dict[str, str], words: str) -> None:
    found = verdict(reader, **typed)
    assert found.kind == "open"
    assert words in found.words


def test_what_stands_above_already_is_known(reader: Connection) -> None:
    said = {"operation": "serval", "contributor": "Gambia", "category": "troops", "on": "2013-01-17"}
    entries = [
        entry(1, **said, status="announced", quantity="90"),
        entry(2, **said, status="announced", quantity="90", item="Infantry"),
        entry(3, **said, status="deployed", quantity="20"),
        entry(4, **said, status="deployed", quantity="20", pledge="new"),
    ]
    first, second, third, another = consult(Record(reader), entries)
    assert (another.kind, another.words) == ("new", "The record has no such pledge.")
    assert first.kind == "new"
    assert (second.kind, second.words) == ("known", "Said above already: number 1.")
    assert (third.kind, third.words) == ("new", "New: one pledge with number 1.")


def test_pledge_is_found_by_what_it_is_called() -> None:
    def pledge(key: str, item: str) -> Pledge:
        return Pledge(1, key, item, "aircraft", ())

    two = [pledge("a", "C-17 Globemaster III"), pledge("b", "C-130 Hercules")]
    assert [best_fit(two, item) for item in ("C-130", "c-17", "Hercules", "", "A400M")] == [
        two[1],
        two[0],
        two[1],
        two[0],
        None,
    ]
    assert best_fit([pledge("a", "Ground force")], "paratroopers") == pledge("a", "Ground force")
    assert best_fit([pledge("a", "Planes for the army")], "F-16 for the air force") is None
    assert best_fit([], "C-17") is None
    assert same_thing("C-17", "")
    assert not same_thing("C-17", "C-130")
