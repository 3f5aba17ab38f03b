"""Every command: what it prints where, and how it ends: 0 done, 1 a problem found, 2 wrong usage."""

import csv
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from app import db, migrate
from app.cli import main
from app.db import Database
from app.safety import is_loopback
from tests.conftest import SEEDS

pytestmark = pytest.mark.slow

DONE, PROBLEM, WRONG_USAGE = 0, 1, 2
ROOT = Path(__file__).parent.parent


class Shell:
    """A command line on a record of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {"MUSTER_DATABASE_URL": f"sqlite:///{path}"}

    def __call__(self, *words: object, **environment: str) -> Result:
        settings = self.environment | environment
        return CliRunner(env=settings).invoke(main, [str(word) for word in words], prog_name="muster")

    def sql(self, *statements: str) -> list[tuple[object, ...]]:
        """Look into the record, or change it behind its back."""
        connection = sqlite3.connect(self.path)
        rows: list[tuple[object, ...]] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.commit()
        connection.close()
        return rows


@pytest.fixture
def shell(database: Database) -> Shell:
    """On a migrated record without entries."""
    database.close()
    return Shell(Path(database.url.removeprefix("sqlite:///")))


@pytest.fixture
def seeded_shell(fresh_seeded: Database) -> Shell:
    """On the real record."""
    fresh_seeded.close()
    return Shell(Path(fresh_seeded.url.removeprefix("sqlite:///")))


def test_migrate_makes_the_database_with_the_countries_and_then_does_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "new" / "muster.db")
    first = shell("migrate")
    assert (first.exit_code, first.stderr) == (DONE, "")
    assert first.stdout == f"The database is at {migrate.newest()} now.\n250 countries added.\n"
    assert shell("migrate").stdout == f"The database was up to date, at {migrate.newest()}.\n"


COMMANDS = [["seed", SEEDS], ["export", "-"], ["rebuild"], ["check"], ["serve"], ["user", "list"]]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_other_command_asks_for_migrations_first(tmp_path: Path, words: list[object]) -> None:
    (tmp_path / "muster.db").touch()
    result = Shell(tmp_path / "muster.db")(*words)
    assert (result.exit_code, result.stdout) == (PROBLEM, "")
    assert (
        result.stderr
        == "Error: The database is not up to date (it is at nothing): run muster migrate first.\n"
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_no_other_command_makes_a_database(tmp_path: Path, words: list[object]) -> None:
    result = Shell(tmp_path / "folder" / "muster.db")(*words)
    assert (result.exit_code, result.stdout) == (PROBLEM, "")
    assert "There is no database at sqlite:///" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_seed_says_what_it_did_and_again_that_nothing_changed(shell: Shell) -> None:
    first, again = shell("seed", SEEDS), shell("seed")
    assert (first.exit_code, again.exit_code) == (DONE, DONE)
    assert "Pledges: 158 new, 0 changed, 0 as they were\n" in first.stdout
    assert "Statements: 301 new, 0 changed, 0 as they were\n" in first.stdout
    assert first.stdout.endswith("The record is at version 897.\n")
    assert "Statements: 0 new, 0 changed, 301 as they were\n" in again.stdout
    assert again.stdout.endswith("Nothing changed: the record stays at version 897.\n")
    assert first.stderr == again.stderr == ""


def test_a_dry_run_says_the_same_and_stores_nothing(shell: Shell) -> None:
    tried = shell("seed", SEEDS, "--dry-run")
    assert tried.exit_code == DONE
    assert tried.stdout.endswith("This was a dry run: nothing was stored.\n")
    assert tried.stdout.splitlines()[:-1] == shell("seed", SEEDS).stdout.splitlines()[:-1]


def test_seed_tells_every_fault_and_ends_with_a_problem(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("code,name,unit\ntroops,,people\nb c,Trucks,\n")
    result = shell("seed", tmp_path)
    assert (result.exit_code, result.stdout) == (PROBLEM, "")
    assert result.stderr.splitlines() == [
        "categories.csv:2 name (empty): this must be given",
        "categories.csv:3 code b c: a code has letters, digits and hyphens, up to 40, and is not 'new'",
        "categories.csv:3 unit (empty): this must be given",
        "3 faults: nothing was stored.",
    ]


def test_seed_names_what_it_does_not_read(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("code,name,unit\ntroops,Troops,people\n")
    (tmp_path / "category.csv").write_text("code,name,unit\n")
    result = shell("seed", tmp_path)
    assert result.exit_code == DONE
    assert result.stderr == "category.csv was not read: no sheet has this name.\n"


def test_seed_of_a_folder_without_sheets_is_a_problem(shell: Shell, tmp_path: Path) -> None:
    result = shell("seed", tmp_path)
    assert result.exit_code == PROBLEM
    assert "holds no sheet" in result.stderr


def test_seed_reports_differences_as_messages(seeded_shell: Shell, tmp_path: Path) -> None:
    text = (SEEDS / "pledges-article.csv").read_text()
    (tmp_path / "pledges.csv").write_text(text.replace("One aircraft for one week.", "One aircraft."))
    result = seeded_shell("seed", tmp_path)
    assert result.exit_code == DONE
    assert result.stderr.startswith("The record keeps 1 thing as it is:\npledges.csv:")
    assert "Nothing changed" in result.stdout


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_and_import_change_nothing(seeded_shell: Shell, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"record.{ending}"
    exported = seeded_shell("export", file)
    assert (exported.exit_code, exported.stdout, exported.stderr) == (DONE, "", f"Written: {file}\n")
    imported = seeded_shell("import", file)
    assert (imported.exit_code, imported.stderr) == (DONE, "")
    assert imported.stdout.endswith("Nothing changed: the record stays at version 897.\n")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.fixture
def one_more(tmp_path: Path) -> Path:
    """A sheet with a new statement of a pledge of the real record."""
    file = tmp_path / "more.csv"
    file.write_text(
        "pledge,operation,contributor,category,on,status,quantity,source_title\n"
        "serval-can-c17,,,,2013-01-18,deployed,2,A page\n"
    )
    return file


def test_import_says_who_entered_it(seeded_shell: Shell, one_more: Path) -> None:
    assert "Statements: 1 new" in seeded_shell("import", one_more).stdout
    rows = seeded_shell.sql("SELECT actor, entity FROM revision WHERE number > 897")
    assert sorted(rows) == [("import", "source"), ("import", "statement")]


def test_import_asks_for_a_pledge_s_columns_where_the_record_has_no_such_pledge(
    shell: Shell, one_more: Path
) -> None:
    refused = shell("import", one_more)
    assert (refused.exit_code, refused.stdout) == (PROBLEM, "")
    assert "more.csv:2 operation (empty): this must be given\n" in refused.stderr


def test_export_to_standard_output_is_the_sheet(seeded_shell: Shell) -> None:
    result = seeded_shell("export", "-")
    rows = list(csv.DictReader(StringIO(result.stdout_bytes.decode())))
    assert (result.exit_code, result.stderr, len(rows)) == (DONE, "", 301)
    assert rows[0]["pledge"] == "serval-allies-troops"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export", "record.txt"], "the name must end in .csv or .xlsx"),
        (["import", "pyproject.toml"], "accepted are files in .csv and .xlsx"),
        (["import", "nowhere.csv"], "does not exist"),
        (["seed", "nowhere"], "does not exist"),
        (["seed", "--force"], "No such option"),
        (["serve", "--port", "100000"], "100000 is not in the range"),
        (["report", "file"], "No such command"),
    ],
)
def test_wrong_usage_ends_with_two(
    shell: Shell, words: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = shell(*words)
    assert (result.exit_code, result.stdout) == (WRONG_USAGE, "")
    assert told in result.stderr


def test_an_export_that_cannot_be_written_is_told(seeded_shell: Shell, tmp_path: Path) -> None:
    result = seeded_shell("export", tmp_path / "no such folder" / "record.csv")
    assert (result.exit_code, result.stdout) == (PROBLEM, "")
    assert "No such file or directory" in result.stderr


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"MUSTER_POOL_SIZE": "many"}, "MUSTER_POOL_SIZE: Input should be a valid integer"),
        ({"MUSTER_DATABASE_URL": "muster.db"}, "MUSTER_DATABASE_URL: "),
        ({"MUSTER_DATABASE_URL": "oracel://muster"}, "MUSTER_DATABASE_URL: "),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(shell: Shell, setting: dict[str, str], told: str) -> None:
    result = shell("check", **setting)
    assert (result.exit_code, result.stdout) == (WRONG_USAGE, "")
    assert told in result.stderr


@pytest.fixture
def another_writer(shell: Shell) -> Iterator[None]:
    connection = sqlite3.connect(shell.path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.close()


@pytest.mark.usefixtures("another_writer")
def test_a_busy_database_is_told_in_a_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS, "PRAGMA busy_timeout=10"))
    assert_told(shell("seed", SEEDS), "The database is busy with another writer")


def test_a_database_that_is_read_only_is_told_in_a_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS, "PRAGMA query_only=ON"))
    assert_told(shell("seed", SEEDS), "The database cannot be written")


def test_a_full_disk_is_told_in_a_line_and_nothing_is_stored(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = shell.path.stat().st_size // 4096
    with monkeypatch.context() as patch:
        patch.setattr(db, "PRAGMAS", (*db.PRAGMAS, f"PRAGMA max_page_count={pages + 5}"))
        assert_told(shell("seed", SEEDS), "The disk is full")
    assert shell("check").exit_code == DONE
    assert len(shell("export", "-").stdout.splitlines()) == 1


def test_a_file_that_is_no_database_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    path.write_text("This is a letter. " * 100)
    assert_told(Shell(path)("check"), "is no database")


def test_a_server_that_is_not_there_is_told_in_a_line(shell: Shell) -> None:
    url = "postgresql://muster@127.0.0.1:1/muster"
    assert_told(shell("check", MUSTER_DATABASE_URL=url), "The database cannot do this now")


def assert_told(result: Result, told: str) -> None:
    assert (result.exit_code, result.stdout) == (PROBLEM, "")
    assert re.fullmatch(f"Error: .*{re.escape(told)}.*\n", result.stderr)


def test_a_sound_record_is_sound(seeded_shell: Shell) -> None:
    result = seeded_shell("check")
    assert (result.exit_code, result.stdout) == (DONE, "The record is sound.\n")
    assert result.stderr.count(": yes\n") == 6


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        (
            ["UPDATE standing SET deployed = deployed + 1 WHERE id = 7"],
            r"the standings of [\w-]+ do not follow from its statements: run muster rebuild",
        ),
        (
            ["UPDATE category_tally SET pledges = pledges + 1 WHERE stage = 'announced'"],
            r"the tallies of [\w-]+ are not the sums of its standings: run muster rebuild",
        ),
        (
            ["PRAGMA ignore_check_constraints=ON", "UPDATE source SET title = '', url = '' WHERE id = 5"],
            r"statement \d+ of [\w-]+ has no source",
        ),
        (
            ["DROP TRIGGER statement_no_delete", "DELETE FROM pledge WHERE key = 'serval-can-c17'"],
            r"row \d+ of (statement|standing) points at a row of pledge that is not there",
        ),
        (
            ["DROP TRIGGER revision_no_update", "UPDATE revision SET actor = 'nobody' WHERE number = 400"],
            "revision 400 does not follow from the one before it: it was changed",
        ),
        (
            ["DROP TRIGGER revision_no_delete", "DELETE FROM revision WHERE number = 400"],
            "revision 400 is missing: the next one is 401",
        ),
    ],
)
def test_check_finds_what_was_changed_behind_the_record_s_back(
    seeded_shell: Shell, tampering: list[str], told: str
) -> None:
    seeded_shell.sql(*tampering)
    result = seeded_shell("check")
    assert result.exit_code == PROBLEM
    assert re.search(f"^{told}$", result.stdout, re.MULTILINE)
    assert "sound" not in result.stdout


@pytest.mark.postgres
def test_check_finds_a_constraint_that_was_never_validated(postgres: Database) -> None:
    with postgres.writing() as session:
        session.execute(text("ALTER TABLE category ADD CONSTRAINT short CHECK (length(name) < 9) NOT VALID"))
    result = CliRunner(env={"MUSTER_DATABASE_URL": postgres.url}).invoke(main, ["check"])
    assert result.exit_code == PROBLEM
    assert result.stdout == "constraint short of category was never validated\n"


def test_rebuild_of_a_sound_record_changes_nothing(seeded_shell: Shell) -> None:
    result = seeded_shell("rebuild")
    assert (result.exit_code, result.stdout) == (
        DONE,
        "Every standing follows from its statements: nothing to put right.\n",
    )
    assert "stays at version 897" in seeded_shell("seed").stdout


def test_rebuild_puts_right_and_raises_the_data_version(seeded_shell: Shell) -> None:
    seeded_shell.sql("UPDATE standing SET deployed = deployed + 1 WHERE id = 7")
    assert seeded_shell("rebuild", "--dry-run").stdout == "2 rows would be put right.\n"
    assert seeded_shell("check").exit_code == PROBLEM
    assert seeded_shell("rebuild").stdout == "2 rows were put right.\n"
    assert seeded_shell("check").exit_code == DONE
    assert "stays at version 898" in seeded_shell("seed").stdout


@pytest.mark.parametrize("command", sorted(main.commands))
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == DONE
    assert re.search(r"Example: .*muster " + command, result.output)


def test_commands_of_later_days_are_not_offered() -> None:
    reading = {"backup", "check", "config", "export", "export-site", "read", "release", "serve"}
    writing = {"import", "migrate", "rebuild", "restore", "seed", "token", "user"}
    assert set(main.commands) == reading | writing


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True), ("localhost", True),
     ("0.0.0.0", False),  # noqa: S104 - nothing listens
     ("::", False), ("192.168.1.2", False), ("localhost.example.org", False), ("", False)],
)  # fmt: skip
def test_only_this_machine_s_own_addresses_are_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_the_local_editor_is_refused_where_others_can_reach(seeded_shell: Shell) -> None:
    result = seeded_shell("serve", "--host", "0.0.0.0", MUSTER_LOCAL_EDITOR="true")  # noqa: S104 - it is refused
    assert (result.exit_code, result.stdout) == (WRONG_USAGE, "")
    assert "is refused on 0.0.0.0, which others can reach" in result.stderr


def test_serve_says_where_it_is_answers_and_stops(seeded_shell: Shell) -> None:
    environment = os.environ | seeded_shell.environment
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        said = server.stdout.readline()
        address = said.removeprefix("Muster is at ").strip()
        with urlopen(f"{address}/livez") as answer:  # noqa: S310 - an address of this machine
            assert answer.status == 200
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) in (0, -signal.SIGTERM)
        assert time.monotonic() - started < 10


def test_a_port_that_is_taken_is_told(seeded_shell: Shell) -> None:
    environment = os.environ | seeded_shell.environment
    command = [sys.executable, "-m", "app", "serve", "--port"]
    with subprocess.Popen(
        [*command, "0"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        port = server.stdout.readline().strip().rpartition(":")[2]
        second = subprocess.run(
            [*command, port], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        server.terminate()
    assert (second.returncode, second.stdout) == (PROBLEM, "")
    assert "address already in use" in second.stderr
    assert "Traceback" not in second.stderr
