"""Saving what a form holds, in one transaction and once; or only looking at what would be saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.errors import MusterError
from app.ledger.change import Change, changing
from app.ledger.stated_day import StatedDay
from app.models import Operation, Pledge, Statement, Submission
from app.pledges.commands import pledge_for_writing
from app.pledges.forms import CONTENT, Draft, draft
from app.pledges.read_back import ReadBack, read_back
from app.pledges.submissions import fingerprint_of, once
from app.web.forms import Typed


@dataclass(frozen=True, slots=True)
class Looked:
    """What a form would write: what is wrong with it, or how it reads."""

    draft: Draft
    read_back: ReadBack | None


class NotSaved(MusterError):
    """There are faults, or what would be saved is not what was read back: here is what it looks like now."""

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked


@dataclass(frozen=True, slots=True)
class Along:
    """What belongs to the same transaction: why it is written, and what is done with the pledge's key when it is."""

    reason: str
    then: Callable[[Change, str], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a form: enough to find it again."""

    key: str
    operation: str
    on: date
    stated_on: str
    statement: int
    source: int


def look(database: Database, actor: str, typed: Typed, key: str | None) -> Looked:
    """What saving would do, done and undone. `key`: the pledge that a statement is of. NotFound, Gone."""
    with changing(database, actor, keep=False) as change:
        return look_in(change, typed, key)


def save(database: Database, actor: str, typed: Typed, key: str | None, along: Along | None = None) -> Saved:
    """Write it, or find it written where the same form was sent before. NotSaved, Resent, NotFound, Gone."""
    submission = f"form:{typed['form_id']}" if typed.get("form_id") else ""
    with changing(database, actor) as change:
        content = {name: typed[name] for name in CONTENT if name in typed}
        pledge_key = once(change, submission, fingerprint_of(key, content), _maker(change, typed, key, along))
        sent = change.session.get(Submission, submission) if submission else None
        return saved_at(change.session, pledge_key, sent.at if sent else change.at)


def _maker(change: Change, typed: Typed, key: str | None, along: Along | None) -> Callable[[], str]:
    def make() -> str:
        change.reason = along.reason if along else ""
        looked = look_in(change, typed, key)
        if looked.read_back is None or looked.read_back.seen != typed.get("seen"):
            raise NotSaved(looked)
        assert looked.draft.pledge is not None  # it was read back
        if along:
            along.then(change, looked.draft.pledge.key)
        return looked.draft.pledge.key

    return make


def look_in(change: Change, typed: Typed, key: str | None) -> Looked:
    """The same in a change that is under way, which its caller keeps or undoes."""
    made = draft_in(change, typed, key)
    return Looked(made, None if made.faults else read_back(change, made, typed, is_new=key is None))


def draft_in(change: Change, typed: Typed, key: str | None) -> Draft:
    """Write what a form holds into a change that is under way, without reading it back."""
    return draft(change, typed, pledge_for_writing(change, key) if key else None)


def saved_at(session: Session, key: str, at: object) -> Saved:
    """The statement that was written at that moment: no two writes of the record share one."""
    columns = (Operation.code, Statement.on, Statement.precision, Statement.id, Statement.source_id)
    tables = select(*columns).join_from(Statement, Pledge, Pledge.id == Statement.pledge_id)
    which = (Pledge.key == key) & (Statement.recorded_at == at)
    row = session.execute(tables.join(Operation, Operation.id == Pledge.operation_id).where(which)).one()
    stated = str(StatedDay(row.on, row.precision))
    return Saved(key, row.code, row.on, stated, row.id, row.source_id)
