"""What can be found: of each kind its rows, as one shape that pages and programs share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.contributors.directory import Directory
from app.contributors.queries import list_contributors
from app.i18n import _
from app.operations.queries import list_categories, list_operations
from app.paging import Page, page_of
from app.pledges.queries import list_pledges
from app.pledges.scope import Scope
from app.search.queries import find_statements
from app.search.words import also_called, excerpt, holds_all, rank_of, words_of
from app.sources.queries import list_sources
from app.text import fold, sought

Row = dict[str, Any]
Rows = Callable[[Connection, Scope, str | None, int | None], Page]
# What is read of a statement, the telling first.
SAID = ("evidence", "note", "condition", "speaker")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found: its code, how its rows are read, and the list that shows all of them."""

    code: str
    rows: Rows
    path: str


def _contributors(reader: Connection, scope: Scope, cursor: str | None, limit: int | None) -> Page:
    found = list_contributors(reader, scope) or _as_institutions_write(reader, scope)
    return _ranked([_contributor(row, scope) for row in found], cursor, limit)


def _as_institutions_write(reader: Connection, scope: Scope) -> list[Row]:
    """Who is meant where no name or alias has the words: "United Republic of Tanzania"."""
    asked = scope.filter
    meant = Directory(reader).find(asked.q) if asked.q and not asked.is_narrow else None
    return [row for row in list_contributors(reader) if row["id"] == meant]


def _contributor(row: Row, scope: Scope) -> Row:
    others = [row["name_fr"], *row["aliases"], row["code"]]
    q, words = scope.filter.q, words_of(scope.filter.q)
    return {
        **_nothing("contributor", row["code"], row["name"], f"/contributors/{row['code']}"),
        "snippet": also_called(row["name"], others, words),
        "contributor": row["code"],
        "alpha2": row["alpha2"],
        "is_organisation": row["kind"] == "organisation",
        "rank": rank_of([row["name"], row["alpha2"], *others], q),
    }


def _operations(reader: Connection, scope: Scope, cursor: str | None, limit: int | None) -> Page:
    return _ranked([_operation(row, scope) for row in list_operations(reader, scope)], cursor, limit)


def _operation(row: Row, scope: Scope) -> Row:
    others = [row["name_fr"], *row["aliases"], row["code"]]
    words = words_of(scope.filter.q)
    also = also_called(row["name"], others, words)
    by_summary = bool(words) and not also and not holds_all(row["name"], words)
    return {
        **_nothing("operation", row["code"], row["name"], f"/operations/{row['code']}"),
        "snippet": excerpt(row["summary"], words) if by_summary else also,
        "operation": row["code"],
        "on": row["started_on"],
        "rank": rank_of([row["name"], *others], scope.filter.q),
    }


def _categories(reader: Connection, scope: Scope, cursor: str | None, limit: int | None) -> Page:
    wide = _without_words(scope)
    names = ("code", "name", "name_fr", "group")
    words = words_of(scope.filter.q)
    rows = [r for r in list_categories(reader, wide) if holds_all(" ".join(r[n] for n in names), words)]
    return _ranked([_category(row, scope) for row in rows], cursor, limit)


def _without_words(scope: Scope) -> Scope | None:
    return scope if scope.filter.is_narrow and not scope.filter.q else None


def _category(row: Row, scope: Scope) -> Row:
    others = [row["name_fr"], row["code"]]
    words = words_of(scope.filter.q)
    return {
        **_nothing("category", row["code"], row["name"], f"/pledges?category={row['code']}"),
        "snippet": also_called(row["name"], others, words),
        "rank": rank_of([row["name"], *others], scope.filter.q),
    }


def _pledges(reader: Connection, scope: Scope, cursor: str | None, limit: int | None) -> Page:
    page = list_pledges(reader, scope, cursor=cursor, limit=limit)
    return Page([_pledge(row) for row in page.rows], page.count, page.next)


def _pledge(row: Row) -> Row:
    title = _("{name}: {thing}", name=row["contributor_name"], thing=row["item"] or row["category_name"])
    return {
        **_nothing("pledge", row["key"], title, f"/pledges/{row['key']}"),
        "snippet": row["caveats"],
        "contributor": row["contributor"],
        "operation": row["operation"],
        "on": row["stated_on"],
        "alpha2": row["alpha2"],
        "row": row,
    }


def _statements(reader: Connection, scope: Scope, cursor: str | None, limit: int | None) -> Page:
    words = words_of(scope.filter.q)
    page = find_statements(reader, scope, sought(scope.filter.q), cursor=cursor, limit=limit)
    return Page([_statement(row, words) for row in page.rows], page.count, page.next)


def _statement(row: Row, words: Sequence[str]) -> Row:
    title = _("{name}: {thing}", name=row["contributor_name"], thing=row["item"] or row["category_name"])
    texts = [row[name] for name in SAID if row[name]]
    told = next((text for text in texts if any(word in fold(text) for word in words)), "")
    return {
        **_nothing("statement", str(row["id"]), title, f"/pledges/{row['pledge']}#statement-{row['id']}"),
        "snippet": excerpt(told or next(iter(texts), ""), words),
        "contributor": row["contributor"],
        "operation": row["operation"],
        "on": row["on"],
        "alpha2": row["alpha2"],
        "row": row,
    }


def _sources(reader: Connection, scope: Scope, cursor: str | None, limit: int | None) -> Page:
    page = list_sources(reader, scope, cursor=cursor, limit=limit)
    return Page([_source(row) for row in page.rows], page.count, page.next)


def _source(row: Row) -> Row:
    return {
        **_nothing("source", str(row["id"]), row["title"] or row["url"], f"/sources/{row['id']}"),
        "snippet": ", ".join(part for part in (row["author"], row["publisher"]) if part),
        "on": row["published_on"],
        "row": row,
    }


def _nothing(kind: str, key: str, title: str, address: str) -> Row:
    """A thing found, with nothing yet besides its name and address."""
    empty = {"snippet": "", "contributor": None, "operation": None, "on": None, "alpha2": "", "rank": 3}
    return {"kind": kind, "key": key, "title": title, "address": address, **empty}


def _ranked(rows: list[Row], cursor: str | None, limit: int | None) -> Page:
    """The best first; they are few, and at hand."""
    return page_of(
        rows, lambda row: (row["rank"], fold(row["title"]), row["key"]), cursor, (int, str, str), limit
    )


KINDS = (
    Kind("contributor", _contributors, "/contributors"),
    Kind("operation", _operations, "/operations"),
    Kind("category", _categories, ""),
    Kind("pledge", _pledges, "/pledges"),
    Kind("statement", _statements, ""),
    Kind("source", _sources, "/sources"),
)
CODES = tuple(kind.code for kind in KINDS)
