"""One change to accounts: a transaction of its own, outside the record's history, told in the accounts' log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.errors import NotFound
from app.i18n import _
from app.models import Account, AccountLog
from app.text import fold


@dataclass(frozen=True, slots=True)
class Altering:
    """A change under way: its session, who makes it, and its moment."""

    session: Session
    actor: str
    at: datetime

    def log(self, account: str, what: str) -> None:
        """Write down what was done about an account."""
        self.session.add(AccountLog(at=self.at, actor=self.actor, account=account, what=what))

    def account(self, number: int) -> Account:
        """The account with this number. NotFound."""
        found = self.session.get(Account, number)
        if found is None:
            raise NotFound(_("There is no such account."))
        return found

    def named(self, name: str) -> Account:
        """The account with this sign-in name. NotFound."""
        found = self.session.scalar(select(Account).where(Account.name == sign_in_name(name)))
        if found is None:
            raise NotFound(_("There is no account with the name {name}.", name=name))
        return found


class _UndoneError(Exception):
    """Ends a transaction that was only tried."""


@contextmanager
def altering(database: Database, actor: str, *, keep: bool = True) -> Iterator[Altering]:
    """A change to accounts that is committed when the block ends well; with `keep` false it is undone."""
    with suppress(_UndoneError), database.writing() as session:
        yield Altering(session, actor, datetime.now(UTC))
        session.flush()
        if not keep:
            raise _UndoneError


def sign_in_name(typed: str) -> str:
    """A sign-in name as it is kept and compared."""
    return fold(typed)
