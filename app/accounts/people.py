"""Adding people, changing what they may, shutting them out: with all that speaks for them, at once."""

from __future__ import annotations

import re

from sqlalchemy import delete, func, select, update

from app.accounts.altering import Altering, sign_in_name
from app.accounts.schemas import NEEDS_SECOND_STEP
from app.accounts.secrets import hashed, weakness
from app.errors import Conflict, Fault, InvalidInput
from app.i18n import _
from app.models import Account, RecoveryCode, SignIn, Token
from app.models.account import ROLES
from app.text import tidy

# What can be typed anywhere; folded before it is compared.
NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")
LONGEST_DISPLAY = 120


def add_person(change: Altering, name: str, display: str, role: str, password: str) -> Account:
    """A new account. InvalidInput names every fault; Conflict where the name is taken."""
    kept, shown = sign_in_name(name), tidy(display) or tidy(name)
    raise_faults(
        name="" if NAME.fullmatch(kept) else _("2 to 80 letters and digits, and . _ @ + - between them"),
        display="" if len(shown) <= LONGEST_DISPLAY and shown.isprintable() else _("one line, not so long"),
        role="" if role in ROLES else _("choose one of those that are listed"),
        password=weakness(password, kept),
    )
    if change.session.scalar(select(Account.id).where(Account.name == kept)) is not None:
        raise Conflict(_("There is an account with the name {name} already.", name=kept))
    account = Account(
        name=kept, display=shown, role=role, password_hash=hashed(password), created_at=change.at, totp_step=0
    )
    change.session.add(account)
    change.session.flush()
    change.log(kept, f"added as {role}")
    return account


def raise_faults(**told: str) -> None:
    """InvalidInput with those that say something."""
    faults = [Fault(field, message) for field, message in told.items() if message]
    if faults:
        raise InvalidInput(*faults)


def change_role(change: Altering, account: Account, role: str) -> None:
    """What a person may from now on: their sessions and tokens follow at once. Conflict at the last administrator."""
    raise_faults(role="" if role in ROLES else _("choose one of those that are listed"))
    if account.role == role:
        return
    if role != "admin":
        _keep_one_admin(change, account)
    change.log(account.name, f"role changed from {account.role} to {role}")
    account.role = role


def disable(change: Altering, account: Account) -> None:
    """Shut a person out: sessions and tokens die in the same transaction. Conflict at the last administrator."""
    if account.disabled_at is not None:
        return
    _keep_one_admin(change, account)
    account.disabled_at = change.at
    end_sessions(change, account)
    revoke = update(Token).where(Token.account_id == account.id, Token.revoked_at.is_(None))
    change.session.execute(revoke.values(revoked_at=change.at))
    change.log(account.name, "disabled, sessions ended, tokens revoked")


def enable(change: Altering, account: Account) -> None:
    """Let a person in again; old sessions and tokens stay dead."""
    if account.disabled_at is not None:
        account.disabled_at = None
        change.log(account.name, "enabled again")


def reset(change: Altering, account: Account, password: str) -> None:
    """A new password to begin with, and no second step: for somebody who lost theirs. Ends every session."""
    account.password_hash = hashed(password)
    drop_second_step(change, account)
    end_sessions(change, account)
    change.log(account.name, "password and second step reset, sessions ended")


def drop_second_step(change: Altering, account: Account) -> None:
    """Forget the app and the recovery codes."""
    account.totp_key, account.totp_since, account.totp_step = "", None, 0
    change.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def end_sessions(change: Altering, account: Account, but: int | None = None) -> None:
    """End all sessions of an account, except the one with the number `but`."""
    change.session.execute(delete(SignIn).where(SignIn.account_id == account.id, SignIn.id != (but or 0)))


def needs_second_step(role: str) -> bool:
    """Whether this role writes into the record, so that a password alone is not enough."""
    return role in NEEDS_SECOND_STEP


def _keep_one_admin(change: Altering, account: Account) -> None:
    others = select(func.count()).where(
        Account.role == "admin", Account.disabled_at.is_(None), Account.id != account.id
    )
    if account.role == "admin" and account.disabled_at is None and not change.session.scalar(others):
        raise Conflict(_("{name} is the only administrator: make another one first.", name=account.name))
