"""Tallies: sums of all standings that hold now, kept beside them, so that a sum over everything need not read them.

They follow from the standings as these follow from the facts. Each row is of some months (app/ledger/months.py): what
came into force in them, less what went out of force. docs/decisions/0028-tallies.md says why.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, String, Table

from app.db import Base
from app.vocabulary import AMOUNTS, BOUNDED

# All that is added up of standings. `..._open`: how many highs have no end. `operations` and `operations_squared` are
# sums of the operations' row numbers: whether they are of one operation can be told from them (`is_of_several`).
COUNTED = (
    *(*BOUNDED, "unquantified", *(f"{name}_open" for name in AMOUNTS), "pledges"),
    *("operations", "operations_squared"),
)


def _table(name: str, *of: str) -> Table:
    keys: list[Column[Any]] = [Column(key, Integer, primary_key=True, autoincrement=False) for key in of]
    # No foreign keys: what a row is of is known from the standings, and nothing here may keep anything from going.
    return Table(
        name,
        Base.metadata,
        Column("node", Integer, primary_key=True, autoincrement=False),
        *keys,
        Column("unit", String(40), primary_key=True),
        Column("stage", String(40), primary_key=True),
        *(Column(number, BigInteger, nullable=False) for number in COUNTED),
        # How many standings have a number that is too large to be added here.
        Column("large", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


BY_CATEGORY = _table("category_tally", "category_id")
BY_OPERATION = _table("operation_tally", "operation_id", "category_id")
BY_CONTRIBUTOR = _table("contributor_tally", "contributor_id")
# The shortest first: the first that can tell is asked.
TALLIES = (BY_CATEGORY, BY_OPERATION, BY_CONTRIBUTOR)
