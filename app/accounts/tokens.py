"""Tokens: made for a while and a scope, shown once, revoked at any time."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.altering import Altering
from app.accounts.people import raise_faults
from app.accounts.schemas import ROLE_OF_SCOPE
from app.accounts.secrets import TOKEN_MARK, digest, new_secret
from app.errors import Conflict, NotFound
from app.i18n import _
from app.models import Account, Token
from app.text import tidy

LONGEST_TITLE = 120
MOST_DAYS = 366


def scopes_of(role: str) -> list[str]:
    """The scopes that a token of somebody with this role may have."""
    order = list(ROLE_OF_SCOPE.values())
    most = order.index(role) if role in order else -1
    return [scope for scope, needs in ROLE_OF_SCOPE.items() if order.index(needs) <= most]


def add_token(
    change: Altering, account: Account, title: str, scope: str, days: int, role: str = ""
) -> tuple[Token, str]:
    """A token and what to send; only its hash is kept. `role`: what its maker may, where that is less. InvalidInput."""
    title = tidy(title)
    fits = bool(title) and len(title) <= LONGEST_TITLE and title.isprintable()
    raise_faults(
        title="" if fits else _("Say in a line what it is for."),
        scope="" if scope in scopes_of(role or account.role) else _("choose one of those that are listed"),
        days="" if 1 <= days <= MOST_DAYS else _("from 1 to {n} days", n=MOST_DAYS),
    )
    if account.disabled_at is not None:
        raise Conflict(_("The account {name} is disabled.", name=account.name))
    secret = TOKEN_MARK + new_secret()
    token = Token(
        account_id=account.id,
        hash=digest(secret),
        title=title,
        scope=scope,
        created_at=change.at,
        expires_at=change.at + timedelta(days=days),
    )
    change.session.add(token)
    change.session.flush()
    change.log(account.name, f"token {token.id} made: scope {scope}, {days} days")
    return token, secret


def revoke_token(change: Altering, number: int, account: int | None = None) -> Token:
    """End a token. `account`: only where it is this one's. NotFound."""
    token = change.session.get(Token, number)
    if token is None or (account is not None and token.account_id != account):
        raise NotFound(_("There is no token {number}.", number=number))
    if token.revoked_at is None:
        token.revoked_at = change.at
        change.log(change.account(token.account_id).name, f"token {number} revoked")
    return token
