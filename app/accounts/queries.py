"""Reading accounts: who a session or token speaks for, and the lists that people see of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.accounts.schemas import IDLE, PENDING, WHOLE, Known
from app.models import Account, AccountLog, RecoveryCode, SignIn, Token

A = Account.__table__.c
SI = SignIn.__table__.c
T = Token.__table__.c
RC = RecoveryCode.__table__.c
L = AccountLog.__table__.c
OF_ACCOUNT = (A.name, A.display, A.role, A.totp_since)
LOG_LENGTH = 100

Row = dict[str, Any]


def known_by_session(reader: Connection, digest: str, now: datetime) -> Known | None:
    """Whose session this is, if it has not run out and its owner is not disabled."""
    columns = (SI.id, SI.account_id, SI.second_step, SI.created_at, SI.seen_at, *OF_ACCOUNT)
    joined = select(*columns).join_from(SI.id.table, A.id.table, A.id == SI.account_id)
    row = reader.execute(joined.where(SI.hash == digest, A.disabled_at.is_(None))).one_or_none()
    if row is None or _is_over(row.created_at, row.seen_at, row.second_step, now):
        return None
    has_step = row.totp_since is not None
    return Known(
        row.account_id, row.name, row.display, row.role, has_step, row.id, row.seen_at, waits=row.second_step
    )


def _is_over(created: datetime, seen: datetime, waits: bool, now: datetime) -> bool:
    return now - created >= (PENDING if waits else WHOLE) or now - seen >= IDLE


def known_by_token(reader: Connection, digest: str, now: datetime) -> Known | None:
    """Whose token this is, if it stands, has not expired, and its owner is not disabled."""
    columns = (T.id, T.account_id, T.scope, T.used_at, *OF_ACCOUNT)
    joined = select(*columns).join_from(T.id.table, A.id.table, A.id == T.account_id)
    stands = (T.hash == digest) & T.revoked_at.is_(None) & (T.expires_at > now) & A.disabled_at.is_(None)
    row = reader.execute(joined.where(stands)).one_or_none()
    if row is None:
        return None
    has_step = row.totp_since is not None
    return Known(row.account_id, row.name, row.display, row.role, has_step, row.id, row.used_at, row.scope)


def list_sessions(reader: Connection, account: int, now: datetime) -> list[Row]:
    """The sessions that are open, the one used last first."""
    found = select(SI.id, SI.created_at, SI.seen_at, SI.browser).where(
        SI.account_id == account,
        SI.second_step.is_(False),
        SI.created_at > now - WHOLE,
        SI.seen_at > now - IDLE,
    )
    return _rows(reader, found.order_by(SI.seen_at.desc(), SI.id.desc()))


def list_tokens(reader: Connection, account: int) -> list[Row]:
    """Every token that was not revoked, the newest first; also those that have expired."""
    columns = (T.id, T.title, T.scope, T.created_at, T.expires_at, T.used_at)
    found = select(*columns).where(T.account_id == account, T.revoked_at.is_(None))
    return _rows(reader, found.order_by(T.id.desc()))


def count_recovery_codes(reader: Connection, account: int) -> int:
    """How many are left."""
    left = select(func.count()).where(RC.account_id == account, RC.used_at.is_(None))
    return reader.execute(left).scalar_one()


def has_accounts(reader: Connection) -> bool:
    """Whether anybody can sign in."""
    return reader.execute(select(A.id).where(A.disabled_at.is_(None)).limit(1)).first() is not None


def list_people(reader: Connection) -> list[Row]:
    """Every account, by name, with when it was last seen."""
    seen = select(func.max(SI.seen_at)).where(SI.account_id == A.id).scalar_subquery()
    columns = (
        A.id,
        A.name,
        A.display,
        A.role,
        A.totp_since,
        A.created_at,
        A.disabled_at,
        seen.label("seen_at"),
    )
    return _rows(reader, select(*columns).order_by(A.name))


def list_log(reader: Connection) -> list[Row]:
    """What was changed about accounts, the newest first."""
    return _rows(reader, select(L.at, L.actor, L.account, L.what).order_by(L.id.desc()).limit(LOG_LENGTH))


def _rows(reader: Connection, found: Any) -> list[Row]:
    return [dict(row) for row in reader.execute(found).mappings()]
