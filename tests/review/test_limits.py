"""Limits hold for all workers together, whatever a client says of itself; and forms that machines fill in."""

from __future__ import annotations

import json
import os

import pytest

from app.config import Settings
from app.db import Database
from app.review import guard
from app.review.rates import Counters, Limit
from app.web.person import Person
from tests.conftest import client_of
from tests.review.desk import EDITOR, at, filled, newest, patient
from tests.support.html_form import open_form

pytestmark = pytest.mark.slow
__all__ = ["patient"]
FILE = "/sources.csv"


def test_two_workers_count_together(any_database: Database) -> None:
    with at(any_database, exports_per_minute=3) as one, at(any_database, exports_per_minute=3) as two:
        codes = [client.get(FILE).status_code for client in (one, two, one, two, one)]
        assert codes == [200, 200, 200, 429, 429]
        refused = two.get(FILE, headers={"X-Forwarded-For": "198.51.100.9", "Forwarded": "for=198.51.100.9"})
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert json.loads(refused.content)["status"] == 429
        assert one.get("/sources").status_code == 200
    with at(any_database, address="198.51.100.9", exports_per_minute=3) as other:
        assert other.get(FILE).status_code == 200


def test_forms_are_limited_and_the_refusal_is_a_page(fresh_seeded: Database) -> None:
    with at(fresh_seeded, writes_per_minute=2) as stranger:
        answers = [stranger.post("/report", data={"what": ""}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert answers[-1].headers["content-type"].startswith("text/html")
    assert "retry-after" in answers[-1].headers


def test_people_are_counted_by_account_wherever_they_sit(fresh_seeded: Database) -> None:
    for n in range(4):
        with at(fresh_seeded, EDITOR, address=f"198.51.100.{n}", writes_per_minute=3) as editor:
            assert editor.post("/review/1").status_code == (429 if n == 3 else 404)


@pytest.mark.usefixtures("patient")
def test_proposals_are_limited_by_the_hour(fresh_seeded: Database) -> None:
    with at(fresh_seeded, proposals_per_hour=2) as stranger:
        codes = []
        for n in range(3):
            checked = filled(stranger, statement__quantity=f"{n + 1}").send(stranger)
            codes.append(checked.press(stranger, "save").status_code)
    assert codes == [303, 303, 429]
    assert newest(fresh_seeded)["id"] == 2


def test_local_editor_and_own_machine_are_not_limited(fresh_seeded: Database) -> None:
    with client_of(fresh_seeded, local_editor=True) as editor:
        for _ in range(Settings().exports_per_minute + 5):
            assert editor.head(FILE).status_code == 200


def test_window_ends_and_the_counters_are_swept(any_database: Database) -> None:
    counters, limit = Counters(any_database), Limit("thing", 1, 10)
    assert [counters.take(limit, "a", now) for now in (100, 101, 109, 110, 111)] == [0, 9, 1, 0, 9]
    assert counters.take(limit, "b", 500) == 0
    counters.close()
    with any_database.reading() as reader:
        rows = reader.exec_driver_sql("SELECT key FROM rate").scalars().all()
    assert len(rows) == 1
    assert "203.0.113.7" not in rows[0]


def test_reading_a_page_costs_the_limiter_nothing(fresh_seeded: Database) -> None:
    with at(fresh_seeded, Person("Ro", "reader", 3)) as reader:
        for path in ("/", "/pledges", "/api/v1/pledges", "/report"):
            assert reader.get(path).status_code == 200
    with fresh_seeded.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM rate").scalar_one() == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two connections that wait for each other")
def test_files_are_read_while_a_long_load_writes(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, fresh_seeded.writing():
        assert stranger.get(FILE).status_code == 200


def test_form_that_was_sent_at_once_is_looked_at_again(
    fresh_seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is, this is at once.
    monkeypatch.setattr(guard, "SHORTEST", 3600)
    with at(fresh_seeded) as stranger:
        form = open_form(stranger, "/report?of=/pledges").fill(what="It was 300.")
        again = form.send(stranger, "send")
        assert "That was very quick" in again.response.text
        assert again.fields["what"] == "It was 300."
        assert again.fields["stamp"] == form.fields["stamp"]
    assert newest(fresh_seeded) is None


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("website", "https://spam.example", "for nobody to fill in"),
        ("stamp", "", "was not opened here"),
        ("stamp", "1.abc", "was not opened here"),
    ],
)
def test_form_that_a_machine_filled_in_is_not_kept(
    fresh_seeded: Database, name: str, text: str, said: str
) -> None:
    with at(fresh_seeded) as stranger:
        form = open_form(stranger, "/report?of=/pledges").fill(what="Buy this.")
        form.type(name, text)
        again = form.send(stranger, "send")
        assert said in again.response.text
        assert newest(fresh_seeded) is None
        # A person sends it once more.
        assert again.press(stranger, "send").status_code == 303


def test_stamp_is_signed_and_grows_old() -> None:
    secret, made = b"secret", guard.stamp(b"secret", 1_000)
    sent = {"stamp": made}
    assert guard.suspicion(secret, sent, 1_000 + guard.SHORTEST) == ""
    assert guard.suspicion(secret, sent, 1_001) != ""
    assert guard.suspicion(secret, sent, 1_001 + guard.LONGEST) != ""
    assert guard.suspicion(b"other", sent, 1_010) != ""
    assert guard.suspicion(secret, {"stamp": made.replace("1000", "0999")}, 1_010) != ""
    assert guard.kept_stamp(secret, sent, 1_010) == made
    assert guard.kept_stamp(secret, sent, 1_001 + guard.LONGEST) != made
