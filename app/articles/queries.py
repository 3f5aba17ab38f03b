"""Reading what the record knows by name, for the reading of articles."""

from typing import Any

from sqlalchemy import Connection, select

from app.articles.vocabulary import KnownOperation, Vocabulary
from app.models import Contributor, Operation
from app.models.columns import OP, C, K

Lead = Contributor.__table__.alias("lead")
Part = Operation.__table__.alias("part")


def read_vocabulary(reader: Connection) -> Vocabulary:
    """Every contributor, operation and category with its names and aliases. Three queries."""
    contributors = reader.execute(select(C.code, C.kind, C.name, C.name_fr, C.aliases).order_by(C.code)).all()
    categories = reader.execute(select(K.code, K.unit).order_by(K.sort, K.code)).all()
    return Vocabulary(
        contributors={row.code: _names(row.name, row.name_fr, row.aliases) for row in contributors},
        operations=tuple(_operations(reader)),
        categories={row.code: row.unit for row in categories},
        organisations=frozenset(row.code for row in contributors if row.kind == "organisation"),
    )


def _operations(reader: Connection) -> list[KnownOperation]:
    has_parts = select(Part.c.id).where(Part.c.part_of_id == OP.id).exists()
    query = (
        select(
            *(
                OP[name]
                for name in ("code", "name", "name_fr", "aliases", "theatre", "started_on", "ended_on")
            ),
            Lead.c.code.label("lead"),
            has_parts.label("whole"),
        )
        .select_from(Operation.__table__.outerjoin(Lead, Lead.c.id == OP.lead_id))
        .order_by(OP.code)
    )
    return [_operation(row) for row in reader.execute(query)]


def _operation(row: Any) -> KnownOperation:
    return KnownOperation(
        code=row.code,
        names=_names(row.name, row.name_fr, row.aliases),
        theatre=tuple(row.theatre),
        lead=row.lead or "",
        started_on=row.started_on,
        ended_on=row.ended_on,
        whole=bool(row.whole),
    )


def _names(name: str, name_fr: str, aliases: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (name, name_fr, *aliases) if each))
