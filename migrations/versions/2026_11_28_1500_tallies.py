"""Tallies of all standings by month, and indexes that hold all that a list or a boundary asks for.

Revision: 7a11e5281500, after the words. No table is rebuilt.
"""
# ruff: noqa: S608 - our own names

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "7a11e5281500"
down_revision = "f75000281100"
branch_labels = None
depends_on = None

TALLIES = {
    "category_tally": ["category_id"],
    "operation_tally": ["operation_id", "category_id"],
    "contributor_tally": ["contributor_id"],
}
AMOUNTS = ("deployed", "committed", "announced", "delivered")
BOUNDED = [f"{name}{bound}" for name in AMOUNTS for bound in ("", "_low", "_high")]
OTHERS = {
    "unquantified": "unquantified",
    **{f"{name}_open": f"CASE WHEN {name}_high IS NULL THEN 1 ELSE 0 END" for name in AMOUNTS},
    "pledges": "1",
    "operations": "operation_id",
    "operations_squared": "operation_id * operation_id",
}
LARGE = " OR ".join(f"{name} >= 4398046511104 OR {name}_high >= 4398046511104" for name in AMOUNTS)
NUMBERS = [*BOUNDED, *OTHERS, "large"]
NOW = {
    "sqlite": "recorded_until >= '9999-12-31 00:00:00.000000'",
    "postgresql": "recorded_until >= '9999-12-31 00:00:00+00'",
}
PART_OF_DAY = {
    "sqlite": "CAST(strftime('{}', {}) AS INTEGER)",
    "postgresql": "CAST(extract({} FROM {}) AS INTEGER)",
}
PARTS = {"sqlite": ("%Y", "%m"), "postgresql": ("year", "month")}
FIRST_YEAR, MONTHS = 1900, 2048

LISTED = ["recorded_until", "category_id", "stage", "from_on", "until_on", "pledge_id"]
BEFORE = {
    "ix_standing_pledge_id_standing_recorded_until_standing_from_on": [
        *("pledge_id", "recorded_until", "from_on"),
    ],
    "ix_standing_operation_id_standing_recorded_until_standing_from_on_standing_until_on": [
        *("operation_id", "recorded_until", "from_on", "until_on"),
    ],
    "ix_standing_contributor_id_standing_recorded_until_standing_from_on_standing_until_on": [
        *("contributor_id", "recorded_until", "from_on", "until_on"),
    ],
}
SINCE = {
    "ix_standing_of_pledge": ["pledge_id", "recorded_until", "from_on", "until_on"],
    "ix_standing_of_operation": ["operation_id", *LISTED],
    "ix_standing_of_contributor": ["contributor_id", *LISTED],
}
# Of rows that are few: table, columns, which rows.
OF_FEW = {
    "ix_statement_left_out": (
        *("statement", ["pledge_id", "on", "review", "accepted", "retracted_at"]),
        {
            engine: f"retracted_at IS NOT NULL OR {no}"
            for engine, no in {"sqlite": "accepted = 0", "postgresql": "NOT accepted"}.items()
        },
    ),
    "ix_pledge_retracted": (
        *("pledge", ["id"]),
        dict.fromkeys(NOW, "retracted_at IS NOT NULL"),
    ),
}


def upgrade() -> None:
    for name in BEFORE:
        op.drop_index(op.f(name))
    for name, columns in SINCE.items():
        op.create_index(name, "standing", columns)
    op.drop_index(op.f("ix_statement_source_id"))
    op.create_index("ix_statement_of_source", "statement", ["source_id", "retracted_at", "review"])
    for name, column in (("ix_standing_begins", "from_on"), ("ix_standing_ends", "until_on")):
        _create_partial(name, "standing", [column], NOW)
    for name, (table, columns, which) in OF_FEW.items():
        _create_partial(name, table, columns, which)
    for table, keys in TALLIES.items():
        _create(table, keys)
        _fill(table, keys)


def downgrade() -> None:
    for table in TALLIES:
        op.drop_table(table)
    for name in (*SINCE, *OF_FEW, "ix_standing_begins", "ix_standing_ends"):
        op.drop_index(name)
    for name, columns in BEFORE.items():
        op.create_index(op.f(name), "standing", columns)
    op.drop_index("ix_statement_of_source")
    op.create_index(op.f("ix_statement_source_id"), "statement", ["source_id"])


def _create_partial(name: str, table: str, columns: list[str], which: dict[str, str]) -> None:
    where: Any = {f"{engine}_where": sa.text(rows) for engine, rows in which.items()}
    op.create_index(name, table, columns, **where)


def _create(table: str, keys: list[str]) -> None:
    op.create_table(
        table,
        sa.Column("node", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(key, sa.Integer, primary_key=True, autoincrement=False) for key in keys),
        *(sa.Column(key, sa.String(40), primary_key=True) for key in ("unit", "stage")),
        *(sa.Column(number, sa.BigInteger, nullable=False) for number in NUMBERS),
        sa.PrimaryKeyConstraint("node", *keys, "unit", "stage", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def _fill(table: str, keys: list[str]) -> None:
    """As app/ledger/tally.py had it on the day of this migration."""
    of = ", ".join(["node", *keys, "unit", "stage"])
    sums = ", ".join(f"sum({name})" for name in NUMBERS)
    names = ", ".join(NUMBERS)
    moved = " UNION ALL ".join([_moved(keys, "from_on", 1), _moved(keys, "until_on", -1)])
    into = f"INSERT INTO {table} ({of}, {names})"
    op.execute(f"{into} SELECT {of}, {sums} FROM ({moved}) AS moved GROUP BY {of}")
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in NUMBERS)
    others = ", ".join([*keys, "unit", "stage", *NUMBERS])
    bit = 1
    while bit < MONTHS:
        parents = f"SELECT node + {bit}, {others} FROM {table} WHERE node & -node = {bit} AND node + {bit} <= {MONTHS}"
        op.execute(f"{into} {parents} ON CONFLICT ({of}) DO UPDATE SET {added}")
        bit *= 2


def _moved(keys: list[str], day: str, sign: int) -> str:
    engine = op.get_bind().dialect.name
    year, month = (PART_OF_DAY[engine].format(part, day) for part in PARTS[engine])
    number = f"({year} - {FIRST_YEAR}) * 12 + {month}"
    node = f"CASE WHEN {number} < 1 THEN 1 WHEN {number} > {MONTHS} THEN {MONTHS} ELSE {number} END AS node"
    bounded = {name: f"CASE WHEN {LARGE} THEN 0 ELSE coalesce({name}, 0) END" for name in BOUNDED}
    numbers = {**bounded, **OTHERS, "large": f"CASE WHEN {LARGE} THEN 1 ELSE 0 END"}
    columns = ", ".join(f"{sign} * ({number}) AS {name}" for name, number in numbers.items())
    return (
        f"SELECT {node}, {', '.join(keys)}, unit, stage, {columns} FROM standing"
        f" WHERE {NOW[engine]} AND {day} < '9999-12-31'"
    )
