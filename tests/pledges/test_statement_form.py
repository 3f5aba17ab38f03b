"""The form for one more statement of a pledge."""

from datetime import date

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.ledger.change import changing
from app.models import Pledge, Statement
from tests.pledges.test_forms import GLOBE, SAID, count, database_of, pledge_of
from tests.support.html_form import HtmlForm, open_form

pytestmark = pytest.mark.slow

FRANCE = "serval-fra-troops"
ADDRESS = f"/pledges/{FRANCE}/statements/new"
STATEMENT = {name: text for name, text in SAID.items() if name.startswith("statement")}


def said_of(editor: TestClient, key: str = FRANCE, **typed: str) -> HtmlForm:
    return open_form(editor, f"/pledges/{key}/statements/new").fill(**{**STATEMENT, **GLOBE, **typed})


def test_form_names_the_pledge_and_asks_nothing_about_it(editor: TestClient) -> None:
    form = open_form(editor, ADDRESS)
    assert form.title.startswith("Add a statement")
    assert form.action == ADDRESS
    assert "France" in form.words
    assert "Operation Serval" in form.words
    assert not {"operation", "contributor", "category", "part_of"} & set(form.fields)


def test_statement_is_added_to_its_pledge(editor: TestClient) -> None:
    before = count(editor, Pledge), count(editor, Statement)
    checked = said_of(editor, statement__quantity="1,500", statement__status="deployed").send(editor)
    assert "1,500 soldiers deployed" in checked.words
    location = checked.press(editor, "save").headers["location"]
    assert location.startswith(f"/pledges/{FRANCE}?as_of=2013-01-17&saved=")
    assert (count(editor, Pledge), count(editor, Statement)) == (before[0], before[1] + 1)
    assert pledge_of(editor, location)["deployed"] == 1500


def test_statement_that_the_record_has_is_not_written_twice(editor: TestClient) -> None:
    said_of(editor).send(editor).press(editor, "save")
    answer = said_of(editor).send(editor)
    assert answer.response.status_code == 422
    assert "The record has this statement already" in answer.says("error-summary")


def test_sending_the_same_form_twice_makes_one_statement(editor: TestClient) -> None:
    checked = said_of(editor).send(editor)
    before = count(editor, Statement)
    first, second = (checked.press(editor, "save") for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert count(editor, Statement) == before + 1


def test_another_number_for_the_same_day_is_a_warning(editor: TestClient) -> None:
    checked = said_of(editor, statement__quantity="1,500", statement__status="deployed").send(editor)
    assert "The record has another number for this day" in checked.words


def test_statement_may_lead_on_to_another_pledge_of_the_same_source(editor: TestClient) -> None:
    answer = said_of(editor).send(editor).press(editor, "save-next")
    assert answer.headers["location"].startswith("/pledges/new?source=")
    assert answer.headers["location"].endswith(f"&operation=serval&on=2013-01-17&saved={FRANCE}")


def test_statement_of_a_part_reaches_what_it_is_part_of(editor: TestClient) -> None:
    with database_of(editor).reading() as reader:
        whole = select(Pledge.part_of_id).where(Pledge.part_of_id.is_not(None)).limit(1).scalar_subquery()
        key = reader.execute(select(Pledge.key).where(Pledge.id == whole)).scalar_one()
    checked = said_of(editor, key, statement__on="2013-01-20").send(editor)
    assert checked.response.status_code == 200
    assert "named by members" in checked.words


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pledge_that_is_not_there_is_not_found(editor: TestClient, method: str) -> None:
    assert editor.request(method, "/pledges/nothing-there/statements/new").status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_retracted_pledge_answers_with_its_reason(editor: TestClient, method: str) -> None:
    with changing(database_of(editor), "test") as change:
        pledge = change.session.scalars(select(Pledge).where(Pledge.key == FRANCE)).one()
        pledge.retracted_at, pledge.retraction_reason = change.at, "Entered by mistake."
    answer = editor.request(method, ADDRESS)
    assert answer.status_code == 410
    assert "Entered by mistake." in answer.text


def test_bad_input_keeps_everything(editor: TestClient) -> None:
    form = said_of(editor, statement__quantity="1400 men", statement__source__url="nowhere")
    answer = form.send(editor)
    assert answer.response.status_code == 422
    assert answer.title.startswith("Error: ")
    assert answer.fields == form.fields
    assert [link for link in answer.links if link.startswith("#field-")] == [
        "#field-statement.source.url",
        "#field-statement.quantity",
    ]


def test_statement_on_a_day_before_all_others_is_read_back_as_it_will_stand(editor: TestClient) -> None:
    checked = said_of(editor, statement__on="2013-01-12", statement__quantity="550").send(editor)
    assert "550 soldiers committed" in checked.words
    saved = checked.press(editor, "save")
    assert saved.headers["location"].startswith(f"/pledges/{FRANCE}?as_of=2013-01-12")
    statements = pledge_of(editor, saved.headers["location"])["statements"]
    assert date(2013, 1, 12) in {s["on"] for s in statements}
