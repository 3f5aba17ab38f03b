"""Reading what was sent in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select

from app.db import Base
from app.errors import NotFound
from app.i18n import _
from app.models import Proposal

PR = Proposal.__table__.c
# What an editor sees of what was decided lately.
LATELY = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """A proposal or report as it is kept."""

    id: int
    kind: str
    subject: str
    payload: dict[str, Any]
    state: str
    sender: str
    contact: str
    account: int | None
    base_version: int
    created_at: datetime
    updated_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str
    pledge_key: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided yet."""
        return self.state in ("proposed", "sent_back")

    @property
    def key(self) -> str | None:
        """The pledge that a proposed statement is of."""
        return self.subject if self.kind == "statement" else None

    @property
    def of_pledge(self) -> str:
        """The pledge that a statement or a correction is of; empty for what is of none that the record has."""
        return str(self.payload.get("pledge", "")) if self.kind == "correction" else self.key or ""


COLUMNS = tuple(PR[name] for name in Sent.__dataclass_fields__)


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def get_sent(reader: Connection, proposal_id: int) -> Sent:
    """One proposal, for an editor. NotFound."""
    row = reader.execute(select(*COLUMNS).where(PR.id == proposal_id)).one_or_none()
    if row is None:
        raise NotFound(_("There is no proposal {id}.", id=proposal_id))
    return Sent(*row)


def get_own(reader: Connection, token: str) -> Sent:
    """The proposal that a private link leads to. NotFound."""
    row = reader.execute(select(*COLUMNS).where(PR.token_hash == hash_of(token))).one_or_none()
    if row is None:
        raise NotFound(_("No proposal belongs to this link."))
    return Sent(*row)


def list_sent(reader: Connection, state: str) -> Sequence[Sent]:
    """Those in one state, the one that waits longest first."""
    rows = reader.execute(select(*COLUMNS).where(PR.state == state).order_by(PR.created_at, PR.id))
    return [Sent(*row) for row in rows]


def list_decided(reader: Connection) -> Sequence[Sent]:
    """What was decided lately, newest first."""
    decided = select(*COLUMNS).where(or_(*(PR.state == s for s in ("published", "rejected", "answered"))))
    rows = reader.execute(decided.order_by(PR.decided_at.desc(), PR.id.desc()).limit(LATELY))
    return [Sent(*row) for row in rows]


def count_waiting(reader: Connection) -> int:
    """How many wait for an editor."""
    waiting = select(func.count()).select_from(Proposal).where(PR.state == "proposed")
    return reader.execute(waiting).scalar_one()


def count_editors(reader: Connection) -> int:
    """How many people may publish: with accounts those who are editors or admins and not disabled, else one."""
    accounts: Table | None = Base.metadata.tables.get("account")
    if accounts is None:
        return 1
    may = [accounts.c.role.in_(("editor", "admin"))]
    if "disabled_at" in accounts.c:
        may.append(accounts.c.disabled_at.is_(None))
    return reader.execute(select(func.count()).select_from(accounts).where(*may)).scalar_one()
