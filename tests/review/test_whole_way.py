"""From a stranger's proposal to the record: compared, edited, published; or sent back, rejected, taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import Database
from app.ledger.revisions import data_version
from app.models import Revision
from app.web.person import Person
from tests.review.desk import (
    EDITOR,
    NEW,
    at,
    committed,
    filled,
    newest,
    patient,
    proposed,
    reported,
    review,
)
from tests.support.html_form import open_form

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient")]
__all__ = ["patient"]
FRENCH = "/pledges/serval-fra-troops/statements/new"


def version_of(database: Database) -> int:
    with database.reading() as reader:
        return data_version(reader)


def test_proposal_waits_and_changes_nothing(fresh_seeded: Database) -> None:
    before = version_of(fresh_seeded)
    with at(fresh_seeded) as stranger:
        link = proposed(stranger, sender_name="Mariam")
        page = stranger.get(link)
    assert version_of(fresh_seeded) == before
    assert committed(fresh_seeded) == 0
    assert page.headers["cache-control"] == "no-store"
    for words in (
        "Waiting for an editor",
        "at least 200",
        "We will send at least 200 engineers",
        "Engineers",
    ):
        assert words in page.text


def test_editor_sees_it_beside_the_record_and_publishes_it(any_seeded: Database) -> None:
    with at(any_seeded) as stranger, at(any_seeded, EDITOR) as editor:
        link = proposed(stranger, sender_name="Mariam", sender_contact="mariam@example.org")
        assert "Review (1)" in editor.get("/pledges").text
        assert "Review" not in stranger.get("/pledges").text.partition("<main")[0]
        page = review(editor, any_seeded)
        for words in (
            *("Mariam", "mariam@example.org", "at least 200 soldiers", "Abidjan to send engineers"),
            "Côte d'Ivoire in Operation Serval, committed: nothing recorded now, 200 after publishing",
        ):
            assert words in page.words
        answer = page.press(editor, "publish")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/pledges/serval-civ-troops"
        assert committed(any_seeded) == 200
        assert "An editor published it" in stranger.get(link).text
        assert "Engineers" in stranger.get("/pledges/serval-civ-troops").text
        assert "Review (1)" not in editor.get("/pledges").text
    with any_seeded.reading() as reader:
        last = reader.execute(select(Revision.__table__).order_by(Revision.number.desc())).mappings().first()
        assert last is not None
        assert (last["actor"], last["reason"]) == ("Ada", "Proposed by Mariam, published after review.")
    assert newest(any_seeded)["state"] == "published"


def test_effect_counts_a_statement_of_a_known_pledge(fresh_seeded: Database) -> None:
    before = committed(fresh_seeded, "FRA")
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        proposed(stranger, FRENCH, statement__quantity="4,000")
        page = review(editor, fresh_seeded)
        assert "France in Operation Serval, committed" in page.words
        page.press(editor, "publish")
    assert committed(fresh_seeded, "FRA") != before


def test_editor_edits_what_was_proposed_and_publishes_that(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link = proposed(stranger, statement__quantity="500")
        number = newest(fresh_seeded)["id"]
        form = open_form(editor, f"{NEW}?review={number}")
        assert form.fields["statement.quantity"] == "500"
        assert form.fields["item"] == "Engineers"
        checked = form.fill(statement__quantity="250").send(editor)
        assert "Publish it" in checked.words
        answer = checked.press(editor, "save")
        assert answer.status_code == 303
        assert committed(fresh_seeded) == 250
        assert newest(fresh_seeded)["state"] == "published"
        assert newest(fresh_seeded)["pledge_key"] == "serval-civ-troops"
        assert "/pledges/serval-civ-troops" in stranger.get(link).text
        # Gone back to and sent again: it is the same one.
        assert checked.press(editor, "save").headers["location"] == answer.headers["location"]
    assert committed(fresh_seeded) == 250


def test_sent_back_is_changed_and_sent_again(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link = proposed(stranger, sender_name="Mariam")
        page = review(editor, fresh_seeded)
        assert page.fill(reason="").press(editor, "send-back").status_code == 422
        assert page.fill(reason="Which day was that?").press(editor, "send-back").status_code == 303
        assert "Which day was that?" in stranger.get(link).text
        token = link.rpartition("/")[2]
        form = open_form(stranger, f"{NEW}?proposal={token}")
        assert form.fields["statement.quantity"] == "at least 200"
        assert form.fields["sender_name"] == "Mariam"
        answer = form.fill(statement__on="2013-01-18").send(stranger).press(stranger, "save")
        assert answer.headers["location"].startswith(link)
        row = newest(fresh_seeded)
        assert (row["state"], row["payload"]["statement.on"], row["id"]) == ("proposed", "2013-01-18", 1)


def test_rejected_says_why_and_is_closed(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link = proposed(stranger)
        page = review(editor, fresh_seeded)
        page.fill(reason="The paper says nothing of it.").press(editor, "reject")
        assert "The paper says nothing of it." in stranger.get(link).text
        assert page.press(editor, "publish").status_code == 409
        token = link.rpartition("/")[2]
        assert stranger.get(f"{NEW}?proposal={token}").status_code == 409
        assert stranger.post(f"{link}/withdrawal").status_code == 409
    assert committed(fresh_seeded) == 0


def test_sender_takes_it_back(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link = proposed(stranger)
        page = review(editor, fresh_seeded)
        assert stranger.post(f"{link}/withdrawal", follow_redirects=False).status_code == 303
        assert "You took it back" in stranger.get(link).text
        assert page.press(editor, "publish").status_code == 409
    assert committed(fresh_seeded) == 0


def test_what_has_changed_since_it_was_read_is_not_published(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        proposed(stranger)
        read = review(editor, fresh_seeded)
        saved = filled(
            editor, contributor="Ivory Coast", item="Medics", category="troops", statement__quantity="30"
        )
        assert saved.send(editor).press(editor, "save").status_code == 303
        again = read.send(editor, "publish")
        assert again.response.status_code == 409
        assert "The record has changed since you read this proposal" in again.words
        assert "nothing recorded now, 200 after publishing" in again.words
        assert "30 now, 230 after publishing" in again.words
        assert committed(fresh_seeded) == 30
        assert again.press(editor, "publish").status_code == 303
    assert committed(fresh_seeded) == 230


def test_proposal_that_its_sender_changed_is_not_published_as_it_was(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link = proposed(stranger)
        read = review(editor, fresh_seeded)
        edit = open_form(editor, f"{NEW}?review={newest(fresh_seeded)['id']}").send(editor)
        token = link.rpartition("/")[2]
        changed = open_form(stranger, f"{NEW}?proposal={token}").fill(statement__quantity="900")
        assert changed.send(stranger).press(stranger, "save").status_code == 303
        assert read.press(editor, "publish").status_code == 409
        assert edit.press(editor, "save").status_code == 409
    assert committed(fresh_seeded) == 0


def test_same_form_sent_twice_is_one_proposal(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger:
        checked = filled(stranger).send(stranger)
        links = {checked.press(stranger, "save").headers["location"] for _ in range(3)}
    assert len(links) == 1
    assert newest(fresh_seeded)["id"] == 1


def test_report_is_answered_and_leads_to_the_correction(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        assert "/report?of=/pledges/serval-fra-troops" in stranger.get("/pledges/serval-fra-troops").text
        link = reported(stranger, "/pledges/serval-fra-troops", evidence="https://example.org/300")
        page = review(editor, fresh_seeded)
        assert "It was 300." in page.words
        assert any(to.startswith("/statements/") and to.endswith("/correct") for to in page.links)
        page.fill(reason="Corrected, thank you.").press(editor, "answer")
        assert "Corrected, thank you." in stranger.get(link).text
    assert newest(fresh_seeded)["state"] == "answered"


@pytest.mark.parametrize("of", ["//elsewhere.example/", "https://elsewhere.example", "/\\elsewhere.example"])
def test_report_leads_nowhere_else(fresh_seeded: Database, of: str) -> None:
    with at(fresh_seeded) as stranger:
        assert 'href="' + of not in stranger.get("/report", params={"of": of}).text


def test_who_may_propose(seeded: Database) -> None:
    contributor = Person("Cy", "contributor", 9)
    for setting, person, status in (
        ("open", None, 200),
        ("signed-in", None, 401),
        ("signed-in", contributor, 200),
        ("signed-in", Person("Ro", "reader", 8), 403),
        ("closed", None, 403),
        ("closed", contributor, 403),
        ("closed", EDITOR, 200),
    ):
        with at(seeded, person, proposals=setting) as client:
            for address in (NEW, "/pledges/serval-fra-troops/statements/new"):
                answer = client.get(address)
                assert answer.status_code == status, (setting, person)
                assert client.post(address).status_code in (status, 422), (setting, person)
                # Nobody meets a dead end: who could sign in is led there and back.
                ways = (f'name="next" value="{address}"', f"/sign-in?next={address}")
                assert any(way in answer.text for way in ways) is (status != 200 and person is None)
            assert client.get("/report").status_code == (403 if setting == "closed" else 200)
            assert client.get("/review").status_code == (200 if person is EDITOR else 403 if person else 401)
            assert client.post("/review/1").status_code == (
                404 if person is EDITOR else 403 if person else 401
            )


def test_link_that_nobody_was_given_is_not_found(seeded: Database) -> None:
    with at(seeded) as client:
        assert client.get("/proposals/0123456789").status_code == 404
        assert client.get(f"{NEW}?proposal=0123456789").status_code == 404
        assert client.get("/proposals/1").status_code == 404


def test_token_is_kept_as_a_hash_only(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger:
        token = proposed(stranger).rpartition("/")[2]
    row = dict(newest(fresh_seeded))
    assert token not in str(row)
    assert len(token) >= 32
