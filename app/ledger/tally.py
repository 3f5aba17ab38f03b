"""Keeping the tallies: brought up to date in the transaction that changes standings, made anew, and verified.

What a standing adds in the month in which it comes into force it takes away again in the month in which it ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import add, sub
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Select,
    Subquery,
    Table,
    case,
    delete,
    extract,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.ledger.bulk import Prepared, execute_rows, prepare
from app.ledger.counted import TOO_LARGE, S, counted, holds_now, is_large
from app.ledger.months import FIRST_YEAR, MONTHS, month_of, nodes_with
from app.models import Category, Contributor, Operation
from app.models.tally import BY_CATEGORY, BY_CONTRIBUTOR, BY_OPERATION, COUNTED, TALLIES
from app.models.types import FAR_DAY
from app.vocabulary import AMOUNTS, BOUNDED

# What is added up, in the order in which the tables have it.
NUMBERS = (*COUNTED, "large")
# Months and groups that wait for being written; more would only take memory.
AT_ONCE = 20_000
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# Of a table: what its rows are of, beside the months.
Key = tuple[Any, ...]


@cache
def keys_of(table: Table) -> list[str]:
    """The columns that say what a row is of."""
    return [column.name for column in table.primary_key if column.name != "node"]


class Tallying:
    """Changes of standings that wait for being added to the tallies."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[Table, dict[tuple[int, Key], list[int]]] = {table: {} for table in TALLIES}

    def move(self, standings: Iterable[Mapping[str, Any]], *, holds: bool) -> None:
        """Let standings, as their rows say, hold from now on, or no longer."""
        for standing in standings:
            numbers = _numbers(standing)
            for table in TALLIES:
                key = tuple(standing[name] for name in keys_of(table))
                self._add(table, standing["from_on"], key, numbers, add if holds else sub)
                if standing["until_on"] != FAR_DAY:
                    self._add(table, standing["until_on"], key, numbers, sub if holds else add)
        if sum(map(len, self._waiting.values())) > AT_ONCE:
            self.write()

    def _add(self, table: Table, on: date, key: Key, numbers: list[int], how: Any) -> None:
        waiting, month = self._waiting[table], month_of(on)
        known = waiting.get((month, key)) or [0] * len(NUMBERS)
        waiting[month, key] = list(map(how, known, numbers))

    def write(self) -> None:
        """Add what waits to the tallies."""
        for table, waiting in self._waiting.items():
            nodes: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
            for (month, key), numbers in waiting.items():
                if any(numbers):
                    for node in nodes_with(month):
                        nodes[node, *key] = list(map(add, nodes[node, *key], numbers))
            if nodes:
                connection = self._session.connection()
                rows = [(*at, *numbers) for at, numbers in nodes.items()]
                execute_rows(connection, _prepared(table, connection.dialect), rows)
            waiting.clear()


def _numbers(standing: Mapping[str, Any]) -> list[int]:
    """What app.ledger.counted has as SQL, of a row that is at hand."""
    bounds = [standing[name] for name in BOUNDED]
    large = any(bound is not None and bound >= TOO_LARGE for bound in bounds)
    opened = [int(standing[f"{name}_high"] is None) for name in AMOUNTS]
    operation = standing["operation_id"]
    return [
        *([0] * len(bounds) if large else [bound or 0 for bound in bounds]),
        *(standing["unquantified"], *opened, 1, operation, operation**2, int(large)),
    ]


@lru_cache(maxsize=16)
def _prepared(table: Table, dialect: Dialect) -> Prepared:
    """SQLAlchemy would compile it for every write."""
    return prepare(_adding(dialect, table), dialect, table.c.keys())


def _adding(dialect: Dialect, table: Table, rows: Select[Any] | None = None) -> Any:
    """The statement that adds rows to those of the same months and groups."""
    statement: Any = INSERTS[dialect.name](table)
    if rows is not None:
        statement = statement.from_select(table.c.keys(), rows)
    sums = {name: table.c[name] + statement.excluded[name] for name in NUMBERS}
    return statement.on_conflict_do_update(index_elements=["node", *keys_of(table)], set_=sums)


def rebuild(session: Session) -> None:
    """Make the tallies anew from the standings that hold now, in time that grows with them alone."""
    dialect = session.connection().dialect
    for table in TALLIES:
        session.execute(delete(table))
        session.execute(insert(table).from_select(table.c.keys(), _of_months(table)))
        # Level by level: what the nodes of one have is part of their parents.
        bit = 1
        while bit < MONTHS:
            session.execute(_adding(dialect, table, _to_parents(table).where(_lowest_bit(table) == bit)))
            bit *= 2


def _of_months(table: Table) -> Select[Any]:
    """What each month adds by itself."""
    moved = _moved(table).subquery()
    keys = [moved.c[name] for name in ("node", *keys_of(table))]
    return select(*keys, *(func.sum(moved.c[name]).label(name) for name in NUMBERS)).group_by(*keys)


def _moved(table: Table) -> Any:
    """What each standing adds to its first month, and takes from the one in which it ends."""
    keys = [S[name] for name in keys_of(table)]
    begun = [part.where(holds_now()) for part in moved([_month(S.from_on), *keys], 1)]
    ended = [part.where(holds_now(), S.until_on < FAR_DAY) for part in moved([_month(S.until_on), *keys], -1)]
    return union_all(*begun, *ended)


def moved(keys: Sequence[Any], sign: int) -> list[Select[Any]]:
    """NUMBERS of standings, by `keys`, to add (1) or to take away (-1): of those that are added, and of those with a
    number too large for it, which are only counted.
    """
    return [_part(keys, sign, large).where(is_large() == large) for large in (0, 1)]


def _part(keys: Sequence[Any], sign: int, large: int) -> Select[Any]:
    numbers = {
        name: literal_column("0") if large and name in BOUNDED else sign * counted(name) for name in COUNTED
    }
    numbers["large"] = literal_column(str(sign * large))
    return select(*keys, *(number.label(name) for name, number in numbers.items()))


def _month(day: Any) -> Any:
    """As app.ledger.months.month_of."""
    number = (extract("year", day) - FIRST_YEAR) * 12 + extract("month", day)
    return case((number < 1, 1), (number > MONTHS, MONTHS), else_=number).label("node")


def _lowest_bit(table: Table) -> Any:
    return table.c.node.bitwise_and(-table.c.node)


def _to_parents(table: Table) -> Select[Any]:
    others = [column for column in table.c if column.name != "node"]
    parent = table.c.node + _lowest_bit(table)
    return select(parent.label("node"), *others).where(parent <= MONTHS)


def mend(session: Session) -> int:
    """Make the tallies anew where they are not the sums of the standings; whose were wrong, how many."""
    wrong = sum(1 for _difference in differences(session.connection()))
    if wrong:
        rebuild(session)
    return wrong


def differences(reader: Connection) -> Iterator[str]:
    """Whose tallies are not the sums of the standings, in words."""
    of = {
        BY_CATEGORY: Category.__table__.c,
        BY_OPERATION: Operation.__table__.c,
        BY_CONTRIBUTOR: Contributor.__table__.c,
    }
    for table in TALLIES:
        numbers = keys_of(table)[0]
        names = {row.id: row.code for row in reader.execute(select(of[table].id, of[table].code))}
        for number in sorted(reader.execute(_wrong(table, numbers)).scalars()):
            yield f"the tallies of {names.get(number, number)} are not the sums of its standings: run muster rebuild"


def _wrong(table: Table, of: str) -> Select[Any]:
    """Of which row numbers the months by themselves are not what the standings say.

    What a node has of its last month alone is what it has less what its children have.
    """
    months = _of_months(table).subquery()
    every = union_all(select(*table.c), _less(_to_parents(table).subquery()), _less(months)).subquery()
    keys = [every.c[name] for name in ("node", *keys_of(table))]
    differs = or_(*(func.sum(every.c[name]) != 0 for name in NUMBERS))
    wrong = select(*keys).group_by(*keys).having(differs).subquery()
    return select(wrong.c[of]).distinct()


def _less(rows: Subquery) -> Select[Any]:
    return select(*(-column if column.name in NUMBERS else column for column in rows.c))
