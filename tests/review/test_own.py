"""Nobody publishes their own proposal where another editor could."""

from __future__ import annotations

import pytest

from app.db import Database
from app.review.queries import count_editors
from app.web.person import Person
from tests.accounts.support import make
from tests.review.desk import NEW, at, committed, newest, patient, proposed, review
from tests.support.html_form import open_form

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient")]
__all__ = ["patient"]


def test_own_proposal_is_published_by_another_editor(fresh_seeded: Database) -> None:
    cy, bo = (make(fresh_seeded, name, "editor") for name in ("cy", "bo"))
    with fresh_seeded.reading() as reader:
        assert count_editors(reader) == 2
    with at(fresh_seeded, Person("Cy", "contributor", cy)) as sender:
        proposed(sender)
    number = newest(fresh_seeded)["id"]
    with at(fresh_seeded, Person("Cy", "editor", cy)) as own:
        page = review(own, fresh_seeded)
        assert "another editor publishes it" in page.words
        sent = {**page.fields, "action": "publish"}
        assert own.post(f"/review/{number}", data=sent).status_code == 403
        edited = open_form(own, f"{NEW}?review={number}").fill(statement__quantity="9").send(own)
        assert edited.press(own, "save").status_code == 403
    assert committed(fresh_seeded) == 0
    with at(fresh_seeded, Person("Bo", "editor", bo)) as other:
        assert review(other, fresh_seeded).press(other, "publish").status_code == 303
    assert committed(fresh_seeded) == 200


def test_only_editor_publishes_what_they_proposed(fresh_seeded: Database) -> None:
    cy = make(fresh_seeded, "cy", "editor")
    with at(fresh_seeded, Person("Cy", "contributor", cy)) as sender:
        proposed(sender)
    with at(fresh_seeded, Person("Cy", "editor", cy)) as own:
        assert review(own, fresh_seeded).press(own, "publish").status_code == 303
    assert committed(fresh_seeded) == 200
