"""A stranger proposes a correction; an editor sees what is different and what it counts, and publishes it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.models import Statement
from app.pledges.commands import retract_statement
from app.pledges.correcting import edit_statement
from app.review.commands import Given, propose
from app.review.schemas import By
from app.web.person import Person
from tests.api.support import get
from tests.review.desk import EDITOR, at, newest, patient, review
from tests.support.html_form import HtmlForm, open_form

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient")]
__all__ = ["patient"]
FRANCE, DAY = "serval-fra-troops", "2013-01-15"


def statement(client: TestClient) -> int:
    """France's that says 750 deployed on the day."""
    found = get(client, f"pledges/{FRANCE}?as_of={DAY}")["statements"]
    return int(next(s["id"] for s in found if s["on"] == DAY and s["accepted"]))


def deployed(client: TestClient) -> int:
    return int(get(client, f"pledges/{FRANCE}?as_of={DAY}")["deployed"])


def filled(client: TestClient, **typed: str) -> HtmlForm:
    form = open_form(client, f"/statements/{statement(client)}/correct")
    said = {"reason": "the ministry corrected it", "statement__quantity": "800", "sender_name": "Mariam"}
    return form.fill(**{**said, **typed})


def proposed(client: TestClient, **typed: str) -> str:
    answer = filled(client, **typed).send(client).press(client, "save")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def test_correction_is_proposed_compared_and_published(any_seeded: Database) -> None:
    with at(any_seeded) as stranger, at(any_seeded, EDITOR) as editor:
        number, was = statement(stranger), deployed(stranger)
        assert f'href="/statements/{number}/correct"' in stranger.get(f"/pledges/{FRANCE}?as_of={DAY}").text
        link = proposed(stranger)
        assert deployed(stranger) == was
        assert f'href="/pledges/{FRANCE}#statement-{number}"' in stranger.get(link).text
        assert "Operation Serval: deployed, 800" in editor.get("/review").text
        page = review(editor, any_seeded)
        for words in (
            *("the ministry corrected it", "What the record says now", "What is different"),
            f"France in Operation Serval, deployed: {was} now, 800 after publishing",
        ):
            assert words in page.words
        assert page.press(editor, "publish").status_code == 303
        assert deployed(stranger) == 800
        why = "the ministry corrected it. Proposed by Mariam, published after review."
        assert why in stranger.get("/corrections").text
        assert "Published" in stranger.get(link).text
        assert stranger.get(f"/statements/{number}/correct").status_code == 409
    assert newest(any_seeded)["pledge_key"] == FRANCE


def test_correction_is_edited_and_published(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        proposed(stranger, statement__evidence="eight hundred")
        form = open_form(editor, edit_of(fresh_seeded))
        assert (form.fields["statement.quantity"], form.fields["reason"]) == (
            "800",
            "the ministry corrected it",
        )
        checked = form.fill(statement__quantity="810").send(editor)
        assert "Publish it" in checked.words
        assert checked.press(editor, "save").status_code == 303
        assert deployed(stranger) == 810
    assert newest(fresh_seeded)["state"] == "published"


def edit_of(database: Database) -> str:
    sent = newest(database)
    return f"/statements/{sent['subject']}/correct?review={sent['id']}"


def test_correction_is_sent_back_changed_and_taken_back(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link, number = proposed(stranger), statement(stranger)
        review(editor, fresh_seeded).fill(reason="By which paper?").press(editor, "send-back")
        form = open_form(stranger, f"/statements/{number}/correct?proposal={link.rpartition('/')[2]}")
        assert (form.fields["statement.quantity"], form.fields["sender_name"]) == ("800", "Mariam")
        again = form.fill(statement__quantity="850").send(stranger).press(stranger, "save")
        assert again.headers["location"].startswith(link)
        assert newest(fresh_seeded)["payload"]["statement.quantity"] == "850"
        assert stranger.post(f"{link}/withdrawal", follow_redirects=False).status_code == 303
        assert newest(fresh_seeded)["state"] == "withdrawn"


def test_what_came_between_is_told_and_nothing_is_published_over_it(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        proposed(stranger)
        number, read = statement(stranger), review(editor, fresh_seeded)
        with changing(fresh_seeded, "Bo") as change:
            edit_statement(change, number, {"speaker": "Mr Le Drian"}, "misspelt")
        again = read.send(editor, "publish")
        assert again.response.status_code == 409
        assert "was changed after this was sent in" in again.words
        assert "Mr Le Drian" in again.words
        with changing(fresh_seeded, "Bo") as change:
            retract_statement(change, number, "wrong operation")
        gone = again.send(editor, "publish")
        assert gone.response.status_code == 409
        assert "wrong operation" in gone.response.text
        assert gone.fill(reason="It is retracted.").press(editor, "reject").status_code == 303


def test_editor_whose_proposal_was_changed_loses_nothing(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger, at(fresh_seeded, EDITOR) as editor:
        link = proposed(stranger)
        edit = open_form(editor, edit_of(fresh_seeded)).fill(statement__quantity="810").send(editor)
        address = f"/statements/{statement(stranger)}/correct?proposal={link.rpartition('/')[2]}"
        open_form(stranger, address).fill(statement__quantity="900").send(stranger).press(stranger, "save")
        told = edit.send(editor, "save")
        assert "changed this proposal since you read it" in told.response.text
        assert told.fields["statement.quantity"] == "810"
        assert told.press(editor, "save").status_code == 303
        assert deployed(stranger) == 810


def test_nothing_but_what_differs_is_a_correction_and_needs_a_reason(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger:
        same = (
            open_form(stranger, f"/statements/{statement(stranger)}/correct").fill(reason="so").send(stranger)
        )
        assert "nothing is different" in same.response.text.lower()
        assert filled(stranger, reason="").send(stranger).error_of("reason")
    assert newest(fresh_seeded) is None


def test_what_is_wrong_with_a_proposal_is_told_field_by_field(fresh_seeded: Database) -> None:
    said = {"statement.on": "2013-13-01", "statement.status": "deployed", "statement.source.title": "A paper"}
    propose(fresh_seeded, By(""), Given("statement", FRANCE, said, "", "", "a-form"))
    with at(fresh_seeded, EDITOR) as editor:
        page = review(editor, fresh_seeded)
        assert "Day: '2013-13-01' is not in the calendar" in page.words
        assert not any(button.startswith("action,publish") for button in page.buttons)


def test_who_may_propose_a_correction(seeded: Database) -> None:
    with seeded.reading() as reader:
        number = (
            reader.execute(select(Statement.id).where(Statement.retracted_at.is_(None))).scalars().first()
        )
    for setting, person, status in (
        ("open", None, 200),
        ("signed-in", None, 401),
        ("signed-in", Person("Ro", "reader", 8), 403),
        ("signed-in", Person("Cy", "contributor", 9), 200),
        ("closed", Person("Cy", "contributor", 9), 403),
        ("closed", EDITOR, 200),
    ):
        with at(seeded, person, proposals=setting) as client:
            assert client.get(f"/statements/{number}/correct").status_code == status, (setting, person)
            page = client.get(f"/pledges/{FRANCE}?as_of={DAY}").text
            assert ('/correct"' in page) is (status == 200)
            assert ("%23statement-" in page) is (status != 200 and setting != "closed")
