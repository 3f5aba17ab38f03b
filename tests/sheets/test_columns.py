"""Each fault is told under a column that its sheet has."""

import pytest

from app.contributors.schemas import ContributorCreate, IndicatorCreate, MembershipCreate
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.pledges.schemas import PledgeColumns, SourceCreate, StatementCreate
from app.sheets import columns
from app.sheets.columns import STATEMENTS, Sheet, column_of, source_fields


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("key", "pledge"),
        ("statement.source.title", "source_title"),
        ("source.published_on", "source_published_on"),
        ("source", "source_title"),
        ("statement.on", "on"),
        ("quantity", "quantity"),
        ("aliases.0", "aliases"),
        ("", "until"),
        ("statement", "until"),
    ],
)
def test_a_dotted_field_is_a_column(field: str, column: str) -> None:
    assert column_of(field) == column


@pytest.mark.parametrize(
    ("sheet", "field", "column"),
    [
        (columns.OPERATIONS, "", "ended_on"),
        (columns.MEMBERSHIPS, "", "until"),
        (columns.INDICATORS, "source.title", "source"),
        (columns.INDICATORS, "source", "source"),
        (columns.REQUIREMENTS, "source", "source_title"),
    ],
)
def test_what_is_of_a_whole_row_or_source_is_told_under_a_column_of_its_sheet(
    sheet: Sheet, field: str, column: str
) -> None:
    assert column_of(field, sheet) == column


@pytest.mark.parametrize(
    ("sheet", "shapes"),
    [
        (STATEMENTS, [PledgeColumns, StatementCreate]),
        (columns.OPERATIONS, [OperationCreate]),
        (columns.CATEGORIES, [CategoryCreate]),
        (columns.CONTRIBUTORS, [ContributorCreate]),
        (columns.MEMBERSHIPS, [MembershipCreate]),
        (columns.REQUIREMENTS, [RequirementCreate]),
        (columns.INDICATORS, [IndicatorCreate]),
    ],
)
def test_every_field_has_a_column_and_every_column_a_field(
    sheet: Sheet, shapes: list[type[PledgeColumns]]
) -> None:
    own = {column_of(name, sheet) for shape in shapes for name in shape.model_fields if name != "source"}
    of_source = {f"source_{name}" for name in SourceCreate.model_fields if name != "id"}
    assert set(sheet.columns) - {"source"} - of_source == own
    assert not of_source & set(sheet.columns) or of_source <= set(sheet.columns)


def test_a_row_s_source_is_what_it_says_of_it() -> None:
    row = {"source_title": "A", "source_url": "", "source_seen_at": "B", "note": "C"}
    assert source_fields(row) == {"title": "A", "seen_at": "B"}
