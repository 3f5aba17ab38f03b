"""The second step: a code from an app, used once, or one of ten recovery codes."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts.altering import Altering
from app.accounts.people import raise_faults
from app.accounts.secrets import new_recovery_codes, recovery_digest, totp_step
from app.i18n import _
from app.models import Account, RecoveryCode


def accept_code(change: Altering, account: Account, typed: str) -> bool:
    """Whether this is a code of the account's app that was not used before, or a recovery code, which is then used."""
    step = totp_step(account.totp_key, typed, change.at.timestamp()) if account.totp_key else 0
    if step > account.totp_step:
        account.totp_step = step
        return True
    return _accept_recovery(change, account, typed)


def _accept_recovery(change: Altering, account: Account, typed: str) -> bool:
    found = change.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.hash == recovery_digest(typed),
            RecoveryCode.used_at.is_(None),
        )
    )
    if found is None:
        return False
    found.used_at = change.at
    change.log(account.name, "signed in with a recovery code")
    return True


def set_up(change: Altering, account: Account, key: str, typed: str) -> list[str]:
    """Take the app with this key into use, once it gave a right code; new recovery codes. InvalidInput."""
    step = totp_step(key, typed, change.at.timestamp())
    raise_faults(code="" if step else _("This is not the code that the app shows now."))
    account.totp_key, account.totp_since, account.totp_step = key, change.at, step
    change.log(account.name, "second step set up")
    return fresh_codes(change, account)


def fresh_codes(change: Altering, account: Account) -> list[str]:
    """New recovery codes in place of those there were."""
    change.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = new_recovery_codes()
    change.session.add_all(RecoveryCode(account_id=account.id, hash=recovery_digest(code)) for code in codes)
    change.log(account.name, "recovery codes made")
    return codes
