"""What a monitoring program is told, and who may ask."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.testclient import TestClient

from app import __version__
from app.backups import files
from app.config import Settings
from app.db import Database
from app.main import create_app
from app.slow import SlowQueries
from app.system import gauges
from app.system.chain import ChainWalk
from tests.accounts.support import make, stranger, token_of
from tests.conftest import LOCAL, client_of


def measured(answer: str) -> dict[str, float]:
    """Each sample: its name, with its labels where it has some."""
    families = text_string_to_metric_families(answer)
    return {
        s.name + (str(sorted(s.labels.items())) if s.labels else ""): s.value
        for family in families
        for s in family.samples
    }


def asked(client: TestClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    return measured(answer.text)


def test_the_record_s_own_gauges(client: TestClient) -> None:
    told = asked(client)
    assert told[f"muster_info[('version', '{__version__}')]"] == 1
    assert (told["muster_ready"], told["muster_chain_head"]) == (1, 897)
    assert (told["muster_unsourced_figures"], told["muster_dead_links"]) == (0, 0)
    assert (told["muster_chain_ok"], told["muster_chain_walked_timestamp_seconds"] > 0) == (1, True)
    assert (told["muster_waiting_proposals"], told["muster_oldest_waiting_proposal_seconds"]) == (0, 0)


def test_requests_are_counted_by_route_and_status_and_not_by_address(client: TestClient) -> None:
    for path in ("/pledges/serval-can-c17", "/pledges/serval-fra-troops", "/pledges/nothing", "/nothing/1"):
        client.get(path)
    client.get("/fr/pledges")
    told = {name: n for name, n in asked(client).items() if name.startswith("muster_requests_total")}
    assert told == {
        f"muster_requests_total[('method', 'GET'), ('route', '{route}'), ('status', '{status}')]": n
        for route, status, n in (
            ("/pledges/{key}", 200, 2),
            ("/pledges/{key}", 404, 1),
            ("none", 404, 1),
            ("/pledges", 200, 1),
        )
    }
    assert asked(client)["muster_request_seconds_count"] == 6


def test_what_is_wrong_shows_on_both_engines(any_database: Database) -> None:
    with any_database.writing() as session:
        columns = "token_hash, kind, payload, sender, contact, base_version, created_at, updated_at, decided_by, reason"
        insert = f"INSERT INTO proposal ({columns}, state) VALUES"
        insert += " (:token, 'report', '{}', '', '', 0, :at, :at, '', '', :state)"
        now = datetime(2026, 11, 28, 8, tzinfo=UTC)
        for hours, state in ((1, "proposed"), (5, "proposed"), (9, "rejected")):
            at = now - timedelta(hours=hours)
            shown = at if not any_database.is_sqlite else at.isoformat(sep=" ")
            session.execute(text(insert), {"token": str(hours), "at": shown, "state": state})
    with any_database.reading() as reader:
        told = {gauge.name: gauge.value for gauge in gauges.record_gauges(reader, now)}
    assert (told["waiting_proposals"], told["oldest_waiting_proposal_seconds"]) == (2, 5 * 3600)


def test_a_history_that_was_changed_is_told_piece_by_piece(fresh_seeded: Database) -> None:
    walk, now = ChainWalk(most=300), datetime(2026, 11, 28, 8, tzinfo=UTC)

    def after(steps: int) -> tuple[bool, float]:
        for _step in range(steps):
            with fresh_seeded.reading() as reader:
                walk.go_on(reader, now)
        return walk.is_ok, walk.ended

    assert after(2) == (True, 0)
    assert after(1) == (True, now.timestamp())
    for statement in (
        "DROP TRIGGER revision_no_update",
        "UPDATE revision SET actor = 'x' WHERE number = 400",
    ):
        with fresh_seeded.writing() as session:
            session.execute(text(statement))
    assert [after(1)[0] for _step in range(6)] == [True, False, False, False, False, False]


def test_kept_answers_are_counted(seeded: Database) -> None:
    with client_of(seeded, local_editor=False) as client:
        for _n in range(3):
            client.get("/pledges")
        client.get("/corrections")
        told = asked(client)
    name = "muster_public_answers_total[('from', '{}')]".format
    assert (told[name("made")], told[name("kept")]) == (2, 2)
    assert told["muster_kept_bytes"] > 10_000


def test_the_newest_verified_backup_is_told(seeded: Database, tmp_path: Path) -> None:
    settings = Settings(database_url=seeded.url, backups=tmp_path, _env_file=None)
    client = TestClient(create_app(settings), base_url=LOCAL, client=("127.0.0.1", 50000))
    name = "muster_last_good_backup_timestamp_seconds"
    assert asked(client)[name] == 0
    for at, is_verified in ((1_700_000_000, True), (1_800_000_000, False)):
        copy = tmp_path / f"{at}.db"
        copy.touch()
        os.utime(copy, (at, at))
        if is_verified:
            files.checksum_of(copy).touch()
    assert asked(client)[name] == 1_700_000_000
    client.app.state.database.close()  # type: ignore[attr-defined]


def test_without_a_database_the_counts_are_there(tmp_path: Path) -> None:
    (tmp_path / "muster.db").mkdir()
    settings = Settings(database_url=f"sqlite:///{tmp_path}/muster.db", _env_file=None)
    told = asked(TestClient(create_app(settings), base_url=LOCAL, client=("127.0.0.1", 50000)))
    assert told["muster_ready"] == 0
    assert "muster_chain_head" not in told


def test_a_slow_query_is_counted_and_told_without_its_values(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    slow = SlowQueries(database._reader, seconds=0)
    with database.reading() as reader:
        before = slow.count
        reader.execute(text("SELECT :word"), {"word": "geheim"})
    assert slow.count == before + 1
    assert "SELECT ?" in caplog.text
    assert "geheim" not in caplog.text
    assert database.slow.count == 0


def test_only_this_machine_and_administrators_may_ask(database: Database) -> None:
    outside = stranger(database)
    assert outside.get("/metrics").status_code == 401
    number = make(database, "boss", "admin")
    statuses = {s: outside.get("/metrics", headers=token_of(database, number, s)).status_code for s in SCOPES}
    assert statuses == {"read": 403, "propose": 403, "write": 403, "admin": 200}


SCOPES = ("read", "propose", "write", "admin")


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=1.2.3.4"}, {"Host": "muster.example"}]
)
def test_what_a_proxy_on_this_machine_passes_on_is_not_this_machine(
    seeded: Database, headers: dict[str, str]
) -> None:
    with client_of(seeded, local_editor=True) as client:
        assert client.get("/metrics").status_code == 200
        assert client.get("/metrics", headers=headers).status_code == 401
