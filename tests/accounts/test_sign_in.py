"""Signing in and out: what a session is worth, when it ends, and what guessing costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import func, select, text
from starlette.testclient import TestClient

from app.accounts.altering import altering
from app.accounts.people import disable
from app.accounts.schemas import IDLE, WHOLE
from app.accounts.secrets import weakness
from app.db import Database
from app.models import SignIn
from tests.accounts.support import (
    PASSWORD,
    code,
    hidden,
    make,
    really_add,
    session_of,
    stranger,
    token_of,
)

pytestmark = pytest.mark.slow


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> int:
    status: int = client.post("/sign-in", data={"name": name, "password": password, **more}).status_code
    return status


def test_reader_signs_in_and_out_and_a_copied_cookie_is_worth_nothing_after(any_database: Database) -> None:
    really_add(any_database, "rita", "reader")
    client = stranger(any_database)
    answer = client.post(
        "/sign-in", data={"name": " RITA ", "password": PASSWORD, "next": "/pledges?unit=people"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/pledges?unit=people")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("muster=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))

    page = client.get("/account")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Where you are signed in" in page.text
    copied = client.cookies["muster"]
    with any_database.reading() as reader:
        assert copied not in str(reader.execute(text("SELECT * FROM sign_in")).all())

    assert client.post("/sign-out").status_code == 303
    assert "muster" not in client.cookies
    assert stranger(any_database).get("/account", headers={"Cookie": f"muster={copied}"}).status_code == 401


def test_over_https_the_cookie_can_be_set_by_nobody_else(database: Database) -> None:
    make(database, "rita", "reader")
    client = stranger(database, public_url="https://muster.example")
    answer = client.post("/sign-in", data={"name": "rita", "password": PASSWORD})
    assert answer.headers["set-cookie"].startswith("__Host-muster=")
    assert "; Secure" in answer.headers["set-cookie"]
    plain = stranger(database, public_url="https://muster.example")
    cookie = session_of(database, 1)
    assert plain.get("/account", headers={"Cookie": f"muster={cookie}"}).status_code == 401
    assert plain.get("/account", headers={"Cookie": f"__Host-muster={cookie}"}).status_code == 200


def test_pages_set_no_cookie_and_ask_no_account(database: Database) -> None:
    client = stranger(database)
    for address in ("/", "/pledges", "/sign-in", "/account", "/method", "/api/v1/pledges"):
        assert "set-cookie" not in client.get(address).headers


def test_a_signed_in_person_s_pages_stay_out_of_shared_caches(database: Database) -> None:
    client = stranger(database)
    open_page = client.get("/pledges")
    client.cookies["muster"] = session_of(database, make(database, "rita", "reader"))
    own = client.get("/pledges", headers={"If-None-Match": open_page.headers["etag"]})
    assert own.status_code == 200
    assert own.headers["cache-control"].startswith("private")
    assert ("Rita" in own.text, "Rita" in open_page.text) == (True, False)


def test_editor_signs_in_with_a_code_that_works_once(any_database: Database) -> None:
    make(any_database, "ed", "editor")
    client = stranger(any_database)
    page = client.post("/sign-in", data={"name": "ed", "password": PASSWORD, "next": "/review"})
    assert page.status_code == 200
    assert "The code from your app" in page.text
    assert client.get("/account").status_code == 401
    before = client.cookies["muster"]
    wrong = client.post("/sign-in/code", data={"code": "000000", "next": "/review"})
    assert (wrong.status_code, hidden(wrong.text, "next")) == (401, "/review")
    given = code()
    answer = client.post("/sign-in/code", data={"code": given, "next": "/review"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert client.cookies["muster"] != before
    assert client.get("/account").status_code == 200

    again = stranger(any_database)
    assert sign_in(again, "ed") == 200
    assert again.post("/sign-in/code", data={"code": given}).status_code == 401
    assert again.post("/sign-in/code", data={"code": code(1)}).status_code == 303


def test_editor_without_a_second_step_is_led_to_it_and_writes_nothing_before(database: Database) -> None:
    make(database, "ed", "editor", second_step=False)
    client = stranger(database)
    answer = client.post("/sign-in", data={"name": "ed", "password": PASSWORD, "next": "/"})
    assert answer.headers["location"] == "/account/second-step"
    assert client.post("/api/v1/pledges", json={}).status_code == 403
    assert client.get("/review").status_code == 403

    page = client.get("/account/second-step").text
    assert "<svg" in page
    key = hidden(page, "key")
    wrong = client.post("/account/second-step", data={"key": key, "code": "000000", "current": PASSWORD})
    assert (wrong.status_code, hidden(wrong.text, "key")) == (422, key)
    sent = {"key": key, "code": pyotp.TOTP(key).now(), "current": PASSWORD}
    done = client.post("/account/second-step", data=sent)
    assert done.status_code == 200
    codes = [part.split("<")[0] for part in done.text.split("<li><code>")[1:]]
    assert len(codes) == 10
    assert client.get("/review").status_code == 200
    assert client.post("/api/v1/pledges", json={}).status_code == 422

    late = stranger(database)
    for given, status in ((codes[3], 303), (codes[3], 401), (codes[4].upper().replace("-", " "), 303)):
        assert sign_in(late, "ed") == 200
        assert late.post("/sign-in/code", data={"code": given}).status_code == status
        late.cookies.clear()
    with database.reading() as reader:
        assert codes[0] not in str(reader.execute(text("SELECT * FROM recovery_code")).all())


@pytest.mark.parametrize(("column", "age"), [("seen_at", IDLE), ("created_at", WHOLE)])
def test_a_session_ends_after_an_idle_hour_and_after_a_day(
    database: Database, column: str, age: timedelta
) -> None:
    client = stranger(database)
    client.cookies["muster"] = session_of(database, make(database, "rita", "reader"))

    def put(back: timedelta) -> int:
        with altering(database, "test") as change:
            row = change.session.get_one(SignIn, 1)
            row.seen_at = datetime.now(UTC)
            setattr(row, column, datetime.now(UTC) - back)
        return client.get("/account").status_code

    assert put(age - timedelta(seconds=30)) == 200
    assert put(age) == 401


def test_names_that_are_unknown_are_refused_in_the_same_words(database: Database) -> None:
    make(database, "rita", "reader")
    client = stranger(database)
    wrong = client.post("/sign-in", data={"name": "rita", "password": "something else"})
    unknown = client.post("/sign-in", data={"name": "nobody", "password": "something else"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("rita", "") == unknown.text.replace("nobody", "")


def test_ten_failures_close_the_account_s_door_for_a_quarter_of_an_hour(any_database: Database) -> None:
    make(any_database, "rita", "reader")
    for n in range(10):
        assert sign_in(stranger(any_database, f"198.51.100.{n}"), "rita", "wrong password") == 401
    refused = stranger(any_database).post("/sign-in", data={"name": "rita", "password": PASSWORD})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 900
    with any_database.writing() as session:
        session.execute(text("DELETE FROM sign_in_failure WHERE id <= 2"))
    assert sign_in(stranger(any_database), "rita") == 303


def test_ten_failures_close_the_door_to_their_address_whatever_it_says_of_itself(database: Database) -> None:
    make(database, "rita", "reader")
    client = stranger(database)
    for n in range(10):
        said = {"X-Forwarded-For": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}"}
        answer = client.post("/sign-in", data={"name": f"n{n}", "password": "guess"}, headers=said)
        assert answer.status_code == 401
    last = client.post(
        "/sign-in", data={"name": "rita", "password": PASSWORD}, headers={"X-Forwarded-For": "203.0.113.99"}
    )
    assert last.status_code == 429


def test_signing_in_rightly_costs_nothing(database: Database) -> None:
    make(database, "rita", "reader")
    assert [sign_in(stranger(database), "rita") for _n in range(12)] == [303] * 12


def test_a_disabled_person_s_sessions_and_tokens_die_at_once(any_database: Database) -> None:
    number = make(any_database, "ed", "editor")
    client, header = stranger(any_database), token_of(any_database, number, "write")
    client.cookies["muster"] = session_of(any_database, number)
    assert client.get("/account").status_code == 200
    assert stranger(any_database).post("/api/v1/pledges", json={}, headers=header).status_code == 422
    with altering(any_database, "test") as change:
        disable(change, change.account(number))
    assert client.get("/account").status_code == 401
    assert stranger(any_database).post("/api/v1/pledges", json={}, headers=header).status_code == 401
    assert sign_in(stranger(any_database), "ed") == 401


def test_a_person_is_disabled_with_all_that_speaks_for_them_or_not_at_all(any_database: Database) -> None:
    """One transaction: where its last step fails, sessions and tokens stand as before."""
    number = make(any_database, "ed", "editor")
    client, header = stranger(any_database), token_of(any_database, number, "write")
    client.cookies["muster"] = session_of(any_database, number)

    def speaks() -> tuple[int, int]:
        by_token = stranger(any_database).post("/api/v1/pledges", json={}, headers=header)
        return client.get("/account").status_code, by_token.status_code

    def disable_and_fail() -> None:
        with altering(any_database, "test") as change:
            disable(change, change.account(number))
            assert change.session.scalar(select(func.count()).select_from(SignIn)) == 0
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        disable_and_fail()
    assert speaks() == (200, 422)
    with altering(any_database, "test") as change:
        disable(change, change.account(number))
    assert speaks() == (401, 401)


def test_going_on_leads_nowhere_else(database: Database) -> None:
    make(database, "rita", "reader")
    for address in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/sign-out",
        "javascript:alert(1)",
    ):
        answer = stranger(database).post(
            "/sign-in", data={"name": "rita", "password": PASSWORD, "next": address}
        )
        assert answer.headers["location"] == "/"


def test_another_site_can_sign_nobody_in_or_out(database: Database) -> None:
    make(database, "rita", "reader")
    client = stranger(database)
    foreign = {"Origin": "https://evil.example"}
    sent = {"name": "rita", "password": PASSWORD}
    assert client.post("/sign-in", data=sent, headers=foreign).status_code == 403
    client.cookies["muster"] = session_of(database, 1)
    assert client.post("/sign-out", headers=foreign).status_code == 403
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("elevenchars", False),
        ("twelve chars", True),
        ("aaaaaaaaaaaaaa", False),
        ("anna-lindstrom1", False),
        ("anna-lindstrom and much more", True),
        ("x" * 2000, False),
    ],
)
def test_weak_passwords_are_refused(password: str, good: bool) -> None:
    assert (weakness(password, "anna-lindstrom") == "") is good
