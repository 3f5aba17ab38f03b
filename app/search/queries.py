"""Searching what sources say, and counting the pledges of what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select

from app.models import Category, Contributor, Operation, Pledge, Source, Statement
from app.models.columns import OP, SO, ST, C, K, P, S
from app.models.naming import name_of
from app.models.words import begins
from app.paging import Page, after, decode_cursor, encode_cursor
from app.pledges.detail import SOURCE_FIELDS, STATEMENT_FIELDS
from app.pledges.mentions import Names
from app.pledges.scope import Scope, live, scope_of

# The newest day first; those that hold the words side by side before all others.
KINDS_OF_CURSOR = (int, date, int)


def find_statements(
    reader: Connection,
    scope: Scope,
    words: Sequence[str],
    *,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page:
    """Statements that stand in the record and hold the words: at least one in what is quoted, noted or who speaks,
    the others there or in the names of the pledge, its contributor, operation or category.

    With `as_of` those about days up to it. Figures that are not accepted are found too.
    """
    conditions = [*_in_scope(reader, scope), *_words(reader, words)]
    phrase = (
        case((ST.folded.contains(" ".join(words), autoescape=True), 0), else_=1)
        if len(words) > 1
        else literal(0)
    )
    # A statement's row number says nothing of its day, and settles ties.
    query = _statements().add_columns(phrase.label("rank")).where(*conditions)
    if cursor:
        rank, on, number = decode_cursor(cursor, KINDS_OF_CURSOR)
        query = query.where(after((phrase, ST.on, ST.id), (rank, on, number), (False, True, True)))
    rows = reader.execute(
        query.order_by(phrase, ST.on.desc(), ST.id.desc()).limit(limit + 1 if limit else None)
    )
    found = [_with_source(row._asdict()) for row in rows]
    shown = found[:limit] if limit else found
    count = reader.execute(select(func.count()).select_from(_tables()).where(*conditions)).scalar_one()
    return Page(shown, count, encode_cursor(_place(shown[-1])) if len(found) > len(shown) else None)


def _with_source(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "source": {name: row.pop(f"source_{name}") for name in SOURCE_FIELDS}}


def _place(row: dict[str, Any]) -> tuple[int, date, int]:
    return row["rank"], row["on"], row["id"]


def _tables() -> Any:
    return (
        Statement.__table__.join(Pledge.__table__, P.id == ST.pledge_id)
        .join(Source.__table__, SO.id == ST.source_id)
        .join(Contributor.__table__, C.id == P.contributor_id)
        .join(Operation.__table__, OP.id == P.operation_id)
        .join(Category.__table__, K.id == P.category_id)
    )


def _statements() -> Select[Any]:
    said = [ST[name] for name in STATEMENT_FIELDS if name != "source"]
    more = [SO[name].label(f"source_{name}") for name in SOURCE_FIELDS]
    names = [
        P.key.label("pledge"),
        P.item,
        P.unit,
        C.code.label("contributor"),
        name_of(C).label("contributor_name"),
        C.alpha2,
        OP.code.label("operation"),
        name_of(OP).label("operation_name"),
        K.code.label("category"),
        name_of(K).label("category_name"),
    ]
    return select(*said, *more, *names).select_from(_tables())


def _in_scope(reader: Connection, scope: Scope) -> list[Any]:
    """What the filter leaves, its words aside: those are looked for in the statements themselves."""
    asked = scope.filter
    moment = asked.recorded_by
    conditions = [live(moment), ST.review == "published"]
    conditions.append(P.retracted_at.is_(None) if moment is None else live(moment, _Retracted))
    if asked.as_of:
        conditions.append(ST.on <= asked.as_of)
    if asked.source is not None:
        conditions.append(ST.source_id == asked.source)
    if asked.is_narrow:
        conditions.append(P.id.in_(scope_of(reader, asked.but(q="", as_of=scope.as_of)).pledge_ids))
    return conditions


class _Retracted:
    """A pledge's moments under the names that a statement has for them."""

    recorded_at, retracted_at = P.created_at, P.retracted_at


def _words(reader: Connection, words: Sequence[str]) -> list[Any]:
    if not words:
        return []
    names = Names(reader)
    conditions = [or_(*(begins(ST, word) for word in words))]
    several = words if len(words) > 1 else ()
    named = [or_(begins(ST, w), begins(C, w), begins(P, w), names.mention(w, P)) for w in several]
    return [*conditions, *named]


def pledges_by(reader: Connection, scope: Scope) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """How many pledges each contributor, operation and category has on the day, by code, whatever the words."""
    wide = scope_of(reader, scope.filter.but(q="", as_of=scope.as_of))
    rows = reader.execute(
        select(
            C.code.label("contributor"),
            OP.code.label("operation"),
            K.code.label("category"),
            func.count().label("n"),
        )
        .select_from(S.id.table)
        .join(C.id.table, C.id == S.contributor_id)
        .join(OP.id.table, OP.id == S.operation_id)
        .join(K.id.table, K.id == S.category_id)
        .join(Pledge.__table__, and_(P.id == S.pledge_id))
        .where(wide.on_the_day)
        .group_by(C.code, OP.code, K.code)
    ).all()
    by_contributor, by_operation, by_category = Counter[str](), Counter[str](), Counter[str]()
    wholes = _wholes(reader)
    for row in rows:
        by_contributor[row.contributor] += row.n
        by_category[row.category] += row.n
        for code in wholes[row.operation]:
            by_operation[code] += row.n
    return by_contributor, by_operation, by_category


def _wholes(reader: Connection) -> dict[str, list[str]]:
    """Each operation's code with those of all that it is part of, itself first: their pledges take its in."""
    rows = {row.id: row for row in reader.execute(select(OP.id, OP.code, OP.part_of_id))}
    wholes: dict[str, list[str]] = {}
    for row in rows.values():
        above = [row]
        while above[-1].part_of_id is not None and rows[above[-1].part_of_id] not in above:
            above.append(rows[above[-1].part_of_id])
        wholes[row.code] = [each.code for each in above]
    return wholes


def names_of_pledges(reader: Connection) -> list[str]:
    """What is given, as pledges call it; each name once."""
    return list(
        reader.execute(select(P.item).where(P.item != "", P.retracted_at.is_(None)).distinct()).scalars()
    )
