"""Sending the same thing twice makes one record: form ids and idempotency keys."""

import json
from collections.abc import Callable
from hashlib import sha256

from app.errors import Conflict
from app.i18n import _
from app.ledger.change import Change
from app.models import Submission


class Resent(Conflict):
    """The id was used before, for something else; `pledge_key` is what came of it."""

    def __init__(self, pledge_key: str) -> None:
        super().__init__(
            _("This was sent before with other content, and was saved as {key}.", key=pledge_key)
        )
        self.pledge_key = pledge_key


def once(change: Change, submission: str, fingerprint: str, make: Callable[[], str]) -> str:
    """The key of the pledge that `make` writes, or that it wrote when this was sent before.

    `submission` names the sending, up to 200 characters ("form:" and a form's id, "api:" and an Idempotency-Key);
    where it is empty, `make` is simply called. `fingerprint` (see `fingerprint_of`) is what was sent: the same
    submission with another fingerprint raises Resent. Written in the change's own transaction, in which writers take
    turns, so of any number that arrive at once exactly one makes a record and the others get its key.
    """
    if not submission:
        return make()
    known = change.session.get(Submission, submission)
    if known is None:
        key = make()
        change.session.add(Submission(id=submission, fingerprint=fingerprint, pledge_key=key, at=change.at))
        return key
    if known.fingerprint != fingerprint:
        raise Resent(known.pledge_key)
    return known.pledge_key


def fingerprint_of(*sent: object) -> str:
    """The hash of what was sent: its address and its content, as anything that JSON can hold."""
    return sha256(json.dumps(sent, sort_keys=True, default=str).encode()).hexdigest()
