"""The editor's pages that correct: a statement replaced, retracted, put back; slips; and no edit that is lost."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.models import Statement
from tests.api.support import API, get
from tests.pledges.test_forms import count
from tests.support.html_form import HtmlForm, open_form

pytestmark = pytest.mark.slow

FRANCE = "serval-fra-troops"
DAY = "2013-01-17"


@pytest.fixture
def number(editor: TestClient) -> int:
    """A live statement of France's that counts on the day."""
    found = get(editor, f"pledges/{FRANCE}?as_of={DAY}")["statements"]
    return int(next(s["id"] for s in found if s["on"] == "2013-01-15" and s["accepted"]))


def deployed(client: TestClient, on: str = "2013-01-15") -> int | None:
    number: int | None = get(client, f"pledges/{FRANCE}?as_of={on}")["deployed"]
    return number


def corrected(editor: TestClient, number: int, **typed: str) -> HtmlForm:
    form = open_form(editor, f"/statements/{number}/correct")
    return form.fill(**{"reason": "the ministry corrected it", "statement__quantity": "1,350", **typed})


def test_the_form_holds_what_the_statement_says(editor: TestClient, number: int) -> None:
    said = next(s for s in get(editor, f"pledges/{FRANCE}")["statements"] if s["id"] == number)
    form = open_form(editor, f"/statements/{number}/correct")
    assert form.fields["statement.on"] == said["on"]
    assert form.fields["statement.quantity"] == said["quantity_text"]
    assert form.fields["statement.source.id"] == str(said["source"]["id"])
    assert form.fields["statement.evidence"] == (said["evidence"] or "")
    unchanged = form.fill(reason="no reason").send(editor)
    assert unchanged.response.status_code == 422
    assert "Nothing is different" in unchanged.words


def test_a_statement_is_replaced_after_it_was_read_back(editor: TestClient, number: int) -> None:
    before, was = count(editor, Statement), deployed(editor)
    checked = corrected(editor, number).send(editor)
    assert checked.response.status_code == 200, checked.words
    assert "the pledge stands at" in checked.words
    assert "1,350" in checked.words
    assert count(editor, Statement) == before
    first, second = (checked.press(editor, "save") for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (303, second.headers["location"])
    assert count(editor, Statement) == before + 1
    assert deployed(editor) == 1350 != was
    page = editor.get(first.headers["location"]).text
    new = re.search(r"Replaced by statement (\d+)", page)
    assert new is not None
    assert f"Replaces statement {number}" in page
    assert "the ministry corrected it" in page


def test_a_correction_needs_a_reason_and_tells_every_fault(editor: TestClient, number: int) -> None:
    wrong = corrected(editor, number, reason=" ", statement__quantity="1.400").send(editor)
    assert wrong.response.status_code == 422
    assert wrong.error_of("reason").startswith("Say why")
    assert "1.400" in wrong.error_of("statement.quantity") or wrong.error_of("statement.quantity")
    assert wrong.fields["statement.quantity"] == "1.400"
    unread = corrected(editor, number).send(editor).fill(reason="another reason, typed after reading")
    late = HtmlForm(unread.press(editor, "save"))
    assert "Something was changed after it was read back" in late.words
    assert deployed(editor) != 1350


def test_a_statement_that_was_retracted_meanwhile_keeps_what_was_typed(
    editor: TestClient, number: int
) -> None:
    mine = corrected(editor, number, statement__note="my own words").send(editor)
    theirs = corrected(editor, number, statement__quantity="1,360", reason="I was faster").send(editor)
    assert theirs.press(editor, "save").status_code == 303
    late = HtmlForm(mine.press(editor, "save"))
    assert late.response.status_code == 409
    assert "I was faster" in late.words
    assert late.fields["statement.note"] == "my own words"
    on = late.send(editor)
    assert on.response.status_code == 200, on.words
    assert on.press(editor, "save").status_code == 303
    assert deployed(editor) == 1350


def test_a_stale_form_shows_three_versions_and_keeps_what_was_typed(editor: TestClient, number: int) -> None:
    address = f"/statements/{number}/edit"
    mine, theirs = open_form(editor, address), open_form(editor, address)
    theirs.fill(statement__speaker="Jean-Yves Le Drian", reason="misspelt")
    assert theirs.press(editor, "save").status_code == 303
    mine.fill(statement__speaker="Laurent Fabius", statement__note="seen on television")
    conflict = HtmlForm(mine.press(editor, "save"))
    assert conflict.response.status_code == 409
    assert "Jean-Yves Le Drian" in conflict.words
    assert conflict.fields["statement.speaker"] == "Laurent Fabius"
    assert conflict.fields["statement.note"] == "seen on television"
    assert conflict.press(editor, "save").status_code == 303
    said = next(s for s in get(editor, f"pledges/{FRANCE}")["statements"] if s["id"] == number)
    assert (said["speaker"], said["note"], said["retracted_at"]) == (
        "Laurent Fabius",
        "seen on television",
        None,
    )


def test_a_stale_correction_shows_what_was_mended_meanwhile(editor: TestClient, number: int) -> None:
    mine = corrected(editor, number).send(editor)
    open_form(editor, f"/statements/{number}/edit").fill(statement__note="mended").press(editor, "save")
    conflict = HtmlForm(mine.press(editor, "save"))
    assert conflict.response.status_code == 409
    assert "mended" in conflict.words
    assert conflict.fields["statement.quantity"] == "1,350"
    again = conflict.send(editor)
    assert again.press(editor, "save").status_code == 303
    assert deployed(editor) == 1350


def test_a_pledge_is_described_better_and_stale_forms_are_told(editor: TestClient) -> None:
    mine = open_form(editor, f"/pledges/{FRANCE}/edit").fill(item="Mine")
    theirs = open_form(editor, f"/pledges/{FRANCE}/edit").fill(item="Theirs", reason="more exact")
    # A statement that is added meanwhile is no change of these words.
    corrected(editor, _any(editor)).send(editor).press(editor, "save")
    assert theirs.press(editor, "save").status_code == 303
    assert get(editor, f"pledges/{FRANCE}")["item"] == "Theirs"
    conflict = HtmlForm(mine.press(editor, "save"))
    assert conflict.response.status_code == 409
    assert conflict.fields["item"] == "Mine"
    assert conflict.press(editor, "save").status_code == 303
    assert get(editor, f"pledges/{FRANCE}")["item"] == "Mine"
    again = conflict.fill(item="Typed after going back")
    late = HtmlForm(again.press(editor, "save"))
    assert (late.response.status_code, late.fields["item"]) == (409, "Typed after going back")


def _any(editor: TestClient) -> int:
    found = get(editor, f"pledges/{FRANCE}?as_of={DAY}")["statements"]
    return int(next(s["id"] for s in found if s["on"] == "2013-01-15" and s["accepted"]))


def test_a_statement_is_retracted_and_put_back(editor: TestClient, number: int) -> None:
    was, address = deployed(editor), f"/statements/{number}"
    form = open_form(editor, f"{address}/retract")
    assert "What that changes in the figures" in form.words
    empty = HtmlForm(form.press(editor, "save"))
    assert (empty.response.status_code, bool(empty.error_of("reason"))) == (422, True)
    sent = empty.fill(reason="it speaks of Chad")
    first, second = (sent.press(editor, "save") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert deployed(editor) != was
    undo = open_form(editor, f"{address}/restore").fill(reason="it speaks of Mali")
    assert undo.press(editor, "save").status_code == 303
    assert deployed(editor) == was
    page = editor.get(f"/pledges/{FRANCE}").text
    assert "Entered again as statement" in page
    assert "it speaks of Chad" in page
    assert open_form(editor, f"{address}/restore").response.status_code == 409


def test_a_retracted_pledge_leaves_a_stone_that_says_why(editor: TestClient) -> None:
    query = f"operation=serval&as_of={DAY}"
    before = get(editor, f"totals?{query}")["totals"]
    was = deployed(editor, DAY)
    sent = open_form(editor, f"/pledges/{FRANCE}/retract").fill(reason="counted twice by mistake")
    assert sent.press(editor, "save").headers["location"] == f"/pledges/{FRANCE}"
    stone = editor.get(f"/pledges/{FRANCE}")
    assert stone.status_code == 410
    assert "counted twice by mistake" in stone.text
    assert "The pledge was retracted." in stone.text
    before_then = re.search(r'href="(/pledges/[^"]+recorded_by=[^"]+)"', stone.text)
    assert before_then is not None
    assert editor.get(before_then[1]).status_code == 200
    people = {row["unit"]: row for row in get(editor, f"totals?{query}")["totals"]}["people"]
    assert people["deployed"] == next(row for row in before if row["unit"] == "people")["deployed"] - was
    assert FRANCE not in editor.get(f"/pledges?{query}").text.split("left-out")[0].split("<table")[-1]
    left_out = get(editor, f"left-out?{query}&limit=1000")["items"]
    assert ("retracted", "counted twice by mistake") in {
        (row["reason"], row.get("retraction_reason") or row.get("why")) for row in left_out
    }
    assert FRANCE not in {hit["key"] for hit in get(editor, "search?q=France&kind=pledge&limit=100")["items"]}
    undo = HtmlForm(editor.get(f"/pledges/{FRANCE}/restore")).fill(reason="it was right")
    assert undo.press(editor, "save").status_code == 303
    assert get(editor, f"totals?{query}")["totals"] == before
    assert editor.get(f"/pledges/{FRANCE}").status_code == 200


def test_a_retracted_pledge_is_not_in_the_sheet_and_stays_known(editor: TestClient) -> None:
    sheet = editor.get("/statements.csv").text
    assert f"\n{FRANCE}," in sheet
    open_form(editor, f"/pledges/{FRANCE}/retract").fill(reason="wrong").press(editor, "save")
    assert f"\n{FRANCE}," not in editor.get("/statements.csv").text


def test_readers_see_no_way_to_write(client: TestClient) -> None:
    page = client.get(f"/pledges/{FRANCE}").text
    assert "/correct" not in page.replace("/corrections", "")
    for path in (
        "statements/1/correct",
        "statements/1/edit",
        "statements/1/retract",
        f"pledges/{FRANCE}/edit",
    ):
        assert client.get(f"/{path}").status_code == 401, path
        assert client.post(f"/{path}", data={"reason": "x"}).status_code == 401, path
    assert API
