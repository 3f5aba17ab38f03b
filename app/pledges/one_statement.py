"""One statement with its pledge, as the pages that correct it show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.errors import NotFound
from app.i18n import _
from app.models.columns import ST, R
from app.pledges.detail import get_pledge, statements_where
from app.pledges.links import Links
from app.pledges.views import statement_entry

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OneStatement:
    """A statement, the pledge that it is of as it stands on the statement's day, and both as a page draws them."""

    id: int
    statement: dict[str, Any]
    pledge: dict[str, Any]
    entry: dict[str, Any]

    @property
    def what(self) -> str:
        """Whose pledge it is, and of what: "France, Troops"."""
        return what_of(self.pledge)

    def successor(self, reader: Connection) -> int | None:
        """The number of the statement that stands in its place, at whatever remove."""
        at = self.id
        while replaced := successor_of(reader, at):
            at = replaced
        live = reader.execute(select(ST.id).where(ST.id == at, ST.retracted_at.is_(None))).scalar()
        return at if live and at != self.id else None


def what_of(pledge: Row) -> str:
    """Whose pledge it is, and of what."""
    return _(
        "{name}, {thing}", name=pledge["contributor_name"], thing=pledge["item"] or pledge["category_name"]
    )


def one_statement(reader: Connection, number: int) -> OneStatement:
    """The statement with this number. NotFound; Gone where its pledge was retracted."""
    found = statements_where(reader, (ST.id == number) & (ST.review == "published"))
    if not found:
        raise NotFound(_("There is no statement {id}.", id=number))
    [row] = found
    pledge = get_pledge(reader, row["pledge"], row["on"])
    entry = statement_entry(row, Links({"as_of": row["on"].isoformat()}), pledge["unit"], pledge["category"])
    return OneStatement(number, row, pledge, entry)


def successor_of(reader: Connection, number: int) -> int | None:
    """The statement that was entered in the place of one when that was retracted; None: none was."""
    at = reader.execute(select(ST.retracted_at).where(ST.id == number)).scalar()
    if at is None:
        return None
    same = (R.at == at, R.entity == "statement", R.action == "created")
    for row in reader.execute(select(R.entity_key, R.after).where(*same)):
        if row.after.get("replaces") == number:
            return int(row.entity_key)
    return None
