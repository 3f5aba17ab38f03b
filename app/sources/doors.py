"""The form of a source: the fields of the pledge's form for a new one, by themselves."""

from __future__ import annotations

from sqlalchemy import Connection

from app.door.forms import Door, Places
from app.i18n import _
from app.pledges.form_fields import Field, Fields, new_source
from app.pledges.forms import SOURCE, SOURCE_ID, TITLE, URL
from app.pledges.links import address
from app.pledges.schemas import SourceCreate
from app.sources.door import SOURCES
from app.web.forms import Binding

OWN = {name: name.removeprefix("statement.source.") for name in SOURCE if name != SOURCE_ID}


def _source(make: Fields, _reader: Connection) -> list[Field]:
    return [{"id": "source", "title": _("The source"), "fields": new_source(make)}]


SOURCE_DOOR = Door(
    SOURCES,
    "sources",
    OWN,
    Binding(SourceCreate, {}, Places({"": OWN[TITLE]}), {OWN[TITLE]: "-", OWN[URL]: "https://-"}),
    _source,
    lambda number: address(f"/sources/{number}/edit", {"saved": "source"}),
)
