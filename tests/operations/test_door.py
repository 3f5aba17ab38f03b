"""Operations, categories and requirements entered and edited in forms: what is kept, told, refused and written once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.errors import Conflict, InvalidInput
from app.ledger.change import changing
from app.operations.door import (
    add_category,
    add_operation,
    add_requirement,
    edit_category,
    edit_operation,
    edit_requirement,
    get_requirement,
)
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.operations.usual import add_usual_categories
from app.system.check import checks
from tests.conftest import client_of
from tests.sheets.folders import asked
from tests.support.html_form import HtmlForm, open_form
from tests.support.html_page import page_of

pytestmark = pytest.mark.slow
HISTORY = "SELECT action, entity, entity_key FROM revision ORDER BY number DESC LIMIT 1"


def database_of(client: TestClient) -> Database:
    found: Database = client.app.state.database  # type: ignore[attr-defined]  # the application is a FastAPI
    return found


def assert_sound(database: Database) -> None:
    with database.reading() as reader:
        assert [problem for find in checks().values() for problem in find(reader)] == []


def save(client: TestClient, form: HtmlForm) -> HtmlForm:
    return form.send(client, "save")


def test_operation_is_added_and_edited(editor: TestClient) -> None:
    form = open_form(editor, "/operations/new").fill(
        name="Operation Atalanta", theatre="Somalia; Kenya", lead="Spain"
    )
    saved = save(editor, form.fill(started_on="2008-12-08", part_of="mali"))
    assert saved.response.status_code == 303, saved.words
    assert saved.response.headers["location"] == "/operations/operation-atalanta/edit?saved=operation"
    edit = open_form(editor, saved.response.headers["location"])
    assert "Saved." in edit.words
    assert edit.fields.items() >= {"name": "Operation Atalanta", "theatre": "SOM; KEN", "lead": "ESP"}.items()
    edited = save(editor, edit.fill(covered_until="2026-01-31", lead="EUTM"))
    assert (edited.response.status_code, edited.error_of("lead")) == (
        422, "'EUTM' is no country or organisation of this record"
    )  # fmt: skip
    assert edited.fields["covered_until"] == "2026-01-31"
    assert save(editor, edited.fill(lead="ECOWAS")).response.status_code == 303
    assert asked(database_of(editor), HISTORY) == [("updated", "operation", "operation-atalanta")]
    assert page_of(editor, "/operations/operation-atalanta?as_of=2013-01-17").response.status_code == 200
    assert_sound(database_of(editor))


def test_every_fault_is_told_beside_its_field(editor: TestClient) -> None:
    form = open_form(editor, "/operations/new")
    wrong = {"code": "no spaces", "started_on": "soon", "theatre": "Narnia", "part_of": "nothing"}
    refused = save(editor, form.fill(**wrong))
    assert refused.response.status_code == 422
    assert refused.title.startswith("Error:")
    assert {name: bool(refused.error_of(name)) for name in (*wrong, "name")} == dict.fromkeys(
        (*wrong, "name"), True
    )
    assert {name: refused.fields[name] for name in wrong} == wrong


def test_days_that_end_before_they_begin_are_refused(editor: TestClient) -> None:
    form = open_form(editor, "/operations/new").fill(name="X", started_on="2013-02-01", ended_on="2013-01-01")
    assert "is before" in save(editor, form).error_of("ended_on")


def test_taken_code_is_told(editor: TestClient) -> None:
    refused = save(editor, open_form(editor, "/operations/new").fill(name="Serval"))
    assert refused.response.status_code == 409
    assert "The code serval is taken" in refused.words
    assert refused.fields["name"] == "Serval"


def test_two_that_edit_at_once_lose_nothing(editor: TestClient) -> None:
    one, other = (open_form(editor, "/operations/serval/edit") for _ in range(2))
    assert save(editor, one.fill(kind="air strikes")).response.status_code == 303
    stale = save(editor, other.fill(mandate="A request"))
    assert stale.response.status_code == 409
    assert "Somebody else saved this record" in stale.words
    assert "air strikes" in stale.words
    assert stale.fields["mandate"] == "A request"
    [kind] = asked(database_of(editor), "SELECT kind, mandate FROM operation WHERE code = 'serval'")
    assert kind[0] == "air strikes"
    assert kind[1] != "A request"
    # What was left as it was follows the record: saving undoes nothing of the other's.
    assert stale.fields["kind"] == "air strikes"
    assert "It was combat" in stale.words
    assert save(editor, stale).response.status_code == 303
    assert asked(database_of(editor), "SELECT kind, mandate FROM operation WHERE code = 'serval'") == [
        ("air strikes", "A request")
    ]


def test_form_sent_twice_makes_one(editor: TestClient) -> None:
    form = open_form(editor, "/operations/new").fill(name="Twice")
    with ThreadPoolExecutor(8) as many:
        sent = list(many.map(lambda _n: save(editor, form).response, range(8)))
    assert {answer.status_code for answer in sent} == {303}
    assert len({answer.headers["location"] for answer in sent}) == 1
    assert asked(database_of(editor), "SELECT count(*) FROM operation WHERE name = 'Twice'") == [(1,)]


def test_record_does_not_end_before_what_is_counted_in_it(editor: TestClient) -> None:
    form = open_form(editor, "/operations/serval/edit").fill(covered_until="2013-01-12")
    refused = save(editor, form)
    assert "later days" in refused.error_of("covered_until")
    assert_sound(database_of(editor))


def test_requirement_is_added_and_edited(editor: TestClient) -> None:
    form = open_form(editor, "/operations/serval/requirements/new")
    refused = save(editor, form)
    assert {name: refused.error_of(name) for name in ("category", "quantity", "on")} == {
        "category": "Choose what is required",
        "quantity": "Say how many",
        "on": "Give the day: the source has no day of its own to take instead",
    }
    assert refused.error_of("statement.source.title")
    form.fill(category="troops", quantity="2,500", statement__source__title="Plan")
    saved = save(editor, form.fill(statement__source__published_on="2013-01-14"))
    assert saved.response.status_code == 303, saved.words
    page = page_of(editor, saved.response.headers["location"])
    row = page.table("Requirements of").find("Required", "2,500")
    assert row["Stated"].text == "14 Jan 2013"
    edit = open_form(editor, row["What"].links[0])
    assert edit.fields["quantity"] == "2500"
    assert save(editor, edit.fill(quantity="2600")).response.status_code == 303
    assert asked(database_of(editor), HISTORY) == [("updated", "requirement", "serval troops 2013-01-14")]
    again = open_form(editor, "/operations/serval/requirements/new").fill(category="troops", quantity="1")
    again.fill(statement__source__title="Plan", statement__source__published_on="2013-01-14")
    assert save(editor, again).response.status_code == 409


def test_category_keeps_its_unit_once_something_is_counted(editor: TestClient) -> None:
    form = open_form(editor, "/categories/troops/edit")
    refused = save(editor, form.fill(unit="aircraft"))
    assert "counted in people already" in refused.error_of("unit")
    assert save(editor, refused.fill(unit="people", name="Soldiers")).response.status_code == 303
    made = save(editor, open_form(editor, "/categories/new").fill(name="Mine clearers", unit="people"))
    assert made.response.headers["location"] == "/categories?saved=mine-clearers"
    assert page_of(editor, "/categories").table("Categories").find("Code", "mine-clearers")
    assert (
        save(
            editor, open_form(editor, "/categories/mine-clearers/edit").fill(unit="vessels")
        ).response.status_code
        == 303
    )


@pytest.mark.parametrize(
    "address",
    ["/operations/new", "/operations/serval/edit", "/operations/serval/requirements/new", "/categories/new",
     "/categories/troops/edit", "/contributors/new", "/contributors/EU/edit", "/sources/new", "/sources/1/edit"],
)  # fmt: skip
def test_readers_write_nothing(client: TestClient, address: str) -> None:
    assert client.get(address, follow_redirects=False).status_code in (303, 401, 403)
    assert client.post(address, data={"name": "X"}, follow_redirects=False).status_code in (303, 401, 403)


def test_buttons_are_the_editors(client: TestClient, editor: TestClient) -> None:
    for page, button in (
        ("/operations", "/operations/new"),
        ("/contributors", "/contributors/new"),
        ("/sources", "/sources/new"),
        ("/operations/serval", "/operations/serval/edit"),
        ("/contributors/ECOWAS", "/contributors/ECOWAS/edit"),
        ("/sources/1", "/sources/1/edit"),
    ):
        assert button in page_of(editor, page).links
        assert button not in page_of(client, page).links


def test_empty_record_leads_to_its_first_figure(database: Database) -> None:
    with client_of(database, local_editor=True) as writer:
        page = page_of(writer, "/")
        assert page.title == "Begin a record"
        assert {"/operations/new", "/categories/new", "/contributors/new"} <= set(page.links)
        assert writer.post("/categories/usual", follow_redirects=False).status_code == 303
        save(writer, open_form(writer, "/operations/new").fill(name="Only one"))
        page = page_of(writer, "/")
        assert "/operations/only-one/requirements/new" in page.links
        assert "/pledges/new?operation=only-one" in page.links
        assert_sound(database)
    with client_of(database, local_editor=False) as reader:
        assert "/operations/new" not in page_of(reader, "/").links


def test_usual_categories_come_once(any_database: Database) -> None:
    for n in (26, 0):
        with changing(any_database, "test") as change:
            assert add_usual_categories(change) == n


SAID = {"category": "c", "quantity": 5, "on": "2013-01-01", "source": {"title": "T"}}


def test_commands_say_the_same_on_both_engines(any_database: Database) -> None:
    with changing(any_database, "test") as change:
        add_operation(change, OperationCreate.model_validate({"code": "Op", "name": "Op"}))
        add_category(change, CategoryCreate.model_validate({"code": "c", "name": "C", "unit": "people"}))
        given = RequirementCreate.model_validate({"operation": "op", **SAID})
        number = add_requirement(change, given)
    with changing(any_database, "test") as change:
        edit_operation(change, "OP", OperationCreate.model_validate({"code": "op", "name": "Another"}))
        assert edit_requirement(change, number, given.model_copy(update={"quantity": 6})) == number
        with pytest.raises(InvalidInput, match="counted in people"):
            edit_category(
                change, "c", CategoryCreate.model_validate({"code": "c", "name": "C", "unit": "vessels"})
            )
    for add, again in (
        (add_operation, OperationCreate.model_validate({"code": "OP", "name": "X"})),
        (add_category, CategoryCreate.model_validate({"code": "C", "name": "X", "unit": "people"})),
        (add_requirement, given),
    ):
        with pytest.raises(Conflict), changing(any_database, "test") as change:
            add(change, again)  # type: ignore[arg-type]  # each with its own
    with any_database.reading() as reader:
        assert get_requirement(reader, number)["quantity"] == 6
    assert_sound(any_database)
    assert asked(any_database, "SELECT name, version FROM operation") == [("Another", 2)]
