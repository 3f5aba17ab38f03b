"""What the record has is left alone; what the sheet says otherwise is reported, or updated where it may be."""

from pathlib import Path

import pytest

from app.db import Database
from app.ledger.change import changing
from app.models import Contributor, Pledge, Source, Statement
from app.pledges.commands import retract_statement
from tests.sheets.folders import LATER, STATEMENT, Row, asked, count, faults, load, load_rows, version

LAST_REVISION = "SELECT action, entity, entity_key FROM revision ORDER BY number DESC LIMIT 1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"note": "Now with a note"}, "note Now with a note: the record keeps (empty)"),
        ({"until": "2013-02-01"}, "until 2013-02-01: the record keeps (empty)"),
        ({"accepted": "no"}, "accepted no: the record keeps yes"),
        ({"speaker": ""}, "speaker (empty): the record keeps A minister"),
        ({"source_kind": "agency"}, "source_kind agency: the record keeps newspaper"),
        ({"contributor": "GBR"}, "contributor GBR: the record keeps FRA"),
        ({"operation": "other"}, "operation other: the record keeps op"),
        ({"category": "trucks"}, "category trucks: the record keeps troops"),
        ({"item": "Tanks"}, "item Tanks: the record keeps Infantry"),
    ],
)
def test_a_difference_is_reported_and_nothing_changed(
    record: Database, folder: Path, change: Row, told: str
) -> None:
    row = STATEMENT | {"speaker": "A minister", "item": "Infantry", "source_kind": "newspaper"}
    load_rows(record, folder, row)
    before = version(record)
    report = load_rows(record, folder, row | change)
    assert [str(difference) for difference in report.differences] == [f"pledges.csv:2 {told}"]
    assert version(record) == before
    assert (report.kept("pledge"), report.kept("statement"), report.changed) == (1, 1, False)


def test_an_unknown_code_on_a_known_pledge_is_a_fault(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT)
    assert faults(record, folder, STATEMENT | {"category": "trops"}) == [
        "pledges.csv:2 category trops: 'trops' is not known here: accepted are troops, trucks"
    ]


def test_a_known_pledge_gets_a_new_statement_without_its_own_columns(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT)
    report = load_rows(record, folder, LATER)
    assert (report.kept("pledge"), report.created("statement"), report.differences) == (1, 1, [])
    assert asked(record, "SELECT version FROM pledge") == [(3,)]
    assert asked(
        record, "SELECT committed FROM standing WHERE recorded_until LIKE '9999%' ORDER BY from_on"
    ) == [
        (100,),
        (200,),
        (0,),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"on": "2013-01"},
        {"status": "announced"},
        {"quantity": "101"},
        {"quantity": "about 100"},
        {"source_title": "B"},
    ],
)
def test_another_day_status_number_or_source_is_another_statement(
    record: Database, folder: Path, change: Row
) -> None:
    load_rows(record, folder, STATEMENT)
    assert load_rows(record, folder, STATEMENT | change).created("statement") == 1


def test_a_row_that_is_there_twice_is_one_statement(record: Database, folder: Path) -> None:
    report = load_rows(record, folder, STATEMENT, STATEMENT | {"note": "Again"})
    assert (report.created("statement"), report.kept("statement")) == (1, 1)
    assert [str(d) for d in report.differences] == ["pledges.csv:3 note Again: the record keeps (empty)"]


def test_a_retracted_statement_is_not_brought_back(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT)
    with changing(record, "an editor") as change:
        retract_statement(change, 1, "Misread.")
    before = version(record)
    report = load_rows(record, folder, STATEMENT)
    assert (report.kept("statement"), version(record)) == (1, before)
    assert asked(record, "SELECT retraction_reason FROM statement") == [("Misread.",)]


def test_the_live_statement_is_compared_and_not_its_retracted_twin(record: Database, folder: Path) -> None:
    load_rows(record, folder, STATEMENT | {"note": "First"})
    with changing(record, "an editor") as change:
        retract_statement(change, 1, "The note was wrong.")
        old = change.session.get_one(Statement, 1)
        columns = {c.key: getattr(old, c.key) for c in Statement.__table__.c if c.key != "id"}
        live = columns | {"retracted_at": None, "retraction_reason": "", "note": "Second"}
        change.add_rows(Statement, [live])
    assert load_rows(record, folder, STATEMENT | {"note": "Second"}).differences == []


def test_a_new_statement_of_a_retracted_pledge_is_a_fault_and_a_known_one_is_not(
    record: Database, folder: Path
) -> None:
    load_rows(record, folder, STATEMENT)
    with changing(record, "an editor") as change:
        pledge = change.session.query(Pledge).one()
        pledge.retracted_at, pledge.retraction_reason = change.at, "Never said."
    assert faults(record, folder, STATEMENT) == []
    assert faults(record, folder, STATEMENT, LATER) == [
        "pledges.csv:3 pledge p1: p1 was retracted: Never said."
    ]


def test_a_known_statement_is_left_alone_after_the_record_s_last_day_moved_before_it(
    record: Database, folder: Path
) -> None:
    load_rows(record, folder, STATEMENT)
    (folder / "operations.csv").write_text("code,name,covered_until\nop,The operation,2013-01-10\n")
    assert faults(record, folder, STATEMENT) == []
    assert asked(record, "SELECT stage FROM standing WHERE recorded_until LIKE '9999%'") == [("closed",)]


def test_the_first_mention_of_a_source_counts_and_each_difference_is_told_once(
    record: Database, folder: Path
) -> None:
    rows = [
        STATEMENT | {"source_language": language, "on": f"2013-01-{day}"}
        for day, language in enumerate(["fr", "", "en", "en", "de"], 11)
    ]
    report = load_rows(record, folder, *rows)
    assert count(record, Source) == 1
    assert [str(d) for d in report.differences] == ["pledges.csv:4 source_language en: the record keeps fr"]


def test_a_known_row_of_another_sheet_is_updated_with_a_revision_only_if_it_differs(
    record: Database, folder: Path
) -> None:
    before = version(record)
    (folder / "categories.csv").write_text("code,name,group,unit\ntroops,Soldiers,personnel,people\n")
    report = load(record, folder)
    assert (report.updated("category"), version(record)) == (1, before + 1)
    assert asked(record, LAST_REVISION) == [("updated", "category", "troops")]
    assert asked(record, "SELECT name, version FROM category WHERE code = 'troops'") == [("Soldiers", 2)]


def test_columns_that_are_left_out_are_empty(record: Database, folder: Path) -> None:
    (folder / "operations.csv").write_text("code,name\nop,The operation\n")
    load(record, folder)
    assert asked(record, "SELECT covered_until FROM operation WHERE code = 'op'") == [(None,)]


def test_a_country_keeps_what_the_software_knows_of_it(record: Database, folder: Path) -> None:
    (folder / "contributors.csv").write_text("code,kind,name,aliases\nFRA,country,France,Hexagon\n")
    assert load(record, folder).updated("contributor") == 1
    assert asked(record, "SELECT alpha2, name_fr, aliases FROM contributor WHERE code = 'FRA'") == [
        ("FR", "France", '["Hexagon"]')
    ]
    assert count(record, Contributor) == 251


def test_a_sheet_that_tells_two_things_of_one_record_is_refused(record: Database, folder: Path) -> None:
    (folder / "categories.csv").write_text("code,name,unit\ntroops,Troops,people\ntroops,Men,people\n")
    assert faults(record, folder) == [
        "categories.csv:3 code troops: line 2 says something else of the same record: keep one of them"
    ]
