"""The number of a pledge that more is added to: what is in place, promised or delivered on a day."""

from datetime import date

import pytest

from app.db import Database
from app.ledger.change import changing
from app.ledger.quantity import Quantity
from app.pledges.commands import add_statement, record_pledge, retract_statement
from app.pledges.in_force import number_in_force
from app.pledges.schemas import PledgeCreate, StatementCreate

DAY = date(2013, 2, 1)
Said = tuple[str, str, str]


def known(
    database: Database, said: list[Said], status: str, category: str = "troops", unit: str = "people"
) -> Quantity:
    """What more of `status` would add to, after these statements: day, status and quantity each."""
    first, *others = [
        StatementCreate.model_validate(
            {"on": on, "status": code, "quantity": text, "source": {"title": f"{on} {code} {text}"}}
        )
        for on, code, text in said
    ]
    with changing(database, "test") as change:
        pledge = record_pledge(
            change,
            PledgeCreate(
                operation="serval", contributor="CIV", category=category, unit=unit, statement=first
            ),
        )
        for statement in others:
            add_statement(change, pledge, statement)
    with database.reading() as reader:
        return number_in_force(reader, pledge.id, unit, DAY, status)


def figures(quantity: Quantity) -> tuple[int | None, ...]:
    return quantity.value, quantity.low, quantity.high


@pytest.mark.parametrize(
    ("said", "status", "number"),
    [
        ([("2013-01-17", "deployed", "1400")], "deployed", 1400),
        ([("2013-01-17", "deployed", "1400")], "committed", 1400),
        ([("2013-01-17", "announced", "2500"), ("2013-01-18", "deployed", "1400")], "deployed", 1400),
        ([("2013-01-17", "announced", "2500"), ("2013-01-18", "deployed", "1400")], "announced", 2500),
        ([("2013-01-17", "announced", "2500"), ("2013-01-18", "deployed", "1400")], "requested", 2500),
        ([("2013-01-17", "committed", "500")], "deployed", None),
        ([("2013-01-17", "deployed", "")], "deployed", None),
        ([("2013-01-17", "announced", "undisclosed")], "committed", None),
        ([("2013-01-17", "requested", "300")], "announced", None),
        ([("2013-01-17", "declined", "")], "announced", None),
        ([("2013-01-17", "deployed", "400"), ("2013-01-20", "ended", "")], "deployed", 0),
        ([("2013-01-17", "deployed", "400"), ("2013-01-20", "ended", "")], "ended", 400),
        ([("2013-01-17", "deployed", "400"), ("2013-01-20", "ended", "")], "committed", 400),
        ([("2013-01-17", "deployed", "400"), ("2013-01-20", "deployed", "100")], "committed", 400),
        ([("2013-01-17", "deployed", "400"), ("2013-01-20", "deployed", "100")], "deployed", 100),
        ([("2013-02-02", "deployed", "400")], "deployed", None),
    ],
)
def test_more_adds_to_what_its_track_has(
    fresh_seeded: Database, said: list[Said], status: str, number: int | None
) -> None:
    assert figures(known(fresh_seeded, said, status)) == (number, number, number)


def test_bounds_are_those_of_the_sources(fresh_seeded: Database) -> None:
    said = [("2013-01-17", "committed", "900-1,200"), ("2013-01-18", "deployed", "more than 200")]
    assert figures(known(fresh_seeded, said, "deployed")) == (200, 200, None)


def test_what_flows_is_counted_so_far(fresh_seeded: Database) -> None:
    said = [("2013-01-17", "deployed", "40"), ("2013-01-20", "ended", "90")]
    assert figures(known(fresh_seeded, said, "deployed", "airlift", "tonnes")) == (90, 90, 90)


def test_statements_that_do_not_count_are_left_out(fresh_seeded: Database) -> None:
    source = {"title": "A"}
    with changing(fresh_seeded, "test") as change:
        first = {"on": "2013-01-17", "status": "deployed", "quantity": "400", "source": source}
        pledge = record_pledge(
            change,
            PledgeCreate.model_validate(
                {"operation": "serval", "contributor": "CIV", "category": "troops", "statement": first}
            ),
        )
        aside = {
            "on": "2013-01-18",
            "status": "deployed",
            "quantity": "500",
            "accepted": False,
            "source": source,
        }
        add_statement(change, pledge, StatementCreate.model_validate(aside))
        wrong = {"on": "2013-01-19", "status": "deployed", "quantity": "600", "source": source}
        retract_statement(
            change, add_statement(change, pledge, StatementCreate.model_validate(wrong)).id, "Wrong."
        )
    with fresh_seeded.reading() as reader:
        assert number_in_force(reader, pledge.id, "people", DAY, "deployed").value == 400
