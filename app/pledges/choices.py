"""What a reader can choose from in the filter bar, read from the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.models import Contributor, Membership, Pledge, Source
from app.models.naming import name_of, sorting_name_of
from app.operations.queries import list_categories, list_operations
from app.pledges.filterbar import Choices, Option, category_options, source_option, unit_options

C = Contributor.__table__.c
P = Pledge.__table__.c
SO = Source.__table__.c
# A select with thousands of sources helps nobody: the page of sources leads to each one's pledges.
MOST_SOURCES = 200


def read_choices(reader: Connection, *, sources: bool = False) -> Choices:
    """Operations, contributors with pledges, organisations with members, categories and units in use."""
    return Choices(
        operations=operation_options(list_operations(reader)),
        contributors=_contributors(reader, C.id.in_(select(P.contributor_id))),
        organisations=_contributors(reader, C.id.in_(select(Membership.organisation_id))),
        categories=category_options(list_categories(reader)),
        units=unit_options(reader.execute(select(P.unit).distinct()).scalars()),
        sources=_sources(reader) if sources else (),
    )


def operation_options(operations: Sequence[dict[str, Any]]) -> list[Option]:
    """Each operation followed by its parts, by name."""
    named = sorted(operations, key=lambda row: row["name"])
    codes = {row["code"] for row in named}
    tops = [row for row in named if row["part_of"] not in codes]
    return [(row["code"], row["name"]) for top in tops for row in _with_parts(top, named)]


def _with_parts(top: dict[str, Any], named: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    parts = [row for row in named if row["part_of"] == top["code"]]
    return [top, *(row for part in parts for row in _with_parts(part, named))]


def _contributors(reader: Connection, condition: Any) -> list[Option]:
    rows = reader.execute(select(C.code, name_of(C)).where(condition).order_by(sorting_name_of(C), C.code))
    return [(row.code, row.name) for row in rows]


def _sources(reader: Connection) -> list[Option]:
    columns = select(SO.id, SO.title, SO.publisher, SO.published_on, SO.url)
    rows = reader.execute(columns.order_by(SO.published_on.desc(), SO.id).limit(MOST_SOURCES))
    return sorted((source_option(row._asdict()) for row in rows), key=lambda option: option[1].casefold())
