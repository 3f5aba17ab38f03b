"""The form for a pledge: from what is typed to the number in the totals, and what is asked before it is saved."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.db import Database
from app.figures.queries import totals_by
from app.models import Pledge, Revision, Source, Statement
from app.pledges.detail import get_pledge
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from tests.conftest import client_of
from tests.support.html_form import HtmlForm, open_form

pytestmark = pytest.mark.slow

NEW = "/pledges/new"
DAY = date(2013, 1, 17)
GLOBE = {
    "statement__source__title": "Belgium to send more planes",
    "statement__source__publisher": "The Globe and Mail",
    "statement__source__url": "https://example.org/planes",
    "statement__source__published_on": "2013-01-17",
    "statement__source__kind": "newspaper",
    "statement__source__language": "en",
}
SAID = {
    "operation": "serval",
    "contributor": "Ivory Coast",
    "category": "troops",
    "item": "Engineers",
    "statement__status": "committed",
    "statement__quantity": "at least 200",
    "statement__on": "2013-01-17",
    "statement__evidence": "We will send at least 200 engineers",
}


def filled(editor: TestClient, address: str = NEW, **typed: str) -> HtmlForm:
    return open_form(editor, address).fill(**{**SAID, **GLOBE, **typed})


def database_of(client: TestClient) -> Database:
    found: Database = client.app.state.database  # type: ignore[attr-defined]  # the application is a FastAPI
    return found


def count(client: TestClient, table: type[Pledge] | type[Statement] | type[Source] | type[Revision]) -> int:
    with database_of(client).reading() as reader:
        return reader.execute(select(func.count()).select_from(table)).scalar_one()


def committed(client: TestClient, contributor: str = "CIV", day: date = DAY) -> int:
    """People committed to Serval by a contributor, as the totals have it."""
    with database_of(client).reading() as reader:
        chosen = PledgeFilter(operation=("serval",), contributor=(contributor,), unit="people", as_of=day)
        rows = totals_by(reader, scope_of(reader, chosen), ("contributor",)).items
        return sum(row["committed"] for row in rows)


def pledge_of(client: TestClient, location: str) -> dict[str, Any]:
    key = location.partition("?")[0].removeprefix("/pledges/")
    with database_of(client).reading() as reader:
        return get_pledge(reader, key, DAY)


def test_form_opens_for_the_local_editor(editor: TestClient) -> None:
    form = open_form(editor, NEW)
    assert form.response.status_code == 200
    assert form.response.headers["cache-control"] == "no-store"
    assert form.title.startswith("Add a pledge")
    assert form.action == NEW


@pytest.mark.parametrize("address", [NEW, "/pledges/serval-fra-troops/statements/new"])
def test_form_leads_readers_to_sign_in_and_newcomers_to_the_first_account(
    client: TestClient, address: str
) -> None:
    before = count(client, Revision)
    for answer in (client.get(address), client.post(address, data={"operation": "serval", "action": "save"})):
        assert answer.status_code == 401
        assert f'name="next" value="{address}"' in answer.text
        assert "muster user add NAME" in answer.text
        assert "make serve" in answer.text
    assert 'name="draft.operation" value="serval"' in answer.text
    assert count(client, Revision) == before


def test_form_is_closed_where_a_request_comes_through_a_proxy(editor: TestClient) -> None:
    assert editor.get(NEW, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 401
    assert editor.post(NEW, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 401


def test_page_of_another_site_cannot_save(editor: TestClient) -> None:
    sent = filled(editor).send(editor).fields | {"action": "save"}
    answer = editor.post(NEW, data=sent, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert committed(editor) == 0


def test_number_is_read_back_before_anything_is_saved(editor: TestClient) -> None:
    before = count(editor, Revision)
    checked = filled(editor).send(editor)
    assert checked.response.status_code == 200
    assert "You are about to record" in checked.words
    assert "at least 200 soldiers" in checked.words
    assert "We will send at least 200 engineers" in checked.words
    assert count(editor, Revision) == before
    assert committed(editor) == 0


def test_saved_pledge_is_in_the_totals_of_its_day(editor: TestClient) -> None:
    answer = filled(editor).send(editor).press(editor, "save")
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.startswith("/pledges/serval-civ-troops?as_of=2013-01-17&saved=")
    assert committed(editor) == 200
    assert committed(editor, day=date(2013, 1, 16)) == 0
    pledge = pledge_of(editor, location)
    [statement] = pledge["statements"]
    assert pledge["item"] == "Engineers"
    assert location.endswith(f"&saved={statement['id']}")
    assert statement["quantity_text"] == "at least 200"
    assert statement["entered_by"] == "local editor"
    assert statement["source"]["title"] == "Belgium to send more planes"


def test_every_column_is_written_as_it_was_typed(editor: TestClient) -> None:
    typed = {
        "contributor": "Nigeria",
        "operation": "afisma",
        "part_of": "afisma-ecowas-force",
        "caveats": "not in the north",
        "statement__until": "2013-06-30",
        "statement__condition": "if parliament agrees",
        "statement__speaker": "The President",
        "statement__note": "Said on the radio.",
        "statement__accepted": "no",
        "statement__source__author": "A. Writer",
        "statement__source__archived_url": "https://archive.example/1",
        "statement__source__accessed_on": "2013-02-01",
        "statement__source__seen_at": "a reprint",
    }
    with database_of(editor).reading() as reader:
        typed["part_of"] = reader.execute(
            select(Pledge.key).where(Pledge.part_of_id.is_(None), Pledge.key.like("afisma-ecowas%"))
        ).scalar_one()
    checked = filled(editor, **typed).send(editor)
    pledge = pledge_of(editor, checked.press(editor, "save").headers["location"])
    [statement] = pledge["statements"]
    source = statement["source"]
    assert (pledge["contributor"], pledge["part_of"], pledge["caveats"]) == (
        "NGA",
        typed["part_of"],
        "not in the north",
    )
    assert statement["until"] == date(2013, 6, 30)
    assert [statement[name] for name in ("condition", "speaker", "note", "accepted")] == [
        "if parliament agrees",
        "The President",
        "Said on the radio.",
        False,
    ]
    assert [
        source[name] for name in ("author", "archived_url", "accessed_on", "seen_at", "kind", "language")
    ] == [
        "A. Writer",
        "https://archive.example/1",
        date(2013, 2, 1),
        "a reprint",
        "newspaper",
        "en",
    ]


def test_unit_of_a_pledge_may_differ_from_its_category(editor: TestClient) -> None:
    form = filled(editor, category="airlift", unit="tonnes", statement__quantity="about 90")
    checked = form.send(editor)
    assert "about 90 tonnes" in checked.words
    assert pledge_of(editor, checked.press(editor, "save").headers["location"])["unit"] == "tonnes"


def test_saving_twice_makes_one_record_and_leads_to_the_same_place(editor: TestClient) -> None:
    checked = filled(editor).send(editor)
    first, second = (checked.press(editor, "save") for _ in range(2))
    assert second.status_code == 303
    assert second.headers["location"] == first.headers["location"]
    assert committed(editor) == 200


def test_twenty_equal_forms_at_once_make_one_record(editor: TestClient) -> None:
    checked = filled(editor).send(editor)
    before = count(editor, Pledge), count(editor, Statement), count(editor, Source)
    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(lambda _n: checked.press(editor, "save"), range(20)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    after = count(editor, Pledge), count(editor, Statement), count(editor, Source)
    assert after == tuple(n + 1 for n in before)


def test_form_that_was_saved_and_changed_is_not_saved_over_it(editor: TestClient) -> None:
    checked = filled(editor).send(editor)
    checked.press(editor, "save")
    again = checked.fill(statement__quantity="300").send(editor, "save")
    assert again.response.status_code == 200
    assert "This form was saved before, as serval-civ-troops" in again.words
    assert again.fields["form_id"] != checked.fields["form_id"]
    assert again.fields["statement.quantity"] == "300"
    assert committed(editor) == 200


def test_what_is_changed_after_it_was_read_back_is_read_back_again(editor: TestClient) -> None:
    again = filled(editor).send(editor).fill(statement__quantity="300").send(editor, "save")
    assert again.response.status_code == 200
    assert "Something was changed after it was read back" in again.words
    assert "300 soldiers" in again.words
    assert committed(editor) == 0
    assert again.press(editor, "save").status_code == 303
    assert committed(editor) == 300


def test_save_without_having_read_it_back_shows_it_first(editor: TestClient) -> None:
    form = filled(editor)
    answer = HtmlForm(editor.post(NEW, data={**form.fields, "action": "save"}))
    assert "You are about to record" in answer.words
    assert "Something was changed" not in answer.words
    assert committed(editor) == 0


def test_similar_pledge_is_shown_beside_the_way_to_save_another(editor: TestClient) -> None:
    checked = filled(editor, contributor="France").send(editor)
    assert "The record has a pledge like this" in checked.words
    assert "1,400 soldiers deployed" in checked.words
    labels = [button["text"].strip() for button in checked.buttons.values()]
    assert "It is another pledge: save it" in labels
    assert "/pledges/serval-fra-troops" in checked.links
    location = checked.press(editor, "save").headers["location"]
    assert location.startswith("/pledges/serval-fra-troops-2?")


def test_pledge_that_is_like_none_is_not_asked_about(editor: TestClient) -> None:
    checked = filled(editor).send(editor)
    assert "like this" not in checked.words
    assert "Save it" in [button["text"].strip() for button in checked.buttons.values()]


def test_choice_of_another_pledge_is_kept_when_something_else_is_corrected(editor: TestClient) -> None:
    checked = filled(editor, contributor="France").send(editor)
    wrong = checked.fill(statement__quantity="300 men").send(editor, "save")
    assert wrong.error_of("statement.quantity")
    again = wrong.fill(statement__quantity="300").send(editor)
    assert "like this" not in again.words
    assert again.press(editor, "save").headers["location"].startswith("/pledges/serval-fra-troops-2?")


def test_statement_for_a_similar_pledge_takes_along_what_was_typed(editor: TestClient) -> None:
    there = "/pledges/serval-fra-troops/statements/new"
    moved = filled(editor, contributor="France").send(editor).send(editor, "check", there)
    assert moved.action == there
    assert moved.fields["statement.evidence"] == SAID["statement__evidence"]
    location = moved.press(editor, "save").headers["location"]
    assert location.startswith("/pledges/serval-fra-troops?as_of=2013-01-17&saved=")


def test_save_and_add_another_keeps_source_operation_and_day(editor: TestClient) -> None:
    checked = filled(editor, statement__on="2013-01").send(editor)
    answer = checked.press(editor, "save-next")
    following = open_form(editor, answer.headers["location"])
    assert answer.status_code == 303
    assert following.fields["operation"] == "serval"
    assert following.fields["statement.on"] == "2013-01"
    assert following.fields["contributor"] == ""
    assert "Saved: Côte d’Ivoire, Engineers" in following.words.replace("'", "’")
    assert "/pledges/serval-civ-troops?as_of=2013-01-31" in following.links
    assert "/operations/serval?as_of=2013-01-31&category=troops#contributors" in following.links
    again = following.fill(contributor="Ghana", category="troops", statement__status="announced").send(editor)
    before = count(editor, Source)
    assert again.press(editor, "save").status_code == 303
    assert count(editor, Source) == before


def test_hostile_text_is_shown_as_text(editor: TestClient) -> None:
    hostile = "\"'><script>alert(1)</script>{{ 7*7 }}"
    typed = {"item": hostile, "statement__evidence": hostile, "statement__source__title": hostile}
    for answer in (
        filled(editor, **typed).press(editor, "check"),
        filled(editor, **typed, operation=hostile, contributor=hostile).press(editor, "check"),
        editor.get(NEW, params={"contributor": hostile, "source": hostile, "saved": hostile, "on": hostile}),
    ):
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text
        assert "49" not in HtmlForm(answer).fields.values()


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe=\x80", b"=&=&&", b"statement=x&statement.source=y", b"a" * 5000]
)
def test_any_body_is_answered_with_the_form(editor: TestClient, body: bytes) -> None:
    answer = editor.post(NEW, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 422


def test_body_that_is_no_form_is_an_empty_one(editor: TestClient) -> None:
    assert editor.post(NEW, json={"operation": "serval"}).status_code == 422


def test_form_is_read_back_saved_and_counted_on_each_engine(any_seeded: Database) -> None:
    with client_of(any_seeded, local_editor=True) as editor:
        wrong = filled(
            editor, operation="a\x00b", part_of="c\x00d", source_q="e\x00f", searched="e\x00f"
        ).send(editor)
        assert wrong.response.status_code == 422
        checked = wrong.fill(operation="serval", part_of="", source_q="").send(editor)
        with ThreadPoolExecutor(20) as many:
            answers = list(many.map(lambda _n: checked.press(editor, "save"), range(20)))
        assert {answer.status_code for answer in answers} == {303}
        assert committed(editor) == 200
        said = {"on": "2013-01-17", "status": "committed", "quantity": "30", "source": {"title": "A sheet"}}
        sent = {"operation": "serval", "contributor": "CIV", "category": "troops", "statement": said}
        headers = {"Idempotency-Key": "the-same"}
        with ThreadPoolExecutor(20) as many:
            made = list(
                many.map(lambda _n: editor.post("/api/v1/pledges", json=sent, headers=headers), range(20))
            )
        assert {answer.status_code for answer in made} == {201}
        assert committed(editor) == 230
