"""The codebook: all eight statuses, each in one line, beside the field."""

from starlette.testclient import TestClient

from app.pledges.codebook import codebook
from app.vocabulary import STATUSES
from tests.support.html_form import open_form


def test_every_status_has_its_line_in_the_order_of_a_promise() -> None:
    codes = [code for group in codebook() for code in group.codes]
    assert [code.status for code in codes] == list(STATUSES)
    assert all(code.line.endswith(".") and code.label for code in codes)
    assert len({code.line for code in codes}) == len(STATUSES)


def test_form_shows_every_line_tied_to_its_choice(editor: TestClient) -> None:
    form = open_form(editor, "/pledges/new")
    for group in codebook():
        assert group.label in form.words
        for code in group.codes:
            assert f'value="{code.status}"' in form.response.text
            assert code.line in form.words
