"""The form's source and day: chosen or entered, taken from each other, and what is said where they look wrong."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from app.models import Source
from tests.pledges.test_forms import GLOBE, NEW, committed, count, filled, pledge_of
from tests.support.html_form import open_form

pytestmark = pytest.mark.slow

NO_NEW_SOURCE = dict.fromkeys(GLOBE, "")


def options(page_text: str) -> str:
    return page_text.partition('name="statement.source.id"')[2].partition("</select>")[0]


def test_source_of_the_record_is_found_and_chosen(editor: TestClient) -> None:
    form = filled(editor, **NO_NEW_SOURCE, source_q="who is doing what guardian")
    found = form.send(editor, "find")
    assert found.response.status_code == 200
    assert "The Guardian, 15 Jan 2013: Mali: who is doing what?" in options(found.response.text)
    assert options(found.response.text).count("<option") == 2
    assert found.fields["statement.evidence"] == form.fields["statement.evidence"]
    number = (
        options(found.response.text).partition("A new source")[2].partition('value="')[2].partition('"')[0]
    )
    before = count(editor, Source)
    checked = found.fill(statement__source__id=number, statement__on="").send(editor)
    assert "the source’s own day is taken, 15 January 2013" in checked.words
    location = checked.press(editor, "save").headers["location"]
    [statement] = pledge_of(editor, location)["statements"]
    assert statement["source"]["title"] == "Mali: who is doing what?"
    assert statement["on"] == date(2013, 1, 15)
    assert count(editor, Source) == before


def test_enter_in_the_field_of_words_searches_too(editor: TestClient) -> None:
    found = open_form(editor, NEW).fill(source_q="guardian").send(editor)
    assert found.response.status_code == 200
    assert "Mali: who is doing what?" in options(found.response.text)


def test_words_that_no_source_has_are_told(editor: TestClient) -> None:
    found = open_form(editor, NEW).fill(source_q="no such thing anywhere").send(editor, "find")
    assert "No source of the record has “no such thing anywhere”" in found.words


def test_chosen_source_is_listed_wherever_it_stands(editor: TestClient) -> None:
    form = open_form(editor, f"{NEW}?source=1")
    assert form.fields["statement.source.id"] == "1"
    assert ">1<" not in options(form.response.text)


def test_same_source_entered_again_is_not_made_twice(editor: TestClient) -> None:
    filled(editor).send(editor).press(editor, "save")
    before = count(editor, Source)
    checked = filled(editor, contributor="Ghana").send(editor)
    assert "The record has this source already" in checked.words
    assert checked.press(editor, "save").status_code == 303
    assert count(editor, Source) == before


def test_day_that_is_left_empty_is_that_of_the_source_that_is_entered(editor: TestClient) -> None:
    checked = filled(editor, statement__on="").send(editor)
    assert "No day was given: the source’s own day is taken, 17 January 2013." in checked.words
    assert checked.fields["statement.on"] == ""
    assert "as_of=2013-01-17" in checked.press(editor, "save").headers["location"]
    assert committed(editor) == 200


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2013-01-10", "This is before Operation Serval began, on 11 January 2013."),
        ("2013-01", "A month or a year counts from its last day, when it is sure: from 31 January 2013."),
        ("2012", "from 31 December 2012"),
    ],
)
def test_day_that_may_not_be_meant_is_a_warning_and_no_refusal(
    editor: TestClient, on: str, says: str
) -> None:
    checked = filled(editor, statement__on=on).send(editor)
    assert says in checked.words
    assert checked.press(editor, "save").status_code == 303


def test_day_after_the_operation_ended_is_a_warning(editor: TestClient) -> None:
    # Its record goes on for longer than the operation did.
    checked = filled(editor, operation="addis-2013", category="funding", statement__on="2013-03-01").send(
        editor
    )
    assert "ended, on 29 January 2013" in checked.words
    assert checked.press(editor, "save").status_code == 303


def test_day_within_the_operation_is_no_warning(editor: TestClient) -> None:
    checked = filled(editor).send(editor)
    assert 'class="notices"' not in checked.response.text
