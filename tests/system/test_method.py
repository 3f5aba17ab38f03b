"""The method: what docs/method.md says is what the software does, and its page shows all of it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.ledger.amount import Amount
from app.ledger.quantity import QuantityError, parse_quantity
from app.ledger.standing import Position, standings
from app.ledger.track import Fact
from app.pledges.codebook import codebook
from app.system.documents import DOCUMENTS, anchor_of, make_document, read_document
from app.vocabulary import STATUSES
from tests.support.html_page import page_of

TEXT = (DOCUMENTS / "method.md").read_text(encoding="utf-8")
# Sections that the code and the other documents refer to by name.
NAMED = (
    "Quantities",
    "Bounds",
    "How a standing follows from its statements",
    "Ties",
    "An organisation and its members",
    "The end of a record",
    "Two clocks",
    "What is left out",
    "Codebook",
)
Row = list[str]


def tables() -> Iterator[tuple[Row, list[Row]]]:
    """Each table of the document: its heads and its rows."""
    for block in re.findall(r"(?:^\|.*\n)+", TEXT, flags=re.MULTILINE):
        heads, _rule, *rows = [
            [cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()
        ]
        yield heads, rows


def rows_of(*heads: str) -> list[Row]:
    return [row for found, rows in tables() if found == list(heads) for row in rows]


EXAMPLES = [rows for heads, rows in tables() if heads[:2] == ["Day", "Said"]]
PHRASES = rows_of("The words", "Whose pledge", "Code", "Why, and why not another")
REPORTED = rows_of("What was reported", "Whose pledge", "Code", "Why, and why not another")


# The rules


@pytest.mark.parametrize("row", rows_of("Printed", "Figure", "Least", "Most"), ids=lambda row: str(row[0]))
def test_printed_numbers_are_read_as_the_table_says(row: Row) -> None:
    printed, *figures = row
    quantity = parse_quantity(printed)
    expected = [None if word in ("none", "open") else int(word.replace(",", "")) for word in figures]
    assert [quantity.value, quantity.low, quantity.high] == expected
    assert ("open" in figures) == (quantity.value is not None and quantity.high is None)


def test_a_dot_is_refused() -> None:
    assert '"1.400" is refused' in TEXT
    with pytest.raises(QuantityError):
        parse_quantity("1.400")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda rows: str(rows[0][1]))
def test_each_example_is_what_the_standing_function_gives(example: list[Row]) -> None:
    facts = [fact for row in example if (fact := fact_of(row))]
    intervals = standings(facts, unit="people")
    for day, _said, *expected in example:
        position = [i.position for i in intervals if i.from_on <= date.fromisoformat(day)][-1]
        assert in_words(position) == expected, day


def fact_of(row: Row) -> Fact | None:
    """The statement of an example's row: "committed 1 until 2013-01-21"."""
    found = re.fullmatch(r"(\w+)(?: ([\d,]+))?(?: until (\S+))?", row[1])
    if found is None:
        assert row[1] == "nothing new"
        return None
    status, number, until = found.groups()
    assert status in STATUSES
    amount = None if number is None else Amount(*[int(number.replace(",", ""))] * 3)
    return Fact(date.fromisoformat(row[0]), status, amount, date.fromisoformat(until) if until else None)


def in_words(position: Position) -> Row:
    numbers = [f"{getattr(position, name).value:,}" for name in ("deployed", "committed", "announced")]
    if position.unquantified:
        numbers[0 if position.stage == "deployed" else STATUSES.index(position.stage)] = "not given"
    return [*numbers, position.stage]


def test_there_are_examples_of_everything() -> None:
    assert len(EXAMPLES) == 5
    said = {row[1].split()[0] for rows in EXAMPLES for row in rows}
    assert {"announced", "committed", "declined", "deployed", "ended", "requested", "under_review"} <= said


def test_the_statuses_are_those_of_the_record_in_their_order() -> None:
    assert (
        [row[0].strip("`") for row in rows_of("Code", "Track", "It means")]
        == list(STATUSES)
        == list(STATUSES)
    )


def test_the_form_and_the_document_have_the_same_codes() -> None:
    assert [code.status for group in codebook() for code in group.codes] == list(STATUSES)


def test_the_worked_example_adds_up() -> None:
    rows = rows_of("Who", "Said", "Counts")
    said = {row[0]: int(row[1].replace(",", "")) for row in rows}
    counts = {row[0]: int(row[2].replace(",", "")) for row in rows}
    whole, chad, sums = "ECOWAS, the whole force", "Chad, no member of ECOWAS", "**In all**"
    members = {name: n for name, n in said.items() if name not in (whole, chad, sums)}
    assert len(members) == 8
    assert remainder(said[whole], list(members.values())) == counts[whole]
    assert counts[sums] == sum(n for name, n in counts.items() if name != sums) == 5464
    assert said[sums] == sum(n for name, n in said.items() if name != sums) == 8764
    assert remainder(said[whole], []) + said[chad] == 5300
    without = [n for name, n in members.items() if name != "Nigeria"]
    assert (sum(without), remainder(said[whole], without)) == (2564, 736)
    for number in ("8,764", "5,464", "5,300", "2,564", "736"):
        assert number in TEXT


def remainder(whole: int, parts: list[int]) -> int:
    """What the standing function leaves to an organisation."""
    on = date(2013, 1, 17)
    pledges = [[Fact(on, "committed", Amount(n, n, n))] for n in (whole, *parts)]
    [interval] = standings(pledges[0], unit="people", parts=pledges[1:])
    return interval.position.committed.value


# The codebook, on the real record


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: str(row[0])[:40])
def test_each_phrase_is_evidence_of_a_statement_with_its_code(client: TestClient, row: Row) -> None:
    phrase, status, number = row[0].strip('"'), *code_of(row)
    said = statements(client, row)
    [found] = [s for s in said if phrase in (s["evidence"] or "") and s["status"] == status]
    assert number_of(found) == number
    assert found["source"]["publisher"] == "The Globe and Mail"


@pytest.mark.parametrize("row", REPORTED, ids=lambda row: str(row[0])[:40])
def test_each_report_is_a_statement_with_its_code(client: TestClient, row: Row) -> None:
    status, number = code_of(row)
    assert [number_of(s) for s in statements(client, row) if s["status"] == status] == [number]


def statements(client: TestClient, row: Row) -> list[dict[str, Any]]:
    key = re.findall(r"`([a-z0-9-]+)`", row[1])[0]
    found: list[dict[str, Any]] = client.get(f"/api/v1/pledges/{key}").json()["statements"]
    return found


def code_of(row: Row) -> tuple[str, str]:
    found = re.fullmatch(r"`(\w+)` (.+)", row[2])
    assert found
    return found[1], found[2]


def number_of(statement: dict[str, Any]) -> str:
    return str(statement["quantity_text"] or "no number")


def test_the_codebook_has_every_code_and_a_dozen_phrases() -> None:
    assert len(PHRASES) >= 12
    assert {code_of(row)[0] for row in PHRASES + REPORTED} == set(STATUSES)


# The page


def test_the_page_has_every_section_and_a_way_to_it(client: TestClient) -> None:
    shown = page_of(client, "/method")
    assert shown.title == "How Muster counts"
    sections = re.findall(r"^## (.+)$", TEXT, flags=re.MULTILINE)
    for name in sections:
        assert f"#{anchor_of(name)}" in shown.links
    assert set(map(anchor_of, (*sections, *NAMED))) <= set(shown.ids)
    assert len(shown.tables) == len(list(tables()))


def test_every_pledge_it_names_answers(client: TestClient) -> None:
    links = [link for link in page_of(client, "/method").main_links if link.startswith("/pledges/")]
    assert len(links) > 14
    # The form asks its readers to sign in.
    wanted = {link: 401 if link == "/pledges/new" else 200 for link in links}
    assert [link for link, status in wanted.items() if client.get(link).status_code != status] == []


def test_it_is_the_same_in_french(client: TestClient) -> None:
    english, french = page_of(client, "/method"), page_of(client, "/fr/method")
    assert french.title == "Comment Muster compte"
    # Its sections have their own names and the same addresses, in the same order; its tables have the same numbers.
    assert [name for name in french.ids if name in english.ids] == english.ids
    assert [len(table.rows) for table in french.tables] == [len(table.rows) for table in english.tables]
    links = [link.removeprefix("/fr") for link in french.main_links if "/pledges/" in link]
    assert links == [link for link in english.main_links if "/pledges/" in link]


def test_what_is_not_translated_is_shown_and_named_in_its_own_language() -> None:
    assert read_document("import", "de").language == "en"
    assert read_document("method", "fr").language == "fr"


def test_links_to_it_lead_to_its_sections() -> None:
    assert "an-organisation-and-its-members" in {anchor for anchor, _name in read_document("method").sections}


def test_html_in_a_document_is_shown_and_not_obeyed() -> None:
    document = make_document(
        "# A\n\n## B <i>\n\n<script>x</script> and <b>y</b>\n\n| C |\n|---|\n| <img src=x> |\n"
    )
    assert "<script>" not in document.body
    assert "<b>" not in document.body
    assert "<img" not in document.body
    assert "&lt;script&gt;" in document.body
    assert document.title == "A"
    assert document.sections == (("b-i", "B <i>"),)


def test_cells_know_their_columns() -> None:
    body = make_document("# A\n\n| C | D |\n|---|---|\n| 1 | 2 |\n").body
    assert '<td role="cell">1</td>' in body
    assert '<td role="cell" data-label="D">2</td>' in body


def test_how_to_import_has_its_parts_in_both_languages() -> None:
    english, french = read_document("import"), read_document("import", "fr")
    assert french.language == "fr"
    assert [anchor for anchor, _name in french.sections] == [anchor for anchor, _name in english.sections]
    for mark in ("<li>", "<tr ", "<pre ", "<code>"):
        assert french.body.count(mark) == english.body.count(mark), mark
