"""Numbers in the form: in all, or more than what is known; and the words while they are typed."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.ledger.change import changing
from app.ledger.quantity import parse_quantity
from app.models import Revision, Statement
from app.pledges.schemas import StatementCreate
from app.sheets.loader import load_sheet
from tests.pledges.test_forms import DAY, count, database_of, filled, pledge_of
from tests.pledges.test_statement_form import FRANCE, said_of

pytestmark = pytest.mark.slow

QUANTITY = "/pledges/new/quantity"


@pytest.mark.parametrize(
    ("status", "typed", "text", "total", "words"),
    [
        (
            "deployed",
            "1,100",
            "2,500 (1,100 more)",
            (2500, 2500, 2500),
            "1,100 more on 1,400: 2,500 soldiers in all",
        ),
        ("deployed", "1,100 more", "2,500 (1,100 more)", (2500, 2500, 2500), "2,500 soldiers in all"),
        ("announced", "another 500", "3,000 (another 500)", (3000, 3000, 3000), "3,000 soldiers in all"),
        (
            "committed",
            "up to 500",
            "3,000, between 2,500 and 3,000 (up to 500 more)",
            (3000, 2500, 3000),
            "3,000",
        ),
        (
            "requested",
            "more than 100",
            "at least 2,600 (more than 100 more)",
            (2600, 2600, None),
            "at least 2,600",
        ),
    ],
)
def test_more_is_added_to_the_number_in_force_on_that_day(
    editor: TestClient, status: str, typed: str, text: str, total: tuple[int | None, ...], words: str
) -> None:
    """France had 1,400 in place and 1,100 announced on that day."""
    checked = said_of(editor, statement__status=status, statement__quantity=typed, mode="more").send(editor)
    assert words in checked.words
    assert checked.fields["statement.quantity"] == typed
    pledge = pledge_of(editor, checked.press(editor, "save").headers["location"])
    new = next(s for s in pledge["statements"] if s["entered_by"] == "local editor")
    assert (new["quantity"], new["quantity_low"], new["quantity_high"]) == total
    assert new["quantity_text"] == text
    again = parse_quantity(str(new["quantity_text"]))
    assert (again.value, again.low, again.high) == total


def test_more_of_a_pledge_that_nobody_has_counted_is_at_least_that(editor: TestClient) -> None:
    checked = filled(editor, statement__quantity="1,100", mode="more").send(editor)
    assert "1,100 more, on top of a number that is not known: at least 1,100 soldiers in all" in checked.words
    [statement] = pledge_of(editor, checked.press(editor, "save").headers["location"])["statements"]
    assert statement["quantity_text"] == "at least 1,100 (1,100 more)"
    assert (statement["quantity"], statement["quantity_high"]) == (1100, None)


def test_more_that_is_no_number_stays_without_one(editor: TestClient) -> None:
    checked = said_of(editor, statement__quantity="undisclosed", mode="more").send(editor)
    assert checked.response.status_code == 200
    assert "more on" not in checked.says("read-back-title")
    location = checked.press(editor, "save").headers["location"]
    statements = pledge_of(editor, location)["statements"]
    new = next(s for s in statements if s["entered_by"] == "local editor")
    assert (new["quantity"], new["quantity_text"]) == (None, "undisclosed")


@pytest.mark.parametrize("typed", ["1,100 troops more", "9,223,372,036,854,775,807", "1.100"])
def test_more_that_cannot_be_read_or_stored_is_refused_and_kept(editor: TestClient, typed: str) -> None:
    answer = said_of(editor, statement__quantity=typed, mode="more").send(editor)
    assert answer.response.status_code == 422
    assert answer.error_of("statement.quantity")
    assert answer.fields["statement.quantity"] == typed
    assert answer.fields["mode"] == "more"


def test_known_number_that_changes_after_it_was_read_back_is_read_back_again(editor: TestClient) -> None:
    checked = said_of(editor, statement__quantity="100", statement__status="deployed", mode="more").send(
        editor
    )
    other = said_of(editor, statement__quantity="2,000", statement__status="deployed").send(editor)
    assert other.press(editor, "save").status_code == 303
    again = checked.send(editor, "save")
    assert again.response.status_code == 200
    assert "100 more on 2,000: 2,100 soldiers in all" in again.words


def test_total_that_was_worked_out_passes_the_shape_of_programs_and_sheets() -> None:
    given = StatementCreate.model_validate(
        {
            "on": "2013-01-17",
            "status": "committed",
            "quantity": "2,500 (1,100 more)",
            "source": {"title": "A"},
        }
    )
    assert (given.quantity.value, given.quantity.text) == (2500, "2,500 (1,100 more)")
    assert given.on.on == DAY == date(2013, 1, 17)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ({"text": "at least 200", "unit": "people"}, {"words": "at least 200 people"}),
        ({"text": "plus de 200", "category": "troops"}, {"words": "at least 200 soldiers"}),
        ({"text": "900-1,200", "category": "airlift", "unit": "tonnes"}, {"words": "900 to 1,200 tonnes"}),
        ({"text": "undisclosed", "unit": "people"}, {"words": "number not given"}),
        ({"text": "40"}, {"words": "40"}),
        ({"text": "40", "category": "no-such-thing"}, {"words": "40"}),
        (
            {"text": "1,100", "unit": "people", "mode": "more", "known": "1,400"},
            {"words": "1,100 more on 1,400: 2,500 people in all"},
        ),
        (
            {"text": "1,100", "pledge": FRANCE, "mode": "more", "on": "2013-01-17", "status": "deployed"},
            {"words": "1,100 more on 1,400: 2,500 soldiers in all"},
        ),
        (
            {"text": "1,100", "pledge": FRANCE, "mode": "more", "on": "soon", "status": "deployed"},
            {"words": "1,100 more, on top of a number that is not known: at least 1,100 soldiers in all"},
        ),
        ({"text": "none", "unit": "people", "mode": "more", "known": "1,400"}, None),
        ({"text": "1400 troops"}, None),
        ({"text": "5", "mode": "more", "known": "many"}, None),
        ({"text": "<b>"}, None),
    ],
)
def test_number_is_put_in_words_while_it_is_typed(
    client: TestClient, query: dict[str, str], answer: dict[str, str] | None
) -> None:
    got = client.get(QUANTITY, params=query)
    assert got.status_code == 200
    assert got.headers["content-type"] == "application/json"
    assert got.json() == answer if answer else list(got.json()) == ["error"]


def test_address_of_the_words_is_in_the_form(editor: TestClient) -> None:
    assert f'data-readback="{QUANTITY}?pledge={FRANCE}"' in said_of(editor).response.text


def test_sheet_with_a_total_that_was_worked_out_can_be_loaded_again(
    editor: TestClient, tmp_path: Path
) -> None:
    said_of(editor, statement__quantity="1,100", statement__status="deployed", mode="more").send(
        editor
    ).press(editor, "save")
    sheet = tmp_path / "statements.csv"
    sheet.write_bytes(editor.get("/api/v1/statements.csv").content)
    assert "2,500 (1,100 more)" in sheet.read_text()
    before = count(editor, Revision), count(editor, Statement)
    with changing(database_of(editor), "test") as change:
        load_sheet(change, sheet, lambda _rows: None)
    assert (count(editor, Revision), count(editor, Statement)) == before
