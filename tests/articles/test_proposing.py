"""Whoever is no editor proposes what an article says: nothing of it is public, and each has its private link."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.models import Proposal, Statement
from app.review import guard
from app.web.person import Person
from tests.articles.sample import TEXT
from tests.articles.support import NEW, confirm, count, number_of, read
from tests.review.desk import at, patient
from tests.support.html_form import HtmlForm, open_form
from tests.support.html_page import HtmlPage

pytestmark = pytest.mark.slow

__all__ = ["patient"]
CHAD = {
    "operation": "fatim",
    "status": "committed",
    "on": "2013-01-18",
    "quantity": "2,150",
    "category": "troops",
}
GAMBIA = {
    "operation": "serval",
    "category": "medical",
    "item": "",
    "status": "announced",
    "on": "2013-01-17",
    "quantity": "",
}


def confirmed(client: TestClient) -> HtmlForm:
    """Two statements that are accepted and were read back: one of a known pledge, one of a new one."""
    page = read(client)
    chad, togo = number_of(page, "Chad"), number_of(page, "Togo")
    confirm(page, chad, **CHAD)
    confirm(page, togo, **GAMBIA, contributor="Gambia")
    return HtmlForm(page.press(client, "check"))


@pytest.mark.usefixtures("patient")
def test_stranger_proposes_all_that_is_accepted(fresh_seeded: Database) -> None:
    before = count(fresh_seeded, Statement)
    with at(fresh_seeded) as stranger:
        page = confirmed(stranger)
        answer, again = page.press(stranger, "save"), page.press(stranger, "save")
        assert answer.status_code == 303, HtmlForm(answer).words
        assert again.headers["location"] == answer.headers["location"]
        shown = HtmlPage(stranger.get(answer.headers["location"]))
        links = [link for link in shown.links if link.startswith("/proposals/")]
        assert len(links) == 2
        assert "2,150" in stranger.get(links[0]).text
    assert (count(fresh_seeded, Statement), count(fresh_seeded, Proposal)) == (before, 2)


@pytest.mark.usefixtures("patient")
def test_contributor_proposes_and_an_editor_publishes(fresh_seeded: Database) -> None:
    with at(fresh_seeded, Person("Cléo", "contributor", 3), proposals="signed-in") as contributor:
        assert confirmed(contributor).press(contributor, "save").status_code == 303
    with at(fresh_seeded, Person("Ada", "editor", 1)) as editor:
        published = [open_form(editor, f"/review/{number}").press(editor, "publish") for number in (1, 2)]
    assert [answer.status_code for answer in published] == [303, 303]
    assert published[0].headers["location"] == "/pledges/fatim-tcd-troops"


@pytest.mark.usefixtures("patient")
def test_limit_is_told_on_the_page_and_nothing_typed_is_lost(fresh_seeded: Database) -> None:
    with at(fresh_seeded, proposals_per_hour=1) as stranger:
        answer = confirmed(stranger).press(stranger, "save")
    page = HtmlForm(answer)
    assert answer.status_code == 429
    assert "too much at once" in page.words
    assert page.fields["text"] == TEXT.strip()
    assert count(fresh_seeded, Proposal) == 0


def test_form_that_is_sent_at_once_is_doubted_and_kept(
    fresh_seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is, this is at once.
    monkeypatch.setattr(guard, "SHORTEST", 3600)
    with at(fresh_seeded) as stranger:
        page = HtmlForm(confirmed(stranger).press(stranger, "save"))
    assert "very quick" in page.words
    assert page.fields["text"] == TEXT.strip()
    assert count(fresh_seeded, Proposal) == 0


@pytest.mark.parametrize(("setting", "status"), [("closed", 403), ("signed-in", 401)])
def test_page_is_closed_to_whoever_may_not_propose(seeded: Database, setting: str, status: int) -> None:
    with at(seeded, proposals=setting) as stranger:
        assert stranger.get(NEW).status_code == status
        assert stranger.post(NEW, data={"text": TEXT}).status_code == status
