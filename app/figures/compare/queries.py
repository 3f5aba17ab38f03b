"""Reading what is compared: the contributors by their row numbers, and each one's pledges row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from app.figures.facts import IN_FORCE
from app.figures.givers import Giver
from app.figures.queries import BY, joined, totals_by
from app.figures.schemas import Amount, numbers_of
from app.models.columns import C, S
from app.models.naming import name_of
from app.pledges.queries import pledges_where
from app.pledges.scope import Scope
from app.pledges.wholes import own_rows

# A contributor, a category or operation, and a unit.
Place = tuple[str, str, str]


def named_by_id(reader: Connection, ids: Iterable[int]) -> list[dict[str, Any]]:
    """Code, name, flag and kind of contributors, each once, in the order of their numbers."""
    wanted = list(dict.fromkeys(ids))
    query = select(C.id, C.code, name_of(C), C.alpha2, C.kind).where(C.id.in_(wanted))
    rows = {row.id: row._asdict() for row in reader.execute(query)}
    return [rows[i] for i in wanted]


def givers_by(reader: Connection, scope: Scope, by: str) -> dict[Place, Giver]:
    """What each contributor gives in each category or operation (`by`) and unit on the scope's day."""
    known, claims = _known_by(reader, scope, by), _claims_by(reader, scope, by)
    rows = totals_by(reader, scope, ("contributor", by)).items
    return {
        place: _giver(row, known[place], claims.get(place), scope)
        for row in rows
        for place in [(row["contributor"], row[by], row["unit"])]
    }


def _giver(row: Mapping[str, Any], known: Mapping[str, Any], claim: Amount | None, scope: Scope) -> Giver:
    return Giver(
        code=row["contributor"],
        name=known["name"],
        alpha2=known["alpha2"] or "",
        unit=row["unit"],
        as_of=scope.as_of,
        numbers=numbers_of(row),
        pledges=row["pledges"],
        unknown=row["unquantified"],
        asked=int(known["asked"]),
        stages=row["stages"],
        whole=claim,
        counted_on=known["counted_on"],
    )


def _known_by(reader: Connection, scope: Scope, by: str) -> dict[Place, dict[str, Any]]:
    """What totals leave unsaid: names, how much is asked for, and the oldest figure in force."""
    named = {"code": C.code, "name": name_of(C), "alpha2": C.alpha2, "key": BY[by], "unit": S.unit}
    query = select(
        *(column.label(name) for name, column in named.items()),
        func.sum(case((S.pending != "", 1), else_=0)).label("asked"),
        func.min(case((IN_FORCE, S.stated_on))).label("counted_on"),
    ).select_from(joined())
    rows = reader.execute(query.where(scope.on_the_day).group_by(*named.values())).mappings()
    return {(row["code"], row["key"], row["unit"]): dict(row) for row in rows}


def _claims_by(reader: Connection, scope: Scope, by: str) -> dict[Place, Amount]:
    """What organisations said in all, where their members have named some of it."""
    has_parts = S.claim > S.deployed + S.committed + S.announced
    rows = pledges_where(reader, and_(scope.on_the_day, has_parts))
    said: dict[Place, Amount] = {}
    for own in own_rows(reader, rows, scope.as_of, scope.filter.recorded_by).values():
        place = (own["contributor"], own[by], own["unit"])
        said[place] = said.get(place, Amount()) + numbers_of(own).total
    return said
