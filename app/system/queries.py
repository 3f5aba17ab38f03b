"""Which pages the record has, for search engines and for copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import Connection, Select, exists, select

from app.models import Pledge
from app.models.columns import OP, C, P
from app.models.source import Source

# What there is in every record.
SECTIONS = (
    "/",
    "/operations",
    "/contributors",
    "/compare",
    "/pledges",
    "/sources",
    "/changes",
    "/corrections",
)
# The pages of the handbook besides its contents, in the order in which it lists them.
HANDBOOK = ("reader", "editor", "operator", "reference", "developer")
WORDS = ("/method", "/help", *(f"/help/{name}" for name in HANDBOOK), "/data", "/api", "/categories")
Page = tuple[str, datetime | None]


def list_pages(reader: Connection, *, every_contributor: bool = False) -> Iterator[Page]:
    """The address of each page that anybody may read, and when it was last written to where that is known.

    Contributors are those with pledges; with `every_contributor` the countries without any too.
    """
    yield from ((path, None) for path in (*SECTIONS, *WORDS))
    for code in reader.scalars(select(OP.code).order_by(OP.code)):
        yield f"/operations/{quote(code, safe='')}", None
        yield f"/operations/{quote(code, safe='')}/changes", None
    for row in reader.execute(_contributors(every_contributor)):
        yield f"/contributors/{quote(row.code, safe='')}", None
    standing = select(P.key, P.updated_at).where(Pledge.retracted_at.is_(None)).order_by(P.key)
    for key, updated_at in reader.execute(standing):
        yield f"/pledges/{quote(key, safe='')}", updated_at
    for number in reader.scalars(select(Source.id).order_by(Source.id)):
        yield f"/sources/{number}", None


def _contributors(every: bool) -> Select[tuple[str]]:
    query = select(C.code).order_by(C.code)
    gives = exists().where(P.contributor_id == C.id, Pledge.retracted_at.is_(None))
    return query if every else query.where(gives)
