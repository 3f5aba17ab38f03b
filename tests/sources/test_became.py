"""What became of what a source said: told from later statements, on the real record and on small ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.sheets.loader import load_folder
from app.sources.became import OUTCOMES, Outcome
from app.sources.became_shapes import BecameItem
from app.sources.founding import founding_source
from app.sources.spoken import statements_in, statements_on
from app.sources.told import told_of
from app.sources.verdict import MARKS, finding, outcome_label
from tests.api.support import get, table
from tests.support.html_page import page_of
from tests.support.records import Row, write_sheets

ALWAYS = date(2026, 11, 24)


def told(database: Database, on: date, moment: None = None) -> dict[tuple[str, str], Outcome]:
    """What became of the phrases of the founding article, by pledge and words."""
    with database.reading() as reader:
        source = founding_source(reader, scope_of(reader, PledgeFilter(operation=("mali",))).operation_ids)
        assert source
        told_then = told_of(reader, statements_on(reader, source["id"], moment), on, moment)
    pairs = zip(told_then.statements, told_then.outcomes, strict=True)
    return {(s["pledge"], s["evidence"]): outcome for s, outcome in pairs}


def words(outcome: Outcome) -> str:
    return " ".join(outcome.sentences)


def test_one_plane_for_a_week_was_extended_twice_and_stayed_until_31_march(seeded: Database) -> None:
    phrase = (
        "serval-can-c17",
        "Canada's contribution of one C-17 transport plane beyond the week Ottawa offered",
    )
    later = told(seeded, ALWAYS)[phrase]
    assert later.kind == "delivered"
    assert later.sentences == (
        "Delivered in full by 15 January 2013: 1 transport aircraft.",
        "Extended twice, to 15 March 2013.",
        "Ended on 31 March 2013.",
    )
    # Each only from the day on which it was said.
    assert "Extended" not in words(told(seeded, date(2013, 1, 23))[phrase])
    assert "Extended once, to 15 February 2013." in words(told(seeded, date(2013, 1, 24))[phrase])
    assert "Ended" not in words(told(seeded, date(2013, 3, 30))[phrase])


def test_1100_more_became_4000_by_february(seeded: Database) -> None:
    phrase = ("serval-fra-troops", "is expecting to send 1,100 more")
    assert (
        words(told(seeded, date(2013, 1, 17))[phrase])
        == "1,400 of 2,500 soldiers delivered by 17 January 2013."
    )
    assert told(seeded, date(2013, 1, 23))[phrase].kind == "partly"
    then = told(seeded, date(2013, 2, 15))[phrase]
    assert (then.kind, words(then)) == (
        "delivered",
        "Delivered in full by 6 February 2013, and more: 4,000 soldiers.",
    )
    assert words(told(seeded, ALWAYS)[phrase]).endswith("Ended on 15 July 2014.")


def test_a_refusal_stood_and_a_question_has_no_answer(seeded: Database) -> None:
    later = told(seeded, ALWAYS)
    assert later["serval-deu-troops", "Sending in German fighting units is not up for debate"].kind == "stood"
    asked = later["serval-gbr-support", "I beg you, don't leave the French alone"]
    assert (asked.kind, words(asked)) == ("unanswered", "No answer is in this record by 15 July 2014.")


def test_an_organisation_is_kept_by_its_members(seeded: Database) -> None:
    phrase = (
        "afisma-ecowas-force",
        "A West African force of 3,300, from nations in the regional bloc ECOWAS, is being prepared",
    )
    assert words(told(seeded, date(2013, 2, 15))[phrase]).startswith(
        "Its members delivered 1,305 of 3,300 soldiers"
    )
    last = told(seeded, ALWAYS)[phrase]
    assert (last.kind, last.on) == ("delivered", date(2013, 6, 30))


def test_the_finding_counts_its_promises(seeded: Database) -> None:
    outcomes = list(told(seeded, ALWAYS).values())
    with seeded.reading() as reader:
        source = founding_source(reader, scope_of(reader, PledgeFilter(operation=("mali",))).operation_ids)
        assert source
        told_now = told_of(reader, statements_on(reader, source["id"], None), ALWAYS, None)
    promises = [one for one in told_now.outcomes if one.group == "promise"]
    kept = sum(one.kind == "delivered" for one in promises)
    assert 0 < kept < len(promises)
    said = finding(told_now.outcomes, "The Globe and Mail", is_present=False)
    assert said == (
        f"Of {len(promises)} promises that The Globe and Mail reported, {kept} had been delivered by 15 July 2014"
    )
    assert len(outcomes) <= len(told_now.outcomes)


def outcomes(**kinds: int) -> list[Outcome]:
    group = {"granted": "ask", "unanswered": "ask"}
    return [
        Outcome(kind, group.get(kind, "promise"), date(2013, 3, 1), ("",))
        for kind, n in kinds.items()
        for _each in range(n)
    ]


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({"delivered": 1}, "The promise that A paper reported had been delivered by 1 March 2013"),
        ({"delivered": 2}, "All 2 promises that A paper reported had been delivered by 1 March 2013"),
        (
            {"delivered": 1, "partly": 1, "disputed": 3},
            "Of 2 promises that A paper reported, 1 had been delivered by 1 March 2013",
        ),
        # Silence is no broken promise.
        ({"undelivered": 1}, "No delivery of the promise that A paper reported is recorded by 1 March 2013"),
        (
            {"undelivered": 2, "partly": 1},
            "Of 3 promises that A paper reported, part of 1 is recorded as delivered by 1 March 2013",
        ),
        (
            {"unanswered": 1},
            "No promise is recorded by 1 March 2013 in answer to what A paper says was asked for",
        ),
        (
            {"unanswered": 1, "granted": 1},
            "Of 2 things that A paper says were asked for, 1 had been promised or given by 1 March 2013",
        ),
        ({"disputed": 1, "later": 2}, ""),
    ],
)
def test_the_finding_never_says_more_than_the_record(kinds: dict[str, int], said: str) -> None:
    assert finding(outcomes(**kinds), "A paper", is_present=False) == said


SMALL = [
    # Of a promise: kept in part, declined, past its last day, changed, without a number.
    ("promise,committed,100", "deployed,40", "partly", "40 of 100 soldiers delivered by 20 January 2013."),
    ("promise,committed,100", "declined,", "withdrawn", "Declined on 20 January 2013."),
    ("promise,committed,100", "lapsed,", "withdrawn", "Withdrawn or turned down on 20 January 2013."),
    ("promise,announced,100", "committed,150", "undelivered", "Decided on 20 January 2013."),
    ("promise,announced,100", "committed,150", "undelivered", "Raised to 150 soldiers by 20 January 2013."),
    ("promise,announced,100", "committed,50", "undelivered", "Cut to 50 soldiers by 20 January 2013."),
    ("promise,committed,100", "deployed,", "unclear", "no source gives the number"),
    ("promise,committed,", "deployed,30", "delivered", "Delivered from 20 January 2013: 30 soldiers."),
    ("promise,committed,100", "", "undelivered", "No delivery is in this record by 1 March 2013."),
    # Of what was in place.
    ("delivery,deployed,100", "deployed,60", "shrank", "Down to 60 soldiers by 20 January 2013."),
    ("delivery,deployed,100", "deployed,100", "held", "Still 100 soldiers on 20 January 2013."),
    ("delivery,deployed,100", "", "held", "Nothing later is in this record."),
    ("delivery,ended,100", "deployed,100", "returned", "In place again on 20 January 2013."),
    # Of a request and of a refusal.
    ("ask,requested,", "declined,", "refused", "Declined on 20 January 2013."),
    ("ask,requested,", "committed,70", "granted", "Promised on 20 January 2013: 70 soldiers."),
    ("ask,requested,", "under_review,", "unanswered", "Under review on 20 January 2013."),
    ("refusal,declined,", "deployed,20", "reversed", "Delivered from 20 January 2013: 20 soldiers."),
]


PLEDGE = {"operation": "north", "contributor": "FRA", "category": "troops", "part_of": ""}


def statement(on: str, status: str, quantity: str) -> Row:
    said = {"pledge": "a", "on": on, "status": status, "quantity": quantity, "until": "", "accepted": ""}
    return said | {"source_title": f"A paper of {on}"}


@pytest.mark.parametrize(("said", "later", "kind", "sentence"), SMALL)
def test_each_outcome_is_told_from_what_was_said_later(
    database: Database, tmp_path: Path, said: str, later: str, kind: str, sentence: str
) -> None:
    group, *first = said.split(",")
    rows = [PLEDGE | statement("2013-01-10", *first)]
    rows += [statement("2013-01-20", *later.split(","))] if later else []
    outcome = first_outcome(database, tmp_path, rows, date(2013, 3, 1))
    assert (outcome.kind, outcome.group) == (kind, group)
    assert sentence in words(outcome)


def first_outcome(database: Database, folder: Path, rows: list[Row], on: date) -> Outcome:
    """What became of the first of these statements."""
    with changing(database, "test") as change:
        load_folder(change, write_sheets(rows, folder), lambda _rows: None)
    with database.reading() as reader:
        statements = statements_in(reader, scope_of(reader, PledgeFilter()), None)
        return told_of(reader, statements[:1], on, None).outcomes[0]


def test_every_outcome_has_words_and_is_documented() -> None:
    assert all(outcome_label(kind) for kind in OUTCOMES)
    documented = BecameItem.model_json_schema()["properties"]["outcome"]["enum"]
    assert documented == list(OUTCOMES)
    assert set(MARKS) < set(OUTCOMES)
    method = (Path(__file__).parents[2] / "docs/method.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in method for kind in OUTCOMES)


@pytest.mark.slow
def test_page_file_and_api_say_the_same(client: TestClient) -> None:
    [number] = {
        row["source"]
        for row in get(client, "became", q="1,100 more", limit=1000)["items"]
        if row["evidence"] and "1,100" in row["evidence"]
    }
    query = "as_of=2013-02-15"
    items = get(client, f"became?source={number}&{query}&limit=1000")["items"]
    rows = table(client.get(f"/sources/{number}.csv?{query}").text)
    assert [row["became"] for row in rows] == [item["became"] for item in items]
    assert len(items) == 25
    shown = page_of(client, f"/sources/{number}?{query}")
    for item in items:
        text = " ".join(shown.texts[f"statement-{item['statement']}"].split())
        assert item["became"] in text
    for kind in {item["outcome"] for item in items}:
        some = page_of(client, f"/sources/{number}?{query}&outcome={kind}")
        mine = {i["statement"] for i in items if i["outcome"] == kind}
        assert {i for i in some.ids if i.startswith("statement-") and not i.endswith("-title")} == {
            f"statement-{i}" for i in mine
        }
    assert f"/sources/{number}.csv?{query}" in shown.links
