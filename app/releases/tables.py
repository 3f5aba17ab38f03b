"""The sheets and tables of a release: the record's facts as `muster seed` reads them, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from app.changes.queries import CHANGE_FIELDS
from app.contributors.queries import Organisation, list_contributors
from app.figures.queries import SUMMED, totals_by
from app.models import (
    Category,
    Contributor,
    Indicator,
    Membership,
    Operation,
    Pledge,
    Requirement,
    Source,
    Standing,
)
from app.models.columns import OP, RQ, SO, ST, C, K, M, N, P, R, S
from app.models.types import FAR_MOMENT
from app.operations.queries import list_categories, list_operations
from app.pledges.detail import SOURCE_FIELDS
from app.pledges.filter import PledgeFilter
from app.pledges.queries import end_of, with_unknown
from app.pledges.scope import scope_of
from app.pledges.sheet_query import SOURCE_COLUMNS
from app.releases.days import days_of
from app.releases.public import AT_ONCE, json_text
from app.sheets import columns as sheets
from app.sheets.export import sheet_rows
from app.sources.queries import list_sources
from app.vocabulary import BOUNDED

Cells = Sequence[object]
PLACES = ("operation", "contributor", "category")
# The totals that a release states, and that its verify.py counts again.
GROUPINGS = (("operation",), ("contributor",), ("category",), ("operation", "contributor"))
SUMS = tuple(name for name in SUMMED if name != "stages")
STOOD = ("stage", "pending", *BOUNDED, "unquantified", "promised", "claim", "stated_on")
SAID = ("quantity", "quantity_low", "quantity_high")


def operations(reader: Connection) -> Iterator[Cells]:
    """Every operation, by code: each engine has an order of its own for letters."""
    return _picked(sorted(list_operations(reader), key=_code), sheets.OPERATIONS)


def categories(reader: Connection) -> Iterator[Cells]:
    """Every category, in the order in which lists show them."""
    rows = sorted(list_categories(reader), key=lambda row: (row["sort"], row["code"]))
    return _picked(rows, sheets.CATEGORIES)


def contributors(reader: Connection) -> Iterator[Cells]:
    """Every country and organisation, by code."""
    return _picked(sorted(list_contributors(reader), key=_code), sheets.CONTRIBUTORS)


def memberships(reader: Connection) -> Iterator[Cells]:
    """Who belonged to which organisation when."""
    columns = (Organisation.c.code, C.code, M.since, M.until)
    query = select(*columns).join_from(
        Membership.__table__, Organisation, Organisation.c.id == M.organisation_id
    )
    rows = reader.execute(query.join(Contributor.__table__, C.id == M.member_id)).all()
    return iter(sorted(rows, key=lambda row: (row[0], row[1], str(row[2] or ""))))


def requirements(reader: Connection) -> Iterator[Cells]:
    """What operations were authorised or asked for, each with its source."""
    source = [SO[name].label(f"source_{name}") for name in SOURCE_COLUMNS]
    named = [OP.code.label("operation"), K.code.label("category"), RQ.quantity, RQ.on, RQ.note, *source]
    query = (
        select(*named)
        .join_from(Requirement.__table__, Operation.__table__, OP.id == RQ.operation_id)
        .join(Category.__table__, K.id == RQ.category_id)
        .join(Source.__table__, SO.id == RQ.source_id)
    )
    rows = [row._asdict() for row in reader.execute(query.order_by(RQ.id))]
    rows.sort(key=lambda row: (row["operation"], row["category"], row["on"]))
    return _picked(rows, sheets.REQUIREMENTS)


def indicators(reader: Connection) -> Iterator[Cells]:
    """How large countries are."""
    columns = (C.code, N.year, N.population, N.gdp_usd, N.armed_forces, SO.title)
    query = select(*columns).join_from(Indicator.__table__, Contributor.__table__, C.id == N.contributor_id)
    rows = reader.execute(query.join(Source.__table__, SO.id == N.source_id)).all()
    return iter(sorted(rows, key=lambda row: (row[0], row[1])))


def sources(reader: Connection) -> Iterator[Cells]:
    """Every source by number, and how many statements rest on it."""
    page = list_sources(reader, scope_of(reader, PledgeFilter()))
    return ([row[name] for name in SOURCE_TABLE] for row in page.rows)


def quantities(reader: Connection) -> Iterator[Cells]:
    """Each number as printed, and the figure with its bounds that it was read as."""
    columns = (ST.quantity_text, *(ST[name] for name in SAID))
    stands = (ST.retracted_at.is_(None), ST.review == "published", ST.quantity_text != "")
    said = reader.execute(select(*columns).where(*stands).distinct())
    return iter(sorted((tuple(row) for row in said), key=str))


def standings(reader: Connection) -> Iterator[Cells]:
    """What each pledge amounts to from day to day, as the record says now."""
    named = [
        OP.code.label("operation"),
        C.code.label("contributor"),
        K.code.label("category"),
        P.key.label("pledge"),
    ]
    query: Select[Any] = (
        select(*named, S.unit, S.from_on, S.until_on, *(S[name] for name in STOOD))
        .join_from(Standing.__table__, Pledge.__table__, P.id == S.pledge_id)
        .join(Operation.__table__, OP.id == S.operation_id)
        .join(Contributor.__table__, C.id == S.contributor_id)
        .join(Category.__table__, K.id == S.category_id)
        .where(S.recorded_until == FAR_MOMENT)
        .order_by(S.pledge_id, S.from_on)
    )
    for row in reader.execute(query, execution_options={"yield_per": AT_ONCE}):
        values = with_unknown(row._asdict())
        values["until_on"] = end_of(values["until_on"])
        yield [values[name] for name in STANDING_TABLE]


def totals(reader: Connection) -> Iterator[Cells]:
    """The sums on some days (app/releases/days.py), in each of the GROUPINGS."""
    for day in days_of(reader):
        scope = scope_of(reader, PledgeFilter(as_of=day))
        for by in GROUPINGS:
            rows = totals_by(reader, scope, by).items
            places = [[*(row.get(name, "") for name in PLACES), row["unit"]] for row in rows]
            sums = [[row[name] for name in SUMS] for row in rows]
            found = sorted(zip(places, sums, strict=True), key=lambda pair: pair[0])
            yield from ([day, *place, *numbers] for place, numbers in found)


def revisions(reader: Connection) -> Iterator[Cells]:
    """The record's own history, each revision with its hash."""
    query = select(*(R[name] for name in CHANGE_FIELDS)).order_by(R.number)
    for row in reader.execute(query, execution_options={"yield_per": AT_ONCE}):
        values = row._asdict()
        values["at"] = values["at"].isoformat().replace("+00:00", "Z")
        pictures = {name: values[name] for name in ("before", "after")}
        values |= {name: None if said is None else json_text(said) for name, said in pictures.items()}
        yield [values[name] for name in CHANGE_FIELDS]


SOURCE_TABLE = (*SOURCE_FIELDS, "statements")
STANDING_TABLE = ("pledge", *PLACES, "unit", "from_on", "until_on", *STOOD)
# Each table of a release: where it lies, its columns, its rows. The first ones are what `muster seed` reads.
TABLES: dict[str, tuple[Sequence[str], Callable[[Connection], Iterable[Cells]]]] = {
    "sheets/operations.csv": (sheets.OPERATIONS.columns, operations),
    "sheets/categories.csv": (sheets.CATEGORIES.columns, categories),
    "sheets/contributors.csv": (sheets.CONTRIBUTORS.columns, contributors),
    "sheets/memberships.csv": (sheets.MEMBERSHIPS.columns, memberships),
    "sheets/requirements.csv": (sheets.REQUIREMENTS.columns, requirements),
    "sheets/indicators.csv": (sheets.INDICATORS.columns, indicators),
    "sheets/pledges.csv": (sheets.STATEMENTS.columns, sheet_rows),
    "sources.csv": (SOURCE_TABLE, sources),
    "quantities.csv": (("quantity_text", *SAID), quantities),
    "standings.csv": (STANDING_TABLE, standings),
    "totals.csv": (("as_of", *PLACES, "unit", *SUMS), totals),
    "revisions.csv": (CHANGE_FIELDS, revisions),
}


def _picked(rows: Iterable[dict[str, Any]], sheet: sheets.Sheet) -> Iterator[Cells]:
    return ([row[name] for name in sheet.columns] for row in rows)


def _code(row: dict[str, Any]) -> str:
    return str(row["code"])
