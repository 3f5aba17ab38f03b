"""Correcting the record: nothing is overwritten. What was wrong is retracted with its reason, replaced, or put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.errors import Conflict, Fault, InvalidInput, NotFound
from app.i18n import _, listing
from app.ledger.change import RESTORED, RETRACTED, UPDATED, Change, Told
from app.models import Operation, Pledge, Statement
from app.pledges.commands import (
    add_statement,
    mark_changed,
    pledge_for_writing,
    retract_statement,
    statement_for_writing,
)
from app.pledges.one_statement import successor_of
from app.pledges.rows import add_statements
from app.pledges.schemas import StatementCreate
from app.text import indexed

# What a statement says: two that agree in all of it are the same.
SAYS = (
    *("on", "precision", "status", "quantity_text", "until", "condition", "speaker", "evidence"),
    *("accepted", "note", "source_id"),
)
# What of a statement may be mended in its place: the database refuses it of what a source said (SAID, the migrations),
# and a quotation or a condition is what a source said too.
SLIPS_OF_STATEMENT = ("speaker", "note")
SLIPS_OF_PLEDGE = ("item", "caveats")


def correct_statement(change: Change, number: int, replacement: StatementCreate, reason: str) -> Statement:
    """Retract a statement and enter another in its place, in one step; the new one points back at the old.

    NotFound, Gone; Conflict where it was retracted already; InvalidInput where nothing would be different.
    """
    old = retract_statement(change, number, reason)
    return replace_statement(change, old, replacement, reason)


def replace_statement(change: Change, old: Statement, replacement: StatementCreate, reason: str) -> Statement:
    """Enter what takes the place of a statement that this change has retracted."""
    pledge = change.session.get_one(Pledge, old.pledge_id)
    new = add_statement(change, pledge, replacement, Told(reason=reason, beside={"replaces": old.id}))
    if all(getattr(old, name) == getattr(new, name) for name in SAYS):
        raise InvalidInput(Fault("", _("nothing is different from what the statement says already")))
    return new


def restore_statement(change: Change, number: int, reason: str) -> Statement:
    """Undo a retraction: enter the statement again, as a new one that points back; what replaced it is retracted.

    The old one stays retracted, so that the record of every earlier moment stays as it was. NotFound, Gone; Conflict
    where it is not retracted, or is in the record again.
    """
    old = change.session.get(Statement, number)
    if old is None:
        raise NotFound(_("There is no statement {id}.", id=number))
    if old.retracted_at is None:
        raise Conflict(_("This statement was not retracted."))
    pledge = pledge_for_writing(change, change.session.get_one(Pledge, old.pledge_id).key)
    if replacement := live_successor(change, old):
        retract_statement(change, replacement.id, reason)
    _check_may_stand(change, old, pledge)
    row = {column.key: getattr(old, column.key) for column in Statement.__table__.c if column.key != "id"}
    row |= {"recorded_at": change.at, "entered_by": change.actor}
    row |= {"retracted_at": None, "retraction_reason": ""}
    [new] = add_statements(change, [row], Told(RESTORED, reason, {"restores": old.id}))
    change.session.refresh(pledge)
    return change.session.get_one(Statement, new)


def _check_may_stand(change: Change, old: Statement, pledge: Pledge) -> None:
    same = [getattr(Statement, name) == getattr(old, name) for name in ("pledge_id", *SAYS[:4], "source_id")]
    known = change.session.scalar(select(Statement.id).where(*same, Statement.retracted_at.is_(None)))
    if known:
        raise Conflict(_("The record has this statement already (number {id}).", id=known))
    last = change.session.get_one(Operation, pledge.operation_id).closes_after
    if old.accepted and last and old.on > last:
        raise Conflict(
            _("It counts after the last day on which this record follows its operation: move that day first.")
        )


def live_successor(change: Change, old: Statement) -> Statement | None:
    """The statement that stands in the place of one that was corrected, at whatever remove; None: none does."""
    at: Statement | None = old
    while at is not None and at.retracted_at is not None:
        at = _successor(change, at)
    return None if at is None or at is old else at


def _successor(change: Change, old: Statement) -> Statement | None:
    number = successor_of(change.session.connection(), old.id)
    return change.session.get_one(Statement, number) if number else None


def retract_pledge(change: Change, key: str, reason: str) -> Pledge:
    """Take a pledge out of every figure; its address then says why. NotFound, Gone; Conflict: it has live parts."""
    pledge = pledge_for_writing(change, key)
    parts = change.session.scalars(
        select(Pledge.key).where(Pledge.part_of_id == pledge.id, Pledge.retracted_at.is_(None))
    ).all()
    if parts:
        message = _("Others are part of it, and would be counted as if they stood alone: {parts}. Retract them first.",
                    parts=listing(sorted(parts)))  # fmt: skip
        raise Conflict(message)
    before = change.picture(pledge)
    pledge.retracted_at, pledge.retraction_reason = change.at, reason
    _write_down(change, RETRACTED, pledge, before, reason)
    return pledge


def tombstone(change: Change, key: str) -> dict[str, Any]:
    """What is left to say of a pledge that was retracted; null where it was put back since."""
    pledge = change.session.scalars(select(Pledge).where(Pledge.key == key)).one()
    names = ("key", "retracted_at", "retraction_reason", "version")
    return {name: getattr(pledge, name) or None for name in names}


def restore_pledge(change: Change, key: str, reason: str) -> Pledge:
    """Undo the retraction of a pledge: it counts again, from now on. NotFound, Conflict."""
    pledge = change.session.scalar(select(Pledge).where(Pledge.key == key))
    if pledge is None:
        raise NotFound(_("There is no pledge {key}.", key=key))
    if pledge.retracted_at is None:
        raise Conflict(_("The pledge {key} was not retracted.", key=key))
    whole = change.session.get(Pledge, pledge.part_of_id) if pledge.part_of_id else None
    if whole and whole.retracted_at:
        raise Conflict(_("It is part of {key}, which is retracted: put that one back first.", key=whole.key))
    before = change.picture(pledge)
    pledge.retracted_at, pledge.retraction_reason = None, ""
    _write_down(change, RESTORED, pledge, before, reason)
    return pledge


def edit_pledge(change: Change, key: str, says: Mapping[str, Any], reason: str = "") -> Pledge:
    """Correct how a pledge is described (SLIPS_OF_PLEDGE): a revision; nothing is retracted. NotFound, Gone."""
    pledge = pledge_for_writing(change, key)
    before = change.picture(pledge)
    if _set(pledge, says, SLIPS_OF_PLEDGE):
        pledge.folded = indexed(pledge.key, pledge.item, pledge.caveats)
        _write_down(change, UPDATED, pledge, before, reason)
    return pledge


def edit_statement(change: Change, number: int, says: Mapping[str, Any], reason: str = "") -> Statement:
    """Correct a slip in what no figure follows from (SLIPS_OF_STATEMENT): a revision. NotFound, Gone, Conflict."""
    statement, pledge = statement_for_writing(change, number)
    before = change.picture(statement)
    if _set(statement, says, SLIPS_OF_STATEMENT):
        words = (statement.evidence, statement.speaker, statement.note, statement.condition)
        statement.folded = indexed(*words)
        mark_changed(change, pledge)
        change.session.flush()
        change.note(UPDATED, statement, str(statement.id), before=before, reason=reason)
    return statement


def _set(record: Pledge | Statement, says: Mapping[str, Any], allowed: tuple[str, ...]) -> bool:
    """Whether anything is different since."""
    changed = {n: says[n] for n in allowed if n in says and says[n] != getattr(record, n)}
    for name, value in changed.items():
        setattr(record, name, value)
    return bool(changed)


def _write_down(change: Change, action: str, pledge: Pledge, before: dict[str, Any], reason: str) -> None:
    mark_changed(change, pledge)
    change.session.flush()
    change.note(action, pledge, pledge.key, before=before, reason=reason)
    change.touch(pledge.id)
