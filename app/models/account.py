"""Accounts: people, how they sign in, what speaks for them, and a log of what was changed about them.

None of it is part of the public record: no revision tells of it.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.types import Code, Key, MaybeTime, Time, Words, one_of

ROLES = ("reader", "contributor", "editor", "admin")
SCOPES = ("read", "propose", "write", "admin")


class Account(Base):
    """A person: the name they sign in with, the name the history says, and what they may."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(one_of("role", ROLES), name="role"),)

    id: Mapped[Key]
    # As it is compared: folded.
    name: Mapped[str] = mapped_column(String(80), unique=True)
    display: Mapped[str] = mapped_column(String(120))
    role: Mapped[Code]
    # Argon2id, with its parameters and salt.
    password_hash: Mapped[str] = mapped_column(String(255))
    # The second step: a key shared with the person's app, since when it is in use, and the last time step used.
    totp_key: Mapped[Words]
    totp_since: Mapped[MaybeTime]
    totp_step: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    created_at: Mapped[Time]
    disabled_at: Mapped[MaybeTime]


class SignIn(Base):
    """A session: of its random number only the SHA-256 is here. `second_step`: it waits for the code."""

    __tablename__ = "sign_in"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    second_step: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Time]
    seen_at: Mapped[Time]
    # What the browser calls itself, so that its owner knows it again.
    browser: Mapped[Words]


class Token(Base):
    """What lets a program act for a person: within a scope, until a day, shown once and kept as a SHA-256."""

    __tablename__ = "token"
    __table_args__ = (CheckConstraint(one_of("scope", SCOPES), name="scope"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    scope: Mapped[Code]
    created_at: Mapped[Time]
    expires_at: Mapped[Time]
    used_at: Mapped[MaybeTime]
    revoked_at: Mapped[MaybeTime]


class RecoveryCode(Base):
    """One way in without the app, good for once: its SHA-256."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"), index=True)
    hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[MaybeTime]


class Failure(Base):
    """A sign-in that failed or is under way, counted by name and by address; forgotten after the time that counts."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "whose", "at"),)

    id: Mapped[Key]
    whose: Mapped[str] = mapped_column(String(140))
    at: Mapped[Time] = mapped_column(index=True)


class AccountLog(Base):
    """Who changed what about which account, and when: for administrators."""

    __tablename__ = "account_log"

    id: Mapped[Key]
    at: Mapped[Time]
    actor: Mapped[str] = mapped_column(String(120))
    account: Mapped[str] = mapped_column(String(80), index=True)
    what: Mapped[Words]
