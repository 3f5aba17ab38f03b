"""The record as rows of the sheet: what is exported can be loaded again and changes nothing."""

from collections.abc import Iterator

from sqlalchemy import Connection

from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.pledges.sheet_query import all_statements
from app.sheets.columns import STATEMENTS


def sheet_rows(reader: Connection) -> Iterator[tuple[object, ...]]:
    """Every published statement that stands, in the sheet's columns; what has parts comes before its parts.

    The same rows as /statements.csv. Read in steps: a record of any size fits.
    """
    everything = scope_of(reader, PledgeFilter())
    return (tuple(row[column] for column in STATEMENTS.columns) for row in all_statements(reader, everything))
