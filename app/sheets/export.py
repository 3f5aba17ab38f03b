"""The record as rows of the sheet: what is exported can be loaded again and changes nothing."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.pledges.sheet_query import all_cells


def sheet_rows(reader: Connection) -> Iterator[Sequence[object]]:
    """Every published statement that stands, in the sheet's columns; what has parts comes before its parts.

    The same rows as /statements.csv. Read in steps: a record of any size fits.
    """
    return all_cells(reader, scope_of(reader, PledgeFilter()))
