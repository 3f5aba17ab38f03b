"""The page of an article: read, confirm, save; and what happens where something is wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.articles.article import LONGEST
from app.articles.entries import MOST
from app.db import Database
from app.models import Source, Statement
from tests.articles.sample import TEXT, TITLE, UNSAID
from tests.articles.support import NEW, confirm, count, number_of, read, saved, sent, statements
from tests.conftest import client_of
from tests.support.html_form import HtmlForm, open_form
from tests.support.html_page import HtmlPage

pytestmark = pytest.mark.slow

CHAD = {"operation": "fatim", "status": "committed", "on": "2013-01-18", "quantity": "2,150"}
TOGO = {"operation": "afisma", "status": "deployed", "on": "2013-01-18", "quantity": "145"}
# A country and an operation that the record has no pledge for.
GAMBIA = {"operation": "serval", "category": "medical", "item": "", "status": "announced", "on": "2013-01-17"}


@pytest.fixture
def database(fresh_seeded: Database) -> Database:
    return fresh_seeded


def test_reading_shows_the_article_with_its_candidates_marked_and_saves_nothing(
    editor: TestClient, database: Database
) -> None:
    before = count(database, Statement)
    page = read(editor)
    n = number_of(page, "Chad")
    assert page.fields["text"] == TEXT.strip()
    assert "2,000" in page.fields[f"c{n}.statement.quantity"]
    assert page.fields[f"c{n}.statement.evidence"] in TEXT
    assert f'id="m{n}" href="#c{n}"' in page.response.text
    assert "Chad" in page.says(f"field-c{n}.contributor-clue")
    assert not [name for name in page.fields if name.endswith(".accept")]
    assert count(database, Statement) == before
    assert page.response.headers["cache-control"] == "no-store"


def test_article_without_text_day_or_source_says_so_beside_each_field(editor: TestClient) -> None:
    page = HtmlForm(open_form(editor, NEW).press(editor, "read"))
    assert page.response.status_code == 422
    assert page.title.strip().startswith("Error:")
    assert page.error_of("text") == "Paste the words of the article"
    assert page.error_of("statement.source.published_on").startswith("Give the day it was printed")
    assert page.error_of("statement.source.title").startswith("A source needs a title or an address")


def test_article_that_is_too_long_is_kept_and_told(editor: TestClient) -> None:
    page = read(editor, text="word " * (LONGEST // 5 + 1))
    assert page.response.status_code == 422
    assert "at most 200,000" in page.error_of("text")
    assert len(page.fields["text"]) > LONGEST
    assert page.fields["statement.source.title"] == TITLE


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script> France & 2,000 troops",
        "\0\x01 {{ 7 * 7 }} {% raw %}",
        "مالي 2,000 troops \u202eՖ",
    ],
)
def test_any_text_gets_a_page_on_which_it_is_text(editor: TestClient, words: str) -> None:
    answer = sent(editor, text=words)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_what_is_confirmed_is_saved_with_one_source_at_one_moment(
    editor: TestClient, database: Database
) -> None:
    sources = count(database, Source)
    page = read(editor)
    confirm(page, number_of(page, "Chad"), **CHAD)
    confirm(page, number_of(page, "Togo"), **TOGO)
    answer = saved(editor, page)
    assert answer.status_code == 303, HtmlForm(answer).words
    togo, chad = statements(database)[:2]
    assert (chad["quantity"], chad["status"], togo["quantity"], togo["status"]) == (
        2150,
        "committed",
        145,
        "deployed",
    )
    assert chad["source_id"] == togo["source_id"]
    assert chad["recorded_at"] == togo["recorded_at"]
    assert chad["evidence"] in TEXT
    assert count(database, Source) == sources + 1
    shown = HtmlPage(editor.get(answer.headers["location"]))
    assert "2 statements are in the record" in shown.text
    assert chad["evidence"] in shown.text
    assert f"/pledges/fatim-tcd-troops?as_of=2013-01-18#statement-{chad['id']}" in shown.links
    assert "/operations/fatim?as_of=2013-01-18" in shown.links
    assert all(editor.get(link).status_code == 200 for link in shown.links if "as_of=2013-01-18" in link)


def test_statement_of_a_pledge_that_the_record_has_makes_no_other_pledge(
    editor: TestClient, database: Database
) -> None:
    page = read(editor)
    answer = saved(editor, confirm(page, number_of(page, "Chad"), **CHAD))
    assert answer.status_code == 303
    pledge = editor.get("/api/v1/pledges/fatim-tcd-troops?as_of=2013-01-18").json()
    assert pledge["deployed"] + pledge["committed"] == 2150
    assert TITLE in [statement["source"]["title"] for statement in pledge["statements"]]


def test_two_statements_of_a_new_pledge_make_one_pledge(editor: TestClient, database: Database) -> None:
    page = read(editor)
    first, second = number_of(page, "Chad"), number_of(page, "Togo")
    confirm(page, first, **GAMBIA, contributor="The Gambia", quantity="")
    confirm(
        page,
        second,
        **GAMBIA | {"status": "committed", "on": "2013-01-18"},
        contributor="Gambia",
        quantity="",
    )
    assert saved(editor, page).status_code == 303
    two, one = statements(database)[:2]
    assert one["pledge_id"] == two["pledge_id"]
    pledge = editor.get("/api/v1/pledges/serval-gmb-medical").json()
    assert [s["status"] for s in pledge["statements"]] == ["announced", "committed"]


def test_more_is_added_to_what_the_record_knows(editor: TestClient, database: Database) -> None:
    page = read(editor)
    n = number_of(page, "France")
    confirm(page, n, operation="serval", item="", status="announced", on="2013-01-20", quantity="1,100 more")
    again = HtmlForm(page.press(editor, "save"))
    # Promised and in place by then: 2,500.
    assert "1,100 more on 2,500: 3,600 soldiers in all" in again.words
    assert again.press(editor, "save").status_code == 303
    assert statements(database)[0]["quantity_text"] == "3,600 (1,100 more)"


def test_fault_stands_beside_its_field_and_nothing_is_half_saved(
    editor: TestClient, database: Database
) -> None:
    before = count(database, Statement), count(database, Source)
    page = read(editor)
    chad, togo = number_of(page, "Chad"), number_of(page, "Togo")
    confirm(page, chad, **CHAD)
    confirm(page, togo, **TOGO | {"on": "yesterday", "quantity": "a lot"})
    again = HtmlForm(page.press(editor, "save"))
    assert again.response.status_code == 422
    assert again.error_of(f"c{togo}.statement.on")
    assert again.error_of(f"c{togo}.statement.quantity")
    assert f"Number {togo}, Day:" in again.says("error-summary")
    assert again.fields[f"c{togo}.statement.on"] == "yesterday"
    assert again.fields[f"c{chad}.accept"] == "yes"
    assert again.fields["text"] == page.fields["text"]
    assert (count(database, Statement), count(database, Source)) == before
    again.type(f"c{togo}.statement.on", "2013-01-18")
    again.type(f"c{togo}.statement.quantity", "145")
    assert saved(editor, again).status_code == 303
    assert count(database, Statement) == before[0] + 2


def test_fault_of_the_source_stands_at_the_one_source(editor: TestClient) -> None:
    page = confirm(read(editor), 1)
    page.type("statement.source.url", "ftp://example.org")
    again = HtmlForm(page.press(editor, "save"))
    assert again.response.status_code == 422
    assert "it begins with https://" in again.error_of("statement.source.url")


def test_sent_twice_is_one_record(editor: TestClient, database: Database) -> None:
    page = read(editor)
    confirm(page, number_of(page, "Chad"), **CHAD)
    page = HtmlForm(page.press(editor, "save"))
    first, second = page.press(editor, "save"), page.press(editor, "save")
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    made = [s for s in statements(database) if s["quantity"] == 2150 and s["evidence"] in TEXT]
    assert len(made) == 1
    page.type(f"c{number_of(page, 'Chad')}.statement.quantity", "2,151")
    assert "saved before with other content" in HtmlForm(page.press(editor, "save")).words


def test_what_was_changed_is_looked_at_before_it_is_saved(editor: TestClient, database: Database) -> None:
    before = count(database, Statement)
    page = read(editor)
    n = number_of(page, "Chad")
    again = HtmlForm(confirm(page, n, **CHAD).press(editor, "save"))
    assert "Nothing is saved yet" in again.words
    assert "2,150 soldiers" in again.words
    assert count(database, Statement) == before
    assert again.press(editor, "save").status_code == 303


def test_what_was_not_changed_is_saved_at_once(editor: TestClient, database: Database) -> None:
    checked = HtmlForm(
        confirm(read(editor), 1, **CHAD, contributor="Chad", category="troops").press(editor, "check")
    )
    assert checked.press(editor, "save").status_code == 303


def test_pledge_of_another_place_is_refused(editor: TestClient) -> None:
    page = read(editor)
    n = number_of(page, "Chad")
    again = HtmlForm(confirm(page, n, **CHAD, pledge="serval-fra-troops").press(editor, "save"))
    assert "of another operation" in again.error_of(f"c{n}.pledge")


def test_the_same_said_twice_is_saved_once(editor: TestClient, database: Database) -> None:
    page = read(editor)
    chad, togo = number_of(page, "Chad"), number_of(page, "Togo")
    confirm(page, chad, **CHAD, category="troops", item="")
    confirm(page, togo, **CHAD, category="troops", item="", contributor="Chad")
    again = HtmlForm(page.press(editor, "save"))
    assert again.error_of(f"c{max(chad, togo)}.accept").startswith("This says the same as number")


def test_nothing_accepted_saves_nothing(editor: TestClient, database: Database) -> None:
    before = count(database, Statement)
    answer = read(editor).press(editor, "save")
    assert "Nothing is accepted yet" in answer.text
    assert count(database, Statement) == before


def test_statement_that_was_not_found_is_added_from_its_words(editor: TestClient, database: Database) -> None:
    page = read(editor)
    many = int(page.fields["count"])
    page.type("added", "with two helicopters")
    added = HtmlForm(page.press(editor, "add"))
    n = many + 1
    assert int(added.fields["count"]) == n
    assert added.fields[f"c{n}.statement.evidence"] == "with two helicopters"
    assert added.fields[f"c{n}.statement.on"] == "2013-01-18"
    assert f'id="m{n}" href="#c{n}"' in added.response.text
    confirm(
        added,
        n,
        contributor="Belgium",
        operation="serval",
        category="helicopters",
        status="committed",
        quantity="two",
    )
    assert saved(editor, added).status_code == 303
    assert statements(database)[0]["quantity"] == 2


def test_way_back_to_the_text_keeps_what_was_pasted(editor: TestClient) -> None:
    page = HtmlForm(read(editor).press(editor, "back"))
    assert page.fields["text"].strip() == TEXT.strip()
    assert page.fields["statement.source.title"] == TITLE


def test_record_says_where_the_article_is_known(editor: TestClient) -> None:
    page = read(editor)
    saved(editor, confirm(page, number_of(page, "Chad"), **CHAD))
    assert "The record has an article of this address: 1 statement rests on it" in read(editor).words


def test_text_of_the_article_is_in_no_table(editor: TestClient, database: Database) -> None:
    page = read(editor)
    confirm(page, number_of(page, "Chad"), **CHAD)
    assert saved(editor, page).status_code == 303
    with database.reading() as reader:
        names = reader.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        kept = "\n".join(
            repr(row) for name in names for row in reader.execute(text(f'SELECT * FROM "{name}"'))
        )
    assert TITLE in kept
    assert not [words for words in UNSAID if words in kept]


def test_more_candidates_than_a_page_holds_are_told(editor: TestClient) -> None:
    many = " ".join(f"Chad will send {n} troops." for n in range(101, 103 + MOST))
    page = read(editor, text=many)
    assert int(page.fields["count"]) == MOST
    assert f"Only the first {MOST} of" in page.words
    assert "Said above already" not in page.words


def test_both_engines_save_the_same(any_seeded: Database) -> None:
    with client_of(any_seeded, local_editor=True) as editor:
        page = read(editor)
        confirm(page, number_of(page, "Chad"), **CHAD)
        confirm(page, number_of(page, "Togo"), **TOGO)
        answer = saved(editor, page)
        assert answer.status_code == 303, HtmlForm(answer).words
        assert "2 statements are in the record" in editor.get(answer.headers["location"]).text
        assert "2 statements rest on it" in read(editor).words


def test_page_of_nothing_saved_is_not_there(editor: TestClient) -> None:
    for address in (
        "/articles/saved",
        "/articles/saved?statements=0,x,99999999999",
        "/articles/proposed?proposals=x",
    ):
        assert editor.get(address).status_code == 404
