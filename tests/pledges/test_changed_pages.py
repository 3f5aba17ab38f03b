"""Pages of a record that has changed: what was retracted, and words that try to be more than words."""

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.pledges.commands import add_pledge, add_statement
from app.pledges.correcting import retract_pledge
from app.pledges.references import References
from app.pledges.schemas import PledgeColumns, StatementCreate
from tests.support.html_page import HtmlPage, page_of

pytestmark = pytest.mark.slow

DAY = "as_of=2013-01-17"
HOSTILE = '<script>alert("x")</script>'


def test_a_retracted_statement_stays_with_its_reason(editor: TestClient) -> None:
    body = editor.get(f"/api/v1/pledges/afisma-nga-troops?{DAY}").json()
    [said] = [s for s in body["statements"] if s["accepted"] and s["quantity"] == 1200]
    retraction = {"reason": "The page was <b>withdrawn</b>"}
    assert editor.post(f"/api/v1/statements/{said['id']}/retraction", json=retraction).status_code == 200
    shown = page_of(editor, f"/pledges/afisma-nga-troops?{DAY}")
    assert "Retracted, " in shown.texts[f"statement-{said['id']}"]
    assert "The page was <b>withdrawn</b>" in shown.texts[f"statement-{said['id']}"]
    assert shown.title.startswith("Nigeria: 80 soldiers deployed, 820 more committed")
    assert "A statement was retracted: Committed, 17 January 2013, 1,200." in shown.text
    # The record as it was before still says 1,200.
    before = page_of(
        editor, f"/pledges/afisma-nga-troops?{DAY}&recorded_by={body['statements'][0]['recorded_at']}"
    )
    assert before.title.startswith("Nigeria: 80 soldiers deployed, 1,120 more committed")
    assert "Retracted" not in before.text


def test_a_retracted_pledge_answers_with_its_reason(editor: TestClient, fresh_seeded: Database) -> None:
    with changing(fresh_seeded, "editor") as change:
        retract_pledge(change, "serval-are-c17", "It was of another <i>operation</i>")
    answer = editor.get("/pledges/serval-are-c17")
    assert answer.status_code == 410
    assert "It was of another <i>operation</i>" in HtmlPage(answer).text
    assert "<i>operation" not in answer.text


@pytest.fixture
def hostile(editor: TestClient, fresh_seeded: Database) -> TestClient:
    """A record in which everything that can be typed tries to be more than words, and is long."""
    said = {
        "on": "2013-01-17",
        "status": "committed",
        "quantity": "3",
        "condition": HOSTILE,
        "speaker": HOSTILE,
        "evidence": f"He said \"{HOSTILE}\" & 'left' {{{{ 7*7 }}}}",
        "note": HOSTILE * 20,
        "source": {
            "title": HOSTILE,
            "publisher": HOSTILE,
            "url": "https://example.org/?a=1&b=\"'>",
            "language": "en",
        },
    }
    with changing(fresh_seeded, "editor") as change:
        columns = PledgeColumns(
            operation="serval",
            contributor="FRA",
            category="helicopters",
            item=HOSTILE,
            key="hostile",
            caveats=HOSTILE,
        )
        pledge = add_pledge(change, columns, References.load(change.session))
        add_statement(change, pledge, StatementCreate.model_validate(said))
    return editor


@pytest.mark.parametrize(
    "address", [f"/pledges?{DAY}&contributor=FRA", f"/pledges/hostile?{DAY}", "/pledges?q=<script>"]
)
def test_words_stay_words(hostile: TestClient, address: str) -> None:
    answer = hostile.get(address)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "49" not in HtmlPage(answer).texts.get("statements-title", "")
    assert '"<script>' not in answer.text


def test_hostile_words_are_shown_as_they_were_typed(hostile: TestClient) -> None:
    shown = page_of(hostile, f"/pledges/hostile?{DAY}")
    assert f"He said \"{HOSTILE}\" & 'left' {{{{ 7*7 }}}}" in shown.text
    assert shown.title == "France: 3 helicopters committed, for Operation Serval"
