"""Sessions on the server: begun at sign-in with a new random number, ended here and nowhere else."""

from __future__ import annotations

from sqlalchemy import delete, or_, update

from app.accounts.altering import Altering
from app.accounts.schemas import IDLE, WHOLE, Known
from app.accounts.secrets import digest, new_secret
from app.models import Account, SignIn, Token

LONGEST_BROWSER = 200


def begin(change: Altering, account: Account, browser: str, *, waits: bool) -> str:
    """A session of this account; its random number, which is not kept. `waits`: for the code of the second step."""
    _forget_old(change)
    secret = new_secret()
    change.session.add(
        SignIn(
            account_id=account.id,
            hash=digest(secret),
            second_step=waits,
            created_at=change.at,
            seen_at=change.at,
            browser=browser[:LONGEST_BROWSER],
        )
    )
    return secret


def end(change: Altering, account: int, number: int) -> None:
    """End one session of an account; nothing where it has none with this number."""
    change.session.execute(delete(SignIn).where(SignIn.id == number, SignIn.account_id == account))


def note_use(change: Altering, known: Known) -> None:
    """Write down that a session or token was used just now."""
    if known.scope:
        change.session.execute(update(Token).where(Token.id == known.by).values(used_at=change.at))
    else:
        change.session.execute(update(SignIn).where(SignIn.id == known.by).values(seen_at=change.at))


def _forget_old(change: Altering) -> None:
    over = or_(SignIn.created_at < change.at - WHOLE, SignIn.seen_at < change.at - IDLE)
    change.session.execute(delete(SignIn).where(over))
