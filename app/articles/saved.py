"""What came of an article: the statements that were saved, or the proposals that were sent in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, select

from app.articles.entries import MOST
from app.errors import NotFound
from app.i18n import _, day
from app.models.columns import OP, ST, C, K, P
from app.models.naming import name_of
from app.pledges.detail import statements_where
from app.pledges.links import Links, address
from app.pledges.schemas import LARGEST_ID
from app.pledges.views import source_entry, statement_entry
from app.review.queries import get_own
from app.review.views import headline
from app.review.words import names_of

Row = dict[str, Any]


def saved_view(reader: Connection, written: str) -> Row:
    """The statements with these numbers, in their order, each with its pledge. NotFound: none is live."""
    numbers = [
        int(text)
        for text in written.split(",")[:MOST]
        if text.isascii() and text.isdecimal() and len(text) < 11
    ]
    live = ST.id.in_([number for number in numbers if number <= LARGEST_ID]) & ST.retracted_at.is_(None)
    rows = sorted(statements_where(reader, live & (ST.review == "published")), key=lambda row: row["id"])
    if not rows:
        raise NotFound(_("None of these statements is in the record."))
    pledges = _pledges(reader, {row["pledge"] for row in rows})
    entries = [_entry(row, pledges[row["pledge"]]) for row in rows if row["pledge"] in pledges]
    return {
        "entries": entries,
        "source": source_entry(rows[0]["source"], Links({})),
        "dashboards": list(_dashboards(entries)),
    }


def _pledges(reader: Connection, keys: set[str]) -> dict[str, Row]:
    columns = (
        P.key, P.item, P.unit, OP.code.label("operation"), name_of(OP).label("operation_name"),
        name_of(C).label("contributor_name"), C.alpha2, K.code.label("category"), name_of(K).label("category_name"),
    )  # fmt: skip
    tables = (
        P.id.table.join(OP.id.table, OP.id == P.operation_id)
        .join(C.id.table, C.id == P.contributor_id)
        .join(K.id.table, K.id == P.category_id)
    )
    rows = reader.execute(
        select(*columns).select_from(tables).where(P.key.in_(keys) & P.retracted_at.is_(None))
    )
    return {row["key"]: dict(row) for row in rows.mappings()}


def _entry(row: Row, pledge: Row) -> Row:
    on = row["on"].isoformat()
    return {
        "statement": statement_entry(row, Links({}), pledge["unit"], pledge["category"]),
        "pledge": pledge,
        "on": row["on"],
        "url": f"/pledges/{quote(pledge['key'], safe='')}?as_of={on}#statement-{row['id']}",
        "chart": _chart(pledge, on),
    }


def _chart(pledge: Row, on: str) -> str:
    """The dashboard on the statement's day, with what is counted together with it."""
    path = f"/operations/{quote(pledge['operation'], safe='')}"
    return address(path, {"as_of": on, "category": pledge["category"]}) + "#contributors"


def _dashboards(entries: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The dashboards on which all of it stands: each operation's, on the newest day that was spoken of."""
    newest: dict[str, Row] = {}
    for entry in entries:
        code = entry["pledge"]["operation"]
        if code not in newest or newest[code]["on"] < entry["on"]:
            newest[code] = entry
    for code, entry in newest.items():
        words = _("{operation} on {day}", operation=entry["pledge"]["operation_name"], day=day(entry["on"]))
        yield words, f"/operations/{quote(code, safe='')}?as_of={entry['on'].isoformat()}"


def proposed_view(reader: Connection, written: str) -> Row:
    """The proposals that these private links lead to. NotFound: one of them leads nowhere."""
    tokens = [token for token in written.split(",") if token][:MOST]
    if not tokens:
        raise NotFound(_("No proposal belongs to this link."))
    sent = [(token, get_own(reader, token)) for token in tokens]
    names = names_of(reader, [each for _token, each in sent])
    return {
        "proposals": [(headline(each, names), f"/proposals/{quote(token, safe='')}") for token, each in sent]
    }
