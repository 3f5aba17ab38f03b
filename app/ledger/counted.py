"""What is added up of standings, as SQL: numbers that can be taken away again, so that sums can be kept."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, literal, literal_column, or_

from app.models import Standing
from app.models.types import FAR_MOMENT
from app.vocabulary import AMOUNTS

S = Standing.__table__.c
# A thousand thousand of these and more can be added in 64 bits.
TOO_LARGE = 2**42


def counted(name: str) -> Any:
    """One of COUNTED of a standing. An open high adds nothing to the highs, and one to the open ones."""
    if name == "pledges":
        return literal_column("1")
    if name == "operations":
        return S.operation_id
    if name == "operations_squared":
        return S.operation_id * S.operation_id
    if name.endswith("_open"):
        return case((S[name.replace("_open", "_high")].is_(None), 1), else_=0)
    return func.coalesce(S[name], 0) if name.endswith("_high") else S[name]


def is_large() -> Any:
    """1 for a standing with a number that a tally does not add."""
    above = [S[f"{name}{bound}"] >= TOO_LARGE for name in AMOUNTS for bound in ("", "_high")]
    return case((or_(*above), 1), else_=0)


def holds_now() -> Any:
    """The standings that the record has now, in the very words of the indexes of their days (models/standing.py).

    Nothing is recorded for longer than that. SQLite uses a partial index only for what repeats its condition.
    """
    return S.recorded_until >= literal(FAR_MOMENT, S.recorded_until.type, literal_execute=True)


def is_of_several(counted: Mapping[str, Any]) -> bool:
    """Whether what was added up is of more than one operation.

    The squares of numbers add up to the least where all are the same: n numbers with the sum s are all the same if,
    and only if, the sum of their squares is s * s / n (Cauchy and Schwarz).
    """
    return bool(counted["pledges"] * counted["operations_squared"] != counted["operations"] ** 2)
