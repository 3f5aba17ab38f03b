"""Reading sources, and how many statements rest on each."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from app.errors import NotFound
from app.i18n import _
from app.models import Statement
from app.models.columns import SO, ST
from app.paging import Page, page_of
from app.pledges.detail import SOURCE_FIELDS
from app.pledges.scope import Scope, has, live
from app.text import fold


def list_sources(
    reader: Connection, scope: Scope, *, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Sources by number, with the number of live statements that rest on each.

    A narrowing filter keeps those that speak of a pledge in scope; `as_of` those published by that day.
    """
    conditions = [has(SO.folded, word) for word in fold(scope.filter.q).split()]
    if scope.filter.as_of:
        conditions.append(_known_on(scope.as_of))
    if scope.filter.recorded_by:
        conditions.append(SO.recorded_at <= scope.filter.recorded_by)
    said = live(scope.filter.recorded_by)
    if scope.filter.source is not None:
        conditions.append(SO.id == scope.filter.source)
    if scope.filter.but(source=None).is_narrow:
        conditions.append(SO.id.in_(select(ST.source_id).where(ST.pledge_id.in_(scope.pledge_ids), said)))
    rows = [row._asdict() for row in reader.execute(_sources(said).where(*conditions))]
    return page_of(rows, lambda row: (row["id"],), cursor, (int,), limit)


def _known_on(day: date) -> Any:
    """Published by that day; without a day of its own, it speaks of one by then."""
    spoken = select(ST.source_id).where(ST.on <= day)
    return or_(SO.published_on <= day, and_(SO.published_on.is_(None), SO.id.in_(spoken)))


def get_source(reader: Connection, source_id: int) -> dict[str, Any]:
    """One source. NotFound."""
    row = reader.execute(_sources(live(None)).where(SO.id == source_id)).first()
    if row is None:
        raise NotFound(_("There is no source {id}.", id=source_id))
    return row._asdict()


def find_sources(reader: Connection, words: str, most: int) -> list[dict[str, Any]]:
    """Sources that hold all the words, those that came into the record last first: to choose one from."""
    holds = [has(SO.folded, word) for word in fold(words.replace("\0", " ")).split()]
    columns = select(*(SO[name] for name in SOURCE_FIELDS)).where(*holds)
    return [row._asdict() for row in reader.execute(columns.order_by(SO.id.desc()).limit(most))]


def _sources(said: Any) -> Any:
    rests = (ST.source_id == SO.id) & said & (ST.review == "published")
    counted = select(func.count()).select_from(Statement.__table__).where(rests).scalar_subquery()
    return select(*(SO[name] for name in SOURCE_FIELDS), SO.version, counted.label("statements"))
