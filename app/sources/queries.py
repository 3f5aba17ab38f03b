"""Reading sources, and how many statements rest on each."""

from typing import Any

from sqlalchemy import Connection, func, select

from app.errors import NotFound
from app.i18n import _
from app.models import Statement
from app.models.columns import SO, ST, S
from app.paging import Page, page_of
from app.pledges.detail import SOURCE_FIELDS
from app.pledges.scope import Scope, has
from app.text import fold


def list_sources(
    reader: Connection, scope: Scope, *, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Sources by number, with the number of live statements that rest on each.

    A narrowing filter keeps those that speak of a pledge in scope; `as_of` those published by that day.
    """
    conditions = [has(SO.folded, word) for word in fold(scope.filter.q).split()]
    if scope.filter.as_of:
        conditions.append(SO.published_on <= scope.as_of)
    if scope.filter.is_narrow:
        pledges = select(S.pledge_id).where(scope.recorded, *scope.conditions)
        spoken = select(ST.source_id).where(ST.pledge_id.in_(pledges), ST.retracted_at.is_(None))
        conditions.append(SO.id.in_(spoken))
    rows = [row._asdict() for row in reader.execute(_sources().where(*conditions).order_by(SO.id))]
    return page_of(rows, lambda row: (row["id"],), cursor, (int,), limit)


def get_source(reader: Connection, source_id: int) -> dict[str, Any]:
    """One source. NotFound."""
    row = reader.execute(_sources().where(SO.id == source_id)).first()
    if row is None:
        raise NotFound(_("There is no source {id}.", id=source_id))
    return row._asdict()


def _sources() -> Any:
    live = (ST.source_id == SO.id) & ST.retracted_at.is_(None) & (ST.review == "published")
    counted = select(func.count()).select_from(Statement.__table__).where(live).scalar_subquery()
    return select(*(SO[name] for name in SOURCE_FIELDS), SO.version, counted.label("statements"))
