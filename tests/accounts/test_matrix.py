"""Every route, by every method, as every role: answered as the one table of permissions says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.accounts.altering import altering
from app.accounts.people import change_role
from app.accounts.permissions import PERMISSIONS
from app.db import Database
from app.web.person import ROLES, Person
from tests.accounts.support import make, session_of, stranger, token_of

pytestmark = pytest.mark.slow

REFUSED = (401, 403)
# A number that no row has; a limit must not stand in for a refusal.
FREE: dict[str, Any] = {"proposals": "open", "writes_per_minute": 100_000, "exports_per_minute": 100_000}


def call(client: TestClient, method: str, path: str) -> int:
    address = re.sub(r"\{[^}]+\}", "987654", path)
    sent: dict[str, Any] = {"json": {}} if address.startswith("/api/") and method != "GET" else {}
    answer = client.request(method, address, **sent)
    return int(answer.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_each_role_as_the_table_says(database: Database, role: str) -> None:
    number = 0 if role == "anybody" else make(database, "somebody", role)
    client, wrong = stranger(database, **FREE), []
    for (method, path), needed in PERMISSIONS.items():
        if path == "/sign-in/code":
            continue  # 401 is its word for a code without a password before it: test_sign_in.py
        if number:  # some of the routes end the session
            client.cookies.clear()
            client.cookies["muster"] = session_of(database, number)
        may = Person("", role).may(needed)
        status = call(client, method, path)
        expected = may if path != "/sign-in" or method == "GET" else False
        if (status in REFUSED) is expected or status >= 500:
            wrong.append((method, path, role, needed, status))
    assert wrong == []


@pytest.mark.parametrize(
    ("scope", "may"),
    [("read", "reader"), ("propose", "contributor"), ("write", "editor"), ("admin", "admin")],
)
def test_a_token_may_no_more_than_its_scope(database: Database, scope: str, may: str) -> None:
    header = token_of(database, make(database, "boss", "admin"), scope)
    client = stranger(database, **FREE)
    wrong = []
    for (method, path), needed in PERMISSIONS.items():
        if needed in ("anybody", "reader") or path.startswith("/people"):
            continue
        client.headers.update(header)
        if (call(client, method, path) in REFUSED) is Person("", may).may(needed):
            wrong.append((method, path))
    assert wrong == []


def test_a_token_changes_no_account(database: Database) -> None:
    """What a token rests on is changed by its owner alone, signed in."""
    header = token_of(database, make(database, "boss", "admin"), "admin")
    client = stranger(database, **FREE)
    posts = [
        p for (m, p), role in PERMISSIONS.items() if m == "POST" and p.startswith(("/account", "/people"))
    ]
    assert [
        p for p in posts if client.post(re.sub(r"\{[^}]+\}", "1", p), headers=header).status_code != 403
    ] == []


def test_a_token_may_no_more_than_its_owner(database: Database) -> None:
    number = make(database, "ed", "editor")
    header = token_of(database, number, "write")
    assert stranger(database).post("/api/v1/pledges", json={}, headers=header).status_code == 422
    with altering(database, "test") as change:
        change_role(change, change.account(number), "contributor")
    assert stranger(database).post("/api/v1/pledges", json={}, headers=header).status_code == 403
