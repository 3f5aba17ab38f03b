"""Every route, by every method, for everybody who may come: answered as the one table of permissions says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.accounts import permissions, sessions
from app.accounts.altering import altering
from app.accounts.people import change_role
from app.accounts.permissions import PERMISSIONS
from app.accounts.schemas import ROLE_OF_SCOPE
from app.db import Database
from app.web.person import ROLES, Person
from tests.accounts.support import make, session_of, stranger, token_of

pytestmark = pytest.mark.slow

Cell = tuple[str, str]
# A number that no row has; a limit must not stand in for a refusal.
FREE: dict[str, Any] = {"proposals": "open", "writes_per_minute": 100_000, "exports_per_minute": 100_000}
# 401 is their own word for a name or code that is wrong: see test_sign_in.py.
SIGNING_IN: tuple[Cell, ...] = (("POST", "/sign-in"), ("POST", "/sign-in/code"))


def call(client: TestClient, method: str, path: str) -> int:
    address = re.sub(r"\{[^}]+\}", "987654", path)
    sent: dict[str, Any] = {"json": {}} if address.startswith("/api/") and method != "GET" else {}
    answer = client.request(method, address, **sent)
    return int(answer.status_code)


def judge(status: int, *, may: bool, refusal: int) -> bool:
    """Whether an answer is what the table says: with leave anything but a refusal or a crash, else this refusal."""
    return status < 500 and status not in (401, 403) if may else status == refusal


def wrong_of_role(database: Database, role: str, cells: list[Cell]) -> list[tuple[str, str, int]]:
    """The cells that answer somebody of a role otherwise than the table says."""
    number = 0 if role == "anybody" else make(database, "somebody", role)
    client, wrong = stranger(database, **FREE), []
    for method, path in cells:
        if number and not client.cookies:
            client.cookies["muster"] = session_of(database, number)
        status = call(client, method, path)
        if method != "GET":
            client.cookies.clear()  # some of them end the session
        may = Person("", role).may(PERMISSIONS[method, path])
        if not judge(status, may=may, refusal=403 if number else 401):
            wrong.append((method, path, status))
    return wrong


EVERY_CELL = [cell for cell in PERMISSIONS if cell not in SIGNING_IN]


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_each_role_as_the_table_says(database: Database, role: str) -> None:
    assert wrong_of_role(database, role, EVERY_CELL) == []


@pytest.mark.parametrize("scope", ROLE_OF_SCOPE)
def test_every_route_answers_a_token_of_each_scope_as_the_table_says(database: Database, scope: str) -> None:
    """No more than its scope; and it changes no account, its owner's included: that takes who is signed in."""
    client = stranger(database, **FREE)
    client.headers.update(token_of(database, make(database, "boss", "admin"), scope))
    wrong = []
    for method, path in EVERY_CELL:
        is_account = path.startswith(("/account", "/people")) and (method, path) != ("GET", "/people")
        may = Person("", ROLE_OF_SCOPE[scope]).may(PERMISSIONS[method, path]) and not is_account
        status = call(client, method, path)
        if not judge(status, may=may, refusal=403):
            wrong.append((method, path, status))
    assert wrong == []


@pytest.mark.parametrize(("waits", "as_role"), [(True, "anybody"), (False, "reader")])
def test_without_the_second_step_nothing_is_written(database: Database, waits: bool, as_role: str) -> None:
    """After the password alone a session is nobody's; before the app is set up it is a reader's."""
    number, client = make(database, "ed", "editor", second_step=waits), stranger(database, **FREE)
    with altering(database, "test") as change:
        secret = sessions.begin(change, change.account(number), "Firefox on Linux", waits=waits)
    client.cookies["muster"] = secret
    cells = [cell for cell, role in PERMISSIONS.items() if not Person("", as_role).may(role)]
    assert len(cells) > 60
    refusal = 401 if waits else 403
    assert [cell for cell in cells if call(client, *cell) != refusal] == []


def test_a_table_that_is_not_asked_would_be_noticed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a route closed, or written down as open where it is not, the rounds above would say so."""
    # The table changes here while the application runs: what was answered before it did is not kept.
    monkeypatch.setenv("MUSTER_KEPT_MEGABYTES", "0")
    cells = [("GET", "/changes"), ("GET", "/review"), ("POST", "/statements/{number}/retract")]
    assert wrong_of_role(database, "anybody", cells) == []
    for cell in cells[1:]:
        monkeypatch.setitem(PERMISSIONS, cell, "anybody")
    assert wrong_of_role(database, "anybody", cells) == [(*cell, 401) for cell in cells[1:]]
    monkeypatch.setattr(permissions, "needed", lambda _method, _path: "admin")
    assert ("GET", "/changes", 401) in wrong_of_role(database, "anybody", cells)


def test_a_token_may_no_more_than_its_owner(database: Database) -> None:
    number = make(database, "ed", "editor")
    header = token_of(database, number, "write")
    assert stranger(database).post("/api/v1/pledges", json={}, headers=header).status_code == 422
    with altering(database, "test") as change:
        change_role(change, change.account(number), "contributor")
    assert stranger(database).post("/api/v1/pledges", json={}, headers=header).status_code == 403
