"""A pledge may be part of one that stands further down, or in another file."""

from pathlib import Path

import pytest

from app.db import Database
from app.ledger.change import changing
from app.models import Pledge
from tests.sheets.folders import STATEMENT, Row, asked, faults, load, load_rows, write

WHOLE = STATEMENT | {"pledge": "whole", "contributor": "AU", "quantity": "500"}
PART = STATEMENT | {"pledge": "part", "part_of": "whole", "quantity": "200"}
PARTS = "SELECT p.key, w.key FROM pledge p JOIN pledge w ON w.id = p.part_of_id"
COMMITTED = (
    "SELECT p.key, s.committed FROM standing s JOIN pledge p ON p.id = s.pledge_id"
    " WHERE s.stage <> 'closed' AND s.recorded_until LIKE '9999%' ORDER BY 1"
)


def test_a_part_may_stand_before_its_whole(record: Database, folder: Path) -> None:
    load_rows(record, folder, PART, WHOLE)
    assert asked(record, PARTS) == [("part", "whole")]
    assert asked(record, COMMITTED) == [("part", 200), ("whole", 300)]


def test_a_whole_may_stand_in_a_later_file(record: Database, folder: Path) -> None:
    write(folder / "pledges-a.csv", [PART])
    write(folder / "pledges-b.csv", [WHOLE])
    load(record, folder)
    assert asked(record, PARTS) == [("part", "whole")]


def test_a_whole_may_be_in_the_record(record: Database, folder: Path) -> None:
    load_rows(record, folder, WHOLE)
    load_rows(record, folder, PART)
    assert asked(record, COMMITTED) == [("part", 200), ("whole", 300)]


def test_a_row_without_a_key_may_be_a_part(record: Database, folder: Path) -> None:
    load_rows(record, folder, PART | {"pledge": ""}, WHOLE)
    assert asked(record, PARTS) == [("op-fra-troops", "whole")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [WHOLE, PART, PART | {"pledge": "p3", "part_of": "part"}],
            "pledges.csv:4 part_of part: part is itself part of a pledge: one level is enough",
        ),
        (
            [WHOLE, PART | {"operation": "other"}],
            "pledges.csv:3 part_of whole: whole is of another operation or unit: parts share both",
        ),
        (
            [WHOLE | {"unit": "hours"}, PART],
            "pledges.csv:3 part_of whole: whole is of another operation or unit: parts share both",
        ),
        (
            [PART | {"part_of": "part"}],
            "pledges.csv:2 part_of part: part is itself part of a pledge: one level is enough",
        ),
    ],
)
def test_what_cannot_be_a_part_is_told(record: Database, folder: Path, rows: list[Row], told: str) -> None:
    assert faults(record, folder, *rows) == [told]


def test_nothing_can_be_part_of_a_retracted_pledge(record: Database, folder: Path) -> None:
    load_rows(record, folder, WHOLE)
    with changing(record, "an editor") as change:
        pledge = change.session.query(Pledge).one()
        pledge.retracted_at, pledge.retraction_reason = change.at, "It was another force."
    assert faults(record, folder, PART) == [
        "pledges.csv:2 part_of whole: there is no pledge whole to be part of"
    ]
