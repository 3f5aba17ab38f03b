"""An editor compares a proposal with the record, and publishes what was read: one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from app.db import Database
from app.errors import MusterError
from app.i18n import _
from app.ledger.change import Change, changing
from app.ledger.revisions import version_of
from app.models import Statement
from app.pledges.correct_saving import REASON, look_correction_in
from app.pledges.forms import CONTENT
from app.pledges.same_version import READ_AT
from app.pledges.saving import Along, Looked, look_in
from app.pledges.submissions import fingerprint_of
from app.pledges.told import Difference
from app.review.commands import is_own, settle
from app.review.effect import Effect, effect_of, effect_sentences
from app.review.queries import Sent, get_sent
from app.review.schemas import By
from app.web.forms import Typed


@dataclass(frozen=True, slots=True)
class Compared:
    """A proposal beside the record. `seen` names all that an editor reads there; empty where it has faults.

    `effects`: on each day that it is about. Of a correction, `changes`: what is different in the statement, and
    `is_late`: the statement was changed after this was sent in.
    """

    sent: Sent
    looked: Looked
    effects: tuple[Effect, ...]
    seen: str
    is_own: bool
    changes: tuple[Difference, ...] = ()
    is_late: bool = False


class NotPublished(MusterError):
    """What would be published is not what was read, or cannot be: here is what it looks like now."""

    def __init__(self, compared: Compared) -> None:
        super().__init__()
        self.compared = compared


def typed_of(sent: Sent) -> Typed:
    """A proposal as what was typed into the form."""
    return {name: str(sent.payload[name]) for name in (*CONTENT, REASON) if sent.payload.get(name)}


def compare(database: Database, by: By, proposal_id: int) -> Compared:
    """Do it, look, and undo it. NotFound; Gone, NotFound and Conflict of what a statement or correction is of."""
    with changing(database, by.name, keep=False) as change:
        return _compared(change, by, get_sent(change.session.connection(), proposal_id))


def publish(database: Database, by: By, proposal_id: int, read: Mapping[str, str]) -> str:
    """Write it as it was proposed; the pledge's key. NotPublished, Stale, Conflict, NotAllowed.

    `read`: the version of the proposal and `Compared.seen`, as the editor had them.
    """
    with changing(database, by.name) as change:
        sent = get_sent(change.session.connection(), proposal_id)
        version = int(read["version"]) if read.get("version", "").isdecimal() else 0
        proposal = settle(change.session, by, proposal_id, version, "published")
        change.reason = reason_of(sent)
        compared = _compared(change, by, sent)
        pledge = compared.looked.draft.pledge
        if pledge is None or not compared.seen or compared.seen != read.get("seen"):
            raise NotPublished(compared)
        proposal.pledge_key = pledge.key
        return pledge.key


def publishing(database: Database, by: By, proposal_id: int, version: int) -> Along:
    """What goes with saving the house's form, where an editor changes a proposal before it is published."""
    with database.reading() as reader:
        sent = get_sent(reader, proposal_id)

    def then(change: Change, key: str) -> None:
        settle(change.session, by, proposal_id, version, "published", key=key)

    return Along(reason_of(sent), then)


def reason_of(sent: Sent) -> str:
    """What the history says of every row that a proposal brought."""
    if sent.sender:
        return _("Proposed by {name}, published after review.", name=sent.sender)
    return _("Proposed by a reader, published after review.")


def _compared(change: Change, by: By, sent: Sent) -> Compared:
    own = is_own(change.session, by, sent.account)
    if sent.kind == "correction":
        return _correction(change, sent, own)
    looked = look_in(change, typed_of(sent), sent.key)
    read = looked.read_back
    if read is None:
        return Compared(sent, looked, (), "", own)
    effects = (effect_of(change, read.pledge, read.pledge["as_of"]),)
    return Compared(sent, looked, effects, _seen(looked, effects), own)


def _correction(change: Change, sent: Sent, own: bool) -> Compared:
    """Against what the statement says now, whatever it said when the correction was sent in."""
    number = int(sent.subject)
    now, old = version_of(change.session, "statement", sent.subject), change.session.get(Statement, number)
    was_on = old.on if old else None
    typed = {**typed_of(sent), READ_AT: str(now.number)}
    correcting = look_correction_in(change, typed, number, reason_of(sent))
    looked, late = correcting.looked, now.number > sent.base_version
    if looked.read_back is None:
        return Compared(sent, looked, (), "", own, is_late=late)
    pledge = looked.read_back.pledge
    days = sorted({was_on or pledge["as_of"], pledge["as_of"]})
    effects = tuple(effect_of(change, pledge, on) for on in days)
    seen = _seen(looked, effects, [astuple(each) for each in correcting.changes])
    return Compared(sent, looked, effects, seen, own, correcting.changes, late)


def _seen(looked: Looked, effects: tuple[Effect, ...], *more: object) -> str:
    read = looked.read_back
    assert read is not None  # asked only of what can be published
    words = [sentence for effect in effects for sentence in effect_sentences(effect)]
    return fingerprint_of(read.seen, read.standing, words, *more)
