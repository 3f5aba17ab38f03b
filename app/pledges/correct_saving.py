"""Saving what the form of a correction holds, in one transaction and once; or only looking at what it would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from app.db import Database
from app.errors import Fault, MusterError
from app.i18n import _
from app.ledger.change import Change, changing
from app.models import Pledge, Source, Statement, Submission
from app.pledges.commands import retract_statement, statement_for_writing
from app.pledges.correcting import replace_statement
from app.pledges.effects import Standings, standings_on
from app.pledges.forms import CONTENT, draft
from app.pledges.intake import checked
from app.pledges.read_back import read_back
from app.pledges.same_version import READ_AT, Conflict, conflict_of
from app.pledges.saving import Along, Looked, NotSaved, Saved, saved_at
from app.pledges.schemas import Retraction, StatementCreate
from app.pledges.submissions import fingerprint_of, once
from app.pledges.told import Difference, differences
from app.web.forms import Typed

REASON = "reason"
NAMES = (REASON, READ_AT)


@dataclass(frozen=True, slots=True)
class Correcting:
    """What a correction would do: the statement it enters, what is different in it, and how the pledge then stands."""

    looked: Looked
    changes: tuple[Difference, ...] = ()
    after: Standings | None = None


class Changed(MusterError):
    """The record was changed since the form was filled."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__()
        self.conflict = conflict


class NotCorrected(NotSaved):
    """There are faults, or what would be saved is not what was read back."""

    def __init__(self, correcting: Correcting) -> None:
        super().__init__(correcting.looked)
        self.correcting = correcting


def look_correction(database: Database, actor: str, typed: Typed, number: int) -> Correcting:
    """What saving would do, done and undone. Changed, NotFound, Gone, Conflict."""
    with changing(database, actor, keep=False) as change:
        return look_correction_in(change, typed, number)


def save_correction(
    database: Database, actor: str, typed: Typed, number: int, along: Along | None = None
) -> Saved:
    """Replace the statement, or find it replaced where the same form was sent before.

    Changed, NotCorrected, Resent, NotFound, Gone, Conflict.
    """
    submission = f"form:{typed['form_id']}" if typed.get("form_id") else ""
    content = {name: typed[name] for name in (*CONTENT, REASON) if name in typed}
    with changing(database, actor) as change:
        sent_as = fingerprint_of("correct", number, content)
        key = once(change, submission, sent_as, _maker(change, typed, number, along))
        sent = change.session.get(Submission, submission) if submission else None
        return saved_at(change.session, key, sent.at if sent else change.at)


def _maker(change: Change, typed: Typed, number: int, along: Along | None) -> Callable[[], str]:
    def make() -> str:
        correcting = look_correction_in(change, typed, number, along.reason if along else "")
        read = correcting.looked.read_back
        if read is None or read.seen != typed.get("seen"):
            raise NotCorrected(correcting)
        key = str(read.pledge["key"])
        if along:
            along.then(change, key)
        return key

    return make


def look_correction_in(change: Change, typed: Typed, number: int, note: str = "") -> Correcting:
    """The same in a change that is under way. `note`: what the history says behind the reason that was typed."""
    old, pledge = statement_for_writing(change, number)
    if conflict := conflict_of(change.session, "statement", str(number), typed):
        raise Changed(conflict)
    before, was_on = change.picture(old), old.on
    faults = fault_of_reason(typed)
    why = "-" if faults else _with_note(_reason(typed), note)
    retract_statement(change, number, why)
    made = draft(change, typed, pledge, partial(_replace, old, why))
    made.faults += faults
    if made.faults or made.statement is None:
        return Correcting(Looked(made, None))
    read = read_back(change, made, typed, is_new=False)
    read = replace(read, seen=fingerprint_of(read.seen, number, _reason(typed)))
    changes = differences(before, change.picture(made.statement), _titles(change, old, made.statement))
    days = (was_on, made.statement.on)
    after = standings_on(change.session.connection(), pledge.key, days)
    return Correcting(Looked(made, read), tuple(changes), after)


def _replace(old: Statement, why: str, change: Change, _pledge: Pledge, given: StatementCreate) -> Statement:
    return replace_statement(change, old, given, why)


def _with_note(reason: str, note: str) -> str:
    """Both as sentences, one behind the other."""
    ends = reason.endswith((".", "!", "?", "\N{HORIZONTAL ELLIPSIS}"))
    return f"{reason}{'' if ends else '.'} {note}" if note else reason


def _titles(change: Change, *statements: Statement) -> dict[int, str]:
    sources = [change.session.get_one(Source, statement.source_id) for statement in statements]
    return {source.id: source.title or source.url for source in sources}


def _reason(typed: Typed) -> str:
    return " ".join(typed.get(REASON, "").split())


def fault_of_reason(typed: Typed) -> list[Fault]:
    """What is wrong with the reason that a form gives; a correction without one is none."""
    if not _reason(typed):
        return [Fault(REASON, _("say why: it is shown with the correction, for ever"))]
    try:
        checked(Retraction, {"reason": typed[REASON]})
    except MusterError as refused:
        return list(getattr(refused, "faults", ()))
    return []
