"""Reading operations and categories."""

from typing import Any

from sqlalchemy import Connection, Row, func, select

from app.errors import NotFound
from app.i18n import _
from app.models import Contributor, Operation
from app.models.columns import OP, K, S
from app.models.naming import named
from app.pledges.scope import Scope
from app.text import begins_in, indexed, sought

Group = Operation.__table__.alias("group")
Lead = Contributor.__table__.alias("lead")

OPERATION_FIELDS = (
    "code",
    "name",
    "name_fr",
    "aliases",
    "kind",
    "summary",
    "theatre",
    "lead",
    "mandate",
    "started_on",
    "ended_on",
    "part_of",
    "opens_on",
    "covered_until",
    "version",
)
CATEGORY_FIELDS = ("code", "name", "name_fr", "group", "unit", "sort")


def _operations() -> Any:
    own = named(OP, (name for name in OPERATION_FIELDS if name not in ("lead", "part_of")))
    return select(OP.id, *own, Group.c.code.label("part_of"), Lead.c.code.label("lead")).select_from(
        Operation.__table__.outerjoin(Group, Group.c.id == OP.part_of_id).outerjoin(
            Lead, Lead.c.id == OP.lead_id
        )
    )


def list_operations(reader: Connection, scope: Scope | None = None) -> list[dict[str, Any]]:
    """Operations by code; with a narrowing filter only those that have pledges in scope."""
    query = _operations().order_by(OP.code)
    if scope and scope.filter.is_narrow:
        query = query.where(
            OP.id.in_(select(S.operation_id).where(scope.on_the_day)) | OP.id.in_(scope.operation_ids)
        )
    rows = [_row(row) for row in reader.execute(query)]
    words = sought(scope.filter.q) if scope else []
    return [row for row in rows if all(begins_in(_searchable(row), word) for word in words)]


def get_operation(reader: Connection, code: str) -> dict[str, Any]:
    """One operation, with its row number as `id`. NotFound."""
    row = reader.execute(_operations().where(func.lower(OP.code) == code.lower())).first()
    if row is None:
        raise NotFound(_("There is no operation {code}.", code=code))
    return _row(row)


def list_categories(reader: Connection, scope: Scope | None = None) -> list[dict[str, Any]]:
    """Categories in their own order; a narrowing filter keeps those it names and those that have pledges in scope."""
    query = select(*named(K, CATEGORY_FIELDS)).order_by(K.sort, K.code)
    if scope and scope.filter.is_narrow:
        used = select(S.category_id).where(scope.on_the_day)
        query = query.where(K.id.in_(used) | K.id.in_(scope.category_ids))
    rows = [row._asdict() for row in reader.execute(query)]
    words = sought(scope.filter.q) if scope else []
    return [row for row in rows if all(begins_in(indexed(*map(str, row.values())), word) for word in words)]


def _row(row: Row[Any]) -> dict[str, Any]:
    values = row._asdict()
    return {"id": values["id"], **{name: values[name] for name in OPERATION_FIELDS}}


def _searchable(row: dict[str, Any]) -> str:
    return indexed(row["code"], row["name"], row["name_fr"], *row["aliases"], row["summary"])
