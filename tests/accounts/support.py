"""Accounts for tests: people of each role, and clients that are signed in as them."""

from __future__ import annotations

import re
import time
from functools import cache
from typing import Any

import pyotp
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.accounts import sessions
from app.accounts.altering import altering
from app.accounts.people import add_person
from app.accounts.secrets import hashed
from app.accounts.tokens import add_token
from app.config import Settings
from app.db import Database
from app.main import create_app
from app.models import Account

PASSWORD = "correct horse battery"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ORIGIN = "http://muster.example"


@cache
def kept_password() -> str:
    return hashed(PASSWORD)


def make(database: Database, name: str, role: str, *, second_step: bool = True) -> int:
    """Somebody with PASSWORD, and with the second step in use where the role needs it; the account's number."""
    with altering(database, "test") as change:
        account = Account(
            name=name,
            display=name.title(),
            role=role,
            password_hash=kept_password(),
            created_at=change.at,
            totp_key=KEY if second_step and role in ("editor", "admin") else "",
            totp_since=change.at if second_step and role in ("editor", "admin") else None,
            totp_step=0,
        )
        change.session.add(account)
        change.session.flush()
        return account.id


def really_add(database: Database, name: str, role: str, password: str = PASSWORD) -> int:
    """The same by the way that the command line goes."""
    with altering(database, "test") as change:
        return add_person(change, name, name, role, password).id


_running: dict[str, FastAPI] = {}


def close_all() -> None:
    """Give back what the applications of a test opened."""
    while _running:
        _settings, application = _running.popitem()
        application.state.limits.counters.close()
        application.state.newest.close()
        application.state.database.close()


def stranger(database: Database, address: str = "192.0.2.7", **settings: Any) -> TestClient:
    """Somebody on another machine whom nothing speaks for. Those of a test meet one application by its settings."""
    chosen = Settings(database_url=database.url, _env_file=None, **settings)
    name = chosen.model_dump_json()
    if name not in _running:
        _running[name] = create_app(chosen)
    return TestClient(_running[name], base_url=ORIGIN, client=(address, 50000), follow_redirects=False)


def session_of(database: Database, account: int) -> str:
    """A session's cookie, begun behind the sign-in page."""
    with altering(database, "test") as change:
        return sessions.begin(change, change.account(account), "Firefox on Linux", waits=False)


def token_of(database: Database, account: int, scope: str, days: int = 30) -> dict[str, str]:
    """The header of a token of this account."""
    with altering(database, "test") as change:
        _token, secret = add_token(change, change.account(account), "a test", scope, days)
    return {"Authorization": f"Bearer {secret}"}


def code(ahead: int = 0) -> str:
    """What the app shows now, or `ahead` time steps later."""
    return pyotp.TOTP(KEY).at(int(time.time()) + 30 * ahead)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found[1]
