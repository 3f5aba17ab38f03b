"""Nothing vanishes: revisions are chained and cannot be changed, on both engines, even by direct SQL."""

from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db import Database
from app.ledger import revisions
from app.ledger.change import changing
from app.ledger.revisions import broken_links, data_version
from app.models import Statement
from app.pledges.commands import record_pledge, retract_statement
from app.pledges.schemas import PledgeCreate
from tests.support.records import add_reference

GIVEN = PledgeCreate.model_validate(
    {
        "operation": "war",
        "contributor": "FRA",
        "category": "troops",
        "statement": {
            "on": "2013-01-17",
            "status": "deployed",
            "quantity": "1,400",
            "source": {"title": "A paper"},
        },
    }
)


@pytest.fixture
def recorded(any_database: Database) -> Database:
    with changing(any_database, "an editor") as change:
        add_reference(change)
        record_pledge(change, GIVEN)
    return any_database


def test_every_created_record_has_its_revision(recorded: Database) -> None:
    with recorded.reading() as connection:
        rows = connection.execute(
            text("SELECT number, actor, action, entity FROM revision ORDER BY number")
        ).all()
    assert [tuple(row) for row in rows] == [
        (1, "an editor", "created", "pledge"),
        (2, "an editor", "created", "source"),
        (3, "an editor", "created", "statement"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET actor = 'nobody' WHERE number = 1",
        "DELETE FROM revision WHERE number = 3",
        "UPDATE statement SET quantity = 1, quantity_low = 1, quantity_high = 1",
        "UPDATE statement SET status = 'announced'",
        "DELETE FROM statement",
    ],
)
def test_direct_sql_cannot_change_the_past(recorded: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|is not edited"), recorded.writing() as session:
        session.execute(text(statement))
    with recorded.reading() as connection:
        assert list(broken_links(connection)) == []
        assert data_version(connection) == 3


def test_retraction_is_the_one_change_a_statement_takes(recorded: Database) -> None:
    with changing(recorded, "an editor") as change:
        (found,) = change.session.query(Statement).all()
        retract_statement(change, found.id, "misread")
    with recorded.reading() as connection:
        row = connection.execute(
            text("SELECT action, reason, before, after FROM revision WHERE number = 4")
        ).one()
    assert (row.action, row.reason) == ("retracted", "misread")


def test_a_changed_revision_is_found_and_named(recorded: Database) -> None:
    with recorded.engine.connect() as connection, connection.begin():
        off = "DROP TRIGGER revision_no_update" + ("" if recorded.is_sqlite else " ON revision")
        connection.execute(text(off))
        connection.execute(text("UPDATE revision SET actor = 'nobody' WHERE number = 2"))
    with recorded.reading() as connection:
        (found,) = broken_links(connection)
    assert found.startswith("revision 2 ")


def test_a_failed_change_leaves_nothing(recorded: Database) -> None:
    def fail() -> None:
        with changing(recorded, "an editor") as change:
            record_pledge(change, GIVEN.model_copy(update={"contributor": "TCD"}))
            change.finish()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with recorded.reading() as connection:
        assert data_version(connection) == 3
        assert connection.execute(text("SELECT count(*) FROM standing")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM pledge")).scalar_one() == 1


def test_moments_rise_even_when_the_clock_is_set_back(
    recorded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2001, 1, 1, tzinfo=tz)

    with changing(recorded, "an editor") as change:
        before = change.at
        record_pledge(change, GIVEN.model_copy(update={"contributor": "TCD"}))
    monkeypatch.setattr(revisions, "datetime", SetBack)
    with changing(recorded, "an editor") as change:
        assert change.at == before + timedelta(microseconds=1)


def test_a_reader_can_change_nothing(recorded: Database) -> None:
    with pytest.raises(DBAPIError), recorded.reading() as connection:
        connection.execute(text("DELETE FROM standing"))
