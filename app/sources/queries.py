"""Reading sources, and how many statements rest on each."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from app.errors import NotFound
from app.i18n import _
from app.models import Source, Statement
from app.models.columns import SO, ST
from app.models.words import begins
from app.paging import Page, decode_cursor, encode_cursor
from app.pledges.detail import SOURCE_FIELDS
from app.pledges.scope import Scope, live
from app.text import sought


def list_sources(
    reader: Connection, scope: Scope, *, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Sources by number, with the number of live statements that rest on each.

    A narrowing filter keeps those that speak of a pledge in scope; `as_of` those published by that day.
    """
    conditions = [begins(SO, word) for word in sought(scope.filter.q)]
    if scope.filter.as_of:
        conditions.append(_known_on(scope.as_of))
    if scope.filter.recorded_by:
        conditions.append(SO.recorded_at <= scope.filter.recorded_by)
    said = live(scope.filter.recorded_by)
    if scope.filter.source is not None:
        conditions.append(SO.id == scope.filter.source)
    if scope.filter.but(source=None).is_narrow:
        conditions.append(SO.id.in_(select(ST.source_id).where(ST.pledge_id.in_(scope.pledge_ids), said)))
    after = [SO.id > decode_cursor(cursor, (int,))[0]] if cursor else []
    query = _sources(said).where(*conditions, *after).order_by(SO.id).limit(limit + 1 if limit else None)
    found = [row._asdict() for row in reader.execute(query)]
    shown = found[:limit] if limit else found
    count = reader.execute(select(func.count()).select_from(Source.__table__).where(*conditions)).scalar_one()
    return Page(shown, count, encode_cursor((shown[-1]["id"],)) if len(found) > len(shown) else None)


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
    holds = [begins(SO, word) for word in sought(words.replace("\0", " "))]
    columns = select(*(SO[name] for name in SOURCE_FIELDS)).where(*holds)
    return [row._asdict() for row in reader.execute(columns.order_by(SO.id.desc()).limit(most))]


def _sources(said: Any) -> Any:
    rests = (ST.source_id == SO.id) & said & (ST.review == "published")
    counted = select(func.count()).select_from(Statement.__table__).where(rests).scalar_subquery()
    return select(*(SO[name] for name in SOURCE_FIELDS), SO.version, counted.label("statements"))
