"""Signing in: the name and password, then the code where the account has a second step."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts import sessions, throttle
from app.accounts.altering import altering, sign_in_name
from app.accounts.people import end_sessions, raise_faults
from app.accounts.schemas import NEEDS_SECOND_STEP, Known
from app.accounts.second_step import accept_code
from app.accounts.secrets import hashed, matches, weakness
from app.accounts.throttle import Attempt
from app.db import Database
from app.errors import MusterError
from app.models import Account


class TooManyFailures(MusterError):
    """The limit of failures is reached: wait this many seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that began: its random number, whether the code is still to come, and the second step to be set up."""

    secret: str
    waits: bool
    must_set_up: bool


def counted(database: Database, name: str, address: str) -> Attempt:
    """An attempt, counted before it is looked at. TooManyFailures."""
    with altering(database, "sign-in") as change:
        made = throttle.attempt(change, sign_in_name(name), address)
    if made.wait:
        raise TooManyFailures(made.wait)
    return made


def sign_in(database: Database, name: str, password: str, address: str, browser: str) -> Begun | None:
    """The session that begins with a right password; None: name or password is wrong. TooManyFailures.

    No lock is held while the password is compared, and an unknown name takes as long as a known one.
    """
    made = counted(database, name, address)
    with database.reading() as reader:
        kept = reader.execute(
            select(Account.password_hash).where(
                Account.name == sign_in_name(name), Account.disabled_at.is_(None)
            )
        ).scalar()
    if not matches(password, kept):
        return None
    with altering(database, "sign-in") as change:
        account = change.named(name)
        if account.disabled_at is not None or account.password_hash != kept:
            return None  # changed in between
        throttle.succeeded(change, made)
        waits = account.totp_since is not None
        secret = sessions.begin(change, account, browser, waits=waits)
        return Begun(secret, waits, not waits and account.role in NEEDS_SECOND_STEP)


def enter_code(database: Database, waiting: Known, code: str, address: str, browser: str) -> Begun | None:
    """The session that takes the place of the one that waited, where the code is right. TooManyFailures."""
    made = counted(database, waiting.name, address)
    with altering(database, "sign-in") as change:
        account = change.account(waiting.account)
        if account.disabled_at is not None or not accept_code(change, account, code):
            return None
        throttle.succeeded(change, made)
        sessions.end(change, account.id, waiting.by)
        return Begun(sessions.begin(change, account, browser, waits=False), waits=False, must_set_up=False)


def is_password(database: Database, known: Known, password: str, address: str) -> bool:
    """Whether this is the password of the account, asked again before something weighty. TooManyFailures."""
    made = counted(database, known.name, address)
    with database.reading() as reader:
        kept = reader.execute(select(Account.password_hash).where(Account.id == known.account)).scalar_one()
    if not matches(password, kept):
        return False
    with altering(database, known.display) as change:
        throttle.succeeded(change, made)
    return True


def change_password(database: Database, known: Known, password: str) -> None:
    """A new password; every other session ends. InvalidInput where it is weak."""
    raise_faults(password=weakness(password, known.name))
    kept = hashed(password)
    with altering(database, known.display) as change:
        account = change.account(known.account)
        account.password_hash = kept
        end_sessions(change, account, but=known.by)
        change.log(account.name, "password changed, other sessions ended")
