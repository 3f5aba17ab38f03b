"""The sources of a page by number, for paper: publisher, title, day and address of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.i18n import _, day, ngettext, number
from app.models import Pledge, Source, Standing
from app.models.columns import SO, ST, P, S
from app.pledges.links import Links
from app.pledges.scope import Scope, live
from app.pledges.views import dead_entry, outward

# Up to so many a page numbers all of them; of more it numbers so many.
ENOUGH, NEWEST = 120, 40
FIELDS = ("id", "title", "publisher", "author", "url", "archived_url", "dead_on", "published_on", "language")


def numbered_sources(reader: Connection, scope: Scope, every: int, links: Links) -> dict[str, Any]:
    """The sources that the pledges in scope rest on by its day, oldest first: templates/sources/numbered.html.

    The same as a dashboard counts: behind accepted statements up to the day, on pledges that stand on it. `every`: how
    many these are; of very many a page has the newest, and says so.
    """
    listed = every if every <= ENOUGH else NEWEST
    return {
        "numbered": numbered(_newest(reader, scope, listed)),
        "numbered_title": ngettext("{n} source, numbered", "{n} sources, numbered", every),
        "numbered_cut": _cut(scope, listed, every, links),
    }


def _cut(scope: Scope, listed: int, every: int, links: Links) -> dict[str, str] | None:
    if listed == every:
        return None
    filter = scope.filter
    return {
        "words": _("Numbered are the newest {n} of {all}.", n=number(listed), all=number(every)),
        "url": links.to(
            "/sources", operation=",".join(filter.operation), contributor=",".join(filter.contributor)
        ),
        "all": _("All sources"),
    }


def _newest(reader: Connection, scope: Scope, most: int) -> list[dict[str, Any]]:
    pledges = select(S.pledge_id).join_from(Standing.__table__, Pledge.__table__, P.id == S.pledge_id)
    counts = ST.accepted & (ST.review == "published") & (ST.on <= scope.as_of)
    said = select(ST.source_id).where(
        ST.pledge_id.in_(pledges.where(scope.on_the_day)), counts, live(scope.filter.recorded_by)
    )
    query = select(*(SO[name] for name in FIELDS)).where(SO.id.in_(said))
    newest = query.order_by(SO.published_on.is_(None), SO.published_on.desc(), SO.id.desc()).limit(most)
    return [row._asdict() for row in reader.execute(newest)]


def sources_numbered(reader: Connection, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The same of sources by their own numbers: those of one pledge, or one page's."""
    rows = reader.execute(
        select(*(SO[name] for name in FIELDS)).select_from(Source.__table__).where(SO.id.in_(list(ids)))
    )
    return numbered([row._asdict() for row in rows])


def numbered(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources with their place in the list; those without a day come last."""
    ordered = sorted(rows, key=lambda row: (row["published_on"] is None, row["published_on"] or 0, row["id"]))
    return [_entry(n, row) for n, row in enumerate(ordered, 1)]


def _entry(n: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "n": n,
        "id": row["id"],
        "publisher": row["publisher"] or row["author"],
        "title": row["title"] or row["url"],
        "language": row["language"],
        "day": day(row["published_on"]) if row["published_on"] else _("not dated"),
        "url": outward(row["url"]),
        **dead_entry(row),
    }
