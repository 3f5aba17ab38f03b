"""Retracting and putting back: what each would change in the figures, and doing it, once, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.db import Database
from app.errors import Conflict, NotFound
from app.i18n import _
from app.ledger.change import Change, changing
from app.models import Pledge, Statement
from app.models.columns import ST, C, K, P
from app.models.naming import name_of
from app.pledges.commands import retract_statement
from app.pledges.correcting import restore_pledge, restore_statement, retract_pledge
from app.pledges.effects import Effect, effects_of, standings_on
from app.pledges.submissions import fingerprint_of, once

# The days on which the effect on a whole pledge is shown: the last so many of which a source speaks.
DAYS = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to be done to a record for a reason: `entity` and its key, "retract" or "restore"."""

    entity: str
    key: str
    verb: str

    def act(self, change: Change, reason: str) -> str:
        """Do it; the key of the pledge. NotFound, Gone, Conflict."""
        return _ACTS[self.entity, self.verb](change, self.key, reason)


def _of(statement: Statement, change: Change) -> str:
    return change.session.get_one(Pledge, statement.pledge_id).key


_ACTS: dict[tuple[str, str], Callable[[Change, str, str], str]] = {
    ("statement", "retract"): lambda c, key, why: _of(retract_statement(c, int(key), why), c),
    ("statement", "restore"): lambda c, key, why: _of(restore_statement(c, int(key), why), c),
    ("pledge", "retract"): lambda c, key, why: retract_pledge(c, key, why).key,
    ("pledge", "restore"): lambda c, key, why: restore_pledge(c, key, why).key,
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a decision would change; `refused`: why it cannot be made as things are."""

    effects: list[Effect]
    refused: str = ""


def outlook_of(database: Database, actor: str, decision: Decision, key: str, days: list[date]) -> Outlook:
    """How the pledge `key` stands on these days before and after, done and undone."""
    with database.reading() as reader:
        before = standings_on(reader, key, days)
    try:
        with changing(database, actor, keep=False) as change:
            decision.act(change, "-")
            change.finish()
            after = standings_on(change.session.connection(), key, days)
    except Conflict as refused:
        return Outlook([], str(refused))
    return Outlook(effects_of(before, after))


def decide(database: Database, actor: str, decision: Decision, reason: str, form_id: str) -> str:
    """Do it in one transaction, once for each form; the key of the pledge. NotFound, Gone, Conflict, Resent."""
    submission = f"form:{form_id}" if form_id else ""
    sent_as = fingerprint_of(decision.verb, decision.entity, decision.key, reason)
    with changing(database, actor) as change:
        return once(change, submission, sent_as, lambda: decision.act(change, reason))


def pledge_named(reader: Connection, key: str) -> dict[str, Any]:
    """Whose pledge it is and of what, retracted or not. NotFound."""
    names = (name_of(C).label("contributor_name"), name_of(K).label("category_name"))
    columns = (P.id, P.key, P.item, P.caveats, P.retracted_at, P.retraction_reason, *names)
    query = select(*columns).join_from(P.id.table, C.id.table, C.id == P.contributor_id)
    row = reader.execute(query.join(K.id.table, K.id == P.category_id).where(P.key == key)).first()
    if row is None:
        raise NotFound(_("There is no pledge {key}.", key=key))
    return row._asdict()


def days_spoken_of(reader: Connection, pledge_id: int) -> list[date]:
    """The last days of which a source speaks, oldest first."""
    spoken = select(ST.on).where(ST.pledge_id == pledge_id, ST.accepted).distinct()
    return sorted(reader.execute(spoken.order_by(ST.on.desc()).limit(DAYS)).scalars())
