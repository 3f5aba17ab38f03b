"""Random steps of several people against a plain model, on both engines: what tests/ledger/test_record_machine.py
enters, corrects, retracts and undoes, and beside it proposals that are changed, published and rejected by people whose
roles change. MUSTER_LONG_TESTS=true runs 200 records of 30 steps on each engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.altering import altering
from app.accounts.people import change_role
from app.db import Database
from app.errors import MusterError
from app.ledger.revisions import head
from app.models import Proposal, Statement
from app.review.commands import Given, decide, propose, propose_again
from app.review.publishing import compare, publish
from app.review.queries import get_own, get_sent
from app.review.schemas import By
from tests.accounts.support import make
from tests.ledger.test_record_machine import DAY, LAST, Machine, Said, make_database
from tests.support.long import LONG

pytestmark = pytest.mark.slow
__all__ = ["make_database"]
EXAMPLES, STEPS = (200, 30) if LONG else (5, 16)
LEDGER = ("enter", "enter", "add", "correct", "retract", "undo", "mend", "remove", "put back")
DESK = ("propose", "propose", "propose", "publish", "publish", "publish", "reject", "amend", "change role")
NAMES = ("ann", "bo", "cy")
steps = st.lists(
    st.tuples(st.sampled_from(LEDGER + DESK), st.integers(0, 50), st.integers(1, 900), st.integers(0, 4)),
    min_size=STEPS if LONG else STEPS // 2,
    max_size=STEPS,
)


@dataclass(frozen=True)
class Sent:
    """What somebody proposed: `sender` is no name of an account where a stranger did."""

    kind: str
    subject: str
    number: int
    on: date
    sender: str
    token: str
    state: str = "proposed"


class Desk(Machine):
    """The same machine, with people who propose and others who decide."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.roles = {"ann": "editor", "bo": "editor", "cy": "contributor"}
        self.accounts = {name: make(database, name, role) for name, role in self.roles.items()}
        self.sent: dict[int, Sent] = {}
        self.published: list[tuple[str, str, int]] = []

    def step(self, action: str, pick: int, number: int, day: int) -> None:
        if action in LEDGER:
            super().step(action, pick, number, day)
            return
        act: Callable[..., None] = getattr(self, action.replace(" ", "_"))
        act(pick, number, DAY + timedelta(days=day))

    def _by(self, name: str) -> By:
        return By(name.title() if name else "", self.accounts.get(name))

    def _given(self, sent: Sent, form: int) -> Given:
        said = {
            "statement.on": sent.on.isoformat(),
            "statement.status": "deployed",
            "statement.quantity": str(sent.number),
            "statement.source.title": f"Sheet {form}",
        }
        more = (
            {"operation": "war", "contributor": "FRA", "category": "troops"} if sent.kind == "pledge" else {}
        )
        more |= {"reason": "wrong", "pledge": "-"} if sent.kind == "correction" else {}
        return Given(sent.kind, sent.subject, said | more, sent.sender, "", f"form-{form}")

    def propose(self, pick: int, number: int, on: date) -> None:
        sender = (*NAMES, "")[pick % 4]
        kinds = {
            "pledge": ["", ""],
            "statement": self.model.pledges,
            "correction": list(map(str, self.model.said)),
        }
        kind = [name for name, subjects in kinds.items() if subjects][number % sum(map(bool, kinds.values()))]
        sent = Sent(kind, kinds[kind][pick % len(kinds[kind])], number, on, sender, "")
        token = propose(self.database, self._by(sender), self._given(sent, len(self.sent)))
        with self.database.reading() as reader:
            self.sent[get_own(reader, token).id] = replace(sent, token=token)

    def amend(self, pick: int, number: int, on: date) -> None:
        if (one := self._pick(pick)) is not None:
            changed = replace(self.sent[one], number=number, on=on)
            propose_again(self.database, changed.token, self._given(changed, one + 1_000))
            self.sent[one] = changed

    def _pick(self, pick: int) -> int | None:
        """One that waits."""
        waits = [n for n, sent in self.sent.items() if sent.state == "proposed"]
        return waits[pick % len(waits)] if waits else None

    def reject(self, pick: int, number: int, _on: date) -> None:
        editors = self._editors()
        if (one := self._pick(pick)) is None or not editors:
            return
        by = self._by(editors[number % len(editors)])
        decide(self.database, by, one, self._version(one), "rejected", "not so")
        self.sent[one] = replace(self.sent[one], state="rejected")
        with pytest.raises(MusterError):
            publish(self.database, by, one, self._read(by, one))

    def change_role(self, pick: int, number: int, _on: date) -> None:
        name, role = NAMES[pick % 3], ("contributor", "editor", "reader")[number % 3]
        with altering(self.database, "boss") as change:
            change_role(change, change.account(self.accounts[name]), role)
        self.roles[name] = role

    def _editors(self) -> list[str]:
        return [name for name in NAMES if self.roles[name] == "editor"]

    def _version(self, one: int) -> int:
        with self.database.reading() as reader:
            return get_sent(reader, one).version

    def _read(self, by: By, one: int) -> Mapping[str, str]:
        """What an editor reads of it; InvalidInput and others where it cannot be looked at."""
        return {"version": str(self._version(one)), "seen": compare(self.database, by, one).seen}

    def publish(self, pick: int, number: int, _on: date) -> None:
        """As its page does it: what was compared is published, or nothing is."""
        editors = self._editors()
        if (one := self._pick(pick)) is None or not editors:
            return
        name = editors[number % len(editors)]
        by, sent = self._by(name), self.sent[one]
        is_own = sent.sender == name and len(editors) > 1
        key = self._try(by, one)
        assert (key == "") is (is_own or self._is_overtaken(sent))
        if key:
            self.published.append((name, sent.sender, len(editors)))
            self.sent[one] = replace(sent, state="published")
            self._published(sent, key)

    def _try(self, by: By, one: int) -> str:
        try:
            return publish(self.database, by, one, self._read(by, one))
        except MusterError:
            return ""

    def _is_overtaken(self, sent: Sent) -> bool:
        """Whether what it is of was retracted meanwhile: nobody can publish it."""
        said = self.model.said.get(int(sent.subject)) if sent.kind == "correction" else None
        key = said.pledge if said else sent.subject
        return key in self.model.gone or (said is not None and not said.stands)

    def _published(self, sent: Sent, key: str) -> None:
        with self.database.reading() as reader:
            newest = reader.execute(select(Statement.id).order_by(Statement.id.desc()).limit(1)).scalar_one()
            at = head(reader).at
        if sent.kind == "pledge":
            self.model.pledges.append(key)
        if sent.kind == "correction":
            old = int(sent.subject)
            self.model.said[old] = replace(self.model.said[old], stands=False, instead=newest)
        self.model.said[newest] = Said(key, sent.on, sent.number)
        self.remembered.append((at, {on: self.model.deployed(on) for on in (DAY, LAST)}))

    def check(self) -> None:
        super().check()
        assert [found for found in self.published if found[0] == found[1] and found[2] > 1] == []
        with self.database.reading() as reader:
            rows = reader.execute(select(Proposal.id, Proposal.state)).all()
        assert {row.id: row.state for row in rows} == {n: sent.state for n, sent in self.sent.items()}


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=steps)
def test_the_record_does_what_the_model_does(
    make_database: Callable[[str], Database], engine: str, actions: list[tuple[str, int, int, int]]
) -> None:
    desk: Any = Desk(make_database(engine))
    for action in actions:
        desk.step(*action)
    desk.check()
