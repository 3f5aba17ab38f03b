"""Bad input to the forms: every fault at once, each beside its field, and nothing that was typed is lost."""

import pytest
from starlette.testclient import TestClient

from app.models import Revision
from tests.pledges.test_forms import NEW, count, filled
from tests.support.html_form import HtmlForm, open_form

pytestmark = pytest.mark.slow

CONTROL = "before\x07after"
NOT_TEXT = "control character"
LONG = "x" * 20_001
# Each field with what it refuses, and what it says to that.
REFUSED = [
    ("operation", "", "choose what it is for"),
    ("operation", "barkhane", "'barkhane' is not known here"),
    ("operation", CONTROL, NOT_TEXT),
    ("operation", "x" * 201, "longer than 200 characters"),
    ("contributor", "", "say who"),
    ("contributor", "   ", "say who"),
    ("contributor", "Canadia", "accepted are canada"),
    ("contributor", CONTROL, NOT_TEXT),
    ("category", "", "choose what is given"),
    ("category", "tropps", "accepted are troops"),
    ("item", LONG, "longer than 500 characters"),
    ("item", CONTROL, NOT_TEXT),
    ("unit", "x" * 41, "longer than 40 characters"),
    ("part_of", "nothing-there", "there is no pledge nothing-there"),
    ("part_of", "minusma-bel", "another operation or unit"),
    ("caveats", LONG, "longer than 20000 characters"),
    ("statement.on", "17 January 2013", "write 2013-01-17, 2013-01 or 2013"),
    ("statement.on", "2013-02-30", "not in the calendar"),
    ("statement.on", "2014-07-16", "move its covered_until first, or enter the statement as not accepted"),
    ("statement.status", "", "choose what is said"),
    ("statement.status", "promised", "choose one of those that are listed"),
    ("statement.quantity", "1400 troops", 'write only "1400", without "troops"'),
    ("statement.quantity", "1.400", "a dot can be read in two ways"),
    ("statement.quantity", "several hundred", "put the words in the evidence"),
    ("statement.quantity", "1,100 more", "choose “More than what is known”"),
    ("statement.quantity", "9223372036854775808", "the largest number is"),
    ("statement.until", "2013-01-16", "is before the day it counts from"),
    ("statement.until", "until spring", "write it as 2013-01-17"),
    ("statement.condition", CONTROL, NOT_TEXT),
    ("statement.speaker", "x" * 501, "longer than 500 characters"),
    ("statement.evidence", "word " * 41, "the quotation has 41 words: quote at most 40"),
    ("statement.accepted", "perhaps", "neither yes nor no"),
    ("statement.note", LONG, "longer than 20000 characters"),
    ("statement.source.id", "one", "choose one of those that are listed"),
    ("statement.source.id", "99999", "there is no source 99999"),
    ("statement.source.id", "9" * 30, "choose one of those that are listed"),
    ("statement.source.title", LONG, "longer than 500 characters"),
    ("statement.source.publisher", CONTROL, NOT_TEXT),
    ("statement.source.author", CONTROL, NOT_TEXT),
    ("statement.source.url", "example.org/planes", "it begins with https://"),
    ("statement.source.url", "javascript:alert(1)", "it begins with https://"),
    ("statement.source.archived_url", "ftp://example.org", "it begins with https://"),
    ("statement.source.published_on", "17/01/2013", "write it as 2013-01-17"),
    ("statement.source.accessed_on", "yesterday", "write it as 2013-01-17"),
    ("statement.source.seen_at", "x" * 501, "longer than 500 characters"),
    ("statement.source.language", "x" * 41, "longer than 40 characters"),
    ("statement.source.kind", "blog", "choose one of those that are listed"),
]
# What a browser sends nothing for: no radio button chosen, or a box that cannot hold this.
UNSHOWN = {"statement.status", "statement.accepted"}
NAMES = {name for name, _bad, _says in REFUSED}
TYPED = {
    "item": 'Engineers "quoted" & <b>',
    "caveats": "not in the north",
    "statement__condition": "if parliament agrees",
    "statement__speaker": "The President",
    "statement__note": "Said on the radio.",
    "statement__source__author": "A. Writer",
    "statement__source__archived_url": "https://archive.example/1",
    "statement__source__accessed_on": "2013-02-01",
    "statement__source__seen_at": "a reprint",
}
FROM_RECORD = {f"statement__source__{name}": "" for name in ("title", "publisher", "url", "published_on")} | {
    f"statement__source__{name}": "" for name in ("author", "archived_url", "accessed_on", "seen_at")
}


@pytest.mark.parametrize(("name", "bad", "says"), REFUSED, ids=lambda text: text[:24])
def test_bad_input_says_so_beside_its_field_and_keeps_everything(
    editor: TestClient, name: str, bad: str, says: str
) -> None:
    form = filled(editor, **TYPED)
    if name == "statement.source.id":
        form.fill(**FROM_RECORD)
    form.type(name, bad)
    before = count(editor, Revision)
    answer = form.send(editor)
    assert answer.response.status_code == 422
    assert answer.title.startswith("Error: ")
    assert says.lower() in answer.error_of(name).lower()
    assert f"field-{name}-error" in answer.described
    assert {n: v for n, v in answer.fields.items() if n not in UNSHOWN and v} == {
        n: v for n, v in form.fields.items() if n not in UNSHOWN and v
    }
    assert [link for link in answer.links if link.startswith("#field-")] == [f"#field-{name}"]
    assert count(editor, Revision) == before


def test_every_field_of_the_form_has_something_that_it_refuses(editor: TestClient) -> None:
    form = open_form(editor, NEW)
    own = {"form_id", "source_q", "mode", "statement.status", "statement.accepted", ""}
    assert set(form.fields) - own <= NAMES
    assert {"statement.status", "statement.accepted"} <= NAMES


def test_all_faults_are_told_at_once_in_the_order_of_the_form(editor: TestClient) -> None:
    """Those that the shape knows and those that only the record knows, also about fields beside one at fault."""
    answer = filled(
        editor,
        operation="",
        contributor="Canadia",
        category="equipment",
        part_of="nothing-there",
        statement__quantity="about 40",
        statement__on="2013-01-17",
        statement__until="2013-01-01",
        statement__evidence="word " * 50,
        statement__source__url="nowhere",
    ).send(editor)
    places = [link for link in answer.links if link.startswith("#field-")]
    assert places == [
        "#field-statement.source.url",
        "#field-operation",
        "#field-contributor",
        "#field-part_of",
        "#field-statement.until",
        "#field-statement.evidence",
    ]
    assert all(link.removeprefix("#") in answer.texts for link in places)


def test_empty_form_asks_for_what_it_needs_and_for_nothing_else(editor: TestClient) -> None:
    answer = open_form(editor, NEW).send(editor)
    needed = [
        "statement.source.title",
        "operation",
        "contributor",
        "category",
        "statement.status",
        "statement.on",
    ]
    assert [link for link in answer.links if link.startswith("#field-")] == [
        f"#field-{name}" for name in needed
    ]
    assert answer.error_of("statement.source.title").startswith("A source needs a title or an address")


def test_number_of_what_is_not_counted_is_refused(editor: TestClient) -> None:
    answer = filled(editor, category="intelligence").send(editor)
    assert "this category is not counted" in answer.error_of("statement.quantity").lower()


def test_day_after_the_record_may_be_entered_as_not_accepted(editor: TestClient) -> None:
    late = filled(editor, statement__on="2014-07-16").send(editor)
    assert late.response.status_code == 422
    allowed = late.fill(statement__accepted="no").send(editor)
    assert "never counted" in allowed.words
    assert allowed.press(editor, "save").status_code == 303


def test_source_cannot_be_both_chosen_and_entered(editor: TestClient) -> None:
    answer = filled(editor, statement__source__id="3").send(editor)
    assert "not both" in answer.error_of("statement.source.id")
    assert answer.fields["statement.source.title"] == "Belgium to send more planes"


def test_chosen_value_that_is_in_no_list_is_still_there(editor: TestClient) -> None:
    answer = HtmlForm(
        editor.post(NEW, data={"operation": "somewhere", "category": "things", "unit": "boats"})
    )
    assert [answer.fields[name] for name in ("operation", "category", "unit")] == [
        "somewhere",
        "things",
        "boats",
    ]


def test_fields_that_are_folded_away_unfold_where_they_are_at_fault(editor: TestClient) -> None:
    fine = open_form(editor, NEW).response.text
    wrong = filled(editor, statement__source__archived_url="ftp://x").press(editor, "check").text
    assert wrong.count('<details class="fold" open') == fine.count('<details class="fold" open') + 1
