"""Writing down what was sent in, and what was decided. Nothing here touches the record itself."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.errors import Conflict, NotAllowed, NotFound, Stale
from app.i18n import _
from app.ledger.revisions import data_version
from app.models import Proposal
from app.review.queries import Sent, count_editors, get_own, get_sent, hash_of
from app.review.rates import secret_of
from app.review.schemas import By


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody sends in. `form_id` names the sending: sent twice, it is one proposal."""

    kind: str
    subject: str
    payload: dict[str, Any]
    sender: str
    contact: str
    form_id: str


def propose(database: Database, person: By, given: Given) -> str:
    """Keep it for an editor; the token of its sender's private link."""
    [token] = propose_all(database, person, [given])
    return token


def propose_all(database: Database, person: By, given: Sequence[Given]) -> list[str]:
    """The same of several, all or none of which are kept."""
    with database.writing() as session:
        return [_propose(session, person, each) for each in given]


def _propose(session: Session, person: By, given: Given) -> str:
    token = _token_of(session, given)
    if session.scalar(select(Proposal.id).where(Proposal.token_hash == hash_of(token))) is None:
        now = datetime.now(UTC)
        says = {**_content(given), "base_version": data_version(session), "account": person.account}
        session.add(Proposal(**says, token_hash=hash_of(token), created_at=now, updated_at=now))
    return token


def propose_again(database: Database, token: str, given: Given) -> None:
    """Its sender changes what waits, or answers what was sent back. NotFound; Conflict where it was decided."""
    with database.writing() as session:
        proposal = _open_one(session, get_own(session.connection(), token).id)
        content = {**_content(given), "base_version": data_version(session), "state": "proposed"}
        for name, value in content.items():
            setattr(proposal, name, value)
        _touch(proposal)


def withdraw(database: Database, token: str) -> None:
    """Its sender takes it back. NotFound; Conflict where it was decided."""
    with database.writing() as session:
        proposal = _open_one(session, get_own(session.connection(), token).id)
        proposal.state = "withdrawn"
        _touch(proposal)


def decide(database: Database, person: By, proposal_id: int, version: int, state: str, reason: str) -> None:
    """An editor sends it back, rejects or answers it, with a word. NotFound, Conflict, Stale."""
    with database.writing() as session:
        settle(session, person, proposal_id, version, state, reason)


def settle(
    session: Session, person: By, proposal_id: int, version: int, state: str, reason: str = "", key: str = ""
) -> Proposal:
    """The same in a transaction that is under way; `key`: the pledge that came of it. NotAllowed: it is their own."""
    proposal = _open_one(session, proposal_id)
    if proposal.version != version:
        raise Stale(_("Its sender has changed this proposal since you read it."))
    if state == "published":
        _check_other(session, person, proposal)
    proposal.state, proposal.reason, proposal.pledge_key = state, reason, key
    proposal.decided_at, proposal.decided_by = datetime.now(UTC), person.name
    _touch(proposal)
    return proposal


def is_own(session: Session, person: By, account: int | None) -> bool:
    """Whether somebody may not publish this, since they sent it and another editor could."""
    mine = account is not None and account == person.account
    return mine and count_editors(session.connection()) > 1


def _check_other(session: Session, person: By, proposal: Proposal) -> None:
    if is_own(session, person, proposal.account):
        raise NotAllowed(_("You proposed this yourself: another editor publishes it."))


def _open_one(session: Session, proposal_id: int) -> Proposal:
    sent = get_sent(session.connection(), proposal_id)
    if not sent.is_open:
        raise Conflict(already(sent))
    found = session.get(Proposal, proposal_id)
    if found is None:
        raise NotFound(_("There is no proposal {id}.", id=proposal_id))
    return found


def already(sent: Sent) -> str:
    """What was decided, where somebody comes too late."""
    words = {
        "published": _("This was published already."),
        "rejected": _("This was rejected already."),
        "answered": _("This was answered already."),
        "withdrawn": _("Its sender has taken this back."),
    }
    return words[sent.state]


def _content(given: Given) -> dict[str, Any]:
    names = ("kind", "subject", "payload", "sender", "contact")
    return {name: getattr(given, name) for name in names}


def _token_of(session: Session, given: Given) -> str:
    """The same for the same sending, and for nobody to guess: what a form says is signed with the secret."""
    said = repr((given.form_id, sorted(given.payload.items()), given.kind, given.subject)).encode()
    return hmac.new(secret_of(session.connection()), b"proposal " + said, sha256).hexdigest()[:40]


def _touch(proposal: Proposal) -> None:
    proposal.version += 1
    proposal.updated_at = datetime.now(UTC)
