"""`muster user` and `muster token`: what they print where, how they end, and that what they shut is shut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from app.cli import main
from app.db import Database
from tests.accounts.support import close_all, stranger

pytestmark = pytest.mark.slow

DONE, PROBLEM, WRONG_USAGE = 0, 1, 2
PASSWORD = "a plain long sentence"


class Desk:
    """The command line on a record without accounts."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __call__(self, *words: object, typed: str = "") -> Result:
        runner = CliRunner(env={"MUSTER_DATABASE_URL": self.database.url})
        return runner.invoke(main, [str(word) for word in words], input=typed, prog_name="muster")

    def add(self, name: str, role: str, *more: str) -> Result:
        return self("user", "add", name, "--role", role, *more, typed=f"{PASSWORD}\n")

    def sql(self, question: str) -> list[tuple[object, ...]]:
        with self.database.reading() as reader:
            return [tuple(row) for row in reader.exec_driver_sql(question)]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def web(database: Database) -> Iterator[TestClient]:
    """A client of the same record, from elsewhere."""
    yield stranger(database)
    close_all()


def sign_in(web: TestClient, name: str) -> int:
    return int(web.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code)


def test_a_person_is_added_with_the_password_from_standard_input_and_signs_in(
    desk: Desk, web: TestClient
) -> None:
    told = desk.add("Anna", "contributor", "--display", "Anna Ek")
    assert (told.exit_code, told.stdout, told.stderr) == (DONE, "anna was added as contributor.\n", "")
    assert desk.sql("SELECT name, display, role FROM account") == [("anna", "Anna Ek", "contributor")]
    assert desk.sql("SELECT actor, account, what FROM account_log") == [
        ("command line", "anna", "added as contributor")
    ]
    assert sign_in(web, "anna") == 303


def test_a_password_is_kept_as_argon2id_at_its_full_cost(desk: Desk) -> None:
    """64 MiB, three passes, four lanes: tests elsewhere hash for less, and this one holds what is in use."""
    assert desk.add("anna", "reader").exit_code == DONE
    [(kept,)] = desk.sql("SELECT password_hash FROM account")
    assert str(kept).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_who_will_write_is_told_of_the_second_step(desk: Desk) -> None:
    told = desk.add("anna", "admin")
    assert (told.exit_code, told.stdout) == (DONE, "anna was added as admin.\n")
    assert told.stderr.startswith("At the first sign-in anna is led to set up the second step")


def test_dry_runs_store_nothing(desk: Desk) -> None:
    tried = desk.add("anna", "editor", "--dry-run")
    assert (tried.exit_code, tried.stdout) == (
        DONE,
        "anna would be added as editor; nothing was stored.\n",
    )
    assert desk.sql("SELECT * FROM account") == desk.sql("SELECT * FROM account_log") == []

    desk.add("anna", "editor")
    tried = desk("token", "add", "anna", "--dry-run")
    assert (tried.exit_code, tried.stdout) == (DONE, "")
    assert tried.stderr == "A token would be made; nothing was stored.\n"
    assert desk.sql("SELECT * FROM token") == []

    desk("token", "add", "anna")
    before = desk.sql("SELECT revoked_at, disabled_at FROM token, account")
    tried = desk("token", "revoke", 1, "--dry-run")
    assert (tried.exit_code, tried.stdout) == (DONE, "Token 1 would be revoked; nothing was stored.\n")
    tried = desk("user", "disable", "anna", "--dry-run")
    assert (tried.exit_code, tried.stdout) == (DONE, "anna would be disabled; nothing was stored.\n")
    assert desk.sql("SELECT revoked_at, disabled_at FROM token, account") == before == [(None, None)]


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("anna", "", "No password: type it, or send it as a line to standard input."),
        ("anna", "short\n", "password: A password has at least 12 characters."),
        ("a", f"{PASSWORD}\n", "name: 2 to 80 letters and digits"),
        ("bert", f"{PASSWORD}\n", "There is an account with the name bert already."),
    ],
)
def test_a_person_who_cannot_be_added_is_a_problem(desk: Desk, name: str, typed: str, told: str) -> None:
    desk.add("bert", "reader")
    refused = desk("user", "add", name, "--role", "reader", typed=typed)
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert refused.stderr.startswith("Error: ")
    assert told in refused.stderr
    assert desk.sql("SELECT name FROM account") == [("bert",)]


@pytest.mark.parametrize(
    "words",
    [
        ["user"],
        ["user", "add", "anna"],
        ["user", "add", "anna", "--role", "queen"],
        ["user", "add", "--role", "reader"],
        ["user", "disable"],
        ["user", "rename", "anna"],
        ["token", "add", "anna", "--scope", "everything"],
        ["token", "add", "anna", "--days", "0"],
        ["token", "revoke", "first"],
    ],
)
def test_wrong_usage_ends_with_two(desk: Desk, words: list[str]) -> None:
    result = desk(*words)
    assert (result.exit_code, result.stdout) == (WRONG_USAGE, "")
    assert "Usage: muster" in result.stderr


@pytest.mark.parametrize(
    "words", [["user", "disable", "nobody"], ["token", "add", "nobody"], ["token", "revoke", "7"]]
)
def test_what_is_not_there_is_a_problem(desk: Desk, words: list[str]) -> None:
    result = desk(*words)
    assert (result.exit_code, result.stdout) == (PROBLEM, "")
    assert result.stderr.startswith("Error: There is no ")


@pytest.mark.parametrize(
    "words",
    [["user", name] for name in ("add", "list", "disable")] + [["token", n] for n in ("add", "revoke")],
)
def test_help_has_an_example_and_dry_run_where_something_changes(words: list[str]) -> None:
    told = CliRunner().invoke(main, [*words, "--help"])
    assert told.exit_code == DONE
    assert f"Example: muster {' '.join(words)}" in told.stdout
    assert ("--dry-run" in told.stdout) is (words != ["user", "list"])


def test_the_list_has_a_line_for_each_with_what_they_are(desk: Desk, web: TestClient) -> None:
    empty = desk("user", "list")
    assert (empty.exit_code, empty.stdout) == (DONE, "")
    desk.add("zoe", "reader", "--display", "Zoe")
    desk.add("anna", "admin")
    desk("user", "disable", "zoe")
    told = desk("user", "list")
    assert (told.exit_code, told.stderr) == (DONE, "")
    assert [line.split("\t") for line in told.stdout.splitlines()] == [
        ["anna", "admin", "active", "no second step", "not signed in", "anna"],
        ["zoe", "reader", "disabled", "no second step", "not signed in", "Zoe"],
    ]
    assert web.get("/account").status_code == 401


def test_a_token_is_the_only_thing_on_standard_output_and_works_until_it_is_revoked(
    desk: Desk, web: TestClient
) -> None:
    desk.add("anna", "editor")
    made = desk("token", "add", "anna", "--scope", "write", "--days", 1, "--title", "importer")
    assert made.exit_code == DONE
    assert made.stderr == "This is token 1; it is shown only now.\n"
    secret = made.stdout.strip()
    assert secret.startswith("mst_")
    assert secret not in str(desk.sql("SELECT * FROM token"))
    header = {"Authorization": f"Bearer {secret}"}
    assert web.post("/api/v1/pledges", json={}, headers=header).status_code == 422
    revoked = desk("token", "revoke", 1)
    assert (revoked.exit_code, revoked.stdout) == (DONE, "Token 1 is revoked.\n")
    assert web.post("/api/v1/pledges", json={}, headers=header).status_code == 401


def test_a_token_reaches_no_further_than_its_owner(desk: Desk) -> None:
    desk.add("rita", "reader")
    refused = desk("token", "add", "rita", "--scope", "write")
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert desk.sql("SELECT * FROM token") == []


def test_whom_the_command_disables_is_out_with_everything_at_once(desk: Desk, web: TestClient) -> None:
    desk.add("carl", "contributor")
    header = {"Authorization": f"Bearer {desk('token', 'add', 'carl', '--scope', 'propose').stdout.strip()}"}
    assert sign_in(web, "carl") == 303
    assert web.get("/account").status_code == 200
    assert web.get("/api/v1/pledges", headers=header).status_code == 200
    told = desk("user", "disable", "carl")
    assert told.stdout == "carl is disabled: sessions have ended, tokens are revoked.\n"
    assert web.get("/account").status_code == 401
    assert web.get("/api/v1/pledges", headers=header).status_code == 401
    assert sign_in(web, "carl") == 401
    refused = desk("token", "add", "carl")
    assert (refused.exit_code, refused.stderr) == (PROBLEM, "Error: The account carl is disabled.\n")


def test_the_last_administrator_stays(desk: Desk) -> None:
    desk.add("anna", "admin")
    refused = desk("user", "disable", "anna")
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert refused.stderr == "Error: anna is the only administrator: make another one first.\n"


def test_commands_ask_for_a_database_that_is_there(tmp_path: Path) -> None:
    nowhere = CliRunner(env={"MUSTER_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"})
    told = nowhere.invoke(main, ["token", "revoke", "1"])
    assert told.exit_code == PROBLEM
    assert "run muster migrate first" in told.stderr
