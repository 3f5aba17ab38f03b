"""A record that people enter, correct, retract, put back and mend, against a plain model of it, on both engines.

The model is a dictionary: what each statement says and whether it stands. It is asked nothing about how the record is
stored. Here several people write at once; tests/review/test_machine.py takes random steps, with proposals among them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.db import Database
from app.errors import MusterError
from app.figures.queries import totals_by
from app.ledger import projection, revisions
from app.ledger.change import changing
from app.models import Pledge, Revision, Statement
from app.pledges.commands import add_statement, pledge_for_writing, record_pledge, retract_statement
from app.pledges.correcting import (
    correct_statement,
    edit_statement,
    restore_pledge,
    restore_statement,
    retract_pledge,
)
from app.pledges.filter import PledgeFilter
from app.pledges.schemas import PledgeCreate, StatementCreate
from app.pledges.scope import scope_of
from app.system.check import checks
from tests.conftest import copy_of, copy_on, open_sqlite
from tests.support.long import LONG
from tests.support.records import add_reference

pytestmark = pytest.mark.slow

DAY = date(2013, 1, 10)
LAST = DAY + timedelta(days=4)


@dataclass(frozen=True)
class Said:
    """What one statement says, and whether it stands."""

    pledge: str
    on: date
    number: int
    stands: bool = True
    instead: int | None = None


@dataclass
class Model:
    """The record as a plain dictionary."""

    said: dict[int, Said] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    pledges: list[str] = field(default_factory=list)

    def deployed(self, on: date) -> int:
        """By the rule of a stock: of each pledge the newest day's largest number."""
        total = 0
        for key in self.pledges:
            live = [s for s in self.said.values() if s.pledge == key and s.stands and s.on <= on]
            if live and key not in self.gone:
                newest = max(s.on for s in live)
                total += max(s.number for s in live if s.on == newest)
        return total


def statement(number: int, on: date, source: int) -> StatementCreate:
    return StatementCreate.model_validate(
        {
            "on": on.isoformat(),
            "status": "deployed",
            "quantity": number,
            "source": {"title": f"Paper {source}"},
        }
    )


class Machine:
    """Does the same to the record and to the model, whatever the record allows."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.model = Model()
        self.remembered: list[tuple[datetime, dict[date, int]]] = []

    def step(self, action: str, pick: int, number: int, day: int) -> None:
        """One action in a transaction of its own; what is refused must leave the model as it was."""
        act: Callable[..., None] = getattr(self, action.replace(" ", "_"))
        before = (dict(self.model.said), set(self.model.gone), list(self.model.pledges))
        try:
            with changing(self.database, "test") as change:
                act(change, pick, number, DAY + timedelta(days=day))
                at = change.at
        except MusterError:
            self.model.said, self.model.gone, self.model.pledges = before
            return
        self.remembered.append((at, {on: self.model.deployed(on) for on in (DAY, LAST)}))

    def enter(self, change: Any, _pick: int, number: int, on: date) -> None:
        given = {"operation": "war", "contributor": "FRA", "category": "troops"}
        said = statement(number, on, len(self.model.said))
        pledge = record_pledge(change, PledgeCreate.model_validate({**given, "statement": said}))
        self.model.pledges.append(pledge.key)
        self._entered(change, pledge.key, number, on)

    def add(self, change: Any, pick: int, number: int, on: date) -> None:
        if self.model.pledges:
            key = self.model.pledges[pick % len(self.model.pledges)]
            add_statement(
                change, pledge_for_writing(change, key), statement(number, on, len(self.model.said))
            )
            self._entered(change, key, number, on)

    def _entered(self, change: Any, key: str, number: int, on: date) -> None:
        newest = change.session.scalars(select(Statement.id).order_by(Statement.id.desc()).limit(1)).one()
        self.model.said[newest] = Said(key, on, number)

    def _one(self, pick: int) -> int | None:
        return list(self.model.said)[pick % len(self.model.said)] if self.model.said else None

    def correct(self, change: Any, pick: int, number: int, on: date) -> None:
        if (one := self._one(pick)) is None:
            return
        new = correct_statement(change, one, statement(number, on, len(self.model.said)), "wrong")
        self.model.said[one] = replace(self.model.said[one], stands=False, instead=new.id)
        self.model.said[new.id] = Said(self.model.said[one].pledge, on, number)

    def retract(self, change: Any, pick: int, _number: int, _on: date) -> None:
        if (one := self._one(pick)) is not None:
            retract_statement(change, one, "wrong")
            self.model.said[one] = replace(self.model.said[one], stands=False)

    def undo(self, change: Any, pick: int, _number: int, _on: date) -> None:
        if (one := self._one(pick)) is None:
            return
        new = restore_statement(change, one, "right after all")
        end = one
        while (following := self.model.said[end].instead) is not None:
            end = following
        if end != one:
            self.model.said[end] = replace(self.model.said[end], stands=False)
        self.model.said[new.id] = replace(self.model.said[one], stands=True, instead=None)

    def mend(self, change: Any, pick: int, number: int, _on: date) -> None:
        if (one := self._one(pick)) is not None:
            edit_statement(change, one, {"speaker": f"Minister {number}"}, "misspelt")

    def remove(self, change: Any, pick: int, _number: int, _on: date) -> None:
        if self.model.pledges:
            key = self.model.pledges[pick % len(self.model.pledges)]
            retract_pledge(change, key, "entered twice")
            self.model.gone.add(key)

    def put_back(self, change: Any, pick: int, _number: int, _on: date) -> None:
        if self.model.pledges:
            key = self.model.pledges[pick % len(self.model.pledges)]
            restore_pledge(change, key, "not twice")
            self.model.gone.discard(key)

    def deployed(self, on: date, recorded_by: datetime | None = None) -> int:
        """What the record's totals say."""
        with self.database.reading() as reader:
            scope = scope_of(reader, PledgeFilter(as_of=on, recorded_by=recorded_by))
            return sum(row["deployed"] for row in totals_by(reader, scope, ("contributor",)).totals)

    def check(self) -> None:
        """Totals equal the model in both clocks; the record is sound; its history rebuilds it."""
        for on in (DAY, LAST):
            assert self.deployed(on) == self.model.deployed(on)
        for at, totals in self.remembered:
            assert {on: self.deployed(on, at) for on in totals} == totals
        with self.database.reading() as reader:
            assert [wrong for check in checks().values() for wrong in check(reader)] == []
            assert list(projection.differences(reader)) == []
            numbers = list(reader.execute(select(Revision.number).order_by(Revision.number)).scalars())
            assert numbers == list(range(1, len(numbers) + 1))
            self._replay(reader)

    def _replay(self, reader: Any) -> None:
        told: dict[tuple[str, str], dict[str, Any]] = {}
        for row in reader.execute(select(Revision.__table__).order_by(Revision.number)).mappings():
            told[row["entity"], row["entity_key"]] = row["after"]
        keys = {row.id: row.key for row in reader.execute(select(Pledge.id, Pledge.key))}
        stored = reader.execute(select(Statement.__table__)).mappings().all()
        assert len(stored) == sum(entity == "statement" for entity, _key in told)
        for row in stored:
            picture = told["statement", str(row["id"])]
            assert picture["pledge"] == keys[row["pledge_id"]]
            for name in ("quantity", "quantity_text", "status", "speaker", "note", "retraction_reason"):
                assert picture[name] == row[name], name
            assert picture["on"] == row["on"].isoformat()
            retracted = row["retracted_at"]
            assert picture["retracted_at"] == (retracted.isoformat() if retracted else None)
        for pledge in reader.execute(select(Pledge.__table__)).mappings():
            picture = told["pledge", pledge["key"]]
            for name in ("item", "caveats", "retraction_reason"):
                assert picture[name] == pledge[name], name


@pytest.fixture
def make_database(
    request: pytest.FixtureRequest, empty_file: Any, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """Makes databases without a record but for what random records speak of."""
    opened: list[Database] = []

    def make(engine: str) -> Database:
        if engine == "sqlite":
            database = open_sqlite(copy_of(empty_file, tmp_path_factory.mktemp("machine")))
        else:
            database = Database(copy_on(request.getfixturevalue("postgres_server")), pool_size=2)
        with changing(database, "test") as change:
            add_reference(change)
        while opened:
            opened.pop().close()
        opened.append(database)
        return database

    yield make
    while opened:
        opened.pop().close()


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_editors_at_once_lose_nothing(make_database: Callable[[str], Database], engine: str) -> None:
    rounds = 200 if LONG else 15
    database = make_database(engine)
    machine = Machine(database)
    machine.step("enter", 0, 1, 0)
    key = machine.model.pledges[0]

    def write(editor: int) -> int:
        done = 0
        for n in range(rounds):
            with changing(database, f"editor {editor}") as change:
                pledge = pledge_for_writing(change, key)
                add_statement(change, pledge, statement(10 + n, LAST, editor * 1_000 + n))
                done += 1
        return done

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(write, (1, 2))) == 2 * rounds
    with database.reading() as reader:
        pledge = reader.execute(select(Pledge.version).where(Pledge.key == key)).one()
        assert len(reader.execute(select(Statement.id)).all()) == 2 * rounds + 1
        assert pledge.version == 2 * rounds + 2
        assert list(revisions.broken_links(reader)) == []
    assert machine.deployed(LAST) == 10 + rounds - 1


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_twenty_who_correct_the_same_statement_make_one_correction(
    make_database: Callable[[str], Database], engine: str
) -> None:
    database = make_database(engine)
    machine = Machine(database)
    machine.step("enter", 0, 100, 0)
    [one] = machine.model.said

    def correct(n: int) -> bool:
        try:
            with changing(database, f"editor {n}") as change:
                correct_statement(change, one, statement(200 + n, DAY, n), "wrong")
        except MusterError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(correct, range(20))) == 1
    with database.reading() as reader:
        live = reader.execute(select(Statement.quantity).where(Statement.retracted_at.is_(None))).scalars()
        assert [machine.deployed(DAY)] == list(live)
