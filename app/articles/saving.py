"""Saving what was confirmed of an article: all of it, in one transaction and once, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from app.articles.entries import ACCEPT, NEW, PLEDGE, Entry, prefixed
from app.articles.record import Record, Spot, is_of_other_place, same_thing
from app.articles.verdicts import STATUS, Verdict, consult, seen_of
from app.db import Database
from app.errors import Fault, MusterError
from app.i18n import _
from app.ledger.change import Change, changing
from app.models import Statement, Submission
from app.pledges.forms import ON, SOURCE, Draft
from app.pledges.saving import draft_in
from app.pledges.submissions import fingerprint_of, once
from app.web.forms import Typed


@dataclass(slots=True)
class Looked:
    """What saving would do: a verdict on each candidate, every fault by its field on the page, what reads otherwise.

    `keys`: the pledge that each accepted one is a statement of, by its number; empty where it makes a new one.
    """

    verdicts: list[Verdict]
    faults: list[Fault] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)
    keys: dict[int, str] = field(default_factory=dict)

    @property
    def is_fine(self) -> bool:
        """Whether it may be saved: nothing is wrong, and everything was read as it is."""
        return bool(self.keys) and not self.faults and not self.otherwise


class NotSaved(MusterError):
    """There are faults, or something reads otherwise than when it was accepted: here is what it looks like now."""

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked


def look(database: Database, actor: str, source: Typed, entries: Sequence[Entry]) -> Looked:
    """What saving would do, done and undone."""
    with changing(database, actor, keep=False) as change:
        return _Writing(change, source, entries).looked


def save(database: Database, actor: str, form_id: str, source: Typed, entries: Sequence[Entry]) -> list[int]:
    """Write all that is accepted, or find it written where the same form was sent before; the statements' numbers.

    NotSaved; Resent where the form was saved before and holds something else now.
    """
    accepted = [(entry.form(source), entry.typed.get(PLEDGE, "")) for entry in entries if entry.is_accepted]
    submission = f"form:{form_id}" if form_id else ""
    with changing(database, actor) as change:

        def make() -> str:
            writing = _Writing(change, source, entries)
            if not writing.looked.is_fine:
                raise NotSaved(writing.looked)
            return writing.first

        once(change, submission, fingerprint_of("article", accepted), make)
        sent = change.session.get(Submission, submission) if submission else None
        # No two writes of the record share a moment.
        written = select(Statement.id).where(Statement.recorded_at == (sent.at if sent else change.at))
        return list(change.session.scalars(written.order_by(Statement.id)))


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement that was written; `is_first`: with its pledge, which the article itself brought."""

    number: int
    spot: Spot | None
    item: str
    key: str
    says: tuple[str, ...]
    is_first: bool


class _Writing:
    """Writes the accepted candidates into a change, in the order of the article. Its caller undoes what is not fine."""

    def __init__(self, change: Change, source: Typed, entries: Sequence[Entry]) -> None:
        self._change, self._source = change, source
        self._record = Record(change.session.connection())
        self._made: list[_Made] = []
        self.looked = Looked(consult(self._record, entries))
        for entry in entries:
            if entry.is_accepted:
                self.looked.faults += self._write(entry)

    @property
    def first(self) -> str:
        """The key of the first pledge that was written to."""
        return self._made[0].key

    def _write(self, entry: Entry) -> Iterator[Fault]:
        spot, verdict = self._record.spot(entry.typed), self.looked.verdicts[entry.number - 1]
        if is_of_other_place(entry, self._record, spot):
            message = _("this pledge is of another operation, contributor or category: choose again")
            yield Fault(prefixed(entry.number, PLEDGE), message)
            return
        key = verdict.pledge or self._made_before(entry, spot)
        self.looked.keys[entry.number] = verdict.pledge
        if twin := self._twin(key, entry, verdict):
            message = _("this says the same as number {n}: accept one of them", n=twin.number)
            yield Fault(prefixed(entry.number, ACCEPT), message)
            return
        drawn = draft_in(self._change, entry.form(self._source), key or None)
        yield from (_on_page(entry.number, fault) for fault in drawn.faults)
        if not drawn.faults:
            self._note(entry, spot, drawn, is_first=not key)

    def _made_before(self, entry: Entry, spot: Spot | None) -> str:
        """The pledge that an earlier candidate made, where this one is of it as well."""
        if entry.typed.get(PLEDGE) == NEW:
            return ""
        item = entry.typed.get("item", "")
        brought = (made for made in self._made if made.is_first and made.spot == spot)
        return next((made.key for made in brought if same_thing(item, made.item)), "")

    def _twin(self, key: str, entry: Entry, verdict: Verdict) -> _Made | None:
        """What was written of this article already, and says the same."""
        says = _says(entry, verdict.total)
        return next((made for made in self._made if made.key == key and made.says == says), None)

    def _note(self, entry: Entry, spot: Spot | None, drawn: Draft, *, is_first: bool) -> None:
        assert drawn.pledge is not None and drawn.statement is not None  # it was drawn without a fault
        total, verdict = drawn.statement.quantity_text, self.looked.verdicts[entry.number - 1]
        item, says = entry.typed.get("item", ""), _says(entry, total)
        self._made.append(_Made(entry.number, spot, item, drawn.pledge.key, says, is_first))
        seen = seen_of(entry, verdict, total)
        if total != verdict.total:
            verdict = replace(verdict, total=total, arithmetic=_("With those above: {total}.", total=total))
        self.looked.verdicts[entry.number - 1] = replace(verdict, seen=seen)
        if seen != entry.typed.get("seen"):
            self.looked.otherwise.append(entry.number)


def _on_page(number: int, fault: Fault) -> Fault:
    """Where a fault stands on the page: a source's at the one source, any other at its candidate."""
    if fault.field in SOURCE:
        return fault
    return Fault(prefixed(number, fault.field or ACCEPT), fault.message)


def _says(entry: Entry, total: str) -> tuple[str, ...]:
    """What makes two statements of one pledge and one source the same."""
    return entry.typed.get(ON, "").strip(), entry.typed.get(STATUS, ""), total
