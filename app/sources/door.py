"""Sources entered and edited one by one, and found again by their address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.door.kind import Kind, Row
from app.errors import Conflict, Fault, InvalidInput, NotFound
from app.i18n import _
from app.ledger.change import Change
from app.models import Source
from app.models.columns import SO
from app.operations.door import number_in
from app.pledges.detail import SOURCE_FIELDS
from app.sources.commands import edit_known_source, find_or_add_source, known_source
from app.sources.queries import get_source
from app.sources.schemas import SourceRecord

GIVEN = tuple(name for name in SourceRecord.model_fields if name != "id")


def add_source(change: Change, given: SourceRecord) -> str:
    """A new source; its number. Conflict where the record has it."""
    _is_described(given)
    if known := known_source(change.session, given):
        raise Conflict(_("The record has this source already (number {id}).", id=known.id))
    return str(find_or_add_source(change, given))


def edit_source(change: Change, number: str, given: SourceRecord) -> str:
    """Make the record say this of a source. NotFound, InvalidInput, Conflict."""
    _is_described(given)
    source = change.session.get(Source, number_in(number))
    if source is None:
        raise NotFound(_("There is no source {id}.", id=number))
    edit_known_source(change, source, given)
    return str(source.id)


def _is_described(given: SourceRecord) -> None:
    if given.id is not None:
        raise InvalidInput(Fault("id", _("a source has the number that the record gives it")))


def read_source(reader: Connection, number: str) -> Row:
    """One source by its number. NotFound."""
    return get_source(reader, number_in(number))


def source_as_given(record: Row) -> Row:
    """A source as it would be given."""
    return {name: record[name] for name in GIVEN}


def at_address(reader: Connection, url: str) -> list[dict[str, Any]]:
    """The sources of the record with this address: with or without www, a slash at the end, or the s of https."""
    wanted = _bare(url)
    if not wanted:
        return []
    like = SO.url.icontains(wanted, autoescape=True) | SO.archived_url.icontains(wanted, autoescape=True)
    rows = reader.execute(
        select(*(SO[name] for name in SOURCE_FIELDS)).where(like).order_by(SO.id)
    ).mappings()
    return [dict(row) for row in rows if wanted in (_bare(row["url"]), _bare(row["archived_url"]))]


def _bare(url: str) -> str:
    """An address without what varies between two ways to write it."""
    _scheme, _colon, rest = url.strip().partition("://")
    return rest.partition("#")[0].removeprefix("www.").rstrip("/").lower()


SOURCES = Kind("sources", "source", SourceRecord, read_source, source_as_given, add_source, edit_source)
